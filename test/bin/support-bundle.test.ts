import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { SupportReport } from "../../generator/action/support-bundle";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { newFolder, pmpc, reach, remove } from "./command";

const names = ["postgres", "adguard", "caddy", "home-assistant", "local-zfs", "vmbr0", "secret-host", "anna"];

describe("pmpc support-bundle", () => {
  let [simulator, folder]: [Simulator, string] = [undefined as never, ""];
  before(async () => {
    simulator = await startSimulator({ scenario: "homelab" });
    folder = newFolder();
    await pmpc(["import", ...reach(simulator, simulator.tokens.root), "--out", "home", "--no-verify"], folder);
    const run = join(folder, "home/.proxmox/terraform/runs/2026-11-01T10-00-00Z.abc123");
    mkdirSync(run, { recursive: true });
    writeFileSync(join(run, "run.json"), JSON.stringify({ verb: "apply", since: "2026-11-01T10:00:00Z", runner: { pid: 999_999, start: "1" }, binary: "terraform" }));
    writeFileSync(join(run, "end.json"), JSON.stringify({ at: "2026-11-01T10:01:00Z", code: 1 }));
    const line = (message: string, detail: string) => JSON.stringify({ "@level": "error", "@message": message, diagnostic: { detail } });
    writeFileSync(
      join(run, "log.jsonl"),
      [
        line("proxmox_virtual_environment_container.postgres: failed", "post https://secret-host.lan:8006/api2/json/nodes/pve/lxc/202: 10.20.0.32 refused anna@pve!import=0a1b2c3d-1111-2222-3333-444455556666"),
        line("key", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJd6Yx0ntJPkmUVtjcFQ8p2ZbI anna@laptop, in /home/anna/.ssh/id, for bc:24:11:a6:10:22, fd00:10::32"),
      ].join("\n"),
    );
  });
  after(async () => {
    await simulator.close();
    remove(folder);
  });
  const run = (...args: string[]) => pmpc(["support-bundle", ...args, "--out", "home"], folder);

  it("lists its parts, and writes nothing without consent", async () => {
    const { code, stderr } = await run();
    expect([code, existsSync(join(folder, "pmpc-support.md"))]).to.deep.equal([6, false]);
    expect(stderr).to.contain("Log of 2026-11-01T10-00-00Z: ").and.to.contain("--yes writes ");
  });

  it("has versions, counts, settings and the log, and no name, address, key or path", async () => {
    const { code, stdout } = await run("--yes", "--json");
    const { file, parts } = JSON.parse(stdout) as SupportReport;
    expect([code, parts.map(({ title }) => title)]).to.deep.equal([0, ["Versions", "Cluster", "Settings", "Runs and applies", "Log of 2026-11-01T10-00-00Z"]]);
    const text = readFileSync(file, "utf8");
    expect(text).to.contain("pmpc 0.1.0").and.to.match(/Proxmox VE 9\./).and.to.match(/\d+ containers/).and.to.contain("ended with 1").and.to.contain("/nodes/");
    for (const word of [...names, hostname(), userInfo().username, folder]) expect(text.toLowerCase(), word).not.to.match(new RegExp(`(?<![a-z0-9])${word.toLowerCase().replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&")}(?![a-z0-9])`));
    expect(text).not.to.match(/10\.20\.0\.32|bc:24:11|fd00:10|AAAAC3|0a1b2c3d|127\.0\.0\.1/i);
  });

  it("calls the same thing by the same name", async () => {
    const text = readFileSync(join(folder, "pmpc-support.md"), "utf8");
    const [, id] = /proxmox_virtual_environment_container\.(ct-\d+): failed/.exec(text) ?? [];
    expect(id, text).to.be.a("string");
  });

  it("replaces an older bundle, and no other file", async () => {
    expect((await run("--yes")).code).to.equal(0);
    writeFileSync(join(folder, "notes.md"), "mine");
    expect((await run("notes.md", "--yes")).code).to.equal(6);
    expect(readFileSync(join(folder, "notes.md"), "utf8")).to.equal("mine");
  });
});
