import { expect } from "chai";
import { differences } from "../../../generator/terraform/difference";
import { asMoved } from "../../../generator/terraform/moved";

const rule = (dport: string, pos: number) => ({ action: "ACCEPT", dport, pos, comment: "" });
const paths = (before: readonly object[], after: readonly object[]) => {
  const [old, fresh] = [{ rule: before }, { rule: after }] as never[];
  return asMoved(differences({ before: old, after: fresh, actions: ["update"] } as never), old!, fresh!).map(({ path }) => path);
};

describe("a list whose elements have changed places", () => {
  it("is one difference", () => {
    expect(paths([rule("22", 0), rule("80", 1), rule("443", 2)], [rule("80", 0), rule("443", 1), rule("22", 2)])).to.deep.equal(["rule"]);
  });

  it("is told value by value where an element only says something else", () => {
    expect(paths([rule("22", 0), rule("80", 1)], [rule("22", 0), rule("81", 1)])).to.deep.equal(["rule[1].dport"]);
    expect(paths([rule("22", 0), rule("80", 1)], [rule("23", 0), rule("81", 1)])).to.deep.equal(["rule[0].dport", "rule[1].dport"]);
  });
});
