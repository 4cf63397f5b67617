#!/usr/bin/env node
import { PerformanceObserver } from "node:perf_hooks";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
import { main } from "./cli/program";

// V8 lets the heap grow to about double before it collects garbage. With 20 percent, an import of thousands of guests takes half the memory
// and a tenth more CPU.
setFlagsFromString("--heap-growing-percent=20");

// V8 compiles code again for speed after it has run for a while, and verbs end before that pays: where it waits fifteen times as long, an
// import and a diff of a thousand guests take a quarter less CPU.
setFlagsFromString("--interrupt-budget=1000000");

// What is new in the heap may take 48 MB, and with a quarter of that an import is as fast. The flag for it counts only where Node starts,
// so that it is kept from growing when it is there. Bytes:
const mostOfYoung = 8 * 1024 * 1024;
const watching = new PerformanceObserver(() => {
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space");
  if (young === undefined || young.space_size < mostOfYoung) return;
  setFlagsFromString("--semi-space-growth-factor=1");
  watching.disconnect();
});
watching.observe({ entryTypes: ["gc"] });

// Where nothing is left that could wake it up, Node ends in silence, and with 0.
const onStandstill = () => {
  process.stderr.write("pmpc: stopped early: it waited for something that can no longer happen\n  this is a bug in pmpc: please report it with the command that you ran\n");
  process.exitCode = 1;
};
process.once("beforeExit", onStandstill);

void main(process.argv.slice(2)).then((code) => {
  process.removeListener("beforeExit", onStandstill);
  process.exitCode = code;
});
