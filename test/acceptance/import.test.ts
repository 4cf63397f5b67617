import { join } from "node:path";
import { expect } from "chai";
import { releases } from "../../lib/schema/provider/release";
import type { RehearsalReport } from "../../generator/rehearse/report";
import type { WriteReport } from "../../generator/renew/write-report";
import { startSimulator } from "../../generator/simulator/simulator";
import { asTyped, constructs, home, install, newFolder, node, reach, remove, report, synthesise } from "../bin/command";
import type { Scenario } from "../../simulator/scenario";
import { randomCluster } from "../lib/schema/random-guest";
import { allFixtures } from "../support/fixture";
import { changesOf, prove, needProvider } from "./terraform";

const recording = join(__dirname, "../fixture/pve/cluster-b.json");

/** Each with the least number of guests that must come into the code. */
const clusters: readonly (readonly [title: string, scenario: string | (() => Scenario), least: number])[] = [
  ["a recorded cluster", recording, 15],
  ["an office", "office", 90],
  ["a home", "homelab", 14],
  ["every odd corner", "odd-corners", 150],
  ["a cluster of random guests", () => ({ name: "random", files: randomCluster(24, 1) }), 15],
  ...(allFixtures === undefined ? [] : [["Proxmox's own test configurations", join(allFixtures, "proxmox-tests.json"), 60] as const]),
];

function tests(this: Mocha.Suite, version: string): void {
  let folder: string;

  before(async function () {
    await needProvider(this, version);
  });
  beforeEach(() => {
    folder = newFolder();
  });
  afterEach(() => {
    remove(folder);
  });

  /** Where an agent is silent, the provider waits for 15 minutes; pmpc's own plans do not, and have tests of their own. */
  async function withoutSilent(cluster: readonly string[]): Promise<readonly string[]> {
    const { warnings } = await report(["import", ...cluster, "--out", join(folder, "all")], folder);
    const silent = warnings.flatMap((one) => /^vm (\d+)\b.*(does not answer|does not tell)/.exec(one)?.[1] ?? []);
    remove(join(folder, "all"));
    return [...silent.map((vmid) => `vmid=${vmid}`)].flatMap((one) => ["--exclude", one]);
  }

  for (const [title, scenario, least] of clusters) {
    // Agents that are silent there make plain Terraform wait beyond this test's patience.
    const isPlanned = scenario !== "odd-corners";
    (isPlanned ? it : it.skip)(`changes nothing in ${title}${isPlanned ? "" : " (skipped: plain Terraform waits for its silent agents)"}`, async () => {
      const simulator = await startSimulator({ scenario: typeof scenario === "string" ? scenario : scenario() });
      try {
        const cluster = reach(simulator, simulator.tokens.root);
        const { guests } = await report(["import", ...cluster, ...(await withoutSilent(cluster)), "--out", folder], folder);
        install(folder);
        const { planned, errors } = await prove(await synthesise(folder), simulator, version);
        expect(errors).to.deep.equal([]);
        expect(planned.flatMap(changesOf)).to.deep.equal([]);
        expect(planned).to.have.lengthOf(Object.keys(constructs(folder)).length).and.have.lengthOf.at.least(least);
        expect(guests.filter(({ outcome }) => outcome === "imported")).to.have.lengthOf(planned.length);
        expect([...new Set(simulator.requests.map(({ method }) => method))]).to.deep.equal(["GET"]);
      } finally {
        await simulator.close();
      }
    });
  }
}

for (const { version } of releases) {
  describe(`an import, planned with the real provider ${version}`, function () {
    tests.call(this, version);
  });
}

describe("a first import by a token that only looks", () => {
  before(async function () {
    await needProvider(this, releases[0]!.version);
  });

  for (const scenario of ["homelab", "datacentre"]) {
    it(`is proven in ${scenario}, with its storages, and so is the plan after it; a rehearsal passes`, async () => {
      const [simulator, folder] = [await startSimulator({ scenario }), newFolder()];
      try {
        const set = { PROXMOX_VE_API_TOKEN: simulator.tokens.auditor };
        const imported = await asTyped(["import", "--endpoint", simulator.endpoint, "--fingerprint", simulator.fingerprint256, "--out", ".", "--json"], folder, set);
        const { proof, resources } = JSON.parse(imported.stdout) as WriteReport;
        expect(proof, imported.stdout).to.include({ proven: true });
        expect(resources!.filter(({ key, outcome }) => key.startsWith("storage/") && outcome === "imported")).to.have.lengthOf.at.least(4);
        const { code, stdout } = await asTyped(["plan"], folder, set);
        expect(stdout).to.match(/^ {2}plan {8}\d+ to import$/m);
        expect(code).to.equal(0);
        const rehearsed = JSON.parse((await asTyped(["rehearse", "--json"], folder, set)).stdout) as RehearsalReport;
        expect(rehearsed.refused).to.deep.equal([]);
        expect([rehearsed.passed, rehearsed.taken.filter((one) => one.includes("only looks")).length]).to.deep.equal([true, 1]);
      } finally {
        remove(folder);
        await simulator.close();
      }
    });
  }
});

describe("the tests that an import writes", () => {
  let folder: string;
  before(async function () {
    await needProvider(this, releases[0]!.version);
    folder = newFolder();
  });
  after(() => {
    if (folder !== undefined) remove(folder);
  });

  it("pass, the rehearsal among them", async () => {
    const simulator = await startSimulator({ scenario: "homelab" });
    try {
      await report(["import", ...reach(simulator), "--out", folder], folder);
    } finally {
      await simulator.close();
    }
    install(folder);
    const { code, stdout, stderr } = await node([join(home, "node_modules/mocha/bin/mocha.js"), "--import=tsx", "tests/**/*.test.ts"], folder);
    expect(code, stdout + stderr).to.equal(0);
    expect(stdout).to.match(/✔ is taken by every guest/);
  });
});
