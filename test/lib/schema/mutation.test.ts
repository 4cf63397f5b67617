import { expect } from "chai";
import { catalog } from "../../../lib/schema/catalog";
import { allFixtures } from "../../support/fixture";
import { recordedGuests } from "../../support/guests";
import { problemsOf, type Only } from "./check";
import { exampleProblems, examples, refusalProblems, refusedGuests } from "./example";
import { factsOf, narrow, type Fact } from "./mutation";
import { declarationProblems } from "./provider-schema";

/** Facts that no test would miss if they were gone, among those of one kind of guest. */
function unnoticed(type: "qemu" | "lxc"): { facts: number; unnoticed: string[] } {
  const own = <T extends { readonly guest: { readonly type: string } }>(list: readonly T[]) => list.filter(({ guest }) => guest.type === type);
  const [guests, shown, refused] = [own(recordedGuests), own(examples), own(refusedGuests)];
  const { rows } = catalog[type];
  const facts = factsOf(type);
  const isNoticed = (fact: Fact) => {
    // Only what the fact is in is looked at, and what that leans on: `cpu.numa`, and the cards for their addresses.
    const near = rows.filter((one) => one === fact.top || one.terraform === "cpu" || (fact.top.terraform === "initialization" && one.terraform === "network_interface"));
    const only: Only = new Set(near.flatMap((one) => [one.terraform ?? String(one.kind === "row" && one.pve), ...((one.kind === "block" && one.gapIgnores) || [])]));
    const restore = [narrow(type, near), fact.break()];
    try {
      return (
        declarationProblems(type, [fact.top]).length > 0 ||
        shown.some((one) => exampleProblems(one, only).length > 0) ||
        refused.some((one) => only.has(one.at) && refusalProblems(one).length > 0) ||
        guests.some((one) => problemsOf(one, only).length > 0)
      );
    } catch {
      return true;
    } finally {
      for (const undo of restore.reverse()) undo();
    }
  };
  return { facts: facts.length, unnoticed: facts.filter((one) => !isNoticed(one)).map(({ name }) => `${type} ${name}`) };
}

describe("the table, each of its facts broken in turn", () => {
  const least = allFixtures === undefined ? 80 : 85;

  it(`notices at least ${least} % of the breaks`, function () {
    this.timeout(60_000);
    const found = [unnoticed("qemu"), unnoticed("lxc")];
    const facts = found.reduce((sum, one) => sum + one.facts, 0);
    const left = found.flatMap((one) => one.unnoticed);
    const percent = (100 * (facts - left.length)) / facts;
    // The title is what a reporter prints: it tells what is not proven.
    this.test!.title += `: ${facts - left.length} of ${facts} (${percent.toFixed(1)} %); not ${left.join(", ")}`;
    expect(facts).to.be.greaterThan(600);
    expect(percent).to.be.at.least(least);
  });

  it("is whole again afterwards", () => {
    expect(recordedGuests.flatMap((one) => problemsOf(one))).to.deep.equal([]);
    expect(examples.flatMap((one) => exampleProblems(one))).to.deep.equal([]);
  });
});
