import { expect } from "chai";
import { concurrent } from "../../../generator/source/concurrent";
import { thrown } from "../../support/thrown";

describe("concurrent work", () => {
  const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

  async function all<T>(results: AsyncIterable<T>): Promise<T[]> {
    const found: T[] = [];
    for await (const result of results) found.push(result);
    return found;
  }

  it("yields everything, in the order it is ready", async () => {
    const doors: (() => void)[] = [];
    const results = all(concurrent(numbers(3), 3, (n) => new Promise<number>((resolve) => (doors[n] = () => resolve(n)))));
    for (const n of [2, 0, 1]) {
      doors[n]!();
      await new Promise(setImmediate);
    }
    expect(await results).to.deep.equal([2, 0, 1]);
  });

  it("yields what is undefined, too, and ends when there is nothing", async () => {
    expect(await all(concurrent(numbers(3), 2, async () => undefined))).to.have.length(3);
    expect(await all(concurrent([], 2, async () => 1))).to.deep.equal([]);
  });

  it("keeps as many going as it may", async () => {
    let running = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      running--;
    };
    await all(concurrent(numbers(50), 4, work));
    expect(most).to.equal(4);
  });

  it("waits for a reader who is slow", async () => {
    let begun = 0;
    let read = 0;
    for await (const _ of concurrent(numbers(100), 4, async () => begun++)) {
      await new Promise(setImmediate);
      expect(begun - ++read).to.be.at.most(8);
    }
    expect(read).to.equal(100);
  });

  it("ends with the first failure, and begins nothing more", async () => {
    let begun = 0;
    const work = async (n: number) => {
      begun++;
      await new Promise(setImmediate);
      if (n === 5) throw new Error("broken");
      return n;
    };
    expect((await thrown(all(concurrent(numbers(100), 2, work)))).message).to.equal("broken");
    expect(begun).to.be.at.most(8);
  });
});
