import { expect } from "chai";
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

  it("reads Retry-After as seconds and as a date", () => {
    const now = Date.parse("2026-03-01T12:00:00Z");
    const read = (header?: string) => parseRetryAfter(header, now);
    const headers = [undefined, "2", "0", "Sun, 01 Mar 2026 12:00:05 GMT", "Sun, 01 Mar 2026 11:00:00 GMT", "86400", "soon"];
    expect(headers.map(read)).to.deep.equal([undefined, 2000, undefined, 5000, undefined, 86_400_000, undefined]);
  });
});
