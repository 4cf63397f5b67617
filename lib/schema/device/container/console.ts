import { between, oneOf } from "../../accept";
import { block, row } from "../../row";
import { flag, strictInteger } from "../../shape/number";
import { word } from "../../shape/text";

// console: 1     cmode: shell     tty: 2
export const console = block("console", "console", { says: "The console.", when: "differs", implied: true, unread: "the provider does not read a console that says its defaults aloud" }, [
  row("console", "enabled",  "enabled",   flag, { default: true, counts: "whenAbsent", says: "Attaches a console." }),
  row("cmode",   "type",     "type",      word("shell", "console", "tty"), { default: "tty", accepts: oneOf("console", "shell", "tty"), says: "What the console shows." }),
  row("tty",     "ttyCount", "tty_count", strictInteger(0, 6), { default: 2, accepts: between(0, 6), says: "Terminals." }),
]);
