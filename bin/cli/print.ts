import type { Block, Fact, Node, View } from "../../generator/engine/view";
import { isCommand } from "../../lib/pve/command";
import { columns, visible } from "./terminal";

type Wrap = (text: string, width: number) => string;

/** A view as a terminal shows it: aligned, and wrapped at words where there is a width. */
export async function print(view: View, width?: number): Promise<string> {
  const wrap = await wrapFor(width);
  const nodes = view.filter(isThere);
  const names = nodes.flatMap((node) => (node.is === "facts" ? node.facts.map(({ name }) => name.length) : node.is === "blocks" ? node.blocks.map(({ mark }) => mark.length) : node.is === "notes" ? [4] : []));
  const shape = { label: Math.max(11, ...names) + 1, amounts: nodes.some((node) => node.is === "facts" && node.facts.some(({ amount }) => amount !== undefined)), width: Math.max(40, width ?? 0), wraps: width !== undefined, wrap };
  return (await Promise.all(nodes.map((node) => printNode(node, shape)))).map((lines) => lines.join("\n")).join("\n\n");
}

/** What went wrong and what helps, as a terminal shows it. */
export async function printProblem(message: string, hint: string | undefined, width?: number): Promise<string> {
  return speech(message, hint, await roomOf(width));
}

/** The room that lines have. */
export interface Room {
  readonly width: number;
  readonly wrap: Wrap;
  /** Columns that a text takes. */
  readonly widthOf: (text: string) => number;
}

export const unbounded: Room = { width: Infinity, wrap: (text) => text, widthOf: (text) => text.length };

export async function roomOf(width?: number): Promise<Room> {
  if (width === undefined) return unbounded;
  const { default: widthOf } = await import("string-width");
  return { width, wrap: await wrapFor(width), widthOf };
}

/** What pmpc says, and below it what helps. */
export function speech(message: string, hint: string | undefined, room: Room): string {
  const [first = "", ...others] = message.split("\n");
  return [...hanging("pmpc: ", first, room), ...others.flatMap((line) => hanging("", line, room)), ...(hint?.split("\n").flatMap((line) => hanging(indent, line, room)) ?? [])].join("\n");
}

interface Shape extends Pick<Room, "width" | "wrap"> {
  /** Columns of what is on the left. */
  readonly label: number;
  readonly amounts: boolean;
  /** There is a width to keep to. */
  readonly wraps: boolean;
}

const indent = "  ";

function isThere(node: Node): boolean {
  if (node.is === "facts") return node.facts.length > 0;
  if (node.is === "blocks") return node.blocks.length > 0;
  return node.is !== "notes" || node.notes.length > 0;
}

async function printNode(node: Node, shape: Shape): Promise<string[]> {
  switch (node.is) {
    case "facts":
      return node.facts.flatMap((fact) => printFact(fact, shape));
    case "blocks":
      // A line apart where there is something below one of them.
      return (await Promise.all(node.blocks.map((block) => printBlock(block, shape)))).flatMap((lines, at, all) => [...(at > 0 && lines.length + all[at - 1]!.length > 2 ? [""] : []), ...lines]);
    case "notes":
      return node.notes.flatMap((note) => hanging(`${indent}${"note".padEnd(shape.label)}`, note, shape));
    case "table":
      return node.rows.length === 0 ? [`${indent}${node.none ?? "none"}`] : (await printTable([node.head, ...node.rows.map((row) => row.map(visible))], shape)).map((line) => indent + line);
    case "text":
      return node.text.split("\n").map((line) => (node.bare ? "" : indent) + visible(line));
  }
}

/** Columns that do not fit go on below their row. */
async function printTable(rows: readonly (readonly string[])[], { width, wraps, wrap }: Shape): Promise<readonly string[]> {
  const { default: widthOf } = await import("string-width");
  for (let kept = rows[0]!.length; ; kept--) {
    const lines = await columns(rows.map((row) => row.slice(0, kept)));
    if (wraps && kept > 1 && lines.some((line) => widthOf(line) + indent.length > width)) continue;
    return lines.flatMap((line, at) => [line, ...[rows[at]!.slice(kept).filter((cell) => cell !== "").join("  ")].filter((rest) => rest !== "").flatMap((rest) => (wraps ? hanging("    ", rest, { width: width - indent.length, wrap }) : [`    ${rest}`]))]);
  }
}

function printFact({ name, amount, text, below = [] }: Fact, shape: Shape): string[] {
  const number = shape.amounts ? `${amount === undefined ? "" : String(amount)}`.padStart(5) + "   " : "";
  const head = `${indent}${name.padEnd(shape.label)}${number}`;
  return [...hanging(head, text, shape), ...below.flatMap((line) => hanging(" ".repeat(head.length), line, shape))];
}

async function printBlock({ mark, title, rows = [], below = [] }: Block, shape: Shape): Promise<string[]> {
  const margin = " ".repeat(indent.length + shape.label);
  const cells = await columns(rows.map((row) => row.map((cell) => visible(cell))));
  return [...hanging(`${indent}${mark.padEnd(shape.label)}`, title, shape), ...cells.flatMap((line) => hanging(margin, line, shape)), ...below.flatMap((line) => hanging(margin, line, shape))];
}

/** A line that goes on below its own beginning. */
export function indented(line: string, room: Room): string {
  const [blanks = ""] = /^ */.exec(line)!;
  return hanging(blanks, line.slice(blanks.length), room).join("\n");
}

/** Text after a head; what does not fit goes on below it. A terminal breaks a command by itself, and gives it whole where it is copied. */
function hanging(head: string, text: string, { width, wrap }: Pick<Room, "width" | "wrap">): string[] {
  const [first = "", ...others] = text.split("\n").map(visible).flatMap((line) => (isCommand(line) ? [line] : wrap(line, width - head.length).split("\n")));
  return [`${head}${first}`.trimEnd(), ...others.map((line) => `${" ".repeat(head.length)}${line}`.trimEnd())];
}

async function wrapFor(width: number | undefined): Promise<Wrap> {
  if (width === undefined) return (text) => text;
  const { default: wrapAnsi } = await import("wrap-ansi");
  // Blanks that begin a line mean something, those where it is broken do not.
  return (text, room) => wrapAnsi(text, Math.max(20, room), { hard: false, trim: false }).replace(/\n +/g, "\n");
}
