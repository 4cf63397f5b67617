import { expect } from "chai";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import type { PmpcError } from "../../../lib/error";
import { lockWorkspace } from "../../../generator/workspace/lock";
import { runsTypeScript } from "../../support/typescript";

describe("lock of a workspace", () => {
  let root: string;
  let file: string;
  const children: ChildProcess[] = [];

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "pmpc-lock-"));
    file = join(root, ".proxmox", "lock");
  });

  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    rmSync(root, { recursive: true, force: true });
  });

  it("says who holds it to whom comes second", async () => {
    const lock = await lockWorkspace(root, "pmpc import", () => new Date(Date.UTC(2026, 0, 1, 12)));
    const refusal = await rejection(lockWorkspace(root, "pmpc sync"));
    expect(refusal).to.include({ code: "workspace-locked", exit: 6, hint: `wait until it is done, then run this again; if process ${process.pid} is not pmpc, delete ${file}` });
    expect((refusal as Error).message).to.equal(
      `the workspace ${root} is in use by pmpc import (process ${process.pid} on ${hostname()}, since 2026-01-01T12:00:00.000Z)`,
    );
    lock.release();
    (await lockWorkspace(root, "pmpc sync")).release();
  });

  it("names the process that holds it, and is taken over once that is dead", async () => {
    const child = await hold();
    const refusal = await rejection(lockWorkspace(root, "pmpc sync"));
    expect((refusal as Error).message).to.include(`pmpc import (process ${child.pid} on`);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(existsSync(file), "the dead leave their lock").to.equal(true);
    (await lockWorkspace(root, "pmpc sync")).release();
    expect(existsSync(file)).to.equal(false);
  });

  it("ends with a process that exits without a word", async () => {
    const child = await hold();
    child.stdin!.end("exit\n");
    expect(await once(child, "exit")).to.deep.equal([7, null]);
    expect(existsSync(file)).to.equal(false);
  });

  it("is got by one of several who find a dead one at the same time", async () => {
    writeLock({ pid: 2 ** 30 });
    const words = await Promise.all(Array.from({ length: 4 }, async () => (await contend()).word));
    expect(words.sort()).to.deep.equal(["locked", "workspace-locked", "workspace-locked", "workspace-locked"]);
  });

  it("of a process whose number another one has by now is taken over", async function () {
    if (process.platform !== "linux") return this.skip();
    writeLock({ pid: process.ppid, birth: "another start" });
    (await lockWorkspace(root, "pmpc import")).release();
  });

  it("goes to another process and comes back, and is taken back from one that died with it", async () => {
    const lock = await lockWorkspace(root, "pmpc apply");
    const lent = lock.lend({ pid: process.ppid }, "pmpc apply");
    expect(((await rejection(lockWorkspace(root, "pmpc sync"))) as Error).message).to.include(`process ${process.ppid} on`);
    expect(((await rejection(lockWorkspace(root, "pmpc sync"))) as PmpcError).hint, "its number may be another one's").to.include(file);
    lock.release();
    expect(existsSync(file), "who lent it cannot release it").to.equal(true);
    expect(lock.takeBack(lent)).to.equal(true);
    lock.release();
  });

  it("of another host stands, and its hint names the file", async () => {
    writeLock({ pid: 2 ** 30, host: "nas" });
    const refusal = await rejection(lockWorkspace(root, "pmpc import"));
    expect(refusal).to.include({ code: "workspace-locked", hint: `wait until it is done; if it no longer runs, delete ${file}` });
    expect((refusal as Error).message).to.include("process 1073741824 on nas");
  });

  it("that an earlier process of the same number left is taken over", async () => {
    writeLock({ pid: process.pid });
    (await lockWorkspace(root, "pmpc import")).release();
  });

  it("that nobody can read stands", async () => {
    mkdirSync(join(root, ".proxmox"));
    writeFileSync(file, "");
    expect(((await rejection(lockWorkspace(root, "pmpc import"))) as Error).message).to.include("an unknown process");
  });

  it("leaves nothing of a command that came to nothing, and everything of one that did something", async () => {
    const fresh = join(root, "home");
    (await lockWorkspace(fresh, "pmpc import")).release();
    expect(existsSync(fresh)).to.equal(false);
    (await lockWorkspace(root, "pmpc import")).release();
    expect(existsSync(root), "a folder that was there").to.equal(true);
    expect(existsSync(join(root, ".proxmox"))).to.equal(false);
    const lock = await lockWorkspace(fresh, "pmpc import");
    writeFileSync(join(fresh, "main.ts"), "");
    lock.release();
    expect(existsSync(join(fresh, "main.ts"))).to.equal(true);
  });

  it("is not taken from another by a release that comes late", async () => {
    const lock = await lockWorkspace(root, "pmpc import");
    writeLock({ pid: process.ppid });
    lock.release();
    expect(readFileSync(file, "utf8")).to.include(`"pid":${process.ppid}`);
  });

  function writeLock(holder: object): void {
    mkdirSync(join(root, ".proxmox"), { recursive: true });
    writeFileSync(file, JSON.stringify({ id: "x", host: hostname(), command: "pmpc import", since: "2026-01-01T00:00:00Z", ...holder }));
  }

  async function hold(): Promise<ChildProcess> {
    const { child, word } = await contend();
    expect(word).to.equal("locked");
    return child;
  }

  async function contend(): Promise<{ child: ChildProcess; word: string }> {
    const child = spawn(process.execPath, [...runsTypeScript, join(__dirname, "holder.ts"), root], { stdio: ["pipe", "pipe", "inherit"] });
    children.push(child);
    const [word] = (await once(child.stdout, "data")) as [Buffer];
    return { child, word: word.toString().trim() };
  }
});

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail("it was accepted"),
    (error: unknown) => error,
  );
}
