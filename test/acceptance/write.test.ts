import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { releases } from "../../lib/schema/provider/release";
import { scenarioOf } from "../../generator/simulator/folder";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { newFolder, remove } from "../bin/command";
import { ask } from "../generator/simulator/client";
import { converge, initialise, needProvider } from "./terraform";

const bridge = (address: string) => `auto vmbr0
iface vmbr0 inet static
\taddress ${address}/24
\tbridge-ports none
\tbridge-stp off
\tbridge-fd 0
`;

/** Two nodes with nothing on them. */
const empty = scenarioOf("empty", {
  "nodes/pve1/interfaces": bridge("192.0.2.11"),
  "nodes/pve2/interfaces": bridge("192.0.2.12"),
  "storage.cfg": `dir: local
\tpath /var/lib/vz
\tcontent images,rootdir,iso,vztmpl,backup,snippets,import

lvmthin: local-lvm
\tthinpool data
\tvgname pve
\tcontent images,rootdir
`,
});

const held = ["/cluster/resources?type=vm", "/pools", "/storage", "/access/users", "/access/roles", "/access/acl"].concat(
  ["local", "local-lvm"].map((storage) => `/nodes/pve1/storage/${storage}/content`),
);

async function get<Row extends object>(simulator: Simulator, path: string): Promise<readonly Row[]> {
  const { status, data } = await ask(simulator, path);
  expect(status, path).to.equal(200);
  return data as readonly Row[];
}

function tests(this: Mocha.Suite, version: string): void {
  let folder: string;
  let simulator: Simulator;

  before(async function () {
    await needProvider(this, version);
  });
  beforeEach(async () => {
    folder = newFolder();
    simulator = await startSimulator({ scenario: empty });
  });
  afterEach(async () => {
    await simulator.close();
    remove(folder);
  });

  it("makes what write.tf names, changes it in place, and takes it away", async () => {
    copyFileSync(join(__dirname, "write.tf"), join(folder, "main.tf"));
    await initialise(folder, version);
    // As from Proxmox VE, in any order.
    const look = () => Promise.all(held.map(async (path) => (await get(simulator, path)).map((row) => JSON.stringify({ ...row, digest: "" })).sort()));
    const before = await look();
    expect(await converge(folder, simulator, "apply", { step: "1" })).to.deep.equal([]);
    expect(await placed()).to.deep.equal(["900 pve1 stopped", "901 pve1 running", "902 pve1 stopped", "910 pve1 stopped", "911 pve1 running", "912 pve1 stopped", "920 pve1 running"]);
    expect(await converge(folder, simulator, "apply", { step: "2" })).to.deep.equal([]);
    expect(await placed()).to.deep.equal(["900 pve1 running", "901 pve1 running", "902 pve2 stopped", "910 pve1 stopped", "911 pve1 running", "912 pve1 stopped", "920 pve1 running"]);
    expect(await converge(folder, simulator, "destroy", { step: "2" })).to.deep.equal([]);
    expect(await look()).to.deep.equal(before);
  });

  async function placed(): Promise<readonly string[]> {
    const rows = await get<{ vmid: number; node: string; status: string }>(simulator, "/cluster/resources?type=vm");
    return rows.map(({ vmid, node, status }) => `${vmid} ${node} ${status}`).sort();
  }
}

for (const { version } of releases) {
  describe(`the simulator, written to by the real provider ${version}`, function () {
    tests.call(this, version);
  });
}
