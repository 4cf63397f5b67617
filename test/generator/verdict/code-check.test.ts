import { expect } from "chai";
import { codeFindings } from "../../../generator/verdict/code-check";

describe("what is wrong with the code itself", () => {
  it("is on the line that the compiler names", () => {
    const found = codeFindings({ problems: [{ says: "Type 'string' is not assignable to type 'Size'.", file: "guests/pve.ts", line: 12 }, { says: "Cannot find type definition file" }] }, undefined);
    expect(found.map(({ rule, says, file, line }) => [rule, says, file, line])).to.deep.equal([["types", "Type 'string' is not assignable to type 'Size'.", "guests/pve.ts", 12], ["types", "Cannot find type definition file", "tsconfig.json", 1]]);
  });

  it("is where the project's own tests failed, in their words", () => {
    const printed = ["  policies", "    1) every guest has a backup", "", "  1 failing", "  AssertionError: expected vm 101 to have a backup", "      at Context.<anonymous> (/home/kim/homelab/tests/policies.test.ts:14:9)"];
    const [found, ...others] = codeFindings(undefined, { passed: false, printed });
    expect(others).to.deep.equal([]);
    expect(found).to.include({ rule: "policy", file: "tests/policies.test.ts", line: 14 });
    expect(found!.says).to.match(/^the project's own tests failed: 1\) every guest has a backup; 1 failing; AssertionError/);
  });

  it("is that tests which were asked for could not be run", () => {
    const [found] = codeFindings(undefined, { notRun: "npm is not on the PATH" });
    expect(found).to.include({ rule: "policy", says: "the project's own tests were not run: npm is not on the PATH", file: "package.json", line: 1 });
  });

  it("is nothing where all is well", () => expect(codeFindings({ problems: [] }, { passed: true, printed: [] })).to.deep.equal([]));
});
