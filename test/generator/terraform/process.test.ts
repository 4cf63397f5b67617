import { mock } from "node:test";
import { expect } from "chai";
import { runProcess } from "../../../generator/terraform/process";

const run = (script: string, options: Partial<Parameters<typeof runProcess>[2]> = {}) =>
  runProcess(process.execPath, ["--eval", script], { cwd: process.cwd(), environment: process.env, ...options });
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
// Starts a child that would live for ever, says its number, and waits for ever itself.
const parent = `
  const { spawn } = require("node:child_process");
  const child = spawn(process.execPath, ["--eval", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  console.log(child.pid);
  process.on("SIGINT", () => {});
  setInterval(() => {}, 1000);
`;

describe("a child process", () => {
  it("gives its code and what it says, line by line", async () => {
    const lines: string[] = [];
    const ended = await run('console.log("one"); console.log("two"); console.error("three"); process.exitCode = 3', { onLine: (line) => lines.push(line) });
    expect(ended).to.deep.equal({ code: 3, stdout: "one\ntwo\n", stderr: "three\n" });
    expect(lines).to.deep.equal(["one", "two"]);
  });

  it("that is not there is no error of its own", async () => {
    const ended = await runProcess("no-such-program", [], { cwd: process.cwd(), environment: process.env });
    expect(ended).to.include({ code: undefined, stopped: "not-found" });
  });

  it("never says a secret again", async () => {
    const ended = await run('console.log("token s3cret-s3cret"); console.error("s3cret-s3cret")', { secrets: ["s3cret-s3cret", ""] });
    expect(ended.stdout + ended.stderr).to.equal("token (hidden)\n(hidden)\n");
  });

  it("that says nothing any more is ended, with what it started", async () => {
    const ended = await run(parent, { silence: 5_000, grace: 200 });
    expect(ended.stopped).to.equal("timeout");
    expect(isAlive(Number(ended.stdout))).to.equal(false);
  });

  it("goes on for as long as it says something", async () => {
    const ended = await run("let n = 0; const t = setInterval(() => { console.log(n); if (++n === 8) clearInterval(t); }, 150)", { silence: 2_000 });
    expect(ended).to.not.have.property("stopped");
    expect(ended.stdout.trim().split("\n")).to.have.lengthOf(8);
  });

  it("may say nothing for as long as that is allowed", async () => {
    const ended = await run('setTimeout(() => console.log("done"), 1_500)', { silence: 200, maySayNothing: () => true });
    expect(ended).to.deep.equal({ code: 0, stdout: "done\n", stderr: "" });
  });

  it("that takes long is told of after 1, 2, 4 and 8 minutes, and goes on", async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    try {
      const told: number[] = [];
      const stop = new AbortController();
      const ending = run("setInterval(() => {}, 1000)", { signal: stop.signal, onLong: (minutes) => told.push(minutes) });
      for (let minute = 0; minute < 9; minute++) mock.timers.tick(60_000);
      expect(told).to.deep.equal([1, 2, 4, 8]);
      stop.abort();
      expect(await ending).to.include({ stopped: "aborted" });
      mock.timers.tick(20 * 60_000);
      expect(told).to.have.lengthOf(4);
    } finally {
      mock.timers.reset();
    }
  });

  it("is asked to end when the person wants to stop", async () => {
    const stop = new AbortController();
    const script = 'process.on("SIGINT", () => { console.log("unlocked"); process.exit(1); }); console.log("ready"); setInterval(() => {}, 1000)';
    const ended = await run(script, { signal: stop.signal, onLine: (line) => line === "ready" && stop.abort() });
    expect(ended).to.deep.include({ code: 1, stopped: "aborted", stdout: "ready\nunlocked\n" });
  });

  it("is never killed where it has to finish what it has begun", async () => {
    const stop = new AbortController();
    const script = 'process.on("SIGINT", () => setTimeout(() => { console.log("finished"); process.exit(0); }, 300)); console.log("ready"); setInterval(() => {}, 1000)';
    const stopAfter = (grace: number) => run(script, { signal: stop.signal, grace, onLine: (line) => line === "ready" && stop.abort() });
    expect(await stopAfter(Infinity)).to.deep.include({ code: 0, stopped: "aborted", stdout: "ready\nfinished\n" });
  });
});
