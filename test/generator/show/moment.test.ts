import { expect } from "chai";
import { findMoment, readMoments } from "../../../generator/show/moment";
import type { PastDeed, PastRun } from "../../../generator/store/state-store";

const run = (id: number, at: string) => ({ id, at, verb: "import", unreadable: 0 }) as unknown as PastRun;
const deed = (id: number, runId: number, at: string) => ({ id, runId, at, verb: "apply", plan: [] }) as unknown as PastDeed;

describe("the history of a workspace whose clock was set back", () => {
  const store = {
    runs: () => Promise.resolve([run(2, "2026-11-28T09:00:00Z"), run(1, "2026-12-01T09:00:00Z"), run(3, "2026-11-28T08:00:00Z")]),
    deeds: () => Promise.resolve([deed(2, 2, "2026-11-28T10:00:00Z"), deed(1, 1, "2026-12-01T09:10:00Z"), deed(3, 2, "2026-11-28T09:30:00Z")]),
  };

  it("is in the order in which it happened", async () => {
    expect((await readMoments(store, undefined)).map(({ name }) => name)).to.deep.equal(["3", "a3", "a2", "2", "a1", "1"]);
  });

  it("has its first and its last run where they were", async () => {
    const moments = await readMoments(store, undefined);
    expect([findMoment("first", moments).name, findMoment("last", moments).name]).to.deep.equal(["1", "3"]);
  });
});
