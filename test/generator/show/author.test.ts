import { expect } from "chai";
import { authorsIn } from "../../../generator/show/author";
import type { Recorded } from "../../../generator/audit/record";

const deed = (at: string, plan: readonly object[]) => ({ id: 1, at, verb: "apply", person: "anna on laptop", plan });
const authors = (plan: readonly object[], records: readonly Partial<Recorded>[] = []) =>
  authorsIn({ deeds: [deed("2026-11-30T10:00:00.000Z", plan)], records: records as readonly Recorded[], tasks: [] }, { after: "2026-11-30T09:00:00.000Z" })("qemu/100").map(({ what, who }) => `${what} by ${who}`);

describe("who did something to a guest", () => {
  for (const grade of ["clean", "state only", "forget"]) {
    it(`is nobody whose apply left it as it is (${grade}), as one that only adopts`, () => {
      expect(authors([{ key: "qemu/100", grade, importing: true }])).to.deep.equal([]);
    });
  }

  for (const grade of ["live change", "needs reboot", "create", "replace", "destroy", "loses a disk", "becomes a template", undefined]) {
    it(`is who applied what changed it (${grade ?? "an older record, which does not say"})`, () => {
      expect(authors([{ key: "qemu/100", importing: true, ...(grade === undefined ? {} : { grade }) }])).to.deep.equal(["apply by anna on laptop"]);
    });
  }

  it("is still who had it changed by hand, in the same hour", () => {
    expect(authors([{ key: "qemu/100", grade: "clean", importing: true }], [{ at: "2026-11-30T10:05:00.000Z", verb: "start", person: "kim on desk", key: "qemu/100" }])).to.deep.equal(["start by kim on desk"]);
  });
});
