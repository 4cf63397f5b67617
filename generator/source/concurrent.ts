/**
 * Works on many things at once, at most `size`, and yields what comes out as it is ready.
 * No more is begun than the reader keeps up with, so that memory stays bounded; the first failure ends it.
 */
export async function* concurrent<T, R>(items: Iterable<T>, size: number, work: (item: T) => Promise<R>): AsyncGenerator<R> {
  const rest = items[Symbol.iterator]();
  const ready: R[] = [];
  const failures: unknown[] = [];
  let running = 0;
  let wake = () => {};

  function begin(): void {
    while (running < size && ready.length < size && failures.length === 0) {
      const next = rest.next();
      if (next.done) return;
      running++;
      work(next.value)
        .then(
          (result) => ready.push(result),
          (error: unknown) => failures.push(error),
        )
        .finally(() => {
          running--;
          begin();
          wake();
        });
    }
  }

  for (begin(); ; begin()) {
    if (failures.length > 0) throw failures[0];
    if (ready.length > 0) yield ready.shift()!;
    else if (running > 0) await new Promise<void>((resolve) => (wake = resolve));
    else return;
  }
}
