// More would gain nothing (Node does file work on four threads), and open files are limited.
const size = 16;

/** Does the work for each item, some at a time, and gives the results in order. */
export async function inBatches<Item, Result>(items: readonly Item[], work: (item: Item, index: number) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += size)
    results.push(...(await Promise.all(items.slice(start, start + size).map((item, index) => work(item, start + index)))));
  return results;
}
