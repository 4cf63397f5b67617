import { expect } from "chai";
import { parseSelection } from "../../../generator/plan/select";
import { PmpcError } from "../../../lib/error";
import { guestOf } from "../../support/plan";

const guests = [
  guestOf(100, { name: "web", tags: ["prod", "Web"], status: "running", pool: "shop" }),
  guestOf(101, { name: "web-2", tags: ["prod"], node: "pve2" }),
  guestOf(200, { type: "lxc", name: "db", tags: ["dev"] }),
  guestOf(201, { type: "lxc", name: "a+b", template: true }),
];
const chosen = (filters: readonly string[], exclusions: readonly string[] = []) => guests.filter(parseSelection(filters, exclusions)).map(({ vmId }) => vmId);

describe("the selection of guests", () => {
  it("is all of them where nothing is said", () => {
    expect(chosen([])).to.deep.equal([100, 101, 200, 201]);
  });

  it("understands every criterion", () => {
    const answers: Readonly<Record<string, readonly number[]>> = {
      "type=vm": [100, 101], "type=container": [200, 201], "type=lxc": [200, 201], "name=web": [100], "name=WEB*": [100, 101], "name=a+b": [201], "name=?b": [200],
      "vmid=101": [101], "vmid=101-200": [101, 200], "node=pve2": [101], "pool=shop": [100], "tag=web": [100], "status=running": [100], "template=true": [201], "template=false": [100, 101, 200],
    };
    for (const [filter, expected] of Object.entries(answers)) expect(chosen([filter]), filter).to.deep.equal(expected);
  });

  it("takes commas for and, filters for or, and lets an exclusion win", () => {
    expect(chosen(["tag=prod, node=pve2"])).to.deep.equal([101]);
    expect(chosen(["tag=prod", "tag=dev"])).to.deep.equal([100, 101, 200]);
    expect(chosen(["type=vm"], ["name=web"])).to.deep.equal([101]);
    expect(chosen([], ["type=vm", "vmid=200"])).to.deep.equal([201]);
  });

  it("says what matches no guest", () => {
    const unmatched = (filters: readonly string[], exclusions: readonly string[] = []) => parseSelection(filters, exclusions).unmatched?.(guests);
    expect(unmatched(["type=vm", "vmid=999"], ["name=web", "tag=gone"])).to.deep.equal(["--filter vmid=999", "--exclude tag=gone"]);
    expect(unmatched([])).to.deep.equal([]);
  });

  it("says what it does not understand", () => {
    for (const wrong of ["web", "colour=red", "type=", "type=box", "vmid=x", "template=yes", "__proto__=x", "constructor=x"]) {
      expect(() => parseSelection([wrong], []), wrong).to.throw(PmpcError).and.deep.include({ code: "wrong-filter", exit: 64 });
    }
  });
});
