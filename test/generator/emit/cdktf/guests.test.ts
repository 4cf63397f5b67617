import { expect } from "chai";
import { emitGroup } from "../../../../generator/emit/cdktf/guests";
import type { Plan } from "../../../../generator/plan/plan";
import { catalog } from "../../../../lib/schema/catalog";
import { guestOf, inventoryB, inventoryOf, planOf } from "../../../support/plan";

/** Each guest's code by its id: the lines of the construct. */
function codeOf(plan: Plan): Map<string, string[]> {
  const text = plan.groups.map((group) => emitGroup(group, plan).content).join("\n");
  return new Map([...text.matchAll(/^ {2}new \w+\(\w+, "([^"]+)", \{\n[^]*?^ {2}\}\);$/gm)].map(([code, id]) => [id!, code.split("\n")]));
}

const median = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

describe("the code of a guest", () => {
  const plan = planOf(inventoryB);
  const code = codeOf(plan);

  it("is short: the median guest of the recorded cluster has at most 21 lines, one of them its UUID", () => {
    expect(code.size).to.equal(15);
    expect(median([...code.values()].map((lines) => lines.length))).to.be.at.most(21);
  });

  it("ignores nothing without saying why", () => {
    const ignored = [...code.values()].flatMap((lines) => {
      const from = lines.findIndex((line) => line.includes("ignoreChanges"));
      return from < 0 ? [] : lines.slice(from, lines.findIndex((line, at) => at >= from && line.includes("]")) + 1);
    });
    const entries = ignored.filter((line) => /"/.test(line));
    expect(entries).to.have.lengthOf.above(0);
    for (const line of entries) expect(line).to.match(/\/\/ \S/);
  });

  it("says no value that would be there without it", () => {
    // What is said although it is the default tells the reader something: the table says which.
    const always = Object.values(catalog).flatMap(({ rows }) => rows.flatMap((member) => (member.kind === "row" && member.always ? [member.prop] : [])));
    const entries = plan.groups.flatMap(({ entries: all }) => all);
    for (const { id, construct, props } of entries) {
      const { rows } = construct === "VirtualMachine" ? catalog.qemu : catalog.lxc;
      for (const member of rows) {
        if (member.kind !== "row" || member.prop === null || member.required || always.includes(member.prop)) continue;
        const implied = member.unsaid ?? member.default;
        if (implied !== undefined && implied !== null) expect(props[member.prop], `${id} ${member.prop}`).not.to.equal(implied);
      }
    }
  });

  it("is the same for the same guest, whatever is beside it", () => {
    const [one, other] = [guestOf(100, { name: "one" }), guestOf(101, { name: "other" })];
    expect(codeOf(planOf(inventoryOf([one]))).get("one")).to.deep.equal(codeOf(planOf(inventoryOf([other, one]))).get("one"));
  });
});
