import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { home, newFolder, pmpc, reach, remove } from "./command";

const secretOf = (text: string) => /PROXMOX_VE_API_TOKEN='(pmpc@pve![^']+)'/.exec(text)?.[1] ?? "";
const byPassword = ({ endpoint, fingerprint256 }: Simulator) => ["--endpoint", endpoint, "--fingerprint", fingerprint256, "--username", "root@pam", "--password", "pmpc"];

describe("pmpc init", () => {
  let [simulator, folder]: [Simulator, string] = [undefined as never, ""];
  beforeEach(async () => {
    simulator = await startSimulator();
    folder = newFolder();
  });
  afterEach(async () => {
    await simulator.close();
    remove(folder);
  });
  const settings = () => parse(readFileSync(join(folder, ".proxmox/config.yml"), "utf8")) as Record<string, unknown>;
  /** All that is in the workspace, as one text. */
  const everything = () => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => readFileSync(join(one.parentPath, one.name), "utf8")).join("\n");

  it("makes a folder a workspace, and an import goes on from there", async () => {
    const { code, stdout } = await pmpc(["init", ...reach(simulator), "--group-by", "pool", "--json"], folder);
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.include({ cluster: "pve", nodes: ["pve"], guests: 15 });
    expect(settings()).to.include({ cluster: "pve", endpoint: simulator.endpoint, fingerprint: simulator.fingerprint256, group_by: "pool" });
    const imported = await pmpc(["import", "--api-token", simulator.tokens.auditor, "--no-verify"], folder);
    expect(imported.code, imported.stderr).to.be.oneOf([0, 3]);
    expect(readdirSync(join(folder, "guests"))).to.include("k3s.ts");
  });

  it("writes nothing where no cluster answers, and nothing over a workspace or other people's files", async () => {
    const silent = await pmpc(["init", "--endpoint", "127.0.0.1:1", "--api-token", simulator.tokens.auditor], folder);
    expect(silent.code).to.not.equal(0);
    expect(readdirSync(folder)).to.deep.equal([]);
    writeFileSync(join(folder, "thesis.txt"), "mine");
    const foreign = await pmpc(["init", ...reach(simulator)], folder);
    expect([foreign.code, readdirSync(folder)]).to.deep.equal([6, ["thesis.txt"]]);
    mkdirSync(join(folder, "lab"));
    await pmpc(["init", ...reach(simulator), "--out", "lab"], folder);
    const again = await pmpc(["init", ...reach(simulator), "--out", "lab"], folder);
    expect([again.code, again.stderr]).to.satisfy(([code, text]: [number, string]) => code === 6 && text.includes("is the workspace of pve already"));
  });

  it("meets the cluster and its certificate before anybody is asked for a secret", async () => {
    const nowhere = await pmpc(["import", "--endpoint", "127.0.0.1:1"], folder);
    expect([nowhere.code, nowhere.stderr]).to.satisfy(([code, text]: [number, string]) => code === 1 && text.includes("cannot be reached") && !text.includes("API token"));
    const unknown = await pmpc(["import", "--endpoint", simulator.endpoint], folder);
    expect([unknown.code, unknown.stderr]).to.satisfy(([code, text]: [number, string]) => code === 6 && text.includes(simulator.fingerprint256) && !text.includes("API token"));
    const known = await pmpc(["import", "--endpoint", simulator.endpoint, "--fingerprint", simulator.fingerprint256], folder);
    expect([known.code, known.stderr]).to.satisfy(([code, text]: [number, string]) => code === 64 && text.includes("--api-token is missing"));
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it("makes a token when it is let, writes that down, and stores no secret", async () => {
    const { code, stderr, stdout } = await pmpc(["init", ...byPassword(simulator), "--make-token"], folder);
    expect(code, stderr).to.equal(0);
    const token = secretOf(stderr);
    expect(stdout).to.contain("pmpc@pve!import").and.not.contain(token.split("=")[1]);
    expect(everything()).to.contain("/access/users/pmpc@pve/token/import").and.not.contain(token.split("=")[1]);
    const doctor = await pmpc(["doctor", "--api-token", token], folder);
    expect(doctor.stdout).to.contain("may read everything that an import needs");
    expect((await pmpc(["audit", "--verify"], folder)).code).to.equal(0);
    // A second workspace gets a token of its own, of the same user.
    const other = newFolder();
    expect(secretOf((await pmpc(["init", ...byPassword(simulator), "--make-token"], other)).stderr)).to.match(/^pmpc@pve!import2=/);
    remove(other);
  });

  it("says which token an init that was killed has made, and with what it is removed", async () => {
    expect((await pmpc(["init", ...byPassword(simulator), "--make-token"], folder)).code).to.equal(0);
    // Killed between the token and the settings.
    rmSync(join(folder, ".proxmox/config.yml"));
    const { code, stderr } = await pmpc(["init", ...byPassword(simulator), "--make-token"], folder);
    expect(code, stderr).to.equal(0);
    expect(secretOf(stderr)).to.match(/^pmpc@pve!import2=/);
    expect(stderr.replace(/\s+/g, " ")).to.contain("had made the token pmpc@pve!import. If nobody uses it, remove it, on a node, as root: pveum user token remove pmpc@pve import");
  });

  it("makes no token where nobody agrees, and changes nothing on the cluster", async () => {
    const { code } = await pmpc(["init", ...byPassword(simulator)], folder);
    expect([code, existsSync(join(folder, ".proxmox/audit"))]).to.deep.equal([0, false]);
    const writes = simulator.requests.filter(({ method, address }) => method !== "GET" && address !== "/access/ticket");
    expect(writes).to.deep.equal([]);
  });

  it("takes over a config.json, and does not store its token", async () => {
    const [, port] = /:(\d+)$/.exec(simulator.endpoint) ?? [];
    const elsewhere = newFolder();
    const path = join(elsewhere, "config.json");
    const config = { proxmox: { pct_path: "/usr/bin/pct", node: "pve", timeout: 45, legacy_api: { hosts: ["127.0.0.1"], port: Number(port), token: simulator.tokens.auditor } } };
    writeFileSync(path, JSON.stringify(config));
    const { code, stderr } = await pmpc(["init", "--config", path, "--via", "api", "--fingerprint", simulator.fingerprint256], folder);
    expect(code, stderr).to.equal(0);
    expect(settings()).to.deep.include({ pct_path: "/usr/bin/pct", node: "pve", timeout: 45, transport: "api", legacy_api: { hosts: ["127.0.0.1"], port: Number(port) } });
    expect(everything()).to.not.contain(simulator.tokens.auditor.split("=")[1]);
    for (const [text, says] of [["{", "is not JSON"], ["{}", 'no group "proxmox"'], ['{"proxmox":{"pct":1}}', '"pct" is not a setting']] as const) {
      writeFileSync(path, text);
      const wrong = await pmpc(["init", "--config", path, "--out", "other"], folder);
      expect([wrong.code, wrong.stderr]).to.satisfy(([end, words]: [number, string]) => end === 64 && words.includes(says));
    }
    remove(elsewhere);
  });

  it("is followed by a sync in the same sitting of the console, with the token that it made", async () => {
    const child = spawn(process.execPath, [join(home, "dist/bin/pmpc.js")], { cwd: folder, stdio: "pipe" });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdin.end(`/init ${byPassword(simulator).join(" ")} --make-token\n/sync\n/list vms\n`);
    const [code] = (await once(child, "close")) as [number];
    expect([code, stdout], stderr).to.satisfy(([end, text]: [number, string]) => end === 0 && text.includes("opnsense"));
    expect(readFileSync(join(folder, "guests/pve.ts"), "utf8")).to.contain("new VirtualMachine(");
  });
});
