import { join } from "node:path";
import { expect } from "chai";
import { newCompleter, type Completable, type Completer } from "../../../generator/engine/complete";
import type { Known } from "../../../generator/engine/known";
import { listActions } from "../../../generator/engine/listing";
import { option } from "../../../generator/engine/option";

const guest = (kind: string, id: string, name: string, status = "running", node = "pve2"): Known => ({ key: `${kind}/${id}`, kind, id, name, isGuest: true, status, node });
const seen: readonly Known[] = [
  guest("vm", "105", "web-02"),
  guest("vm", "131", "web-12", "stopped", "pve1"),
  guest("container", "202", "postgres"),
  guest("container", "203", "twin"),
  guest("container", "204", "twin"),
  guest("vm", "666", "x'; rm -rf ~ #"),
  { key: "storage/local", kind: "storage", id: "local", name: "local", isGuest: false },
];

const verbs: readonly Completable[] = [
  { name: "describe", summary: "Show one thing", input: { what: option.text("What.", { positional: "rest", names: "resource" }) } },
  { name: "stop", summary: "Stop a guest", input: { guest: option.text("Which.", { positional: "rest", names: "guest" }), force: option.flag("At once."), timeout: option.number("Seconds.") } },
  { name: "list", summary: "List", input: { kind: option.text("Kind.", { positional: "one", words: ["vms", "containers"] }), sort: option.choice("By.", ["name", "id"]), filter: option.list("Only.") } },
  { name: "pct start", summary: "Start a container", input: { vmid: option.number("Number.", { positional: "one", names: "container" }), node: option.text("Where.") } },
  { name: "status", summary: "Show the workspace", input: {} },
];

describe("completion", () => {
  let complete: Completer;
  before(async () => {
    complete = await newCompleter(verbs, seen);
  });
  const lines = (line: string) => complete(line).map((one) => one.line);

  it("goes to a verb and what it is about by a few letters", () => {
    expect(complete("dvw2")[0]).to.deep.equal({ line: "describe vm web-02", shown: "describe vm web-02", says: "105 · running · pve2" });
  });

  it("finds with all verbs of pmpc, too, first what shows a thing and last what changes it; each line is one that the verb takes", async () => {
    const real = await newCompleter(listActions(join(__dirname, "../../../generator/action")), seen);
    expect(real("dvw2")[0]!.line).to.equal("describe vm web-02");
    expect(real("dcp")[0]!.line).to.equal("describe container postgres");
    expect(real("stpo")[0]!.line).to.equal("stop container postgres");
    expect(real("delw2")[0]!.line).to.equal("delete vm web-02");
    const byNumber = real("qmdw2").concat(real("qmconfw2"), real("pctstpo")).map(({ line }) => line).filter((line) => /^(qm|pct) /.test(line));
    expect(byNumber).to.include("qm destroy 105").and.include("qm config 105").and.include("pct start 202");
    expect(byNumber.filter((line) => !/^(qm|pct) [a-z]+ \d+$/.test(line))).to.deep.equal([]);
  });

  for (const [line, first] of [
    ["/st", "/stop"],
    ["stat", "status"],
    ["pc", "pct start"],
    ["stop po", "stop container postgres"],
    ["stop vm 13", "stop vm web-12"],
    ["stop 202", "stop container postgres"],
    ["describe loc", "describe storage local"],
    ["list v", "list vms"],
    ["list vms --so", "list vms --sort"],
    ["list --sort n", "list --sort name"],
    ["list --sort=i", "list --sort=id"],
    ["pct start post", "pct start 202"],
    ["stop web-02 --ti", "stop web-02 --timeout"],
    ["start @w12", "start vm web-12"],
    ["! ping @w02", "! ping web-02"],
  ] as const) {
    it(`goes on from ${line}`, () => expect(lines(line)[0]).to.equal(first));
  }

  it("names by number what has no name of its own, or one that is not a plain word", () => {
    expect(lines("stop tw")).to.deep.equal(["stop container 203", "stop container 204"]);
    expect(lines("stop vm rm")).to.deep.equal(["stop vm 666"]);
    expect(lines("!ssh @rm")).to.deep.equal(["!ssh 'x'\\''; rm -rf ~ #'"]);
  });

  it("offers what fits the place only", () => {
    expect(lines("pct start ").every((line) => /^pct start 20\d$/.test(line))).to.equal(true);
    expect(lines("stop local")).to.deep.equal([]);
    expect(lines("list vms ")).to.deep.equal(["list vms --sort", "list vms --filter"]);
    expect(lines("list --sort name ")).to.deep.equal(["list --sort name vms", "list --sort name containers"]);
    expect(lines("list --filter a --f")).to.deep.equal(["list --filter a --filter"]);
    expect(lines("stop x --force --f")).not.to.include("stop x --force --force");
    expect(lines("!ls")).to.deep.equal([]);
    expect(lines("stop x --timeout ")).to.deep.equal([]);
  });
});
