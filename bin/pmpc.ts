#!/usr/bin/env node
import { setFlagsFromString } from "node:v8";
import { main } from "./cli/program";

// V8 lets a heap grow to about double before it clears up, which an import of thousands of guests needs nothing of: half the memory for
// a tenth more work. The percentage is how much it may grow.
setFlagsFromString("--heap-growing-percent=20");

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
