import { expect } from "chai";
import { readPlainly } from "../../../bin/cli/plain";
import { parse } from "../../../bin/cli/parse";
import { importCluster } from "../../../generator/action/import";
import { start } from "../../../generator/action/power";
import { update } from "../../../generator/action/update";
import type { Action } from "../../../generator/engine/action";
import { option } from "../../../generator/engine/option";
import { thrown } from "../../support/thrown";

const options = { out: option.text("A folder."), yes: option.flag("Yes."), standstill: option.number("Seconds."), filter: option.list("Guests.") };
const [importing, starting, updating] = [importCluster, start, update] as unknown as readonly [Action, Action, Action];
const read = (...args: string[]) => readPlainly(options, args);

describe("a command line", () => {
  it("that leaves no doubt is read without yargs", () => {
    expect(read("vm", "104", "--out", "home", "--yes")).to.deep.equal({ named: { out: "home", yes: true }, words: ["vm", "104"] });
    expect(read("--out=./a=b")).to.deep.equal({ named: { out: "./a=b" }, words: [] });
    expect(read()).to.deep.equal({ named: {}, words: [] });
  });

  it("is left to yargs where it is anything else", () => {
    const others = [["--help"], ["-h"], ["--no-yes"], ["--out"], ["--out", "-x"], ["--out", "a", "--out", "b"], ["--yes", "false"], ["--yes=true"], ["--other"], ["--constructor", "a"], ["--standstill", "5"], ["--filter", "a"], ["--", "a"], ["-1"], ["--OUT", "a"]];
    for (const args of others) expect(read(...args), args.join(" ")).to.equal(undefined);
  });

  it("comes to the same either way", async () => {
    const lines = [["--out", "home", "--endpoint", "pve1.lan"], ["--insecure"], ["--out=home", "--api-token=a@b!c=d"]];
    // An option that only yargs reads, beside the others.
    for (const line of lines) expect({ ...((await parse(importing, line)) as object), standstill: 5 }, line.join(" ")).to.deep.equal(await parse(importing, [...line, "--standstill", "5"]));
    expect(await parse(updating, ["vm", "101", "--net0", "tag=20", "--net1=vmbr0", "--cores", "2"])).to.deep.include({ guest: "vm 101", net: ["0=tag=20", "1=vmbr0"] });
    expect(await parse(starting, ["vm", "104", "--yes"])).to.deep.equal(await parse(starting, ["--no-json", "vm", "104", "--yes"]));
  });

  it("has a value for each numbered option, and one", async () => {
    for (const line of [["--net0"], ["--net0", "--cores", "2"], ["--net0="], ["--cores", "2", "--net0", ""]]) expect((await thrown(parse(updating, ["vm", "101", ...line]))).message, line.join(" ")).to.match(/^--net0: expected \S+ after it, got nothing$/);
    expect((await thrown(parse(updating, ["vm", "101", "--net0", "tag=1", "--net0", "tag=2"]))).message).to.equal("--net0 is given more than once; give it once");
  });
});
