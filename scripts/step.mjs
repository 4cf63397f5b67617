// One line for each step that has something to do: what it is, and how long it took.

/** Runs a step of several seconds, naming it before and timing it after. */
export async function step(name, work) {
  const start = performance.now();
  process.stderr.write(`  ${name.padEnd(12)}`);
  try {
    return await work();
  } finally {
    process.stderr.write(`${((performance.now() - start) / 1000).toFixed(1)} s\n`);
  }
}
