import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { WriteReport } from "../../generator/renew/write";
import { providerVersion } from "../../lib/schema/provider/bpg";
import { check, install, newFolder, pmpc, remove } from "../bin/command";
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
    expect(proof).to.include({ proven: true, imports: 81, planned: 81 });
    expect(resources!.filter(({ outcome }) => outcome === "imported")).to.have.lengthOf(71);
    // Nothing had to be found out by planning: the rows know.
    expect(readFileSync(join(folder, ".proxmox/cluster.jsonl"), "utf8").trim().split("\n")).to.have.lengthOf(71);
    expect(new Set(server.asked.map(({ method }) => method))).to.deep.equal(new Set(["GET"]));
  });
});
