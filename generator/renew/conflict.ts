import type { ResourceKey } from "../../lib/pve/address";
import { kinds } from "../../lib/schema/kind/all";

/** What both the user and the cluster changed: the code has it as the user says. */
export interface OpenConflict {
  /** `vm 101`, `storage nas`, `the stack`, `this file` */
  readonly of: string;
  /** What it is about, where that is a guest or something else of the cluster. */
  readonly key?: ResourceKey;
  /** `memory`, `disks[scsi0].size`; empty: the whole. */
  readonly title: string;
  readonly file: string;
  readonly line: number;
  /** As code: what it was, what the cluster makes of it, and what the user does; undefined: nothing. */
  readonly was?: string;
  readonly cluster?: string;
  readonly yours?: string;
  /** Why pmpc cannot set it, or what of yours it does not go together with. */
  readonly why?: string;
}

/** That a file could not be brought up to date at all. */
export const unmerged = { of: "this file", title: "cannot be merged" } as const;

/** The prop that a title begins with: `memory.dedicated` → `memory`. */
export const topOf = (title: string): string => /^\w*/.exec(title)![0];

const whole = "the whole";

/** The file that lists the conflicts of another one. */
export function printConflicts(file: string, conflicts: readonly OpenConflict[]): string {
  const head = `Both you and the cluster changed what is listed here, and ${file} has it your way.\npmpc resolve asks about each. To keep all of yours, delete this file; to keep one, delete its paragraph.\n`;
  const said = (title: string, text: string | undefined) => `  ${title.padEnd(8)} ${(text ?? "nothing").split(/\r?\n/).join(`\n${" ".repeat(11)}`)}\n`;
  const paragraphs = conflicts.map(({ of, title, line, was, cluster, yours, why }) => `${of}  ${title || whole}  (line ${line})\n${why === undefined ? "" : said("why", why)}${was === undefined && cluster === undefined && yours === undefined ? "" : said("was", was) + said("cluster", cluster) + said("yours", yours)}`);
  return `${head}\n${paragraphs.join("\n")}`;
}

/** The conflicts that such a file lists still. */
export function parseConflicts(file: string, text: string): readonly OpenConflict[] {
  return text.split(/\r?\n(?=\S)/).flatMap((paragraph): OpenConflict[] => {
    const [head = "", ...lines] = paragraph.split(/\r?\n/);
    const found = /^(\S.*?) {2}(.*) {2}\(line (\d+)\)\s*$/.exec(head);
    if (found === null) return [];
    const said = new Map<string, string>();
    let last = "";
    for (const one of lines) {
      const named = /^ {2}(was|cluster|yours|why) +(.*)$/.exec(one);
      if (named) said.set((last = named[1]!), named[2]!);
      else if (last !== "" && one.startsWith(" ".repeat(11))) said.set(last, `${said.get(last)}\n${one.slice(11)}`);
    }
    const [, of, title, line] = found;
    const id = kinds.parseName(of!);
    const { was, cluster, yours, why } = Object.fromEntries(said);
    return [{ of: of!, ...(id === undefined ? {} : { key: kinds.printKey(id) }), title: title === whole ? "" : title!, file, line: Number(line), ...optional({ was, cluster, yours, why }) }];
  });
}

const optional = (texts: Readonly<Record<string, string | undefined>>) => Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined));

/** Whether two are about the same. */
export const isSameConflict = (one: OpenConflict, other: OpenConflict): boolean => one.of === other.of && one.title === other.title && (one.key !== undefined || (one.file === other.file && one.line === other.line));
