import type { Comment, Node, Statement } from "@babel/types";
import type { FileChange } from "../assignment";
import { wholeLines } from "../change";
import type { Instance } from "../instance";
import type { Source } from "../source";
import { indentAt, isFirst, isTall, styleAt } from "../style";
import { functionsOf } from "./insert";
import { headOf, statementOf, tailOf, withBlank } from "./place";
import type { Constructs } from "./side";
import { plain } from "./values";

/** Comments of their own between the statements of a function: titles, and guests that are set aside. */
interface Remark {
  /** On one line, the same for the same. */
  readonly text: string;
  readonly comments: readonly Comment[];
  /** The statements of the function around it. */
  readonly before: Statement | undefined;
  readonly behind: Statement | undefined;
}

const linesOf = (comments: readonly Comment[]) => plain(comments.map(({ value }) => value).join(" "));

/** Comments that a blank line parts from the code below, function by function. */
function remarksIn(source: Source): readonly Remark[] {
  return functionsOf(source).flatMap(({ body }) => {
    const inside = (source.file.comments ?? []).filter(({ start, end }) => start! > body.start! && end! < body.end! && isFirst(source.text, start!) && !body.body.some((one) => one.start! <= start! && end! <= one.end!));
    const blocks: Comment[][] = [];
    for (const one of inside) {
      const last = blocks.at(-1)?.at(-1);
      if (last !== undefined && /^\s*$/.test(source.text.slice(last.end!, one.start!)) && source.text.slice(last.end!, one.start!).split("\n").length === 2) blocks.at(-1)!.push(one);
      else blocks.push([one]);
    }
    return blocks.map((comments): Remark => {
      const [start, end] = [comments[0]!.start!, comments.at(-1)!.end!];
      return { text: linesOf(comments), comments, before: body.body.findLast((one) => one.end! <= start), behind: body.body.find((one) => one.start! >= end) };
    });
  });
}

/** Brings comments between the statements of a file up to date, as far as the user left them as they were. */
export function remarkChanges(base: Source | undefined, fresh: Source, mine: Source, freshGuests: Constructs, mineGuests: Constructs): readonly FileChange[] {
  const [old, now, own] = [base ? remarksIn(base) : [], remarksIn(fresh), remarksIn(mine)];
  const has = (list: readonly Remark[], { text }: Remark) => list.some((one) => one.text === text);
  const gone = own.filter((one) => has(old, one) && !has(now, one));
  const added = now.filter((one) => !has(old, one) && !has(own, one));
  const removals = gone.map(({ comments }): FileChange => {
    const lines = wholeLines(mine.text, { start: comments[0]!.start!, end: comments.at(-1)!.end! });
    return { ...withBlank(mine.text, lines), text: "", file: mine.path };
  });
  const insertions = added.flatMap((one): FileChange[] => {
    const behind = one.behind && twinOf(fresh, one.behind, mine, freshGuests, mineGuests);
    const before = one.before && twinOf(fresh, one.before, mine, freshGuests, mineGuests);
    const beside = behind ?? before;
    if (beside === undefined) return [];
    const style = styleAt(mine, mine.file.program);
    const indent = indentAt(mine.text, beside.start!);
    const lines = one.comments.map(({ start, end }) => fresh.text.slice(start!, end!)).join(`${style.lineEnd}${indent}`);
    if (behind) return [{ start: headOf(mine, behind), end: headOf(mine, behind), text: `${lines}${style.lineEnd}${style.lineEnd}${indent}`, file: mine.path }];
    return [{ start: tailOf(mine, beside), end: tailOf(mine, beside), text: `${style.lineEnd}${style.lineEnd}${indent}${lines}`, file: mine.path }];
  });
  return [...removals, ...insertions];
}

/** The user's statement of the guest that a generated statement makes. */
function twinOf(fresh: Source, statement: Statement, mine: Source, freshGuests: Constructs, mineGuests: Constructs): Statement | undefined {
  for (const [key, [guest]] of freshGuests) {
    if (guest?.creation.source !== fresh || statementOf(fresh, guest.creation.node) !== statement) continue;
    const [twin, ...others] = mineGuests.get(key) ?? [];
    return twin && others.length === 0 && twin.creation.source === mine && twin.frames.size === 0 ? statementOf(mine, twin.creation.node) : undefined;
  }
  return undefined;
}

/** Comments inside of a construct: those that came and went with what they are about. */
export function notesChanges(base: Instance | undefined, fresh: Instance, mine: Instance): readonly FileChange[] {
  if (mine.frames.size > 0 || mine.props === undefined || mine.props.node.type !== "ObjectExpression" || mine.props.source !== mine.creation.source) return [];
  const { source } = mine.creation;
  const [old, now, own] = [base ? notesIn(base) : [], notesIn(fresh), notesIn(mine)];
  const rest = now.map(({ text }) => text);
  const left = old.filter(({ text }) => !take(rest, text)).map(({ text }) => text);
  const gone = own.filter(({ text }) => take(left, text));
  const held = own.map(({ text }) => text);
  const before = old.map(({ text }) => text);
  const added = now.filter(({ text, isAlone }) => !take(before, text) && !take(held, text) && isAlone);
  const removals = gone.map(({ comment }): FileChange => {
    const lines = wholeLines(source.text, { start: comment.start!, end: comment.end! });
    if (lines.start !== comment.start!) return { ...lines, text: "", file: source.path };
    const blank = /[ \t]*$/.exec(source.text.slice(0, comment.start!))![0].length;
    return { start: comment.start! - blank, end: comment.end!, text: "", file: source.path };
  });
  if (added.length === 0 || !isTall(source.text, mine.props.node)) return removals;
  const style = styleAt(source, mine.props.node);
  const indent = indentAt(source.text, mine.props.node.start!) + style.step;
  const close = mine.props.node.end! - 1;
  if (!isFirst(source.text, close)) return removals;
  const place = source.text.lastIndexOf("\n", close) + 1;
  const text = added.map(({ comment }) => `${indent}${fresh.creation.source.text.slice(comment.start!, comment.end!)}${style.lineEnd}`).join("");
  return [...removals, { start: place, end: place, text, file: source.path }];
}

function take(list: string[], text: string): boolean {
  const at = list.indexOf(text);
  if (at >= 0) list.splice(at, 1);
  return at >= 0;
}

function notesIn({ creation: { source, node } }: Instance) {
  const inside = (source.file.comments ?? []).filter((one) => one.start! > (node as Node).start! && one.end! < node.end!);
  return inside.map((comment) => ({ comment, text: plain(comment.value), isAlone: isFirst(source.text, comment.start!) }));
}

/** Changes that do not touch each other; the others wait for the next import. */
export function apart(changes: readonly FileChange[]): readonly FileChange[] {
  const kept: FileChange[] = [];
  for (const one of changes) if (!kept.some((other) => other.file === one.file && one.start < other.end && other.start < one.end)) kept.push(one);
  return kept;
}
