import { expect } from "chai";
import { className, nameConstructs, plainWord, variableName, type Nameable } from "../../../generator/plan/name";

const vm = (vmId: number, name?: string): Nameable => ({ key: `qemu/${vmId}`, vmId, prefix: "vm", name });
const names = (guests: readonly Nameable[], remembered: Readonly<Record<string, string>> = {}) =>
  Object.fromEntries(nameConstructs(guests, new Map(Object.entries(remembered)) as never)) as Record<string, string>;

describe("names of constructs", () => {
  it("are the guests' own, legal in Terraform", () => {
    expect(names([vm(1, "web"), vm(2, "web.example.com"), vm(3, "Büro"), vm(4, "9lives"), vm(5, "漢字"), vm(6), vm(7, "a".repeat(80))])).to.deep.equal({
      "qemu/1": "web", "qemu/2": "web-example-com", "qemu/3": "Buro", "qemu/4": "vm-9lives", "qemu/5": "vm-5", "qemu/6": "vm-6", "qemu/7": "a".repeat(63),
    });
  });

  it("have the number behind them where several read the same, for all of them", () => {
    expect(names([vm(1, "web"), vm(2, "WEB"), vm(3, "web."), { ...vm(4, "web"), key: "lxc/4", prefix: "ct" }])).to.deep.equal({
      "qemu/1": "web-1", "qemu/2": "WEB-2", "qemu/3": "web-3", "lxc/4": "web-4",
    });
  });

  it("never change, and are never given twice", () => {
    expect(names([vm(1, "web"), vm(2, "db")], { "qemu/1": "old-name", "qemu/9": "db" })).to.deep.equal({ "qemu/1": "old-name", "qemu/9": "db", "qemu/2": "db-2" });
    expect(names([vm(1, "web"), vm(12, "web-1")], { "qemu/7": "web" })).to.deep.equal({ "qemu/7": "web", "qemu/1": "web-1", "qemu/12": "web-1-12" });
  });

  it("leave alone what constructs and cdktf keep for themselves", () => {
    const taken = ["default", "Resource", "constructor", "toString", "backend", "proxmox"];
    const given = Object.values(names(taken.map((name, at) => vm(at + 1, name))));
    for (const [at, name] of given.entries()) expect(name, taken[at]).to.match(/-\d+$/);
  });
});

describe("names in code", () => {
  it("are identifiers, whatever the text", () => {
    const texts = { "local-lvm": "localLvm", "10g": "n10g", class: "classNode", "": "node", "ABC-def": "abcDef", "a..b": "aB", "漢字": "node", arguments: "argumentsNode" };
    expect(Object.fromEntries(Object.keys(texts).map((text) => [text, variableName(text, "Node")]))).to.deep.equal(texts);
    expect(variableName("stack", "Node", new Set(["stack"]))).to.equal("stackNode");
    expect(["home-lab", "container", "1st", ""].map(className)).to.deep.equal(["HomeLabCluster", "ContainerCluster", "N1stCluster", "Cluster"]);
    expect(plainWord("--a__b  c--")).to.equal("a-b-c");
  });
});
