import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { CiReport } from "../../../generator/verdict/report";
import { junitErrors, sarifErrors } from "../../support/official-schema";
import { terraformPath } from "../../support/terraform";
import { home } from "../../bin/command";
import { openPlanned, without, type Planned } from "./planned";

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly report: CiReport;
}

describe(`a pipeline${without}`, () => {
  let stage: Planned;
  before(async function () {
    if (terraformPath === undefined) return this.skip();
    stage = await openPlanned();
    await stage.at("bare");
    await stage.run("sync", "--store-only");
  });
  after(() => stage?.close());
  beforeEach(() => rmSync(join(stage.folder, "known-drift.yml"), { force: true }));

  /** Runs the command as a step of a pipeline does. */
  function ci(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
    const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PROXMOX_VE_|GITHUB_|GITLAB_|NODE_OPTIONS$)/.test(name)));
    return new Promise((resolve) => {
      const child = spawn(process.execPath, [join(home, "dist/bin/pmpc.js"), "ci", ...args], { cwd: stage.folder, env: { ...own, ...stage.environment, ...environment }, stdio: ["ignore", "pipe", "pipe"] });
      let [stdout, stderr] = ["", ""];
      child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
      child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
      child.on("close", (code) => resolve({ code: code!, stdout: stdout + stderr, report: (args.includes("--json") ? JSON.parse(stdout) : undefined) as CiReport }));
    });
  }

  const lineOf = (text: string) => stage.code().split("\n").findIndex((line) => line.includes(text)) + 1;
  const known = (until: string) => writeFileSync(join(stage.folder, "known-drift.yml"), `# what we live with\n- address: vm 100\n  key: memory\n  reason: the old value comes back with the new host\n  until: ${until}\n`);

  /** Somebody changes the guest by hand: on the cluster, and so in what the provider, which reads nothing here, believes to have read. */
  function changeByHand(gibibytes: number): void {
    stage.simulator.cluster.edit(100, (text) => text.replace(/memory: \d+/, `memory: ${gibibytes * 1024}`));
    const path = join(stage.folder, "terraform.pve.tfstate");
    const state = JSON.parse(readFileSync(path, "utf8")) as { serial: number; resources: { type: string; instances: { attributes: { memory: { dedicated: number }[]; started?: boolean } }[] }[] };
    const { attributes } = state.resources.find(({ type }) => type === "proxmox_virtual_environment_vm")!.instances[0]!;
    attributes.memory[0]!.dedicated = gibibytes * 1024;
    state.serial++;
    writeFileSync(path, JSON.stringify(state));
  }

  it("lives: clean, drift by hand, known for a time, expired; and what it reads it keeps nowhere", async () => {
    const clean = await ci(["--json"]);
    expect([clean.code, clean.report.verdict, clean.report.findings.filter(({ alarms }) => alarms)], clean.stdout).to.deep.equal([0, "pass", []]);
    const writes = stage.simulator.requests.length;

    changeByHand(6);
    for (const time of [1, 2]) {
      const drift = await ci(["--json"]);
      expect([drift.code, drift.report.verdict], `${time}: ${drift.stdout.slice(0, 2000)}`).to.deep.equal([2, "alarm"]);
      const [found] = drift.report.findings.filter(({ rule }) => rule === "drift");
      expect(found).to.deep.include({ guest: "vm 100 opnsense", file: "guests/pve.ts", line: lineOf("memory: { dedicated"), alarms: true });
      expect(found!.says).to.contain("6144 → 4096");
    }
    known("2099-12-31");
    const quiet = await ci(["--json"]);
    expect([quiet.code, quiet.report.verdict], quiet.stdout.slice(0, 2000)).to.deep.equal([0, "pass"]);
    expect(quiet.report.findings.find(({ rule }) => rule === "drift")).to.deep.include({ alarms: false, known: "until 2099-12-31: the old value comes back with the new host" });
    expect((await stage.run("plan")).code).to.equal(2);

    known("2020-01-01");
    const late = await ci(["--json"]);
    expect(late.code).to.equal(2);
    expect(late.report.findings.find(({ rule }) => rule === "expired")).to.deep.include({ file: "known-drift.yml", line: 2, alarms: true });
    expect(late.report.findings.find(({ rule }) => rule === "drift")).to.include({ alarms: true });
    expect(stage.simulator.requests.slice(writes).every(({ method }) => method === "GET")).to.equal(true);
    changeByHand(4);
  });

  it("tells a wish in the code from drift, and a guest without code from both", async () => {
    const text = stage.code();
    stage.edit((code) => code.replace('tags: ["infra"]', 'tags: ["infra", "seen"]'));
    try {
      const wish = await ci(["--json"]);
      expect([wish.code, wish.report.findings.filter(({ rule }) => rule === "change").map(({ guest }) => guest), wish.report.findings.some(({ rule }) => rule === "drift")], wish.stdout.slice(0, 2000)).to.deep.equal([0, ["vm 100 opnsense"], false]);
      const all = await ci(["--json", "--fail-on", "unmanaged"]);
      expect(all.code).to.equal(2);
      expect(all.report.findings.filter(({ rule }) => rule === "unmanaged")).to.have.lengthOf.above(5);
    } finally {
      stage.edit(() => text);
    }
  });

  it("alarms where a guest would be destroyed, in every language, on the line of the code", async () => {
    const text = stage.code();
    stage.edit((code) => code.replace(/\n {2}new Container\([\s\S]*?\n {2}\}\);\n/, "\n"));
    const folder = join(stage.folder, "out");
    mkdirSync(folder, { recursive: true });
    try {
      const { code, stdout } = await ci(["--summary", "out/summary.md", "--sarif", "out/pmpc.sarif", "--junit", "out/junit.xml"], { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: join(folder, "step.md") });
      expect(code, stdout).to.equal(2);
      const step = readFileSync(join(folder, "step.md"), "utf8");
      expect(step.trim()).to.equal(readFileSync(join(folder, "summary.md"), "utf8").trim());
      expect(step).to.match(/^### pmpc: alarm/).and.match(/\| destroy \|/);
      const commands = stdout.split("\n").filter((line) => line.startsWith("::"));
      expect(commands[0]).to.match(/^::stop-commands::[0-9a-f]{32}$/);
      expect(commands[1]).to.equal(`::${commands[0]!.split("::")[2]!}::`);
      expect(commands.slice(2).join("\n")).to.match(/^::error file=main\.ts,line=1,title=destroy%3A container 200/m);
      const sarif = JSON.parse(readFileSync(join(folder, "pmpc.sarif"), "utf8")) as { runs: { results: { level: string }[] }[] };
      expect(sarif.runs[0]!.results.some(({ level }) => level === "error")).to.equal(true);
      expect(sarifErrors(sarif)).to.deep.equal([]);
      const junit = readFileSync(join(folder, "junit.xml"), "utf8");
      expect(junit).to.match(/<failure type="destroy"[^>]*main\.ts:1/);
      expect(await junitErrors(junit)).to.deep.equal([]);
    } finally {
      stage.edit(() => text);
      rmSync(folder, { recursive: true });
    }
  });

  it("is refused what it cannot mean", async () => {
    const wrong = await ci(["--fail-on", "everything"]);
    expect([wrong.code, wrong.stdout]).to.satisfy(([code, said]: [number, string]) => code === 64 && said.includes("--fail-on"));
    writeFileSync(join(stage.folder, "known-drift.yml"), "- address: vm 100\n");
    const slip = await ci([]);
    expect([slip.code, slip.stdout]).to.satisfy(([code, said]: [number, string]) => code === 64 && said.includes("known-drift.yml:1"));
  });
});
