import { expect } from "chai";
import { play, type Round } from "./play";

/** Pairs that once came out wrong, and why. */
const found: readonly (readonly [why: string, scene: Parameters<typeof play>[0], history: readonly Round[], fold: boolean])[] = [
  [
    "a remark in the function of a table stays there when a row of it becomes a statement",
    "homelab",
    [{ happenings: [{ what: 43, to: 7330, how: 0 }, { what: 0, to: 0, how: 0 }], edits: [{ what: 6939, at: 171, how: 0 }, { what: 4808, at: 2577, how: 7246 }, { what: 0, at: 0, how: 0 }] }],
    true,
  ],
  [
    "a guest whose notes look like a pattern is held in a field",
    "office",
    [
      { happenings: [{ what: 0, to: 0, how: 0 }, { what: 32, to: 0, how: 9971 }], edits: [{ what: 0, at: 0, how: 0 }] },
      { happenings: [{ what: 2, to: 0, how: 0 }], edits: [{ what: 8021, at: 0, how: 0 }, { what: 0, at: 0, how: 0 }] },
      { happenings: [{ what: 0, to: 0, how: 0 }], edits: [{ what: 6947, at: 4210, how: 0 }] },
    ],
    false,
  ],
];

describe("merging code that people have edited, where it once came out wrong", () => {
  for (const [why, scene, history, fold] of found) {
    it(why, async function () {
      this.timeout(0);
      expect(await play(scene, history, fold, false)).to.deep.equal([]);
    });
  }
});
