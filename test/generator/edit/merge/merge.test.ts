import { expect } from "chai";
import fc from "fast-check";
import { play, scenes, type Round } from "./play";
import type { Edit } from "./user";
import type { Happening } from "./world";

/** The suite tries a few pairs, the same each time; `PMPC_MERGES=500` tries as many new ones. */
const { PMPC_MERGES: wanted } = process.env;
const pairs = Number(wanted ?? 20);
const seed = wanted === undefined ? { seed: 20261129 } : {};

const happening = fc.record<Happening>({ what: fc.nat(9999), to: fc.nat(9999), how: fc.nat(9999) });
const edit = fc.record<Edit>({ what: fc.nat(9999), at: fc.nat(9999), how: fc.nat(9999) });
const rounds = (count: number) => fc.array(fc.record<Round>({ happenings: fc.array(happening, { minLength: 1, maxLength: 6 }), edits: fc.array(edit, { minLength: 1, maxLength: 6 }) }), { minLength: count, maxLength: count });

describe("merging code that people have edited", () => {
  it(`loses nothing, says nothing wrong, and has conflicts only where both changed the same: ${pairs} pairs`, async function () {
    this.timeout(0);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...(Object.keys(scenes) as (keyof typeof scenes)[])), rounds(1), fc.boolean(), fc.boolean(), async (scene, history, fold, all) => {
        expect(await play(scene, history, fold, all)).to.deep.equal([]);
      }),
      { numRuns: pairs, ...seed },
    );
  });

  it("does so three times in a row", async function () {
    this.timeout(0);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...(Object.keys(scenes) as (keyof typeof scenes)[])), rounds(3), fc.boolean(), fc.boolean(), async (scene, history, fold, all) => {
        expect(await play(scene, history, fold, all)).to.deep.equal([]);
      }),
      { numRuns: Math.ceil(pairs / 5), ...seed },
    );
  });
});
