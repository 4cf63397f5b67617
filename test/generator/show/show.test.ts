import { expect } from "chai";
import type { Known } from "../../../generator/engine/known";
import { findKnown } from "../../../generator/show/find";
import { kindOf } from "../../../generator/show/kind";
import { columns, sortRows, type Row } from "../../../generator/show/row";
import type { PmpcError } from "../../../lib/error";

const thing = (kind: string, id: string, name = id, more: Partial<Row> = {}): Row => ({ key: `${kind}/${id}`, kind, id, name, isGuest: kind === "vm" || kind === "container", ...more });
const seen: readonly Known[] = [thing("vm", "105", "web"), thing("container", "202", "web"), thing("container", "203", "105"), thing("pool", "customers/acme"), thing("storage", "local"), thing("node", "local")];

describe("a thing that was seen", () => {
  for (const [words, key] of [
    ["vm 105", "vm/105"],
    ["VM web", "vm/105"],
    ["qemu/105", "vm/105"],
    ["qm 105", "vm/105"],
    ["lxc web", "container/202"],
    ["105", "vm/105"],
    ["202", "container/202"],
    ["pool customers/acme", "pool/customers/acme"],
    ["customers/acme", "pool/customers/acme"],
    ["storage local", "storage/local"],
  ] as const) {
    it(`is found as "${words}"`, () => expect(findKnown(words, seen).key).to.equal(key));
  }

  for (const [words, code, message] of [
    ["web", "not-unique", '2 resources are called "web": vm 105, container 202'],
    ["local", "not-unique", '2 resources are called "local": storage local, node local'],
    ["vm 999", "not-found", 'there is no virtual machine "999" in what was last read'],
    ["bana na", "not-found", 'there is no resource "bana na" in what was last read'],
  ] as const) {
    it(`is not found as "${words}"`, () =>
      expect(() => findKnown(words, seen)).to.throw(message).and.satisfy((error: PmpcError) => error.code === code));
  }

  it("is of the kind that people name, in any of its words", () => {
    const keys = (word: string) => seen.filter(kindOf(word)).map(({ key }) => key);
    expect(keys("vms")).to.deep.equal(["vm/105"]);
    expect(keys("CT")).to.deep.equal(keys("containers")).and.to.have.length(2);
    expect(keys("guests")).to.have.length(3);
    expect(keys("all")).to.have.length(seen.length);
    expect(() => kindOf("bananas")).to.throw('"bananas" is not a kind of resource');
  });
});

describe("the rows of a list", () => {
  const rows = [
    thing("vm", "1000", "small", { cores: 2, load: 0.5, memory: 2 ** 31, memoryUsed: 2 ** 30, disk: 32 * 2 ** 30, uptime: 3 * 86_400 }),
    thing("vm", "200", "large", { cores: 8, load: 0.25, memory: 16 * 2 ** 30, memoryUsed: 9.5 * 2 ** 30, uptime: 5400 }),
    thing("vm", "99", "off", { cores: 1, memory: 512 * 2 ** 20 }),
  ];
  const show = (column: string) => rows.map((row) => columns[column]!.show(row));
  const sorted = (column: string) => sortRows(rows, column).map(({ name }) => name);

  it("say what is used of what there is", () => {
    expect(show("cpu")).to.deep.equal(["2 · 50 %", "8 · 25 %", "1"]);
    expect(show("memory")).to.deep.equal(["1 of 2 GiB", "9.5 of 16 GiB", "512 MiB"]);
    expect(show("disk")).to.deep.equal(["32 GiB", "", ""]);
    expect(show("uptime")).to.deep.equal(["3 days", "90 minutes", ""]);
  });

  it("are sorted by number where it is one, and what uses most comes first", () => {
    expect(sorted("id")).to.deep.equal(["off", "large", "small"]);
    expect(sorted("memory")).to.deep.equal(["large", "small", "off"]);
    expect(sorted("cpu")).to.deep.equal(["large", "small", "off"]);
    expect(sorted("name")).to.deep.equal(["large", "off", "small"]);
  });
});
