import { expect } from "chai";
import { limit } from "../../../generator/transport/limit";
import { backoff, parseRetryAfter, retriesFor } from "../../../generator/transport/retry";

describe("retry", () => {
  it("tries again what fails in passing, and nothing else", () => {
    const tries = (status: number) => retriesFor(status, 4);
    expect([429, 502, 503, 504, 596, 597, 598, 599].map(tries)).to.deep.equal([4, 4, 4, 4, 4, 4, 4, 4]);
    expect([200, 400, 401, 403, 404, 500, 501, 505, 600].map(tries)).to.deep.equal([0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it("tries a node that is offline once more, where it may", () => {
    expect([retriesFor(595, 4), retriesFor(595, 0)]).to.deep.equal([1, 0]);
  });

  it("waits twice as long each time, up to a bound, and never quite the same", () => {
    expect([1, 2, 3, 4, 5, 9].map((failures) => backoff(failures, 0))).to.deep.equal([125, 250, 500, 1000, 2000, 2500]);
    expect([1, 9].map((failures) => backoff(failures, 0.5))).to.deep.equal([187.5, 3750]);
  });

  it("reads Retry-After as seconds and as a date, and waits half a minute at most", () => {
    const now = Date.parse("2026-03-01T12:00:00Z");
    const read = (header?: string) => parseRetryAfter(header, now);
    expect([undefined, "2", "Sun, 01 Mar 2026 12:00:05 GMT", "Sun, 01 Mar 2026 11:00:00 GMT", "3600", "soon"].map(read)).to.deep.equal([0, 2000, 5000, 0, 30_000, 0]);
  });
});

describe("limit", () => {
  it("lets so many run and no more, in the order they came", async () => {
    const inTurn = limit(2);
    const log: string[] = [];
    const doors = new Map<string, () => void>();
    const work = (name: string) =>
      inTurn(async () => {
        log.push(name);
        await new Promise<void>((open) => doors.set(name, open));
      });
    const all = ["a", "b", "c", "d"].map(work);
    expect(log).to.deep.equal(["a", "b"]);
    doors.get("b")!();
    await all[1];
    await Promise.resolve();
    expect(log).to.deep.equal(["a", "b", "c"]);
    doors.get("a")!();
    doors.get("c")!();
    await all[2];
    doors.get("d")!();
    await Promise.all(all);
  });

  it("gives the place back when work fails", async () => {
    const inTurn = limit(1);
    await inTurn(() => Promise.reject(new Error("broken"))).catch(() => {});
    expect(await inTurn(async () => "done")).to.equal("done");
  });
});
