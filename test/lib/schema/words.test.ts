import { expect } from "chai";
import { catalog } from "../../../lib/schema/catalog";
import { knownTables } from "../../../lib/schema/cluster/all";
import type { Member, Row } from "../../../lib/schema/row";

const rowsOf = (members: readonly Member[]): readonly Row[] => members.flatMap((member) => (member.kind === "row" ? (member.prop === null || member.terraform === null ? [] : [member]) : rowsOf(member.rows)));

const all = [...knownTables.map(({ construct, rows }) => ({ construct, rows })), ...Object.entries(catalog).map(([construct, { rows }]) => ({ construct, rows }))]
  .flatMap(({ construct, rows }) => rowsOf(rows).map((row) => ({ construct, row })));

/** The words by which Proxmox VE and Terraform call what one of these props says. */
const vendorsOf = (...props: readonly string[]) =>
  all.filter(({ row }) => props.includes(row.prop!)).map(({ construct, row }) => ({ construct, prop: row.prop!, pve: String(row.pve).split("/").at(-1)!.toLowerCase(), terraform: row.terraform! }));

// docs/guidelines.md has the rule.
describe("the word of a prop", () => {
  it("is description or comment for what people write, as Proxmox VE has it", () => {
    const found = vendorsOf("description", "comment", "comments", "note", "notes");
    expect(found).to.have.length.above(20);
    expect(found.filter(({ prop, pve }) => prop !== pve.replace(/^comments$/, "comment"))).to.deep.equal([]);
  });

  it("is enabled or disable for what can be off, as Proxmox VE has it", () => {
    const found = vendorsOf("enabled", "enable", "disable", "disabled").filter(({ pve }) => /(en|dis)able/.test(pve));
    expect(found).to.have.length.above(15);
    expect(found.filter(({ prop, pve }) => prop !== (pve.startsWith("enable") ? "enabled" : "disable"))).to.deep.equal([]);
  });

  it("is node, storage, pool or bridge for one of these, and says which where there are several", () => {
    const kinds = { "INode | string": "node", "IStorage | string": "storage", "IPool | string": "pool", "IBridge | string": "bridge" };
    const odd = all.flatMap(({ construct, row }) => {
      const word = kinds[row.shape.type as keyof typeof kinds];
      return word === undefined || row.prop === word ? [] : [`${construct}.${row.prop}`];
    });
    // Where it goes, which of several, and a mount point that is a folder as well.
    expect(odd).to.have.members(["Replication.target", "SdnEvpnZone.primaryExitNode", "lxc.volume"]);
  });
});
