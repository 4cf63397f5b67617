import { expect } from "chai";
import { allFixtures } from "../../support/fixture";
import { clusterGuests, madeUpGuests, oddRecordedGuests, sayable, type RecordedGuest } from "../../support/guests";
import { catalog } from "../../../lib/schema/catalog";
import { propPath, terraformPath } from "../../../lib/schema/props";
import { writeGuest } from "../../../lib/schema/write";
import { planProblems, stateProblems } from "./check";

const sets: readonly (readonly [string, readonly RecordedGuest[]])[] = [
  ["the recorded cluster", clusterGuests],
  ["guests made up to touch every attribute", madeUpGuests],
];

function tests(guests: readonly RecordedGuest[]): void {
  it("reads into state what the real provider read", () => {
    expect(guests.flatMap((guest) => stateProblems(guest).map((problem) => `${guest.name}: ${problem}`))).to.deep.equal([]);
  });

  it("writes code that a plan would not change", () => {
    const problems = guests.flatMap((guest) => planProblems(guest, writeGuest(sayable(guest.guest))).map((problem) => `${guest.name}: ${problem}`));
    expect(problems).to.deep.equal([]);
  });

  it("says of every key and sub-key what became of it, once", () => {
    for (const { name, guest: read } of guests) {
      const guest = sayable(read);
      // Independent of the table: whatever is between commas, before the first "=".
      const raw = Object.entries(guest.config).filter(([key]) => key !== "digest").flatMap(([key, value]) => (key === "lxc" ? (value as [string, string][]).map(([line]) => line) : [key]));
      const claimed = writeGuest(guest).claims.map(({ key }) => key);
      expect(new Set(claimed), name).to.deep.equal(new Set([...raw, ...("digest" in guest.config ? ["digest"] : [])]));
      expect(writeGuest(guest).claims.map(({ key, field, value }) => `${key} ${field ?? ""} ${value}`).length, name).to.be.at.least(raw.length);
    }
  });

  it("names what is ignored by prop, and finds the attribute again", () => {
    for (const { guest } of guests) {
      const { rows } = catalog[guest.type];
      for (const { path } of writeGuest(sayable(guest)).ignore) {
        const there = terraformPath(rows, propPath(rows, path));
        expect([path, path.split("[")[0]]).to.include(there);
      }
    }
  });
}

for (const [title, guests] of sets) describe(`the provider's Read, for ${title}`, () => tests(guests));

describe("the provider's Read, for Proxmox's own test configurations", () => {
  if (allFixtures === undefined) it("skipped: PMPC_FIXTURES names no folder with them");
  else tests(oddRecordedGuests);
});
