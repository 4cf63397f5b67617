interface Line {
  readonly mark: " " | "-" | "+";
  readonly text: string;
}

/** What `diff -b -u` prints of two texts, without the names of the files; empty where they say the same. */
export function unifiedDifference(before: string, after: string): string {
  const lines = align(linesOf(before), linesOf(after));
  const changed = lines.flatMap(({ mark }, at) => (mark === " " ? [] : [at]));
  return hunksOf(changed, lines.length).map((hunk) => printHunk(lines, hunk)).join("");
}

const linesOf = (text: string) => text.replace(/\n$/, "").split("\n");
const same = (a: string, b: string) => a === b || a.replace(/\s+/g, " ").trimEnd() === b.replace(/\s+/g, " ").trimEnd();

/** Both texts as one: by their longest common run of lines. */
function align(before: readonly string[], after: readonly string[]): readonly Line[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let a = before.length - 1; a >= 0; a--) {
    for (let b = after.length - 1; b >= 0; b--) lengths[a]![b] = same(before[a]!, after[b]!) ? lengths[a + 1]![b + 1]! + 1 : Math.max(lengths[a + 1]![b]!, lengths[a]![b + 1]!);
  }
  const lines: Line[] = [];
  let [a, b] = [0, 0];
  while (a < before.length || b < after.length) {
    if (a < before.length && b < after.length && same(before[a]!, after[b]!)) {
      lines.push({ mark: " ", text: before[a]! });
      a++;
      b++;
    } else if (b >= after.length || (a < before.length && lengths[a + 1]![b]! >= lengths[a]![b + 1]!)) lines.push({ mark: "-", text: before[a++]! });
    else lines.push({ mark: "+", text: after[b++]! });
  }
  return lines;
}

type Range = readonly [from: number, to: number];

/** Changes with three lines around them; those that touch are one. */
function hunksOf(changed: readonly number[], length: number): readonly Range[] {
  const hunks: Range[] = [];
  for (const at of changed) {
    const [from, to] = [Math.max(0, at - 3), Math.min(length, at + 4)];
    const last = hunks.at(-1);
    if (last && from <= last[1]) hunks[hunks.length - 1] = [last[0], to];
    else hunks.push([from, to]);
  }
  return hunks;
}

function printHunk(lines: readonly Line[], [from, to]: Range): string {
  const count = (mark: string, upTo: readonly Line[]) => upTo.filter((line) => line.mark !== mark).length;
  const within = lines.slice(from, to);
  const place = (without: string) => {
    const [start, size] = [count(without, lines.slice(0, from)), count(without, within)];
    return `${size === 0 ? start : start + 1}${size === 1 ? "" : `,${size}`}`;
  };
  return [`@@ -${place("+")} +${place("-")} @@`, ...within.map(({ mark, text }) => mark + text)].map((line) => `${line}\n`).join("");
}
