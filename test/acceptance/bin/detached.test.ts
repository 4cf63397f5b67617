import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { PlanReport } from "../../../generator/judge/grade-workspace";
import type { StatusReport } from "../../../generator/action/status";
import { listRuns, stateOf } from "../../../generator/runner/record";
import { holderOf } from "../../../generator/workspace/lock";
import { startSimulator, type Simulator } from "../../../generator/simulator/simulator";
import { gone } from "../../support/command";
import { password, startPostgres, whenPostgres } from "../../support/postgres";
import { pathOf, schema, terraformPath } from "../../support/terraform";
import { attachProvider, type AttachedProvider } from "../../support/terraform-provider/server";
import { home, newFolder, paths, pmpc, reach, remove, spawned, type Ended } from "../../bin/command";

const without = terraformPath === undefined ? " (skipped: neither terraform nor tofu is installed)" : "";

/** A gate before each change: it says when somebody waits, and lets them through when it is opened. */
function makeGate() {
  let open!: () => void;
  let reached!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const waiting = new Promise<void>((resolve) => (reached = resolve));
  let begun = 0;
  return { open, waiting, begun: () => begun, pass: () => (begun++, reached(), opened) };
}

/** Until terraform has been told: what it begins before that is a change that was under way. */
async function interrupted(folder: string): Promise<void> {
  const runs = join(folder, ".proxmox/terraform/runs");
  while (!readdirSync(runs).some((name) => readFileSync(join(runs, name, "log.jsonl"), "utf8").includes("Interrupt received"))) await setTimeout(20);
}

describe(`an apply that outlives pmpc${without}`, () => {
  /** What an import wrote, where each test begins. */
  let imported: string | undefined;
  let folder: string;
  let simulator: Simulator;
  let provider: AttachedProvider;
  let gate: ReturnType<typeof makeGate>;
  const token = () => simulator.tokens.auditor;

  before(async function () {
    if (terraformPath === undefined) this.skip();
    provider = await attachProvider("bpg/proxmox", schema, async (question) => {
      if (question === "ApplyResourceChange") await gate.pass();
    });
    simulator = await startSimulator({ scenario: "homelab" });
    imported = newFolder();
    await pmpc(["import", ...reach(simulator), "--out", ".", "--filter", "vmid=100", "--filter", "vmid=200", "--no-verify"], imported);
  });
  after(async () => {
    provider?.close();
    await simulator?.close();
    if (imported !== undefined) remove(imported);
  });
  beforeEach(() => {
    folder = newFolder();
    gate = makeGate();
    cpSync(imported!, folder, { recursive: true });
  });
  afterEach(() => {
    gate.open();
    remove(folder);
  });

  // One change at a time, so that there is a next one that might not begin.
  const environment = () => ({ TF_REATTACH_PROVIDERS: provider.reattach, TF_CLI_CONFIG_FILE: "/dev/null", TF_CLI_ARGS_apply: "-parallelism=1", PROXMOX_VE_API_TOKEN: token() });
  const run = (...args: string[]) => pmpc(args, folder, environment());
  async function report<R>(...args: string[]): Promise<R> {
    return JSON.parse((await run(...args, "--json")).stdout) as R;
  }

  const verb = ["apply", "--yes", "--allow-changes"];

  /** Runs a verb, and does something as soon as it has said some words. */
  async function afterWords(args: readonly string[], words: string, then: () => void): Promise<Ended> {
    const { child, ended } = launch(args);
    let said = "";
    child.stderr!.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes(words)) then();
    });
    return ended;
  }

  /** Begins an apply, and gives it as soon as its first change is under way. */
  async function begin(more: NodeJS.ProcessEnv = {}, typed?: string) {
    const { child, ended } = launch(typed === undefined ? verb : [], more, typed);
    await Promise.race([gate.waiting, ended.then((one) => Promise.reject(new Error(`it ended: ${JSON.stringify(one)}`)))]);
    return { child, ended };
  }

  function launch(args: readonly string[], more: NodeJS.ProcessEnv = {}, typed?: string): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
    const own = Object.entries(process.env).filter(([name]) => !/^(PROXMOX_VE_|NODE_OPTIONS$)/.test(name));
    const child = spawn(process.execPath, [join(home, "dist/bin/pmpc.js"), ...args], { cwd: folder, env: { ...Object.fromEntries(own), ...environment(), ...more }, stdio: [typed === undefined ? "ignore" : "pipe", "pipe", "pipe"] });
    child.stdin?.end(typed);
    let [stdout, stderr] = ["", ""];
    child.stdout!.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr!.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const ended = once(child, "close").then(([code]) => ({ code: Number(code), stdout, stderr }));
    return { child, ended };
  }

  const runningRecord = () => {
    const state = stateOf(listRuns(folder)[0]!);
    if (state.is !== "running") throw new Error(state.is);
    return state.record;
  };
  const guestsInState = () => (JSON.parse(readFileSync(join(folder, "terraform.pve.tfstate"), "utf8")) as { resources: object[] }).resources.length;

  function expectTidy(): void {
    const left = paths(folder).filter((path) => /\.tfplan|\.part$|\.proxmox\/lock|\.proxmox\/tmp\/|pmpc\.push|pmpc\.peek/.test(path));
    expect(left).to.deep.equal([]);
    const secret = token().split("=")[1]!;
    expect(paths(folder).filter((path) => readFileSync(join(folder, path)).includes(secret))).to.deep.equal([]);
    const runs = join(folder, ".proxmox/terraform/runs");
    for (const name of readdirSync(runs)) expect(statSync(join(runs, name, "log.jsonl")).mode & 0o777).to.equal(0o600);
  }

  for (const signal of ["SIGKILL", "SIGHUP"] as const) {
    it(`comes to its end after ${signal}; the next pmpc follows it, says once how it ended, and goes on`, async () => {
      const { child, ended } = await begin();
      if (process.platform === "linux") expect(readFileSync(`/proc/${runningRecord().runner.pid}/cmdline`, "utf8")).not.to.contain(token().split("=")[1]);
      child.kill(signal);
      await ended;
      // Who only looks does not wait.
      const status = await report<StatusReport>("status");
      expect(status.running).to.include({ verb: "apply", done: 0, planned: 2 });
      const planned = await afterWords(["plan", "--json"], "following it", gate.open);
      expect(planned.stderr).to.match(/the apply of .* UTC is still running: following it\n(.|\n)*the apply of .* UTC has ended: 2 of 2 changes are done\n/);
      expect((JSON.parse(planned.stdout) as PlanReport).resources.map(({ key, grade }) => `${key} ${grade}`)).to.deep.equal(["lxc/200 clean", "qemu/100 clean"]);
      expect(guestsInState()).to.equal(2);
      expect(existsSync(join(folder, ".proxmox/state.json")), "every clone knows the state").to.equal(true);
      const later = await run("status");
      expect([later.code, later.stderr]).to.deep.equal([0, ""]);
      expectTidy();
      expect((await run(...verb)).code).to.equal(0);
      expect(readFileSync(join(folder, "guests/pve.ts"), "utf8")).not.to.contain("adopt");
    });
  }

  for (const signal of ["SIGTERM", "SIGHUP"] as const) {
    it(`comes to its end where the console that began it gets ${signal}, and the next pmpc finds it`, async () => {
      const { child, ended } = await begin({}, `/${verb.join(" ")}\n/nonsense\n`);
      child.kill(signal);
      const { stderr } = await ended;
      expect(stderr).to.contain("the apply continues without this terminal").and.not.contain("nonsense");
      expect((await report<StatusReport>("status")).running).to.include({ verb: "apply", done: 0, planned: 2 });
      const planned = await afterWords(["plan", "--json"], "following it", gate.open);
      expect(planned.stderr).to.match(/the apply of .* UTC has ended: 2 of 2 changes are done\n/);
      expect(guestsInState()).to.equal(2);
      expectTidy();
    });
  }

  it("is the last apply to the status, too, where nobody saw its end", async () => {
    const { child, ended } = await begin();
    child.kill("SIGKILL");
    await ended;
    gate.open();
    let status = await report<StatusReport>("status", "--offline");
    while (status.running !== undefined) status = await report<StatusReport>("status", "--offline");
    expect(status.last.plan?.found).to.deep.equal({ verb: "apply", says: "2 of 2 changes are done" });
  });

  it("keeps a second apply out of a workspace on SQLite after its terminal was killed: that one follows it, and begins nothing", async () => {
    const { child, ended } = await begin();
    child.kill("SIGKILL");
    await ended;
    expect(holderOf(folder)?.pid, "the lock is the runner's").to.equal(runningRecord().runner.pid);
    const begun: number[] = [];
    const second = await afterWords(verb, "following it", () => {
      begun.push(gate.begun());
      gate.open();
    });
    expect([second.code, begun[0]], second.stderr).to.deep.equal([0, 1]);
    expect([guestsInState(), listRuns(folder).filter((one) => stateOf(one).is === "running")]).to.deep.equal([2, []]);
    expectTidy();
  });

  for (const killed of ["its terminal was killed", "its terminal was killed, and the process that watches over it"]) it(`keeps everybody who uses the same database from its cluster after ${killed}, until it has ended${whenPostgres}`, async function () {
    const postgres = await startPostgres();
    if (postgres === undefined) return this.skip();
    const colleague = newFolder();
    const team = { ...environment(), PGPASSWORD: password };
    const config = `store: ${await postgres.newDatabase()}\n`;
    const reading = ["import", ...reach(simulator), "--out", ".", "--filter", "vmid=100", "--filter", "vmid=200", "--no-verify"];
    try {
      for (const one of [folder, colleague]) {
        remove(one);
        mkdirSync(join(one, ".proxmox"), { recursive: true });
        writeFileSync(join(one, ".proxmox/config.yml"), config);
        expect((await spawned(reading, one, { PGPASSWORD: password })).code).to.equal(0);
      }
      const { child, ended } = await begin(team);
      child.kill("SIGKILL");
      if (killed.includes("watches")) process.kill(runningRecord().runner.pid, "SIGKILL");
      await ended;
      for (const other of [verb, ["sync"], ["protect", "vm", "100", "--yes"]]) {
        const { code, stderr } = await spawned(other, colleague, team);
        expect(code, stderr).to.equal(6);
        expect(stderr).to.contain("in use by pmpc apply by").and.not.contain(password);
      }
      expect(gate.begun()).to.equal(1);
      gate.open();
      await spawned(["plan"], folder, team);
      const { stderr } = await spawned(["sync"], colleague, team);
      expect(stderr).not.to.contain("in use");
    } finally {
      gate.open();
      await spawned(["plan"], folder, team);
      remove(colleague);
      await postgres.stop();
    }
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`stops after the current change where ${signal} comes and nobody can be asked`, async () => {
      const { child, ended } = await begin();
      const { terraform } = runningRecord();
      let said = "";
      child.stderr!.on("data", (chunk: Buffer) => (said += chunk.toString()));
      // What runs pmpc may pass on what the terminal has sent already.
      for (const one of [signal, signal]) child.kill(one);
      while (!said.replace(/\s+/g, " ").includes("no other is started")) await once(child.stderr!, "data");
      await interrupted(folder);
      gate.open();
      const { code, stderr } = await ended;
      await gone(terraform!.pid);
      expect(stderr, stderr).to.match(/interrupted: the current change is completed, and no other is started\n(.|\n)*apply was stopped after the current change: 1 of its 2 changes are done\n/);
      expect([code, gate.begun()]).to.deep.equal([1, 1]);
      expectTidy();
      expect((await run(...verb)).code).to.equal(0);
      expect(guestsInState()).to.equal(2);
    });
  }

  it("comes to its end, and is followed to it, where the process that watches over it is killed", async () => {
    const { ended } = await begin();
    process.kill(runningRecord().runner.pid, "SIGKILL");
    gate.open();
    const { code, stderr } = await ended;
    expect([code, stderr.split("\n").filter((line) => line.startsWith("pmpc:"))]).to.deep.equal([0, []]);
    expect(guestsInState()).to.equal(2);
    expectTidy();
  });

  it("is told to be cut off where terraform itself is killed, with what it had done", async () => {
    const { ended } = await begin();
    process.kill(runningRecord().terraform!.pid, "SIGKILL");
    const { code, stderr } = await ended;
    expect(code).to.equal(1);
    expect(stderr).to.match(/the apply of .* UTC was interrupted, because terraform was killed: 0 of its 2 changes are done; it was changing \S+\n {2}what was done is in the state/);
    expectTidy();
    gate.open();
    expect((await run(...verb)).code).to.equal(0);
  });

  it("is told to be cut off where everything was killed", async () => {
    const { child, ended } = await begin();
    const { runner, terraform } = runningRecord();
    for (const pid of [child.pid!, runner.pid, terraform!.pid]) process.kill(pid, "SIGKILL");
    await ended;
    for (const { pid } of [runner, terraform!]) await gone(pid);
    const { code, stderr } = await run("status");
    expect([code, stderr]).to.satisfy(([one, text]: [number, string]) => one === 0 && /was interrupted, because terraform was killed/.test(text));
    expectTidy();
  });

  const [script, npx] = [pathOf("script"), pathOf("npx")];
  it(`asks where Ctrl-C is pressed, also through npx${script === undefined || npx === undefined ? " (skipped: no script(1), or no npx)" : ""}`, async function () {
    if (script === undefined || npx === undefined) return this.skip();
    const bin = join(folder, "node_modules/.bin");
    mkdirSync(bin, { recursive: true });
    symlinkSync(join(home, "dist/bin/pmpc.js"), join(bin, "pmpc"));
    chmodSync(join(home, "dist/bin/pmpc.js"), 0o755);
    const child = spawn(script, ["-qec", ["exec", npx, "--no-install", "pmpc", ...verb].join(" "), "/dev/null"], { cwd: folder, env: { ...process.env, ...environment() }, stdio: ["pipe", "pipe", "inherit"] });
    let screen = "";
    const shown = async (words: string) => {
      while (!screen.replace(/\s+/g, " ").includes(words)) await once(child.stdout, "data");
    };
    child.stdout.on("data", (chunk: Buffer) => (screen += chunk.toString()));
    await gate.waiting;
    child.stdin.write("\u0003");
    await shown("stop it after the current change");
    child.stdin.write("\u001b[B\r");
    await shown("no other is started");
    await interrupted(folder);
    gate.open();
    await once(child, "close");
    expect(screen.replace(/\s+/g, " "), screen).to.contain("apply was stopped after the current change: 1 of its 2 changes are done");
    expect(gate.begun()).to.equal(1);
  });


  it(`asks what is to become of it where Ctrl-C is pressed${script === undefined ? " (skipped: no script(1))" : ""}`, async function () {
    if (script === undefined) return this.skip();
    for (const [keys, exit] of [["\r", 3], ["\u001b[B\r", 1]] as const) {
      gate = makeGate();
      // In its own place: a shell between would die of the Ctrl-C, and its code would be the one that is seen.
      const command = ["exec", process.execPath, join(home, "dist/bin/pmpc.js"), ...verb].join(" ");
      const child = spawn(script, ["-qec", command, "/dev/null"], { cwd: folder, env: { ...process.env, ...environment() }, stdio: ["pipe", "pipe", "inherit"] });
      let screen = "";
      const asked = new Promise<void>((resolve) => child.stdout.on("data", (chunk: Buffer) => ((screen += chunk.toString()), screen.includes("stop it after the current change") && resolve())));
      await gate.waiting;
      child.stdin.write("\u0003");
      await asked;
      child.stdin.write(keys);
      if (exit === 1) {
        while (!screen.replace(/\s+/g, " ").includes("no other is started")) await once(child.stdout, "data");
        await interrupted(folder);
        gate.open();
      }
      const [code] = await once(child, "close");
      expect(code, screen).to.equal(exit);
      gate.open();
      await run("plan");
      expect(gate.begun()).to.equal(exit === 3 ? 2 : 1);
      if (exit === 3) {
        remove(folder);
        folder = newFolder();
        await pmpc(["import", ...reach(simulator), "--out", ".", "--filter", "vmid=100", "--filter", "vmid=200", "--no-verify"], folder);
      }
    }
  });
});
