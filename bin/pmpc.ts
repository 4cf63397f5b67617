#!/usr/bin/env node
import { main } from "./cli/program";

// Where nothing is left that could wake it up, Node ends in silence, and with 0.
const onStandstill = () => {
  process.stderr.write("pmpc: ended before it was done, because something that it waited for can never come\n  this is a fault of pmpc's: please report it with the command\n");
  process.exitCode = 1;
};
process.once("beforeExit", onStandstill);

void main(process.argv.slice(2)).then((code) => {
  process.removeListener("beforeExit", onStandstill);
  process.exitCode = code;
});
