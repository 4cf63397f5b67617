import { cpSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { ApplyReport } from "../../../generator/action/apply";
import type { StatusReport } from "../../../generator/action/status";
import type { PlanReport } from "../../../generator/judge/grade-workspace";
import type { StateReport } from "../../../generator/action/state";
import { startSimulator, type Simulator } from "../../../generator/simulator/simulator";
import { stateServer } from "../../support/state-server";
import { schema, terraformPath } from "../../support/terraform";
import { attachProvider, type AttachedProvider } from "../../support/terraform-provider/server";
import { newFolder, pmpc, reach, remove } from "../../bin/command";

const without = terraformPath === undefined ? " (skipped: neither terraform nor tofu is installed)" : "";

describe(`Terraform's state${without}`, () => {
  /** What an import wrote, where each test begins. */
  let imported: string | undefined;
  let folder: string;
  let simulator: Simulator;
  let provider: AttachedProvider;

  before(async function () {
    if (terraformPath === undefined) this.skip();
    provider = await attachProvider("bpg/proxmox", schema);
    simulator = await startSimulator({ scenario: "homelab" });
    folder = imported = newFolder();
    await run("import", ...reach(simulator), "--out", ".", "--filter", "vmid=100", "--filter", "vmid=200", "--no-verify");
  });
  after(async () => {
    provider?.close();
    await simulator?.close();
    if (imported !== undefined) remove(imported);
  });
  beforeEach(() => {
    folder = newFolder();
    cpSync(imported!, folder, { recursive: true });
  });
  afterEach(() => remove(folder));

  async function run<R>(...args: string[]): Promise<{ code: number; report: R & { readonly error?: { readonly code: string; readonly message: string; readonly hint?: string } } }> {
    const environment = { TF_REATTACH_PROVIDERS: provider.reattach, TF_CLI_CONFIG_FILE: "/dev/null", PROXMOX_VE_API_TOKEN: simulator.tokens.auditor };
    const { code, stdout, stderr } = await pmpc([...args, "--json"], folder, environment);
    try {
      return { code, report: JSON.parse(stdout) };
    } catch (cause) {
      throw new Error(stdout + stderr, { cause });
    }
  }
  const share = (address: string, ...more: string[]) => run("import", ...reach(simulator), "--out", ".", "--no-verify", "--backend", "http", ...[`address=${address}`, ...more].flatMap((one) => ["--backend-config", one]));

  it("is copied before each apply, for its owner alone, and an earlier one can be put back", async () => {
    await run("apply", "--yes", "--allow-changes");
    await run("forget", "vm", "100");
    await run("apply", "--yes", "--allow-changes");
    const { report } = await run<StateReport>("state");
    expect(report).to.include({ backend: "local", guests: 1 });
    expect(report.copies).to.have.lengthOf(1);
    const path = join(folder, ".proxmox/terraform/states", report.copies[0]!.name);
    expect(statSync(path).mode & 0o777).to.equal(0o600);
    expect((await run("state", "--restore", "7", "--yes")).report.error).to.include({ code: "no-such-copy" });
    expect((await run("state", "--restore", "1")).report.error).to.include({ code: "not-confirmed" });
    const restored = await run<StateReport>("state", "--restore", "1", "--yes");
    expect(restored.report.guests).to.equal(2);
    expect(restored.report.serial).to.be.greaterThan(report.serial!);
    // What was replaced is a copy, too.
    expect(restored.report.copies).to.have.lengthOf(2);
  });

  it("goes to a backend that is written into main.ts, only when asked, and is the same in a clone", async () => {
    await run("apply", "--yes", "--allow-changes");
    const { address, server, state } = await stateServer();
    const clone = newFolder();
    try {
      await share(address);
      expect(readFileSync(join(folder, "main.ts"), "utf8")).to.contain(`new HttpBackend(pveCluster, { address: "${address}" });`).and.to.contain('import { App, HttpBackend } from "cdktf";');
      const planned = await run("plan");
      expect(planned.report.error?.hint).to.contain("pmpc state --move");
      expect(state()).to.equal(undefined);
      const moved = await run<StateReport>("state", "--move");
      expect(moved.report).to.include({ backend: "http", guests: 2, moved: true });
      expect(state()).not.to.equal(undefined);
      expect((await run<PlanReport>("plan")).report).to.deep.include({ adopted: [] });
      const again = await run<ApplyReport>("apply", "--yes", "--allow-changes");
      expect([again.code, again.report.error?.message]).to.deep.equal([0, undefined]);

      cpSync(folder, clone, { recursive: true, filter: (path) => !/tfstate|state\.db|\.proxmox\/(terraform|tmp)$/.test(path) });
      [folder] = [clone, folder];
      expect((await run<PlanReport>("plan")).report).to.deep.include({ adopted: [] });
      expect((await run<StateReport>("state")).report).to.include({ known: "http" });
      // It is never moved onto another one.
      expect((await run("state", "--move")).report.error).to.include({ code: "state-there" });
    } finally {
      server.close();
      remove(clone);
    }
  });

  it("is found again by a colleague once it was moved, and by everybody once its place is said in other words", async () => {
    await run("apply", "--yes", "--allow-changes");
    const backend = await stateServer();
    const clone = newFolder();
    const mine = folder;
    try {
      cpSync(folder, clone, { recursive: true, filter: (path) => !/tfstate|state\.db|\.proxmox\/(terraform|tmp)$/.test(path) });
      folder = clone;
      expect((await run<PlanReport>("plan")).report.adopted).to.have.lengthOf(2);
      // Who has no state is told where it is, and moves nothing.
      await share(backend.address);
      const nothing = await run<StateReport>("state", "--move");
      expect(nothing.report.error).to.include({ code: "no-state" });
      expect(nothing.report.error?.hint).to.contain(mine).and.contain("pmpc state --move there");
      expect((await run("apply", "--yes")).report.error?.hint).to.contain("with this main.ts, run pmpc state --move where that state is");

      folder = mine;
      cpSync(join(clone, "main.ts"), join(mine, "main.ts"));
      expect((await run<StateReport>("state", "--move")).report).to.include({ moved: true, known: "http" });
      folder = clone;
      expect((await run<PlanReport>("plan")).report).to.deep.include({ adopted: [] });

      const main = readFileSync(join(clone, "main.ts"), "utf8");
      // Only who knows which state it is can tell that it is the same one.
      writeFileSync(join(clone, "main.ts"), main.replace("http://127.0.0.1", "http://localhost"));
      expect((await run<PlanReport>("plan")).report.error).to.include({ code: "backend-changed" });
      cpSync(join(mine, ".proxmox/state.json"), join(clone, ".proxmox/state.json"));
      writeFileSync(join(clone, "main.ts"), main.replace("http://127.0.0.1", "http://localhost").replace('" });', `", lockAddress: "${backend.address}" });`));
      expect((await run<PlanReport>("plan")).report).to.deep.include({ adopted: [] });
    } finally {
      folder = mine;
      backend.server.close();
      remove(clone);
    }
  });

  it("goes there at once where nothing was applied yet", async () => {
    const { address, server, state } = await stateServer();
    try {
      await run("plan");
      await share(address);
      expect((await run<ApplyReport>("apply", "--yes", "--allow-changes")).code).to.equal(0);
      expect(state()).not.to.equal(undefined);
    } finally {
      server.close();
    }
  });

  it("is saved by the next command where an apply could not save it", async () => {
    const backend = await stateServer();
    try {
      await share(backend.address);
      backend.isFull = true;
      const failed = await run("apply", "--yes", "--allow-changes");
      expect([failed.code, failed.report.error?.code]).to.deep.equal([1, "apply-failed"]);
      expect(failed.report.error?.hint).to.contain("the next pmpc plan or apply stores it");
      const { last } = (await run<StatusReport>("status", "--offline")).report;
      expect([last.plan?.found.verb, last.plan?.found.failed, last.plan?.found.says]).to.deep.equal(["apply", true, failed.report.error?.message.split("\n")[0]]);
      expect((await run("plan")).report.error).to.include({ code: "state-not-saved" });
      backend.isFull = false;
      expect((await run<PlanReport>("plan")).report).to.deep.include({ adopted: [] });
      expect(backend.state()?.resources).not.to.equal(undefined);
    } finally {
      backend.server.close();
    }
  });

  it("is left alone while another Terraform holds its lock, with how to go on", async () => {
    const backend = await stateServer();
    try {
      await share(backend.address, `lock_address=${backend.address}`);
      backend.lockedBy = { ID: "5c8e0b6e", Path: "", Operation: "OperationTypeApply", Who: "kim@laptop", Version: "1.11.4", Created: "2026-11-30T05:50:55Z", Info: "" };
      const { code, report } = await run("plan");
      expect([code, report.error]).to.deep.equal([6, report.error]);
      expect(report.error).to.include({ code: "state-locked", message: "another Terraform holds the lock of the state, so nothing was planned or written" });
      expect(report.error?.hint).to.match(/^wait until it has ended, then run this again\nif none runs any more: cd \S+ && (terraform|tofu) force-unlock 5c8e0b6e$/);
      expect(backend.state()).to.equal(undefined);
    } finally {
      backend.server.close();
    }
  });

  it("says where a backend does not lock it, and how it does", async () => {
    const told = async (backend: string, ...config: string[]) => {
      folder = newFolder();
      cpSync(imported!, folder, { recursive: true });
      const { stderr } = await pmpc(["import", ...reach(simulator), "--out", ".", "--no-verify", "--backend", backend, "--backend-config", ...config], folder, { PROXMOX_VE_API_TOKEN: simulator.tokens.auditor });
      return { stderr, main: readFileSync(join(folder, "main.ts"), "utf8") };
    };
    const s3 = ["bucket=state", "key=home", "region=eu-central-1"];
    expect((await told("http", "address=http://state.lan/home")).stderr).to.contain("the backend http locks nothing as it is").and.contain("lockAddress");
    expect((await told("http", "address=http://state.lan/home", "lock_address=http://state.lan/lock")).stderr).not.to.contain("locks nothing");
    expect((await told("s3", ...s3)).stderr).to.contain("the backend s3 locks nothing as it is").and.contain('pveCluster.addOverride("terraform.backend.s3.use_lockfile", true);');
    const locked = await told("s3", ...s3, "use_lockfile=true");
    expect(locked.stderr).not.to.contain("locks nothing");
    expect(locked.main).to.contain('new S3Backend(pveCluster, { bucket: "state", key: "home", region: "eu-central-1" });\npveCluster.addOverride("terraform.backend.s3.use_lockfile", true);');
    expect((await told("pg", "conn_str=postgres://pmpc@db.lan/tf")).stderr).not.to.contain("locks nothing");
  });

  it("needs what its backend needs, and no secret in the code", async () => {
    const backend = (...config: string[]) => run("import", ...reach(simulator), "--out", ".", "--no-verify", "--filter", "vmid=100", "--backend", "pg", ...config.flatMap((one) => ["--backend-config", one]));
    expect((await backend()).report.error).to.include({ code: "backend-incomplete" });
    expect((await backend("conn_str=postgres://pmpc:secret@db.lan/tf")).report.error).to.include({ code: "secret-in-code" });
    expect((await backend("conn_str=postgres://pmpc@db.lan/tf")).code).to.equal(0);
    expect(readFileSync(join(folder, "main.ts"), "utf8")).to.contain('new PgBackend(pveCluster, { connStr: "postgres://pmpc@db.lan/tf" });');
    expect((await backend("conn_str=postgres://pmpc@db.lan/tf")).report.error).to.include({ code: "backend-there" });
  });
});
