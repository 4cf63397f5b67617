import { expect } from "chai";
import { catalog } from "../../../lib/schema/catalog";
import type { Member } from "../../../lib/schema/row";
import { recordedGuests } from "../../support/guests";
import { problemsOf } from "./check";
import { exampleProblems, examples, refusalProblems, refusedGuests } from "./example";
import { factsOf, narrow, type Fact } from "./mutation";
import { declarationProblems } from "./provider-schema";
import { unnoticed } from "./unnoticed";

const kinds = ["qemu", "lxc"] as const;

const of = <T extends { readonly guest: { readonly type: string } }>(type: string, list: readonly T[]) => list.filter(({ guest }) => guest.type === type);
const own = Object.fromEntries(
  kinds.map((type) => [type, { guests: of(type, recordedGuests), examples: of(type, examples), refused: of(type, refusedGuests) }]),
);

const nameOf = (member: Member) => member.terraform ?? String(member.kind === "row" ? member.pve : undefined);
const gapIgnoresOf = (member: Member) => (member.kind === "block" && member.gapIgnores) || [];

const together = [["cpu", "memory", "numa"], ["vga", "tablet_device"]];

/** Only what a fact is in is looked at, and what that leans on: `cpu.numa`, the cards for their addresses, what a gap in the cards ignores. */
const isLeantOn = (one: Member, top: Member) =>
  together.some((names) => names.includes(nameOf(one)) && names.includes(nameOf(top))) || (one.terraform === "network_interface" && top.terraform === "initialization") || gapIgnoresOf(one).includes(nameOf(top));

/** A member that nothing has been remembered of. */
const fresh = (member: Member): Member => (member.kind === "row" ? member : { ...member, rows: member.rows.map(fresh) });

/** Whether a test of the table fails while the fact is broken: what the provider declares, an example, a refused guest, a recorded one. */
function isNoticed({ type, top, break: breakIt }: Fact): boolean {
  const near = catalog[type].rows.filter((one) => one === top || isLeantOn(one, top));
  const only = new Set(near.flatMap((one) => [nameOf(one), ...gapIgnoresOf(one)]));
  const { guests, examples: shown, refused } = own[type]!;
  const undo = [breakIt(), narrow(type, near.map(fresh))];
  try {
    return (
      declarationProblems(type, [top]).length > 0 ||
      shown.some((one) => exampleProblems(one, only).length > 0) ||
      refused.some((one) => only.has(one.at) && refusalProblems(one).length > 0) ||
      guests.some((one) => problemsOf(one, only).length > 0)
    );
  } catch {
    return true;
  } finally {
    for (const one of undo.reverse()) one();
  }
}

describe("the table, each of its facts broken in turn", () => {
  const listOf = (facts: readonly Fact[]) => Object.fromEntries([...new Set(facts.map(({ kind }) => kind))].sort().map((kind) => [kind, facts.filter((one) => one.kind === kind).map(({ type, where }) => `${type} ${where}`).sort()]));
  const expected = Object.fromEntries(Object.entries(unnoticed).sort().map(([kind, places]) => [kind, [...places].sort()]));

  it("notices every break, but for those that are listed by name", function () {
    const facts = kinds.flatMap(factsOf);
    expect(facts.length).to.be.greaterThan(700);
    const left = facts.filter((one) => !isNoticed(one));
    this.test!.title += ` (${facts.length - left.length} of ${facts.length})`;
    expect(listOf(left)).to.deep.equal(expected);
  });

  it("notices nothing where nothing is broken", () => {
    const tops = new Map(kinds.flatMap(factsOf).map((fact) => [fact.top, fact]));
    const wholes = [...tops.values()].map((fact): Fact => ({ ...fact, where: nameOf(fact.top), break: () => () => undefined }));
    expect(wholes).to.have.lengthOf.above(80);
    expect(wholes.filter(isNoticed).map(({ where }) => where)).to.deep.equal([]);
  });

  it("is whole again afterwards", () => {
    expect(recordedGuests.flatMap((one) => problemsOf(one))).to.deep.equal([]);
    expect(examples.flatMap((one) => exampleProblems(one))).to.deep.equal([]);
  });
});
