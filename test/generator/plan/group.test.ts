import { expect } from "chai";
import type { Grouping } from "../../../generator/plan/group";
import { guestOf, inventoryOf, planOf } from "../../support/plan";

const guests = [
  guestOf(100, { name: "web", node: "pve2", pool: "prod/web", tags: ["zeta", "alpha"] }),
  guestOf(101, { name: "db", node: "pve1", pool: "con" }),
  guestOf(102, { name: "mail", node: "Päve.lan", tags: ["alpha"] }),
];
const files = (groupBy: Grouping) =>
  Object.fromEntries(planOf(inventoryOf(guests), { groupBy }).groups.map(({ path, name, entries }) => [path, [name, ...entries.map(({ id }) => id)]]));

describe("the files of guests", () => {
  it("are one for each node, with names that every disk takes", () => {
    expect(files("node")).to.deep.equal({ "guests/pave-lan.ts": ["paveLanGuests", "mail"], "guests/pve1.ts": ["pve1Guests", "db"], "guests/pve2.ts": ["pve2Guests", "web"] });
  });

  it("are one for each pool, and never a device of Windows", () => {
    expect(files("pool")).to.deep.equal({ "guests/con-guests.ts": ["conGuests", "db"], "guests/no-pool.ts": ["noPoolGuests", "mail"], "guests/prod-web.ts": ["prodWebGuests", "web"] });
  });

  it("are one for each first tag, or one for all", () => {
    expect(files("tag")).to.deep.equal({ "guests/alpha.ts": ["alphaGuests", "mail"], "guests/untagged.ts": ["untaggedGuests", "db"], "guests/zeta.ts": ["zetaGuests", "web"] });
    expect(files("none")).to.deep.equal({ "guests/all.ts": ["allGuests", "web", "db", "mail"] });
  });

  it("never change what a guest is called", () => {
    const ids = (groupBy: Grouping) => planOf(inventoryOf(guests), { groupBy }).groups.flatMap(({ entries }) => entries.map(({ key, id }) => `${key} ${id}`)).sort();
    for (const groupBy of ["pool", "tag", "none"] as const) expect(ids(groupBy)).to.deep.equal(ids("node"));
  });
});
