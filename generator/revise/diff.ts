import { diffIndices } from "node-diff3";

const context = 3;

/** What changes in a file, as `diff -u` shows it; empty where nothing does. */
export function unifiedDiff(path: string, before: string, after: string): string {
  const [old, fresh] = [linesOf(before), linesOf(after)];
  const changes = diffIndices([...old], [...fresh]);
  if (changes.length === 0) return "";
  const from = before === "" ? "/dev/null" : `a/${path}`;
  const to = after === "" ? "/dev/null" : `b/${path}`;
  return [`--- ${from}`, `+++ ${to}`, ...hunksOf(changes).flatMap((hunk) => printHunk(hunk, old, fresh))].join("\n");
}

const linesOf = (text: string): readonly string[] => (text === "" ? [] : text.replace(/\r?\n$/, "").split(/\r?\n/));

type Changed = ReturnType<typeof diffIndices<string>>[number];

/** Changes with little between them are one hunk. */
function hunksOf(changes: readonly Changed[]): readonly (readonly Changed[])[] {
  const hunks: Changed[][] = [];
  for (const one of changes) {
    const last = hunks.at(-1)?.at(-1);
    if (last !== undefined && one.buffer1[0] - (last.buffer1[0] + last.buffer1[1]) <= context * 2) hunks.at(-1)!.push(one);
    else hunks.push([one]);
  }
  return hunks;
}

function printHunk(hunk: readonly Changed[], old: readonly string[], fresh: readonly string[]): string[] {
  const [first, last] = [hunk[0]!, hunk.at(-1)!];
  const start = Math.max(0, first.buffer1[0] - context);
  const end = Math.min(old.length, last.buffer1[0] + last.buffer1[1] + context);
  const shift = first.buffer2[0] - first.buffer1[0];
  const lines: string[] = [];
  let at = start;
  for (const { buffer1, buffer2 } of hunk) {
    for (; at < buffer1[0]; at++) lines.push(` ${old[at]!}`);
    for (; at < buffer1[0] + buffer1[1]; at++) lines.push(`-${old[at]!}`);
    for (let next = buffer2[0]; next < buffer2[0] + buffer2[1]; next++) lines.push(`+${fresh[next]!}`);
  }
  for (; at < end; at++) lines.push(` ${old[at]!}`);
  const count = (sign: string) => lines.filter((line) => line.startsWith(" ") || line.startsWith(sign)).length;
  return [`@@ -${range(start, count("-"))} +${range(start + shift, count("+"))} @@`, ...lines];
}

const range = (start: number, length: number) => `${length === 0 ? start : start + 1}${length === 1 ? "" : `,${length}`}`;
