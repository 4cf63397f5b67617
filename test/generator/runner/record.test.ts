import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { failureOf } from "../../../generator/session/follow-run";
import { cleanUp } from "../../../generator/runner/clean";
import { listRuns, makeRun, markTold, reserveEnd, stateOf, writeEnd, writeRecord, type RunRecord } from "../../../generator/runner/record";
import { identify } from "../../../generator/workspace/process";

const dead = 2 ** 30;
const now = new Date(Date.UTC(2026, 0, 1, 12));
const record = (more: Partial<RunRecord>): RunRecord => ({ verb: "apply", since: now.toISOString(), binary: "terraform", runner: { pid: dead }, ...more });
const line = (type: string, name: string) => JSON.stringify({ type, hook: { resource: { addr: `proxmox_virtual_environment_vm.${name}` } } });
const planned = JSON.stringify({ type: "planned_change" });

describe("a run on the disk", () => {
  let root: string;
  let folder: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "pmpc-run-"));
    folder = makeRun(root, now);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const log = (...lines: readonly string[]) => writeFileSync(join(folder, "log.jsonl"), lines.map((one) => `${one}\n`).join(""));

  it("has not begun before its runner says so, and is under way while that lives", () => {
    expect(stateOf(folder)).to.deep.equal({ is: "not begun" });
    writeRecord(folder, record({ runner: identify(process.pid) }));
    reserveEnd(folder);
    expect(stateOf(folder)).to.include({ is: "running", withoutRunner: false });
    writeEnd(folder, { at: now.toISOString(), code: 0 });
    expect(stateOf(folder)).to.nested.include({ is: "ended", "end.code": 0 });
  });

  it("is under way while terraform lives, though its runner does not", () => {
    writeRecord(folder, record({ terraform: identify(process.pid) }));
    expect(stateOf(folder)).to.include({ is: "running", withoutRunner: true });
  });

  it("is not taken for under way because another process has the number by now", () => {
    if (identify(process.pid).birth === undefined) return;
    writeRecord(folder, record({ runner: { pid: process.pid, birth: "another start" } }));
    expect(stateOf(folder)).to.include({ is: "cut off" });
  });

  it("is told by what terraform said last, where nobody wrote down its end", async () => {
    writeRecord(folder, record({}));
    log(planned, line("apply_start", "web"), line("apply_complete", "web"), JSON.stringify({ type: "change_summary", changes: { operation: "apply" } }));
    expect(stateOf(folder)).to.nested.include({ is: "ended", "end.code": 0 });
    log(planned, JSON.stringify({ type: "diagnostic", diagnostic: { severity: "error", summary: "no room" } }));
    expect(await failureOf(stateOf(folder), folder, root)).to.include({ code: "apply-failed", message: "terraform apply failed: no room" });
  });

  it("that a restart or a kill cut off says so, and where it was", async function () {
    if (process.platform !== "linux") return this.skip();
    log(planned, planned, line("apply_start", "web"), line("apply_complete", "web"), line("apply_start", "db"));
    writeRecord(folder, record({ runner: { pid: dead, birth: "00000000-0000-0000-0000-000000000000 4711" } }));
    expect((await failureOf(stateOf(folder), folder, root))?.message).to.equal("the apply of 2026-01-01 12:00 UTC was interrupted, because this machine was restarted: 1 of its 2 changes are done; it was changing db");
    writeRecord(folder, record({}));
    expect((await failureOf(stateOf(folder), folder, root))?.message).to.contain("because terraform was killed: 1 of its 2 changes are done");
  });

  it("is kept for a while once it was told, and what never began is not", () => {
    const folders = Array.from({ length: 8 }, (_, at) => makeRun(root, new Date(now.getTime() + at * 1000)));
    for (const one of folders) writeRecord(one, record({}));
    for (const one of folders) markTold(root, one);
    expect(listRuns(root)).to.have.lengthOf(6);
    cleanUp(root);
    expect(listRuns(root)).to.deep.equal(folders.slice(3).reverse());
  });

  it("leaves nothing that a killed command left behind, and takes nothing from one that lives", async () => {
    const child = spawn(process.execPath, ["--eval", ""]);
    await new Promise((resolve) => child.once("exit", resolve));
    const [own, stack] = [join(root, ".proxmox"), join(root, ".proxmox/terraform/pve")];
    for (const path of [join(own, "tmp/app-1a2b3c"), join(own, "tmp/code-1a2b3c"), stack, join(stack, "pmpc.peek")]) mkdirSync(path, { recursive: true });
    for (const path of [join(stack, "pmpc.tfplan"), join(stack, "cdk.tf.json"), join(own, `lock.${child.pid}.x`), join(own, `lock.${process.pid}.y`), join(own, "lock"), join(own, `tmp/text-${child.pid}-x`), join(own, `tmp/text-${process.pid}-y`)]) writeFileSync(path, "");
    cleanUp(root);
    expect(readdirSync(stack)).to.deep.equal(["cdk.tf.json"]);
    expect(readdirSync(own).sort()).to.deep.equal(["lock", `lock.${process.pid}.y`, "terraform", "tmp"]);
    expect(readdirSync(join(own, "tmp"))).to.deep.equal([`text-${process.pid}-y`]);
  });
});
