import { expect } from "chai";
import { compareInventories, type GuestChange } from "../../../lib/inventory/difference";
import type { Guest } from "../../../lib/inventory/inventory";
import { guestOf } from "../../support/plan";

const compare = (before: readonly Guest[], after: readonly Guest[], free: readonly number[] = []) =>
  compareInventories({ guests: before, freeNumbers: new Set() }, { guests: after, freeNumbers: new Set(free) });
const settings = (before: Guest["config"], after: Guest["config"], more: Partial<Guest> = {}) => {
  const [change] = compare([guestOf(100, { type: "lxc", config: before })], [guestOf(100, { type: "lxc", config: after, ...more })]);
  return change?.settings;
};

describe("what changed between two looks at a cluster", () => {
  it("is who came, who changed and who went, with proof", () => {
    const [stays, old, other] = [guestOf(100, { name: "stays" }), guestOf(101, { name: "old" }), guestOf(102, { name: "other" })];
    const said = (changes: readonly GuestChange[]) => changes.map(({ name, change }) => `${change} ${name}`);
    expect(said(compare([stays, old, other], [stays, guestOf(103, { name: "web" })], [101]))).to.deep.equal(["gone old", "unlisted other", "added web"]);
    expect(said(compare([old], [guestOf(101, { type: "lxc", name: "new" })]))).to.deep.equal(["added new", "gone old"]);
    expect(compare([stays], [stays])).to.deep.equal([]);
  });

  it("is each setting, those with parts by part, and the node and pool", () => {
    expect(settings({ memory: 512 }, { memory: 1024 })).to.deep.equal([{ setting: "memory", before: "512", after: "1024" }]);
    expect(settings({ net0: "name=eth0,bridge=vmbr0,tag=10" }, { net0: "name=eth0,bridge=vmbr0,tag=20" })).to.deep.equal([{ setting: "net0 tag", before: "10", after: "20" }]);
    expect(settings({ net0: "name=eth0" }, { net0: "name=eth0,tag=20", onboot: 1 })).to.deep.equal([{ setting: "net0 tag", after: "20" }, { setting: "onboot", after: "1" }]);
    expect(settings({}, {}, { node: "pve2", pool: "lab" })).to.deep.equal([{ setting: "node", before: "pve1", after: "pve2" }, { setting: "pool", after: "lab" }]);
  });

  it("is not what passes by itself, what was not read, nor a secret", () => {
    expect(settings({ lock: "backup", parent: "one" }, { parent: "two" }, { status: "running" })).to.equal(undefined);
    expect(settings({ memory: 512 }, undefined)).to.equal(undefined);
    expect(JSON.stringify(settings({ env: "TOKEN=old\0A=1" }, { env: "TOKEN=new\0A=2" }))).not.to.match(/old|new/);
  });
});
