import { expect } from "chai";
import { large } from "../../../lib/simulator/scenario/large";
import { askerOf, type Asker } from "./asker";

/** Milliseconds of the quickest of several runs: what the code takes when nobody disturbs it. */
function quickest(runs: number, work: () => void): number {
  return Math.min(
    ...Array.from({ length: runs }, () => {
      const start = performance.now();
      work();
      return performance.now() - start;
    }),
  );
}

describe("speed of the simulator", () => {
  const askers = new Map<number, Asker>();
  const asker = (count: number) => askers.get(count) ?? askers.set(count, askerOf(large(count))).get(count)!;

  it("answers a configuration in less than 0.2 ms", function () {
    this.timeout(20_000);
    const rows = asker(1000).data<{ id: string; node: string }[]>("/cluster/resources?type=vm");
    const took = quickest(3, () => rows.forEach(({ id, node }) => JSON.stringify(asker(1000).get(`/nodes/${node}/${id}/config`).body)));
    expect(took / rows.length).to.be.lessThan(0.2);
  });

  it("lists ten times the guests in no more than twenty times the time", function () {
    this.timeout(60_000);
    const took = (count: number) => quickest(5, () => asker(count).get("/cluster/resources"));
    expect(took(10_000) / took(1000)).to.be.lessThan(20);
  });
});
