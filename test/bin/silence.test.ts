import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { makeCommands } from "../support/command";
import { home, newFolder, node, paths, pmpc, reach, remove } from "./command";

const program = join(home, "dist/bin/pmpc.js");

describe("pmpc never ends in silence, nor with a trace,", function () {
  let folder: string;
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator();
  });
  after(() => simulator.close());
  beforeEach(() => {
    folder = newFolder();
  });
  afterEach(() => remove(folder));

  const notATrace = (text: string) => expect(text).to.not.match(/^\s+at .+:\d+:\d+\)?$/m);
  const importing = (...args: string[]) => ["import", ...reach(simulator), "--no-verify", ...args];

  for (const concurrency of ["0", "-1", "many"]) {
    it(`for --concurrency ${concurrency}`, async () => {
      const { code, stderr } = await pmpc(importing("--out", "x", `--concurrency=${concurrency}`), folder);
      expect(code).to.equal(64);
      expect(stderr).to.contain("--concurrency");
      expect(paths(folder)).to.deep.equal([]);
    });
  }

  it("where something waits for what can never come", async () => {
    const preload = join(folder, "preload.cjs");
    writeFileSync(preload, `require(${JSON.stringify(join(home, "dist/bin/cli/program.js"))}).main = () => new Promise(() => {});`);
    const { code, stderr } = await node(["-r", preload, program, "status"], folder);
    expect(code).to.equal(1);
    expect(stderr).to.contain("stopped early");
  });

  it("while ssh, or a command on the node, hangs: it says what it waits for, once, and can be interrupted", async () => {
    const commands = makeCommands();
    try {
      commands.add("ssh", 'case "$*" in *-G*) exit 0;; esac; exec sleep 600');
      const pvesh = commands.add("pvesh", "exec sleep 600");
      mkdirSync(join(folder, "home/.proxmox"), { recursive: true });
      writeFileSync(join(folder, "home/.proxmox/config.yml"), `pvesh_path: ${pvesh}\n`);
      const waits = [
        [["import", "--ssh", "root@pve1", "--out", "x"], "still waiting for root@pve1 (pvesh get"],
        [["import", "--via", "pct", "--out", "home"], `still waiting for this machine (${pvesh} get`],
      ] as const;
      const ended = waits.map(async ([args, says]) => {
        const child = spawn(process.execPath, [program, ...args], { cwd: folder, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, PATH: `${commands.folder}:${process.env.PATH}` } });
        let said = "";
        child.stderr.on("data", (chunk: Buffer) => {
          const before = said;
          said += chunk.toString();
          // A second one would not let it tidy up.
          if (said.includes("Ctrl-C stops it") && !before.includes("Ctrl-C stops it")) child.kill("SIGINT");
        });
        const [code] = (await once(child, "close")) as [number | null];
        expect(code, said).to.be.a("number").and.not.equal(0);
        expect(said, said).to.contain(says).and.contain("stopped before it was done");
        expect(said.match(/still waiting/g)).to.have.lengthOf(1);
      });
      await Promise.all(ended);
    } finally {
      commands.remove();
    }
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    for (const verb of ["import", "doctor"]) {
      it(`when ${signal} comes while ${verb} connects`, async () => {
        const silent = await startSimulator({ fail: ["/version:hang"] });
        const child = spawn(process.execPath, [program, verb, ...reach(silent)], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
        try {
          let said = "";
          child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
          while (silent.requests.length === 0) await new Promise(setImmediate);
          child.kill(signal);
          const [code] = (await once(child, "close")) as [number | null];
          expect(code).to.be.a("number").and.not.equal(0);
          expect(said).to.contain("stopped before it was done");
          // It was not the end of its patience.
          expect(silent.requests).to.have.lengthOf(1);
        } finally {
          child.kill("SIGKILL");
          await silent.close();
        }
      });
    }
  }

  if (existsSync("/proc/self")) {
    it("for a folder where nothing can be made", async () => {
      for (const out of ["/proc/nope", "/proc/self/nope/deeper"]) {
        const { code, stderr } = await pmpc(importing("--out", out), folder);
        expect(code).to.equal(1);
        expect(stderr).to.match(/^pmpc: cannot write \/proc\/.*: /).and.contain("--out");
        notATrace(stderr);
      }
    });
  }

  it("for a file where a folder should be, and a folder where a file should be", async () => {
    writeFileSync(join(folder, "file"), "");
    const below = await pmpc(importing("--out", "file/x"), folder);
    expect([below.code, below.stderr]).to.satisfy(([code, text]: [number, string]) => code !== 0 && text.includes("file"));
    notATrace(below.stderr);
    mkdirSync(join(folder, "x/.proxmox"), { recursive: true });
    for (const path of [".proxmox/state.db", ".proxmox/config.yml", ".proxmox/names.jsonl"]) {
      mkdirSync(join(folder, "x", path));
      const { code, stderr } = await pmpc(importing("--out", "x"), folder);
      expect(code, path).to.not.equal(0);
      expect(stderr, path).to.contain(path.split("/")[1]);
      notATrace(stderr);
      remove(join(folder, "x", path));
    }
  });

  it("where no more files can be opened, whatever is opened then; nothing is half done", async () => {
    const args = [program, ...importing("--out", "x")].map((word) => `'${word}'`).join(" ");
    // Beside what the child is given by the process that runs the tests: ls has three of its own, and the folder. With fewer, Node cannot read pmpc itself.
    for (const limit of [18, 24, 40, 50]) {
      const { code, stderr } = await new Promise<{ code: number; stderr: string }>((resolve) => {
        execFile("sh", ["-c", `ulimit -n $((${limit} + $(ls /dev/fd | wc -l) - 4)); exec '${process.execPath}' ${args}`], { cwd: folder }, (error, _, said) => resolve({ code: Number(error?.code ?? 0), stderr: said }));
      });
      expect(stderr, String(limit)).to.match(/^pmpc: cannot open \/\S+: too many files are open\n {2}allow more: ulimit -n 1024\n$/);
      expect(code).to.equal(1);
      // Names are noted first, so that an import that is given again gives the same.
      expect(paths(folder).filter((path) => !/^x\/\.proxmox\/(state\.db|(names|cluster)\.jsonl)/.test(path))).to.deep.equal([]);
    }
    expect((await pmpc(importing("--out", "x"), folder)).code).to.equal(0);
  });

  it("where a package cannot be opened, of which Node says that it cannot be found", async () => {
    const preload = join(folder, "preload.cjs");
    const missing = (path: string) => `require(${JSON.stringify(join(home, "dist/bin/cli/parse.js"))}).parse = () => Promise.reject(Object.assign(new Error(${JSON.stringify(`Cannot find package '${path}' imported from ${home}/node_modules/yargs/yargs.mjs`)}), { code: "ERR_MODULE_NOT_FOUND" }));`;
    writeFileSync(preload, missing(`${home}/node_modules/cliui/index.js`));
    const full = await node(["-r", preload, program, "status"], folder);
    expect(full.stderr).to.equal(`pmpc: cannot open ${home}/node_modules/cliui: too many files are open\n  allow more: ulimit -n 1024\n`);
    expect(full.code).to.equal(1);
    writeFileSync(preload, missing(`${home}/node_modules/never-installed/index.js`));
    expect((await node(["-r", preload, program, "status"], folder)).stderr).to.contain("Cannot find package").and.not.contain("ulimit");
  });

  it("for a lock whose process's number another one has by now, which is not waited for; where that cannot be told, it is named with its file", async () => {
    const lock = join(folder, "x/.proxmox/lock");
    const holder = (more: object) => JSON.stringify({ id: "1", pid: process.ppid, host: hostname(), command: "pmpc apply", since: "2026-01-01T12:00:00.000Z", ...more });
    expect((await pmpc(importing("--out", "x"), folder)).code).to.equal(0);
    if (process.platform === "linux") {
      writeFileSync(lock, holder({ birth: "another start" }));
      expect((await pmpc(["status", "--offline"], join(folder, "x"))).stdout).not.to.match(/in use|process \d/);
      expect((await pmpc(importing("--out", "x"), folder)).code).to.equal(0);
      expect(existsSync(lock)).to.equal(false);
    }
    // A lock of a system that cannot tell when a process began.
    writeFileSync(lock, holder({}));
    const { code, stderr } = await pmpc(importing("--out", "x"), folder);
    expect(code).to.equal(6);
    expect(stderr).to.contain(`process ${process.ppid} on ${hostname()}`).and.contain(`if it no longer runs, delete ${lock}`);
    notATrace(stderr);
    rmSync(lock);
    expect((await pmpc(importing("--out", "x"), folder)).code).to.equal(0);
  });

  it("for a damaged page of the store, which status finds, too", async () => {
    await pmpc(importing("--out", "x"), folder);
    const store = join(folder, "x/.proxmox/state.db");
    const bytes = readFileSync(store);
    // A page in the middle, which status alone would not come by.
    writeFileSync(store, bytes.fill(0x55, 8 * 4096, 9 * 4096));
    const { code, stderr } = await pmpc(["status"], join(folder, "x"));
    expect(code).to.equal(1);
    expect(stderr).to.contain(`${store} is damaged`).and.contain("holds nothing but what was seen");
    notATrace(stderr);
    // So do those that would write into it: nothing is read or written, and moving the file away is the way out.
    const before = readFileSync(store);
    for (const args of [importing("--out", "x"), ["sync", ...reach(simulator), "--out", "x"]]) {
      const ended = await pmpc(args, folder);
      expect(ended.stderr, args[0]).to.contain(`${store} is damaged`).and.contain("move it away, and the next pmpc import makes a new one");
      expect(ended.code, args[0]).to.equal(1);
    }
    expect(readFileSync(store).equals(before)).to.equal(true);
    renameSync(store, `${store}.old`);
    expect((await pmpc(importing("--out", "x"), folder)).code).to.equal(0);
    expect((await pmpc(["status"], join(folder, "x"))).code).to.equal(0);
  });
});
