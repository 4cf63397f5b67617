import { expect } from "chai";
import { emitReadme, type ReadmeFacts } from "../../../../generator/emit/docs/readme";
import { guestOf, inventoryOf, planOf } from "../../../support/plan";

const endpoint = "https://pve1.lan:8006";
const readme = (settings: Partial<ReadmeFacts["settings"]>) => emitReadme(planOf(inventoryOf([guestOf(100)])), { settings: { endpoint, ...settings } }).content;

describe("what a project's README says of the certificate", () => {
  it("is that it is signed by a known authority only where the API was asked, and nothing else was given", () => {
    const known = "is signed by an authority that this machine trusts";
    expect(readme({})).to.contain(known);
    expect(readme({ transport: "api" })).to.contain(known);
    for (const settings of [{ transport: "pct" }, { transport: "files" }, { fingerprint: "9A:1C" }, { ca: "root.pem" }, { insecure: true }]) expect(readme(settings), JSON.stringify(settings)).to.not.contain(known);
  });

  it("is that pmpc has not checked it after an import without the API", () => {
    for (const transport of ["pct", "files"]) expect(readme({ transport })).to.contain(`pmpc has not checked the certificate of \`${endpoint}\``).and.contain("pve-root-ca.pem");
  });
});
