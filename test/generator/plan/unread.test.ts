import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { importCluster } from "../../../generator/action/import";
import { run } from "../../../generator/engine/run";
import type { WriteReport } from "../../../generator/renew/write-report";
import { startSimulator, type Simulator } from "../../../generator/simulator/simulator";
import { startFaultServer, type FaultServer } from "../../../scripts/torture/fault-server";
import { contextIn, hostOf, importFrom, synthesiseIn, type Imported } from "../../support/imported";

describe("an import that is not told all of the cluster", () => {
  let simulator: Simulator;
  let server: FaultServer;
  let first: Imported;
  const options = { scope: "all", addresses: false };
  const throughServer = () => ({ ...simulator, endpoint: server.endpoint, fingerprint256: server.fingerprint, tokens: simulator.tokens });
  const codeIn = (folder: string) => new Map(readdirSync(join(folder, "cluster")).map((name) => [name, readFileSync(join(folder, "cluster", name), "utf8")]));

  const again = async () =>
    (await run(importCluster as never, { ...options, endpoint: server.endpoint, apiToken: simulator.tokens.root, fingerprint: server.fingerprint, verify: false, out: first.folder }, contextIn(first.folder, {}), { host: hostOf(), local: true })) as { readonly report: WriteReport };

  before(async () => {
    simulator = await startSimulator({ scenario: "datacentre" });
    server = await startFaultServer(simulator.endpoint);
    first = await importFrom(throughServer(), options);
  });
  after(async () => {
    await server.close();
    await simulator.close();
    first.remove();
  });

  const junk = { status: 200, body: '{"data":"hello"}' };
  const failed = { status: 500, body: '{"data":null,"message":"got timeout"}' };
  const cases: readonly (readonly [string, RegExp, typeof junk, string])[] = [
    ["a user alone", /^\/access\/users\/ada@corp$/, junk, "user/ada@corp"],
    ["the members of a group", /^\/access\/groups\/ops$/, failed, "group/ops"],
    ["the list of groups, to which users refer", /^\/access\/groups$/, junk, "group/ops"],
    ["the tokens of all users, of which comments tell", /^\/access\/users\/[^/]+\/token$/, failed, ""],
    ["the list of users, by which tokens are found", /^\/access\/users$/, failed, "user/"],
    ["everything about access", /^\/access\/(?!permissions|ticket)/, failed, "user/"],
    ["everything about networks and firewalls", /\/(?:network|firewall|sdn)(?:\/|$)/, failed, "bridge/"],
    ["everything about storages and jobs", /^\/(?:storage|cluster\/(?:backup|replication|ha|mapping|jobs|notifications|metrics|acme))(?:\/|$)/, failed, "storage/"],
    ["the resources of high availability, and a storage", /^\/(?:cluster\/ha\/resources|storage\/[^/]+)$/, failed, "ha/vm:100"],
  ];
  for (const [what, where, instead, key] of cases) {
    it(`keeps its code in its place, to the letter: ${what}`, async () => {
      const before = codeIn(first.folder);
      expect(before.size).to.be.above(8);
      expect(before.get("access.ts")).to.match(/^ {2}\/\/ token \S+ is set aside: /m);
      server.set((address) => (where.test(address.split("?")[0]!) ? instead : undefined));
      const { report } = await again();
      server.set(undefined);
      for (const [name, text] of before) expect(codeIn(first.folder).get(name), name).to.equal(text);
      expect(report.exit).to.equal(3);
      const kept = (report.resources ?? []).filter(({ outcome }) => outcome === "kept").map((one) => one.key);
      if (key !== "") expect(kept.some((one) => one === key || one.startsWith(key.split("/")[0]!)), kept.join()).to.equal(true);
    });
  }

  it("has code that synthesises then", () => expect(synthesiseIn(first.folder, join(first.folder, "synthesised"))).to.be.an("object"));
});
