import { expect } from "chai";
import { terraformPath } from "./support/terraform";
import { caseNames, play, readCase, renew, reviewed } from "./support/case";

/** `npm run cases` takes what comes out now; the difference is reviewed like code. */
const isRenewing = process.env.PMPC_RENEW_CASES === "1";

describe("a case", () => {
  for (const name of caseNames) {
    const { says, terraform } = readCase(name);
    it(`${name}: ${says}`, async function () {
      if (terraform && terraformPath === undefined) return this.skip();
      const files = await play(name);
      if (isRenewing) renew(name, files);
      const expected = reviewed(name);
      expect(Object.keys(files).sort()).to.deep.equal(Object.keys(expected).sort());
      for (const [path, text] of Object.entries(files)) expect(text, `${name}/${path} (npm run cases renews it)`).to.equal(expected[path]);
    });
  }
});
