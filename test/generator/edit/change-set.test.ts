import { expect } from "chai";
import fc from "fast-check";
import type { FileChange } from "../../../generator/edit/assignment";
import { newChangeSet } from "../../../generator/edit/change-set";

const change = fc.record({ file: fc.constantFrom("a.ts", "b.ts"), start: fc.nat(40), length: fc.nat(6), text: fc.constantFrom("", "x") }).map(({ length, ...one }): FileChange => ({ ...one, end: one.start + length }));

const isNear = (one: FileChange, other: FileChange) => one.file === other.file && one.start <= other.end && other.start <= one.end;

describe("changes that are made together", () => {
  it("are near another one if one of them is", () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), fc.array(change), (offered, asked) => {
        const set = newChangeSet();
        for (const one of offered) if (!set.isNear(one)) set.add([one]);
        for (const one of [...offered, ...asked]) {
          expect(set.isNear(one)).to.equal(set.all.some((other) => isNear(one, other)));
          expect(set.has(one)).to.equal(set.all.some((other) => JSON.stringify(other) === JSON.stringify(one)));
        }
      }),
    );
  });

  it("may begin at the same place, as those of one value do", () => {
    const set = newChangeSet();
    set.add([{ file: "a.ts", start: 5, end: 9, text: "x" }, { file: "a.ts", start: 5, end: 5, text: "y" }]);
    expect(set.isNear({ file: "a.ts", start: 7, end: 7, text: "" })).to.equal(true);
  });
});
