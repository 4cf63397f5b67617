import { expect } from "chai";
import { playFaults } from "../../../scripts/torture/faults";
import { terraformPath } from "../../support/terraform";

describe(`faults of the way, the cluster and its answers${terraformPath === undefined ? " (skipped: neither terraform nor tofu is installed)" : ""}`, () => {
  // `npm run torture` plays all of them.
  it("lose nothing, write nothing, and are said in words", async function () {
    if (terraformPath === undefined) return this.skip();
    const { pairs, wrong } = await playFaults({ every: 367 });
    expect(pairs).to.be.above(20);
    expect(wrong).to.deep.equal([]);
  });
});
