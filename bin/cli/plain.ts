import type { Options } from "../../generator/engine/option";

/** What was typed: values by the names of options, and the words that stand alone. */
export interface Typed {
  readonly named: Readonly<Record<string, unknown>>;
  readonly words: readonly string[];
}

/**
 * Reads a command line that leaves no doubt: known options, each once, and words. Undefined for every other one, which yargs reads: loading
 * it takes longer than most verbs run.
 * @param options by their names on the command line
 */
export function readPlainly(options: Options, args: readonly string[]): Typed | undefined {
  const named = new Map<string, unknown>();
  const words: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const [, name, value] = /^--([a-z][a-z0-9-]*)(?:=(.+))?$/.exec(args[at]!) ?? [];
    if (name === undefined) {
      if (!/^[\w/]/.test(args[at]!)) return undefined;
      words.push(args[at]!);
      continue;
    }
    const type = Object.hasOwn(options, name) ? options[name]!.type : undefined;
    if (named.has(name)) return undefined;
    if (type === "flag" && value === undefined && !/^(true|false)$/.test(args[at + 1] ?? "")) named.set(name, true);
    else if (type === "text" && /^[\w/.]/.test(value ?? args[at + 1] ?? "")) named.set(name, value ?? args[++at]);
    else return undefined;
  }
  return { named: Object.fromEntries(named), words };
}
