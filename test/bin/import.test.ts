import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { constructs, newFolder, paths, pmpc as run, reach, remove, report } from "./command";

/** The agent of 120 is silent. */
const readable = ["--exclude", "vmid=120"];

/** The self-check has tests of its own. */
const pmpc = (args: readonly string[], folder: string, environment = {}) => run(args, folder, { TERRAFORM_BINARY_NAME: "no-such-terraform", ...environment });

describe("pmpc import of a home cluster", () => {
  let folder: string;
  let simulator: Simulator;
  const out = () => join(folder, "home");
  const times = () => Object.fromEntries(paths(out()).flatMap((path) => (/^\.proxmox\/(state\.db|terraform\/last\.json)/.test(path) ? [] : [[path, statSync(join(out(), path)).mtimeMs]])));

  before(async () => {
    folder = newFolder();
    simulator = await startSimulator();
    simulator.cluster.edit(120, (text) => text.replace(/^(net0: .*)$/m, "$1,trunks=30-35"));
  });
  after(async () => {
    await simulator.close();
    remove(folder);
  });

  it("writes every guest but the one that the provider cannot read, and asks only", async () => {
    const { code, stdout, stderr } = await pmpc(["import", ...reach(simulator), "--out", "home"], folder);
    expect({ code, stderr }).to.deep.equal({ code: 3, stderr: "" });
    expect(stdout).to.match(/imported +14 /).and.match(/set aside +1 +vm 120 .*trunks/).and.contain("qm set 120 --net0");
    expect(Object.keys(constructs(out()))).to.have.lengthOf(14);
    expect(paths(out())).to.include.members(["main.ts", "cluster.ts", "package.json", ".proxmox/config.yml", ".proxmox/state.db", "docs/import-report.md"]);
    expect([...new Set(simulator.requests.map(({ method }) => method))]).to.deep.equal(["GET"]);
  });

  it("has one place for what is pending", async () => {
    const { code, stdout } = await pmpc(["status"], out());
    expect(code).to.equal(0);
    expect(stdout).to.match(/^ {2}adopted {5}none yet: pmpc apply adds 14 guests to Terraform's state$/m);
    expect(stdout).to.match(/^ {2}set aside {3}1 guest\n {14}vm 120 docker: net0/m).and.match(/^ {2}(not )?proven +\d{4}-\d\d-\d\d \d\d:\d\d UTC: /m);
  });

  it("says that a filter matches nothing", async () => {
    const { stdout } = await pmpc(["generate", "--filter", "vmid=9999", "--exclude", "vmid=120", "--out", "home"], folder);
    expect(stdout).to.contain("note        --filter vmid=9999 matches no guest").and.not.contain("--exclude vmid=120 matches");
    await pmpc(["generate", "--out", "home"], folder);
  });

  it("writes nothing the second time, and says so", async () => {
    const before = times();
    const { code, stdout } = await pmpc(["import", ...reach(simulator), "--out", "home"], folder);
    expect(code).to.equal(3);
    expect(stdout).to.match(/unchanged .*nothing to write/);
    expect(times()).to.deep.equal(before);
  });

  it("prints one object with --json, and remembers endpoint and certificate, not the token", async () => {
    const { code, stdout, stderr } = await pmpc(["import", "--json", ...readable], out(), { PROXMOX_VE_API_TOKEN: simulator.tokens.auditor });
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    const printed = JSON.parse(stdout) as Record<string, unknown>;
    expect(printed).to.have.all.keys("workspace", "cluster", "source", "guests", "files", "warnings", "conflicts", "deleted", "changed", "proof", "exit");
    expect(printed.exit).to.equal(0);
    expect(printed.guests).to.have.lengthOf(15);
    expect(printed.files).to.deep.include({ path: "main.ts", change: "unchanged" });
  });

  it("writes the same with --group-by in other files, and keeps every id", async () => {
    const before = Object.keys(constructs(out())).sort();
    const { exit } = await report(["import", ...reach(simulator), "--out", "home", "--group-by", "none", ...readable], folder);
    expect(exit).to.equal(0);
    const after = constructs(out());
    expect(Object.keys(after).sort()).to.deep.equal(before);
    expect([...new Set(Object.values(after))]).to.deep.equal(["guests/all.ts"]);
  });

  it("merges what changed into a file that was edited", async () => {
    const path = join(out(), "guests/all.ts");
    const edited = `${readFileSync(path, "utf8")}// mine\n`;
    writeFileSync(path, edited);
    simulator.cluster.rename(simulator.cluster.guests()[0]!, "renamed");
    const { code, stdout } = await pmpc(["import", ...reach(simulator), "--out", "home", ...readable], folder);
    expect(code).to.equal(0);
    expect(stdout).to.contain("guests/all.ts, with what you have edited");
    expect(readFileSync(path, "utf8")).to.equal(edited.replace(/^( *)(vmId: 100,\n.*\n.*\n)/m, '$1$2$1name: "renamed",\n'));
  });

  it("shows both sides of what both changed, leaves it as it is, lists it beside the file, and ends with 2", async () => {
    const path = join(out(), "guests/all.ts");
    const edited = readFileSync(path, "utf8").replace("memory: Size.gibibytes(6)", "memory: Size.gibibytes(7)");
    writeFileSync(path, edited);
    simulator.cluster.edit(101, (text) => text.replace(/^memory: .*$/gm, "memory: 8192"));
    const { code, stdout } = await pmpc(["import", ...reach(simulator), "--out", "home", ...readable], folder);
    expect(code).to.equal(2);
    expect(stdout).to.match(/conflict +1 +guests\/all\.ts:\d+ {2}vm 101 {2}memory\n +cluster {2}Size\.gibibytes\(8\)\n +yours {4}Size\.gibibytes\(7\)\n/);
    expect(readFileSync(path, "utf8")).to.equal(edited);
    expect(readFileSync(`${path}.conflict`, "utf8")).to.match(/^vm 101 {2}memory {2}\(line \d+\)\n {2}was {6}Size\.gibibytes\(6\)\n {2}cluster {2}Size\.gibibytes\(8\)\n {2}yours {4}Size\.gibibytes\(7\)$/m);
    // It is still open until somebody decides.
    const again = await report(["import", ...reach(simulator), "--out", "home", ...readable], folder);
    expect(again.exit).to.equal(2);
    rmSync(`${path}.conflict`);
    expect((await report(["import", ...reach(simulator), "--out", "home", ...readable], folder)).exit).to.equal(0);
    expect(readFileSync(path, "utf8")).to.equal(edited);
  });

  it("writes the project again without the cluster", async () => {
    const requests = simulator.requests.length;
    await simulator.close();
    const { code, stdout } = await pmpc(["generate", "--group-by", "node", "--json", ...readable], out());
    expect(code).to.be.oneOf([0, 2]);
    expect((JSON.parse(stdout) as { guests: unknown[] }).guests).to.have.lengthOf(15);
    expect(simulator.requests).to.have.lengthOf(requests);
  });
});

describe("pmpc import with an authority's file", () => {
  let folder: string;
  let simulator: Simulator;

  before(async () => {
    folder = newFolder();
    simulator = await startSimulator();
    writeFileSync(join(folder, "ca.pem"), simulator.certificate);
  });
  after(async () => {
    await simulator.close();
    remove(folder);
  });

  const login = () => ({ PROXMOX_VE_API_TOKEN: simulator.tokens.auditor });
  const remembered = () => /^ca: (.*)$/m.exec(readFileSync(join(folder, "home/.proxmox/config.yml"), "utf8"))?.[1];

  it("finds it again from any folder", async () => {
    const { code, stderr } = await pmpc(["import", "--endpoint", simulator.endpoint, "--ca", "ca.pem", "--out", "home", ...readable, "--no-verify"], folder, login());
    expect([code, stderr]).to.deep.equal([0, ""]);
    expect(remembered()).to.equal(join(folder, "ca.pem"));
    for (const where of ["home", "home/guests"]) expect((await pmpc(["doctor"], join(folder, where), login())).stdout).to.match(/ok +certificate +signed by a known authority/);
  });

  it("remembers one in the workspace by its path there, which is the same in every clone", async () => {
    writeFileSync(join(folder, "home/ca.pem"), simulator.certificate);
    expect((await pmpc(["import", "--endpoint", simulator.endpoint, "--ca", "home/ca.pem", "--out", "home", ...readable, "--no-verify"], folder, login())).code).to.equal(0);
    expect(remembered()).to.equal("ca.pem");
    expect((await pmpc(["doctor"], join(folder, "home/guests"), login())).stdout).to.match(/ok +certificate +signed by a known authority/);
    const before = readFileSync(join(folder, "home/README.md"), "utf8");
    expect((await pmpc(["generate", ...readable], join(folder, "home/guests"), login())).code).to.equal(0);
    expect(readFileSync(join(folder, "home/README.md"), "utf8")).to.equal(before);
  });
});
