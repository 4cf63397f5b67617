import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { lockWorkspace } from "../../generator/workspace/lock";
import { hasTmux, openScreen, type Screen } from "../support/screen";
import { home, newFolder, pmpc, reach, remove } from "./command";

const program = [process.execPath, join(home, "dist/bin/pmpc.js")];

describe("the console", () => {
  let [simulator, folder]: [Simulator, string] = [undefined as never, ""];
  before(async () => {
    simulator = await startSimulator();
    folder = newFolder();
    await pmpc(["import", ...reach(simulator), "--out", ".", "--no-verify"], folder);
  });
  after(async () => {
    await simulator.close();
    remove(folder);
  });

  /** Runs the console without a terminal. */
  async function pipe(text: string, cwd = folder) {
    const child = spawn(program[0]!, program.slice(1), { cwd, stdio: "pipe" });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdin.end(text);
    const [code] = (await once(child, "close")) as [number];
    return { code, stdout, stderr };
  }

  it("runs the lines of a pipe one after another, and stops at the first that fails", async () => {
    const { code, stdout, stderr } = await pipe("# what there is\n/list nodes --json\n\npmpc list pools --columns name\nlist 'banana\nlist vms\n");
    expect(code).to.equal(64);
    const [node] = JSON.parse(stdout.slice(0, stdout.indexOf("\n}") + 2)).resources;
    expect(node).to.include({ key: "node/pve", kind: "node", id: "pve", name: "pve", isGuest: false, status: "online", cores: 12, memory: 64 * 2 ** 30 });
    expect(stdout).to.match(/ {2}name\n {2}infra\n {2}k3s\n/).and.not.contain("opnsense");
    expect(stderr).to.equal("pmpc: a quote was opened and not closed: '\n  close it, or write \\' for the character itself\npmpc: stopped at \"list 'banana\", which ended with 64\n  the lines after it were not run\n");
  });

  it("lists the verbs where nothing comes", async () => {
    const { code, stdout } = await pipe("");
    expect([code, stdout]).to.satisfy(([one, text]: [number, string]) => one === 0 && text.includes("pmpc import"));
  });

  it("completes in bash, by the script that it prints", () => {
    const bin = newFolder();
    writeFileSync(join(bin, "pmpc"), `#!/bin/sh\nexec ${program.join(" ")} "$@"\n`, { mode: 0o755 });
    const typed = (line: string) =>
      execFileSync("bash", ["--norc", "-c", `eval "$(pmpc completion bash)"; COMP_LINE="pmpc $1"; COMP_POINT=\${#COMP_LINE}; _pmpc; printf '%s\\n' "\${COMPREPLY[@]}"`, "bash", line], { cwd: folder, encoding: "utf8", env: { ...process.env, PATH: `${bin}:${process.env.PATH}` } }).trim().split("\n");
    expect(typed("st")).to.have.members(["start", "state", "status", "stop"]);
    expect(typed("stop pos")).to.deep.equal(["container postgres"]);
    expect(typed("pct start 20").every((word) => /^20\d$/.test(word))).to.equal(true);
    remove(bin);
  });

  const withScreen = hasTmux() ? it : it.skip;

  const hasZsh = ["/bin/zsh", "/usr/bin/zsh"].some((path) => existsSync(path));
  (hasTmux() && hasZsh ? it : it.skip)(`completes in zsh, and never takes away what was typed${hasZsh ? "" : " (skipped: no zsh)"}`, async () => {
    const bin = newFolder();
    writeFileSync(join(bin, "pmpc"), `#!/bin/sh\nexec ${program.join(" ")} "$@"\n`, { mode: 0o755 });
    const screen = await openScreen(["zsh", "-f"], { folder, width: 100, environment: { PATH: `${bin}:${process.env.PATH}`, PS1: "zsh> " } });
    try {
      await screen.until(/zsh>$/);
      await screen.type('autoload -U compinit; compinit -u; eval "$(pmpc completion zsh)"; echo ready', "Enter");
      await screen.until(/^ready\nzsh>$/m);
      await screen.type("pmpc describe contai", "Tab");
      await screen.until(/zsh> pmpc describe container/);
      // Several things have these letters in them, and none begins with them.
      await screen.type("C-u", "pmpc describe os", "Tab");
      expect(await screen.until(/zsh> pmpc describe (?!os)\S/)).to.match(/zsh> pmpc describe (vm|container|role|storage|pool) \S+/);
    } finally {
      screen.close();
      remove(bin);
    }
  });
  withScreen(`tells what another console has changed, while a line is typed${hasTmux() ? "" : " (skipped: no tmux)"}`, async () => {
    const screen: Screen = await openScreen(program, { folder, width: 100, height: 22 });
    try {
      await screen.until(/^pve>$/m);
      await screen.type("list po");
      await screen.until(/^pve> list po/m);
      simulator.cluster.edit(100, (text) => text.replace(/^memory:.*$/m, "memory: 3000"));
      const { code, stderr } = await pipe(`/import ${reach(simulator).join(" ")} --no-verify\n`);
      expect(code, stderr).to.equal(0);
      expect(await screen.until(/changed meanwhile by another process: code \(guests\/pve\.ts\), its runs$/m), "what was typed stays").to.match(/changed meanwhile[^\n]*\n(?:[^]*\n)?pve> list po/);
      await screen.type("ols", "Enter");
      const shown = await screen.until(/infra[^]*pve>$/);
      expect(shown.match(/changed meanwhile[^\n]*its runs/g)).to.have.lengthOf(1);
      // What it does itself is no news.
      await screen.type(`/import ${reach(simulator).join(" ")} --no-verify`, "Enter");
      expect((await screen.until(/unchanged|written[^]*pve>$/)).match(/changed meanwhile/g)).to.have.lengthOf(1);
    } finally {
      screen.close();
    }
  });

  withScreen(`says at its start who works in the workspace${hasTmux() ? "" : " (skipped: no tmux)"}`, async () => {
    const lock = await lockWorkspace(folder, "sync", () => new Date("2026-12-01T12:00:00Z"));
    const screen: Screen = await openScreen(program, { folder, width: 100, height: 22 });
    try {
      expect(await screen.until(/^pve>$/m)).to.match(new RegExp(`^pmpc .*\\n  in use by sync \\(process ${process.pid} on `));
    } finally {
      screen.close();
      lock.release();
    }
  });

  const moments: readonly (readonly [at: string, keys: readonly string[], shows: RegExp, says: string])[] = [
    ["a line is typed", ["list vms --so"], /--sort/, ""],
    ["a question is open", ["stop --filter type=vm", "Enter"], /\? stop \d+ guests\? \(y\/N\)/, "1 command, 1 of them failed"],
    ["a verb runs", ["watch", "Enter"], /^ {2}now +1 node online/m, "1 command"],
  ];
  for (const signal of ["SIGTERM", "SIGHUP"] as const) {
    for (const [at, keys, shows, says] of moments) {
      withScreen(`ends at ${signal} where ${at}, and gives the terminal back${hasTmux() ? "" : " (skipped: no tmux)"}`, async () => {
        const before = simulator.requests.filter(({ method }) => method !== "GET").length;
        const screen: Screen = await openScreen(program, { folder, width: 100, height: 30, environment: { PROXMOX_VE_API_TOKEN: simulator.tokens.root } });
        try {
          await screen.until(/^pve>$/m);
          await screen.type(...keys);
          await screen.until(shows);
          await screen.kill(signal);
          await screen.until(says);
          expect(screen.sent().lastIndexOf("\u001b[?2004l")).to.be.above(screen.sent().lastIndexOf("\u001b[?2004h"));
          expect(simulator.requests.filter(({ method }) => method !== "GET").length).to.equal(before);
        } finally {
          screen.close();
        }
      });
    }
  }

  withScreen(`asks what a first setup needs, each question once on the screen${hasTmux() ? "" : " (skipped: no tmux)"}`, async () => {
    const place = newFolder();
    const screen: Screen = await openScreen(program, { folder: place, width: 61, height: 40, environment: { PROXMOX_VE_API_TOKEN: simulator.tokens.auditor } });
    try {
      await screen.until(/^pmpc>$/m);
      await screen.type("/init", "Enter");
      await screen.until("Endpoint of the cluster");
      await screen.type("http://pve1", "Enter");
      await screen.until(/the endpoint "http:\/\/pve1" uses http[^]*Endpoint of the cluster \(pve1\.lan\) *$/);
      await screen.type(simulator.endpoint, "Enter");
      await screen.until("Trust it for this workspace? (y/N)");
      await screen.type("y", "Enter");
      await screen.until("One file of guests for each");
      await screen.type("Down", "Enter");
      const shown = (await screen.until(/next[^]*pmpc>$/)).split("\n");
      const [first, second] = [simulator.fingerprint256.slice(0, 48), simulator.fingerprint256.slice(48)];
      const from = shown.findLastIndex((line) => line.startsWith("✔ Endpoint"));
      expect(shown.slice(from, from + 6)).to.deep.equal([
        `✔ Endpoint of the cluster (pve1.lan) ${simulator.endpoint}`,
        "  certificate  not signed by a known authority, SHA-256:",
        `    ${first}`,
        `    ${second}`,
        "✔ Trust it for this workspace? Yes",
        "✔ One file of guests for each pool",
      ]);
    } finally {
      screen.close();
      remove(place);
    }
  });

  withScreen(`takes several pasted lines one after another, each with its own Enter${hasTmux() ? "" : " (skipped: no tmux)"}`, async () => {
    const screen: Screen = await openScreen(program, { folder });
    try {
      await screen.until(/^pve>$/m);
      await screen.type("\u001b[200~list pools\n\nlist nodes\n  list storages\u001b[201~");
      await screen.until(/pve> list pools\n/);
      await screen.type("Enter");
      await screen.until(/ {2}k3s\n[^]*pve> list nodes\n? */);
      await screen.type("Enter");
      await screen.until(/ {2}pve +online[^]*pve> +list storages/);
      await screen.type("Enter");
      expect(await screen.until(/ {2}local +enabled[^]*pve>$/)).to.match(/list pools[^]*list nodes[^]*list storages/);
    } finally {
      screen.close();
    }
  });

  withScreen(`completes, explains, searches and leaves, in a real terminal${hasTmux() ? "" : " (skipped: no tmux)"}`, async () => {
    const screen: Screen = await openScreen(program, { folder, width: 76, height: 22 });
    try {
      expect(await screen.until(/^pve>$/m)).to.match(/^pmpc \S+ · pve \(15 guests on pve\) · read .* · \/help\n\npve>$/);
      await screen.type("stpo");
      expect(await screen.until("stop container postgres")).to.match(/\n {2}stop container postgres +202 · running · pve\n/);
      await screen.type("C-u", "list vm");
      await screen.until(/^ {2}vms$/m);
      await screen.type("Tab", "?");
      expect(await screen.until("--filter")).to.match(/\n {2}--filter +Only these guests/);
      await screen.type("C-u", "list pools", "Enter");
      expect(await screen.until(/2 {3}\d{4}-.*\n\npve>$/)).to.contain("  id\n  infra\n  k3s\n");
      await screen.type("banana", "Enter");
      await screen.until(/"banana" is not a verb[^]*pve>$/);
      await screen.type("C-r", "poo");
      await screen.until(/❯? ?list pools$/m);
      await screen.type("Enter", "Enter");
      await screen.until(/(infra[^]*){2}pve>$/);
      await screen.type("C-c");
      await screen.until(/Ctrl-C again, Ctrl-D or \/exit leaves\npve>$/);
      await screen.type("!echo a shell", "Enter");
      await screen.until(/\na shell\n\npve>$/);
      await screen.type("C-d");
      expect(await screen.until("commands")).to.contain("4 commands, 1 of them failed");
    } finally {
      screen.close();
    }
  });
});
