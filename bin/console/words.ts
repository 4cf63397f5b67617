import { splitLine } from "../../generator/engine/line";

/** What a typed line asks of the console. */
export type Order =
  | { readonly is: "verb"; readonly args: readonly string[] }
  | { readonly is: "shell"; readonly command: string }
  | { readonly is: "help"; readonly about: readonly string[] }
  | { readonly is: "exit" }
  | { readonly is: "nothing" }
  | { readonly is: "unfinished"; readonly quote: string };

/** Reads a line: a verb, with a slash or without; `!` before a command of the shell; `help` and `exit` are the console's own. */
export function readOrder(line: string): Order {
  const text = line.trim();
  if (text === "" || text === "/" || text.startsWith("#")) return { is: "nothing" };
  if (text.startsWith("!")) return { is: "shell", command: text.slice(1).trim() };
  const words = splitLine(text);
  const open = words.at(-1)?.open;
  if (open !== undefined) return { is: "unfinished", quote: open };
  const [first = "", ...others] = words.map((word) => word.text);
  const verb = first.replace(/^\//, "");
  if (verb === "exit" || verb === "quit") return { is: "exit" };
  if (verb === "help" || verb === "?") return { is: "help", about: others };
  // People copy lines from a document.
  return verb === "pmpc" || verb === "proxmox-mpc" ? readOrder(text.slice(text.indexOf(first) + first.length)) : { is: "verb", args: [verb, ...others] };
}
