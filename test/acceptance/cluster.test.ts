import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { WriteReport } from "../../generator/renew/write";
import { providerVersion } from "../../lib/schema/provider/bpg";
import { request } from "node:https";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import type { PlanReport } from "../../generator/judge/grade-workspace";
import { check, install, newFolder, pmpc, reach, remove } from "../bin/command";
import { reachClusterC, serveClusterC } from "../support/cluster-c";
import type { RecordedServer } from "../support/recorded-server";
import { whyUnproven } from "./terraform";

describe(`a whole cluster, planned with the real provider ${providerVersion}`, function () {
  let folder: string;
  let server: RecordedServer;

  before(async function () {
    const why = await whyUnproven(providerVersion);
    if (why === undefined) return;
    for (const test of this.test!.parent!.tests) test.title += ` (${why})`;
    this.skip();
  });
  beforeEach(async () => {
    [folder, server] = [newFolder(), await serveClusterC()];
  });
  afterEach(async () => {
    await server.close();
    remove(folder);
  });

  const json = async (...args: readonly string[]) => JSON.parse((await pmpc([...args, "--json"], folder)).stdout) as WriteReport;

  it("changes nothing, though a node is off, and what cannot be written is left out beforehand", async () => {
    await json("import", ...reachClusterC(server), "--out", folder, "--scope", "all", "--no-verify");
    install(folder);
    const { code, stdout } = await check(folder);
    expect(stdout).to.equal("");
    expect(code).to.equal(0);
    const { proof, resources } = await json("import", ...reachClusterC(server), "--out", folder);
    expect(proof).to.include({ proven: true, imports: 153, planned: 153 });
    expect(resources!.filter(({ outcome }) => outcome === "imported")).to.have.lengthOf(143);
    // Nothing had to be found out by planning: the rows know.
    expect(readFileSync(join(folder, ".proxmox/cluster.jsonl"), "utf8").trim().split("\n")).to.have.lengthOf(143);
    expect(new Set(server.asked.map(({ method }) => method))).to.deep.equal(new Set(["GET"]));
  });

  it("keeps what it has written when less is read later, and what is in the state when it is gone from the cluster", async () => {
    const simulator = await startSimulator({ scenario: "datacentre" });
    try {
      const run = async <R = WriteReport>(...args: readonly string[]) => {
        const { stdout } = await pmpc([...args, "--json"], join(folder, "dc"), { PROXMOX_VE_API_TOKEN: simulator.tokens.root });
        return JSON.parse(stdout) as R;
      };
      const first = JSON.parse((await pmpc(["import", ...reach(simulator, simulator.tokens.root), "--out", "dc", "--scope", "cluster", "--json"], folder)).stdout) as WriteReport;
      expect(first.proof).to.include({ proven: true });
      const written = first.resources!.filter(({ outcome }) => outcome === "imported").length;
      expect(written).to.be.greaterThan(30);
      await run("apply", "--yes", "--no-test");
      const grades = async () => [...new Set((await run<PlanReport>("plan")).resources.map(({ grade }) => grade))];

      const narrowed = await run("import", "--scope", "guests");
      expect(narrowed.proof).to.include({ proven: true });
      expect(narrowed.resources!.filter(({ outcome }) => outcome === "imported")).to.have.lengthOf(written);
      expect(await grades()).to.deep.equal(["clean"]);

      await takeAway(simulator, "/storage/nas-2");
      await run("import");
      expect(readFileSync(join(folder, "dc/cluster/storage.ts"), "utf8")).to.contain('"nas-2"');
      expect(await grades()).to.have.members(["clean", "create"]);
    } finally {
      await simulator.close();
    }
  });
});

/** Does on the cluster what somebody does there. */
const takeAway = ({ endpoint, tokens }: Simulator, address: string) =>
  new Promise<void>((resolve, reject) => {
    const asked = request(`${endpoint}/api2/json${address}`, { method: "DELETE", rejectUnauthorized: false, headers: { authorization: `PVEAPIToken=${tokens.root}` } }, (response) => {
      response.resume().on("end", () => (response.statusCode === 200 ? resolve() : reject(new Error(`${address}: ${response.statusMessage}`))));
    });
    asked.on("error", reject).end();
  });
