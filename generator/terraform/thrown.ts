import { fileURLToPath } from "node:url";

/** A place in code. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** What a program of Node's threw and did not catch, as Node printed it. */
export interface Thrown {
  /** `TypeError`; undefined for what is not an error. */
  readonly name?: string;
  /** May span lines. */
  readonly message: string;
  /** The innermost first. */
  readonly frames: readonly Place[];
  /** The line that Node shows above the error. */
  readonly shown?: Place;
  readonly causes: readonly string[];
  /** What the error itself says to do. */
  readonly hint?: string;
}

const frame = /^\s+at (?:.*\()?((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/]).*?):(\d+):\d+\)?(?: \{)?$/;
const anyFrame = /^\s+at .*(?::\d+\)?|\(native\)|<anonymous>\)?)(?: \{)?$/;
const errorLine = /^(?:Uncaught )?([A-Za-z_$][\w$]*)(?: \[[A-Z0-9_]+\])?: ([^]*)$/;

/** Reads it from the standard error output; undefined if nothing of the kind is there. */
export function parseThrown(stderr: string): Thrown | undefined {
  const lines = stderr.split("\n").map((line) => line.trimEnd());
  // Node shows the line first, with a mark below, then the error with its frames.
  const mark = lines.findIndex((line) => /^\s*\^+$/.test(line));
  const from = mark < 0 ? lines.findIndex((line) => /^(Uncaught )?\w*(Error|Exception)\b.*: /.test(line)) : lines.findIndex((line, at) => at > mark && line !== "");
  if (from < 0) return undefined;
  const rest = lines.slice(from);
  const first = rest.findIndex((line) => anyFrame.test(line));
  const end = first >= 0 ? first : rest.findIndex((line) => /^(\(Use `node |Thrown at:|Node\.js v|$)/.test(line));
  const text = rest.slice(0, end < 0 ? undefined : end).join("\n").trim();
  const [, name, message = text] = errorLine.exec(text) ?? [];
  const frames = rest.slice(Math.max(0, first)).flatMap((line, at, all) => (isWrapper(line, all[at - 1]) ? [] : placeOf(frame.exec(line))));
  const [shown] = lines.slice(0, Math.max(0, mark)).flatMap((line) => placeOf(/^((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/]).*):(\d+)$/.exec(line)));
  const causes = rest.flatMap((line) => /^\s+\[cause\]: (.*)$/.exec(line)?.[1] ?? []);
  const hint = rest.flatMap((line) => /^ {2}hint: (['"`])(.*)\1,?$/.exec(line)?.[2] ?? [])[0];
  return { name, message, frames: first < 0 ? [] : frames, shown, causes, hint };
}

/** What is around a module's own lines, where they were translated: it is not a line of the source. */
function isWrapper(line: string, before = ""): boolean {
  const [, file] = /^\s+at Object\.<anonymous> \((.*):\d+:\d+\)/.exec(line) ?? [];
  return file !== undefined && before.trimStart().startsWith(`at <anonymous> (${file}:`);
}

function placeOf(match: RegExpExecArray | null): Place[] {
  if (match === null) return [];
  const [, path, line] = match as unknown as [string, string, string];
  return [{ file: path.startsWith("file:") ? fileURLToPath(path) : path, line: Number(line) }];
}
