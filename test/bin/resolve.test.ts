import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { hasTmux, openScreen } from "../support/screen";
import { runsTypeScript } from "../support/typescript";
import { home, newFolder, pmpc, reach, remove, report } from "./command";

describe("pmpc resolve", () => {
  let folder: string;
  let simulator: Simulator;
  const code = () => readFileSync(join(folder, "guests/pve.ts"), "utf8");
  const list = () => join(folder, "guests/pve.ts.conflict");

  before(async () => {
    folder = newFolder();
    simulator = await startSimulator();
    await report(["import", ...reach(simulator), "--out", folder, "--no-verify"], folder);
    writeFileSync(join(folder, "guests/pve.ts"), code().replace("memory: Size.gibibytes(6)", "memory: Size.gibibytes(7)").replace("memory: Size.gibibytes(12)", "memory: Size.gibibytes(4 * 3)").replace('["home", "iot"]', '["home", "mine"]'));
    for (const vmId of [101, 103]) simulator.cluster.edit(vmId, (text) => text.replace(/^memory: .*$/gm, "memory: 8192"));
    await report(["import", ...reach(simulator), "--out", folder, "--no-verify"], folder);
  });
  after(async () => {
    await simulator.close();
    remove(folder);
  });

  it("lists what is open, changes nothing, and ends with 2 where nobody can be asked", async () => {
    const before = code();
    const { code: exit, stdout } = await pmpc(["resolve"], folder);
    expect(exit).to.equal(2);
    expect(stdout).to.match(/conflict +2 +guests\/pve\.ts:\d+ {2}vm 101 {2}memory\n +cluster {2}Size\.gibibytes\(8\)\n +yours {4}Size\.gibibytes\(7\)\n +guests\/pve\.ts:\d+ {2}vm 103 {2}memory\n/);
    expect(code()).to.equal(before);
  });

  it("is what the status asks for, beside a proof as long as no plan came after it", async () => {
    const [last, at] = [join(folder, ".proxmox/terraform/last.json"), "2026-11-30T10:00:00.000Z"];
    const before = existsSync(last) ? readFileSync(last, "utf8") : "{}";
    const failed = { ...JSON.parse(before), proof: { at, found: { proven: false, says: "the provider could not read it" } } };
    const shown = async (plan?: object) => {
      writeFileSync(last, JSON.stringify({ ...failed, ...(plan === undefined ? {} : { plan }) }));
      return (await pmpc(["status", "--offline"], folder)).stdout;
    };
    expect(await shown()).to.match(/^ {2}not decided +guests\/pve\.ts\.conflict\n +you and the cluster have changed the same values: pmpc resolve$/m).and.contain("not proven");
    expect(await shown({ at: "2026-11-30T09:00:00.000Z", found: { verb: "plan", says: "15 clean" } })).to.contain("not proven");
    expect(await shown({ at: "2026-11-30T11:00:00.000Z", found: { verb: "plan", says: "15 clean" } })).to.contain("15 clean").and.not.contain("not proven");
    writeFileSync(last, before);
  });

  it("says what is open where something else was named", async () => {
    const { code: exit, stderr } = await pmpc(["resolve", "vm", "100", "--mine"], folder);
    expect(exit).to.equal(5);
    expect(stderr).to.contain('"vm 100" names no open conflict').and.contain("vm 101 memory (guests/pve.ts)");
  });

  it("takes the cluster's value into the code, just there, and leaves the other one open", async () => {
    const before = code();
    expect((await pmpc(["resolve", "vm", "101", "memory", "--theirs"], folder)).code).to.equal(2);
    expect(code()).to.equal(before.replace("Size.gibibytes(7)", "Size.gibibytes(8)"));
    expect(readFileSync(list(), "utf8")).to.contain("vm 103").and.not.contain("vm 101");
  });

  // The balloon that is not said would keep its old size.
  const asUpdated = "{ dedicated: Size.gibibytes(10), floating: Size.gibibytes(10) }";

  it("takes another value, as update takes it or as code, just there; what is neither is refused in words", async () => {
    const before = code();
    const aside = readFileSync(list(), "utf8");
    writeFileSync(join(folder, "guests/pve.ts"), before.replace("Size.gibibytes(4 * 3)", "Size.gibibytes(9)"));
    const edited = code();
    const refused = await pmpc(["resolve", "vm", "103", "memory", "--value", "much"], folder);
    expect([refused.code, refused.stderr]).to.deep.equal([64, 'pmpc: --memory: expected a size such as 8GiB, or NAME=VALUE with one of dedicated, floating, shared, hugepages, keepHugepages, got "much"\n  nothing was written; a value is said as pmpc update takes it, 8GiB, or as code, Size.gibibytes(8)\n']);
    expect(code()).to.equal(edited);
    expect((await pmpc(["resolve", "vm", "103", "memory", "--value", "10GiB", "--mine"], folder)).code).to.equal(64);
    for (const [said, written] of [["10GiB", asUpdated], ["Size.gibibytes(11)", "Size.gibibytes(11)"]] as const) {
      writeFileSync(join(folder, "guests/pve.ts"), edited);
      writeFileSync(list(), aside);
      const { code: exit, stdout } = await pmpc(["resolve", "vm", "103", "memory", "--value", said], folder);
      expect(exit).to.equal(0);
      expect(stdout).to.contain("vm 103 memory: as you typed it");
      expect(code()).to.equal(edited.replace("Size.gibibytes(9)", written));
      expect(existsSync(list())).to.equal(false);
    }
    writeFileSync(join(folder, "guests/pve.ts"), before);
    writeFileSync(list(), aside);
  });

  it("takes another value from a program's door, as an answer or in the input", async () => {
    const before = code();
    const aside = readFileSync(list(), "utf8");
    for (const asking of [{ input: {}, answers: { "which-side": { value: "edit" }, "which-value": { value: "10GiB" } } }, { input: { what: "vm 103 memory", value: "10GiB" } }]) {
      writeFileSync(join(folder, "guests/pve.ts"), before.replace("Size.gibibytes(4 * 3)", "Size.gibibytes(9)"));
      writeFileSync(list(), aside);
      const line = execFileSync(process.execPath, [...runsTypeScript, join(home, "test/support/json-door.ts"), JSON.stringify({ out: folder })], { cwd: folder, input: `${JSON.stringify({ verb: "resolve", ...asking })}\n`, encoding: "utf8" });
      expect((JSON.parse(line) as { readonly report: { readonly decided: object } }).report.decided).to.deep.equal([{ of: "vm 103", title: "memory", file: "guests/pve.ts", side: "edit", value: "10GiB" }]);
      expect(code()).to.equal(before.replace("Size.gibibytes(4 * 3)", asUpdated));
    }
    writeFileSync(join(folder, "guests/pve.ts"), before);
    writeFileSync(list(), aside);
  });

  const withScreen = hasTmux() ? it : it.skip;
  withScreen("asks for another value in the console, and again where it is none", async () => {
    const before = code();
    const aside = readFileSync(list(), "utf8");
    writeFileSync(join(folder, "guests/pve.ts"), before.replace("Size.gibibytes(4 * 3)", "Size.gibibytes(9)"));
    const edited = code();
    const screen = await openScreen([process.execPath, join(home, "dist/bin/pmpc.js"), "--plain"], { folder });
    await screen.until("pve>");
    // Enter alone decides nothing.
    await screen.type("/resolve", "Enter");
    await screen.until("1 to 4 (4):");
    await screen.type("Enter");
    await screen.until(/not decided|memory[^]*pve>$/);
    await screen.type("/resolve", "Enter");
    await screen.until(/pve> \/resolve[^]*pve> \/resolve[^]*1 to 4 \(4\):$/);
    await screen.type("3", "Enter");
    await screen.until("memory, as pmpc update takes it");
    await screen.type("much", "Enter");
    await screen.until("expected a size such as 8GiB");
    await screen.type("10GiB", "Enter");
    await screen.until("vm 103 memory: as you typed it");
    screen.close();
    expect(code()).to.equal(edited.replace("Size.gibibytes(9)", asUpdated));
    writeFileSync(join(folder, "guests/pve.ts"), before);
    writeFileSync(list(), aside);
  });

  it("says what to do by hand about a value that the user computes, and nothing is lost", async () => {
    const before = code();
    const { code: exit, stderr } = await pmpc(["resolve", "guests/pve.ts", "--theirs"], folder);
    expect(exit).to.equal(6);
    expect(stderr).to.contain("vm 103 memory cannot be set by pmpc").and.match(/change it in guests\/pve\.ts:\d+ \(the cluster has Size\.gibibytes\(8\)\), then: pmpc resolve vm 103 memory --mine/);
    expect(code()).to.equal(before);
  });

  it("keeps the code, after which nothing is open, and the next import has no conflict", async () => {
    const before = code();
    expect((await pmpc(["resolve", "--mine"], folder)).code).to.equal(0);
    expect(existsSync(list())).to.equal(false);
    expect(code()).to.equal(before).and.to.contain("4 * 3").and.to.contain('"mine"');
    expect((await report(["import", ...reach(simulator), "--out", folder, "--no-verify"], folder)).exit).to.equal(0);
    expect(code()).to.equal(before);
  });

  it("is not what a conflict needs that git left in the code: an import refuses it, and writes nothing", async () => {
    const before = code();
    const marked = before.replace(/^.*"mine".*\n/m, (line) => `<<<<<<< HEAD\n${line}=======\n${line.replace("mine", "theirs")}>>>>>>> other\n`);
    writeFileSync(join(folder, "guests/pve.ts"), marked);
    simulator.cluster.edit(101, (text) => text.replace(/^memory: .*$/gm, "memory: 9216"));
    const { code: exit, stderr } = await pmpc(["import", ...reach(simulator), "--out", folder, "--no-verify"], folder);
    expect(exit, stderr + marked.slice(marked.indexOf("<<<<") - 80, marked.indexOf(">>>>") + 20)).to.equal(6);
    expect(stderr).to.match(/guests\/pve\.ts:\d+ has a conflict that git left in it\n {2}decide there what is right between <<<<<<< and >>>>>>>, then: git add guests\/pve\.ts/);
    expect(code()).to.equal(marked);
    expect(existsSync(list())).to.equal(false);
    writeFileSync(join(folder, "guests/pve.ts"), before);
  });
});
