import { readFileSync } from "node:fs";
import { expect } from "chai";
import { propertyFiles } from "../../scripts/properties";

describe("the property interfaces", () => {
  for (const { path, content } of propertyFiles()) {
    it(`are what the table says: ${path.split("/").at(-1)} (renew them with npm run properties)`, () => {
      expect(readFileSync(path, "utf8")).to.equal(content);
    });
  }
});
