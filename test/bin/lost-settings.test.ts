import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { newFolder, pmpc, reach, remove } from "./command";

describe("settings that somebody deleted and git has", () => {
  let [folder, simulator] = ["", undefined as unknown as Simulator];
  const git = (...args: readonly string[]) => execFileSync("git", ["-C", folder, "-c", "user.name=kim", "-c", "user.email=kim@example.net", ...args], { stdio: "pipe" });
  before(async () => {
    [folder, simulator] = [newFolder(), await startSimulator({ scenario: "homelab" })];
    await pmpc(["import", ...reach(simulator), "--out", ".", "--no-verify"], folder);
    git("init", "--quiet");
    git("add", "--all");
    git("commit", "--quiet", "--message=all");
  });
  after(async () => {
    await simulator.close();
    remove(folder);
  });
  afterEach(() => void git("checkout", "--quiet", "--", "."));

  for (const [what, lost] of [["alone", ".proxmox/config.yml"], ["with all that a workspace remembers", ".proxmox"]] as const) {
    it(`are told, with the command that brings them back: ${what}`, async () => {
      for (const verb of [["status"], ["plan"], ["sync"], ["import", ...reach(simulator)], ["import", ...reach(simulator), "--out", "."]]) {
        rmSync(join(folder, lost), { recursive: true });
        const { code, stderr } = await pmpc(verb, folder);
        const [, command = ""] = /^ {2}bring it back: (git .*?);/m.exec(stderr) ?? [];
        expect([code, stderr.split("\n")[0]], verb.join(" ")).to.deep.equal([5, `pmpc: ${folder} is a workspace without its .proxmox/config.yml, which git has`]);
        expect(existsSync(join(folder, ".proxmox/config.yml"))).to.equal(false);
        execFileSync("sh", ["-c", command], { stdio: "pipe" });
        expect((await pmpc(["status", "--offline"], folder)).code).to.equal(0);
      }
    });
  }

  it("are found from a folder in the workspace", async () => {
    rmSync(join(folder, ".proxmox/config.yml"));
    expect((await pmpc(["plan"], join(folder, "guests"))).stderr).to.include(`${folder} is a workspace without`);
  });

  it("are not looked for where another folder is named, or where there never were any", async () => {
    rmSync(join(folder, ".proxmox/config.yml"));
    mkdirSync(join(folder, "other"));
    expect((await pmpc(["import", ...reach(simulator), "--out", "other", "--no-verify"], folder)).code).to.equal(0);
    expect((await pmpc(["status"], newFolder())).stderr).to.include("is not a workspace");
    rmSync(join(folder, "other"), { recursive: true });
  });
});
