import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { newFolder, reach, remove, report } from "./command";

const mac = (vmId: number, card = 0) => `BC:24:11:00:0${card}:${vmId.toString(16).slice(-2).toUpperCase().padStart(2, "0")}`;
const container = (vmId: number, name: string, address: string) =>
  `arch: amd64\ncores: 1\nhostname: ${name}\nmemory: 512\nnet0: name=eth0,bridge=vmbr0,hwaddr=${mac(vmId)},ip=${address}/24,type=veth\nostype: debian\nrootfs: local-lvm:vm-${vmId}-disk-0,size=8G\nswap: 512\nunprivileged: 1\n`;
const machine = (vmId: number, name: string, address: string) =>
  `agent: 1\nboot: order=scsi0\ncores: 1\ncpu: host\nide2: local-lvm:vm-${vmId}-cloudinit,media=cdrom\nipconfig0: ip=${address}/24\nmemory: 1024\nname: ${name}\nnet0: virtio=${mac(vmId)},bridge=vmbr0\nostype: l26\nscsi0: local-lvm:vm-${vmId}-disk-0,size=8G\nscsihw: virtio-scsi-single\n`;

const files = {
  "storage.cfg": "dir: local\n\tpath /var/lib/vz\n\tcontent iso,vztmpl,backup\n\nlvmthin: local-lvm\n\tthinpool data\n\tvgname pve\n\tcontent images,rootdir\n",
  "nodes/pve/interfaces": "auto vmbr0\niface vmbr0 inet static\n\taddress 10.0.0.2/24\n\tbridge-ports none\n",
  "nodes/pve/lxc/201.conf": container(201, "one", "10.0.0.21"),
  "nodes/pve/lxc/202.conf": container(202, "two", "10.0.0.22"),
  "nodes/pve/qemu-server/101.conf": machine(101, "web", "10.0.0.11"),
  "nodes/pve/qemu-server/102.conf": machine(102, "db", "10.0.0.12"),
};
const numbers: Readonly<Record<string, number>> = { one: 201, two: 202, web: 101, db: 102 };

/** Two imports in a row, and more, between which addresses go from guest to guest; the real ansible-inventory tells where plays would go. */
describe("addresses that move between guests", () => {
  let folder: string;
  let simulator: Simulator;

  before(function () {
    if (spawnSync("ansible-inventory", ["--version"]).status !== 0) this.skip();
  });
  beforeEach(async () => {
    folder = newFolder();
    simulator = await startSimulator({ scenario: { name: "moving", files, guests: Object.fromEntries([101, 102, 201, 202].map((vmId) => [vmId, { power: "running" as const }])) } });
  });
  afterEach(async () => {
    await simulator?.close();
    if (folder !== undefined) remove(folder);
  });

  /** The address by which a play reaches each guest after another import; undefined where it goes by the node, or nowhere. */
  async function hosts(...options: readonly string[]): Promise<Readonly<Record<string, string | undefined>>> {
    await report(["import", ...reach(simulator), "--out", folder, "--no-verify", ...options], folder);
    const environment = { ...process.env, ANSIBLE_LOCALHOST_WARNING: "0", ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED: "1", ANSIBLE_HOME: folder };
    const listed = JSON.parse(execFileSync("ansible-inventory", ["-i", join(folder, "ansible/inventory"), "--list"], { env: environment, encoding: "utf8" })) as { readonly _meta: { readonly hostvars: Readonly<Record<string, Readonly<Record<string, unknown>>>> } };
    const { hostvars } = listed._meta;
    const address = (host: string) => {
      const found = hostvars[host]!.ansible_host as string | { readonly __ansible_unsafe: string } | undefined;
      const text = typeof found === "object" ? found.__ansible_unsafe : found;
      // What goes by the node names the node there.
      return String(hostvars[host]!.ansible_connection ?? "").includes("proxmox_pct_remote") ? undefined : text;
    };
    const all = Object.fromEntries(Object.keys(numbers).map((host) => [host, address(host)]));
    const used = Object.values(all).filter((one) => one !== undefined);
    expect(new Set(used).size, JSON.stringify(all)).to.equal(used.length);
    for (const [host, text] of Object.entries(all)) if (text !== undefined && simulator.cluster.isRunning(numbers[host]!)) expect(simulator.cluster.text(numbers[host]!), host).to.include(text);
    return all;
  }
  const give = (vmId: number, ...addresses: readonly string[]) =>
    simulator.cluster.edit(vmId, (text) =>
      vmId > 200
        ? text.replace(/^net\d+:.*\n/gm, "") + addresses.map((address, at) => `net${at}: name=eth${at},bridge=vmbr0,hwaddr=${mac(vmId, at)},ip=${address}/24,type=veth\n`).join("")
        : text.replace(/^(net|ipconfig)\d+:.*\n/gm, "") + addresses.map((address, at) => `net${at}: virtio=${mac(vmId, at)},bridge=vmbr0\nipconfig${at}: ip=${address}/24\n`).join(""),
    );

  it("lead to whom has them now, when two swap them, and again when they swap back", async () => {
    expect(await hosts()).to.deep.equal({ one: "10.0.0.21", two: "10.0.0.22", web: "10.0.0.11", db: "10.0.0.12" });
    give(201, "10.0.0.22");
    give(202, "10.0.0.21");
    give(101, "10.0.0.12");
    give(102, "10.0.0.11");
    const swapped = { one: "10.0.0.22", two: "10.0.0.21", web: "10.0.0.12", db: "10.0.0.11" };
    expect(await hosts()).to.deep.equal(swapped);
    expect(await hosts()).to.deep.equal(swapped);
    for (const [vmId, address] of [[201, "10.0.0.21"], [202, "10.0.0.22"], [101, "10.0.0.11"], [102, "10.0.0.12"]] as const) give(vmId, address);
    expect(await hosts()).to.deep.equal({ one: "10.0.0.21", two: "10.0.0.22", web: "10.0.0.11", db: "10.0.0.12" });
  });

  it("lead to the one that runs, when it takes that of one that is switched off, and to nobody once both run", async () => {
    await hosts();
    simulator.cluster.stop(201);
    give(202, "10.0.0.21");
    simulator.cluster.stop(101);
    give(102, "10.0.0.11");
    expect(await hosts()).to.deep.equal({ one: undefined, two: "10.0.0.21", web: undefined, db: "10.0.0.11" });
    simulator.cluster.start(201);
    simulator.cluster.start(101);
    expect(await hosts()).to.deep.equal({ one: undefined, two: undefined, web: undefined, db: undefined });
    give(202, "10.0.0.22");
    give(102, "10.0.0.12");
    expect(await hosts()).to.deep.equal({ one: "10.0.0.21", two: "10.0.0.22", web: "10.0.0.11", db: "10.0.0.12" });
  });

  it("are nobody's where they are handed from one to the other, and each has another of its own", async () => {
    give(201, "10.0.0.100", "10.0.0.21");
    give(101, "10.0.0.101", "10.0.0.11");
    const first = await hosts();
    give(201, "10.0.0.21");
    give(202, "10.0.0.100", "10.0.0.22");
    give(101, "10.0.0.11");
    give(102, "10.0.0.101", "10.0.0.12");
    const own = { one: "10.0.0.21", two: "10.0.0.22", web: "10.0.0.11", db: "10.0.0.12" };
    expect(first).to.include({ two: own.two, db: own.db });
    expect(await hosts()).to.deep.equal(own);
    expect(await hosts()).to.deep.equal(own);
    give(201, "10.0.0.100", "10.0.0.21");
    give(202, "10.0.0.22");
    give(101, "10.0.0.101", "10.0.0.11");
    give(102, "10.0.0.12");
    expect(await hosts()).to.deep.equal(own);
  });

  it("go by a third guest that comes new, and the one that had it is left without", async () => {
    await hosts();
    simulator.cluster.stop(202);
    simulator.cluster.add("pve", "lxc", 203, container(203, "three", "10.0.0.22"));
    simulator.cluster.start(203);
    const found = await hosts();
    expect(found.two).to.equal(undefined);
    simulator.cluster.remove(203);
    simulator.cluster.start(202);
    expect((await hosts("--confirm")).two).to.equal("10.0.0.22");
  });
});
