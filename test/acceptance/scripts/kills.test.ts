import { expect } from "chai";
import { playKills } from "../../../scripts/torture/kills";
import { scenes } from "../../../scripts/torture/scene";
import { terraformPath } from "../../support/terraform";

const without = terraformPath === undefined ? " (skipped: neither terraform nor tofu is installed)" : "";

// A few of the moments that `npm run torture` plays.
describe(`a workspace whose pmpc is killed${without}`, function () {
  before(function () {
    if (terraformPath === undefined) this.skip();
  });

  for (const name of ["a first import", "an apply that changes", "forget", "create", "delete --undo", "export", "qm destroy"]) {
    it(`during ${name} comes to what it would have come to`, async () => {
      const { moments, faults } = await playKills(3, scenes.filter((scene) => scene.name === name));
      expect(faults).to.deep.equal([]);
      expect(moments).to.equal(3);
    });
  }
});
