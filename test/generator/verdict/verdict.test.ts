import { expect } from "chai";
import type { ResourceKey } from "../../../lib/pve/address";
import type { ResourceReport } from "../../../generator/judge/grading";
import type { Place } from "../../../generator/show/declared";
import { findingsOf, type Facts } from "../../../generator/verdict/verdict";

const change = (prop: string, more: object = {}) => ({ prop, attribute: prop, before: "old", after: "new", grade: "live change" as const, says: "it is changed in place", ...more });
const resource = (address: string, more: Partial<ResourceReport> = {}): ResourceReport => ({ address, name: address, grade: "live change", importing: false, changes: [change("comment")], ...more });
const place = (address: string, line: number, key?: ResourceKey): Place => ({ address, ...(key === undefined ? {} : { key }), declared: { file: "cluster/pools.ts", line, id: "infra", construct: "Pool", adopt: false, props: new Map([["comment", { line: line + 1, text: '"new"' }]]) } });
const address = "proxmox_virtual_environment_pool.infra";
const factsOf = (resources: readonly ResourceReport[], more: Partial<Facts> = {}): Facts => ({
  grading: { resources, problems: [], complete: true },
  guests: [],
  declared: [place(address, 4, "pool/infra" as ResourceKey)],
  seen: new Set(["pool/infra"]),
  forgotten: new Set(),
  moved: new Map(),
  edited: new Set(),
  by: () => [],
  known: [],
  knownPath: "known-drift.yml",
  failOn: ["drift"],
  mayRestart: () => false,
  today: "2026-11-30",
  ...more,
});
const shortOf = (facts: Facts) => findingsOf(facts).map(({ rule, file, line, alarms }) => `${rule} ${file}:${line} ${alarms ? "alarms" : "quiet"}`);

describe("a verdict about what is not a guest", () => {
  it("is drift on the line of the property where the code is as it was", () => expect(shortOf(factsOf([resource(address)]))).to.deep.equal(["drift cluster/pools.ts:5 alarms"]));

  it("is a wish where the code was changed, and the cluster was not", () => expect(shortOf(factsOf([resource(address)], { edited: new Set([address]) }))).to.deep.equal(["change cluster/pools.ts:5 quiet"]));

  it("is drift where both were changed", () => {
    const moved = new Map([["pool/infra", { key: "pool/infra" as ResourceKey, kind: "pool", name: "infra", change: "changed" as const, settings: [] }]]);
    expect(shortOf(factsOf([resource(address)], { edited: new Set([address]), moved }))).to.deep.equal(["drift cluster/pools.ts:5 alarms"]);
  });

  it("is drift where somebody removed it; what the code wants for the first time is a change", () => {
    const made = resource(address, { grade: "create", changes: [] });
    expect(shortOf(factsOf([made]))).to.deep.equal(["drift cluster/pools.ts:4 alarms"]);
    expect(shortOf(factsOf([made], { seen: new Set() }))).to.deep.equal(["change cluster/pools.ts:4 quiet"]);
  });

  it("leaves out what only the provider computes, and is known by Terraform's address", () => {
    const facts = factsOf([resource(address, { changes: [change("comment"), change("nodes", { unknown: true, before: null })] })]);
    expect(findingsOf(facts).map(({ setting }) => setting)).to.deep.equal(["comment"]);
    expect(shortOf({ ...facts, known: [{ address, key: "comment", reason: "x", until: "2026-12-31", line: 1 }] })).to.deep.equal(["drift cluster/pools.ts:5 quiet"]);
  });

  it("is known by what people call it, too, and by a part of what is named", () => {
    const facts = factsOf([resource(address, { changes: [change("rules[1].port")] })]);
    const by = (name: string, key: string) => shortOf({ ...facts, known: [{ address: name, key, reason: "x", until: "2026-12-31", line: 1 }] })[0]!.split(" ").at(-1);
    expect([by("pool infra", "*"), by("pool infra", "rules"), by("pool infra", "rules[1]"), by("pool infra", "rules[1].port")]).to.deep.equal(["quiet", "quiet", "quiet", "quiet"]);
    expect([by("pool other", "*"), by("pool infra", "rule"), by("pool infra", "rules[1].po"), by("infra", "*")]).to.deep.equal(["alarms", "alarms", "alarms", "alarms"]);
  });

  it("tells of an entry of known-drift.yml that matches nothing, and whether there is such a thing at all", () => {
    const entry = (name: string, key: string, line: number) => ({ address: name, key, reason: "x", until: "2026-12-31", line });
    const guests = [{ key: "qemu/104", name: "web" }] as unknown as Facts["guests"];
    const known = [entry("pool infra", "comment", 1), entry("pool infra", "members", 5), entry("pol infra", "*", 9), entry("vm 104 web", "memory", 13), { ...entry("vm 7", "*", 17), until: "2026-01-01" }];
    const unused = findingsOf(factsOf([resource(address)], { known, guests })).filter(({ rule }) => rule === "unused");
    expect(unused.map(({ guest, says, line, alarms }) => [guest, says, line, alarms])).to.deep.equal([
      ["pol infra", "nothing is called that: an address is one such as vm 104, storage tank, or Terraform's", 9, false],
      ["pool infra", "nothing of members differs, so this entry can go", 5, false],
      ["vm 104 web", "nothing of memory differs, so this entry can go", 13, false],
    ]);
    // The summary's own words are an address.
    expect(shortOf(factsOf([], { known: [entry("vm 104 web", "*", 1)], guests }))).to.deep.equal(["unmanaged main.ts:1 quiet"]);
  });

  it("tells of a guest that runs without what its configuration says, and alarms where that is asked for", () => {
    const guest = resource("proxmox_virtual_environment_vm.web", { key: "qemu/104" as ResourceKey, name: "web", grade: "clean", changes: [], waiting: ["memory 2048 → 4096", "cores 1 → 2"], reason: "its configuration is as in the code, and it runs without memory 2048 → 4096, cores 1 → 2" });
    const told = (more: Partial<Facts>) => findingsOf(factsOf([guest], more)).filter(({ rule }) => rule === "waiting").map(({ says, alarms }) => [says, alarms]);
    expect(told({})).to.deep.equal([[guest.reason, false]]);
    expect(told({ failOn: ["waiting"] })).to.deep.equal([[guest.reason, true]]);
    const known = ["memory", "cores"].map((key, at) => ({ address: "vm 104", key, reason: "x", until: "2026-12-31", line: at }));
    expect(told({ failOn: ["waiting"], known: known.slice(1) })).to.deep.equal([[guest.reason, true]]);
    expect(told({ failOn: ["waiting"], known })).to.deep.equal([[guest.reason, false]]);
  });

  it("of a resource that the code does not name is on the first line", () => expect(shortOf(factsOf([resource("proxmox_virtual_environment_dns.x")], { moved: undefined }))).to.deep.equal(["drift main.ts:1 alarms"]));
});
