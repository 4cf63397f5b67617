#!/usr/bin/env node
import { main } from "./cli/program";

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
