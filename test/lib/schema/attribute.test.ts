import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { catalog } from "../../../lib/schema/catalog";
import type { Member } from "../../../lib/schema/row";
import { misfits } from "../../../scripts/provider-check";
import { factsOf } from "../../../scripts/provider-schema";

const facts = factsOf(JSON.parse(readFileSync(join(__dirname, "../../../provider/schema.json"), "utf8")));

describe("the table and the provider's schema", () => {
  for (const table of Object.values(catalog)) {
    it(`agree about ${table.terraform}: every attribute has a row, required and computed are the same, so is how many`, () => {
      expect(misfits(table, facts)).to.deep.equal([]);
    });

    it(`says why an attribute of ${table.terraform} cannot be said`, () => {
      const silent = (members: readonly Member[]): string[] =>
        members.flatMap((member) => {
          if (member.kind === "block") return member.prop === null && member.why === undefined ? [String(member.terraform)] : silent(member.rows);
          return member.terraform !== null && member.prop === null && !member.output && member.why === undefined ? [member.terraform] : [];
        });
      expect(silent(table.rows.filter(({ terraform }) => terraform !== null))).to.deep.equal([]);
    });
  }
});
