import { expect } from "chai";
import { createPace, type Pause } from "../../../generator/transport/pace";
import { stillClock } from "../../support/still-clock";
import { thrown } from "../../support/thrown";

const url = () => "https://pve1.lan:8006";

describe("the pace of a client", () => {
  it("lets so many run and no more, in the order they came", async () => {
    const pace = createPace(2, stillClock(), url);
    const log: string[] = [];
    const doors = new Map<string, () => void>();
    const work = (name: string, again = false) =>
      pace.run(
        async () => {
          log.push(name);
          await new Promise<void>((open) => doors.set(name, open));
        },
        { again },
      );
    const all = ["a", "b", "c", "d"].map((name) => work(name));
    const retried = work("a again", true);
    await settled();
    expect(log).to.deep.equal(["a", "b"]);
    doors.get("b")!();
    await all[1];
    await settled();
    expect(log, "what is tried again goes before the others").to.deep.equal(["a", "b", "a again"]);
    for (const name of ["a", "a again"]) doors.get(name)!();
    await settled();
    for (const name of ["c", "d"]) doors.get(name)!();
    await Promise.all([...all, retried]);
  });

  it("gives the place back when work fails", async () => {
    const pace = createPace(1, stillClock(), url);
    await pace.run(() => Promise.reject(new Error("broken"))).catch(() => {});
    expect(await pace.run(async () => "done")).to.equal("done");
  });

  it("makes everybody wait when one was told to, once for all that were under way", async () => {
    const clock = stillClock();
    const pace = createPace(8, clock, url);
    pace.tooMany(3000);
    pace.tooMany(3000);
    await Promise.all([1, 2, 3].map(() => pace.run(async () => undefined)));
    expect(clock.slept).to.deep.equal([3000]);
  });

  it("runs half as many after each burst, and one more after each round that goes well", async () => {
    const pace = createPace(8, stillClock(), url);
    expect(await atOnce(pace)).to.equal(8);
    for (const expected of [4, 2, 1, 1]) {
      pace.tooMany(1000);
      expect(await atOnce(pace)).to.equal(expected);
    }
    for (const expected of [2, 3]) {
      for (let one = 1; one < expected; one++) pace.went();
      expect(await atOnce(pace)).to.equal(expected);
    }
  });

  it("says a pause of more than a minute with its end, and one of a day ends the work", async () => {
    const clock = stillClock();
    const pauses: Pause[] = [];
    const pace = createPace(4, clock, url, (pause) => pauses.push(pause));
    pace.tooMany(60_000);
    await pace.run(async () => undefined);
    expect(pauses).to.deep.equal([]);
    pace.tooMany(120_000);
    expect(pauses.map(({ length, until }) => [length, until.toISOString()])).to.deep.equal([[120_000, "2026-03-01T12:03:00.000Z"]]);
    pace.tooMany(86_400_000);
    const error = await thrown(pace.run(async () => undefined));
    expect(error).to.include({ code: "asked-to-wait", message: "https://pve1.lan:8006 lets no requests through before 2026-03-02 12:01 UTC (Retry-After: 86400 s)" });
  });

  it("of nothing at once is refused", () => {
    for (const most of [0, -1, Number.NaN]) expect(() => createPace(most, stillClock(), url), String(most)).to.throw("requests at once are none");
  });
});

/** Lets everything happen that needs nothing from outside. */
const settled = () => new Promise(setImmediate);

/** How many of many pieces of work run at the same time. */
async function atOnce(pace: ReturnType<typeof createPace>): Promise<number> {
  let [running, most] = [0, 0];
  const work = async () => {
    most = Math.max(most, ++running);
    await settled();
    running--;
  };
  await Promise.all(Array.from({ length: 20 }, () => pace.run(work)));
  return most;
}
