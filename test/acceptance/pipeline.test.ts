import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { CiReport } from "../../generator/verdict/report";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { providerVersion } from "../../lib/schema/provider/bpg";
import { newFolder, reach, remove, spawned } from "../bin/command";
import { junitErrors, sarifErrors } from "../support/official-schema";
import { needProvider } from "./terraform";

describe(`a pipeline's life, with the real provider ${providerVersion} and a token that only looks`, () => {
  let folder: string;
  let simulator: Simulator;

  before(async function () {
    await needProvider(this, providerVersion);
    folder = newFolder();
    simulator = await startSimulator();
    const root = { PROXMOX_VE_API_TOKEN: simulator.tokens.root };
    for (const args of [["import", ...reach(simulator), "--out", ".", "--filter", "vmid=100", "--no-verify"], ["apply"], ["update", "vm", "100", "--started"], ["apply", "--yes"], ["sync", "--store-only"]]) {
      const { code, stdout, stderr } = await spawned(args, folder, root);
      // An agent is silent: that is one answer which was not read.
      expect(code, `${args.join(" ")}: ${stdout}${stderr}`).to.equal(args[0] === "sync" ? 3 : 0);
    }
  });
  after(async () => {
    await simulator?.close();
    if (folder !== undefined) remove(folder);
  });

  async function ci(...args: readonly string[]): Promise<{ readonly code: number; readonly report: CiReport; readonly alarms: readonly string[] }> {
    const { code, stdout } = await spawned(["ci", "--json", "--fail-on", "reboot,replace,destroy,drift", "--sarif", "out.sarif", "--junit", "out.xml", ...args], folder, { PROXMOX_VE_API_TOKEN: simulator.tokens.auditor });
    const report = JSON.parse(stdout.slice(stdout.indexOf("{"))) as CiReport;
    expect(sarifErrors(JSON.parse(readFileSync(join(folder, "out.sarif"), "utf8")))).to.deep.equal([]);
    expect(await junitErrors(readFileSync(join(folder, "out.xml"), "utf8"))).to.deep.equal([]);
    return { code, report, alarms: report.findings.flatMap(({ rule, guest, file, line, alarms }) => (alarms ? [`${rule} ${guest} ${file}:${line}`] : [])) };
  }
  const known = (until: string) => writeFileSync(join(folder, "known-drift.yml"), `- address: vm 100\n  key: "*"\n  reason: the new host comes\n  until: ${until}\n`);
  const code = (change?: (text: string) => string): string => {
    const path = join(folder, "guests/pve.ts");
    if (change !== undefined) writeFileSync(path, change(readFileSync(path, "utf8")));
    return readFileSync(path, "utf8");
  };

  it("is clean, alarms on the line of the code after a change by hand, is quiet while that is known, and alarms when that is over", async () => {
    const clean = await ci();
    expect([clean.code, clean.report.verdict, clean.alarms], JSON.stringify(clean.report)).to.deep.equal([0, "pass", []]);
    const asked = simulator.requests.length;
    simulator.cluster.edit(100, (text) => text.replace(/^memory: \d+$/m, "memory: 6144"));
    const line = code().split("\n").findIndex((one) => one.includes("memory: {")) + 1;
    const drift = await ci();
    expect([drift.code, drift.alarms], JSON.stringify(drift.report)).to.deep.equal([2, [`reboot vm 100 opnsense guests/pve.ts:${line}`, `drift vm 100 opnsense guests/pve.ts:${line}`]]);
    known("2099-12-31");
    const quiet = await ci();
    expect([quiet.code, quiet.alarms], JSON.stringify(quiet.report)).to.deep.equal([0, []]);
    known("2020-01-01");
    const late = await ci();
    expect([late.code, late.alarms.filter((one) => /^(drift|expired)/.test(one))], JSON.stringify(late.report)).to.deep.equal([2, [`drift vm 100 opnsense guests/pve.ts:${line}`, "expired vm 100 known-drift.yml:1"]]);
    known("2099-12-31");
    simulator.cluster.edit(100, (text) => text.replace(/^memory: \d+$/m, "memory: 4096"));
    expect(simulator.requests.slice(asked).filter(({ method }) => method !== "GET")).to.deep.equal([]);
  });

  it("fails for a restart outside of its window, and passes inside", async () => {
    writeFileSync(join(folder, "known-drift.yml"), "");
    code((text) => text.replace("cores: 2", "cores: 3"));
    const today = new Date().getUTCDay();
    const day = (after: number) => ["sun", "mon", "tue", "wed", "thu", "fri", "sat"][(today + after) % 7]!;
    const outside = await ci("--window", `infra ${day(3)} 00:00-24:00`);
    expect([outside.code, outside.alarms.map((one) => one.split(" ")[0])], JSON.stringify(outside.report)).to.deep.equal([2, ["reboot"]]);
    // Tomorrow too: a test that begins before midnight may end after it.
    const inside = await ci("--window", `infra ${day(0)},${day(1)} 00:00-24:00`);
    expect([inside.code, inside.alarms, inside.report.findings.find(({ rule }) => rule === "reboot")?.known], JSON.stringify(inside.report)).to.deep.equal([0, [], "inside its window"]);
  });
});
