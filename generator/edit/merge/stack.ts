import type { ClassMethod, Node, Statement } from "@babel/types";
import type { FileChange } from "../assignment";
import { wholeLines, type Change } from "../change";
import { newChangeSet } from "../change-set";
import { importNames } from "../import";
import { walk } from "../parse";
import type { Project } from "../project";
import { nameOf } from "../project";
import { restyle } from "../restyle";
import type { Source } from "../source";
import { indentAt, styleAt } from "../style";
import type { Bench } from "./bench";
import type { Grammar } from "./grammar";
import { insertBeside, insertInto } from "./insert";
import { tailOf, withoutStatement, isKnown } from "./place";
import type { Side } from "./side";
import { bringUpToDate, plain, type Contested } from "./values";
import { alikeIn, isAlike, stackOf, type Field, type StackClass, type Words } from "./words";

/** Puts fields of the stack that are new into the user's class, so that guests can be said with them. `isRead` tells names that code reads which is as it is generated. */
export function addFields(bench: Bench, base: StackClass | undefined, fresh: StackClass, grammar: Grammar, isRead: (name: string) => boolean): void {
  const mine = stackOf(bench.project, grammar);
  if (mine === undefined) return;
  const { source, node } = mine;
  const members = new Set(node.body.body.flatMap((one) => ("key" in one ? [nameOf(one.key)] : [])));
  const style = styleAt(source, node.body);
  const changes: Change[] = [];
  for (const [at, field] of fresh.fields.entries()) {
    const isMissed = isRead(field.name) && !members.has(field.name);
    if (!isMissed && (alikeIn(mine.fields, field) ?? (base && alikeIn(base.fields, field))) !== undefined) continue;
    const name = free(field.name, members);
    members.add(name);
    const code = `readonly ${name} = ${field.factory}(this, ${restyle(field.literal, style, "")})${style.semicolon ? ";" : ""}`;
    const known = (one: Field) => alikeIn(mine.fields, one)?.node;
    const before = fresh.fields.slice(0, at).reverse().map(known).find((one) => one !== undefined);
    const behind = fresh.fields.slice(at + 1).map(known).find((one) => one !== undefined);
    changes.push(...besideMember(source, node.body, code, before, behind));
  }
  bench.make(changes.map((one) => ({ ...one, file: source.path })));
}

const free = (name: string, taken: ReadonlySet<string>, number = 2): string => (taken.has(name) ? (taken.has(`${name}${number}`) ? free(name, taken, number + 1) : `${name}${number}`) : name);

function besideMember(source: Source, body: Node, code: string, before: Node | undefined, behind: Node | undefined): Change[] {
  const { text } = source;
  const style = styleAt(source, body);
  if (before !== undefined) {
    const place = tailOf(source, before);
    return [{ start: place, end: place, text: `${style.lineEnd}${indentAt(text, before.start!)}${code}` }];
  }
  if (behind !== undefined) return [{ start: behind.start!, end: behind.start!, text: `${code}${style.lineEnd}${indentAt(text, behind.start!)}` }];
  const place = body.start! + 1;
  const isOpen = /^[ \t]*\r?\n/.test(text.slice(place));
  return [{ start: place, end: place, text: `${style.lineEnd}${indentAt(text, body.start!)}${style.step}${code}${isOpen ? "" : style.lineEnd}` }];
}

/** Takes fields out of the user's class that are generated no longer, and that nothing reads. */
export function removeFields(bench: Bench, base: StackClass | undefined, fresh: StackClass, grammar: Grammar): void {
  const mine = stackOf(bench.project, grammar);
  if (mine === undefined || base === undefined) return;
  const gone = base.fields.filter((field) => alikeIn(fresh.fields, field) === undefined);
  const changes = gone.flatMap((field): FileChange[] => {
    const own = mine.fields.find((one) => isAlike(one, field) && one.name === field.name);
    if (own === undefined) return [];
    const { source } = mine;
    const { node } = own;
    const hasRemark = tailOf(source, node) !== node.end! || (node.leadingComments ?? []).some(({ end }) => source.text.slice(end!, node.start!).split("\n").length === 2);
    return isRead(bench, source, own) || hasRemark ? [] : [{ ...wholeLines(source.text, { start: node.start!, end: node.end! }), text: "", file: source.path }];
  });
  bench.make(changes);
}

/** Whether a text that is as it is generated reads a field of the stack. */
export const namesField = (text: string | undefined, name: string): boolean => new RegExp(`\\.${name.replaceAll("$", "\\$")}(?![\\w$])`).test(text ?? "");

/** Whether code reads fields of the stack that are generated no longer. */
export function readsOfGone(bench: Bench, base: StackClass | undefined, fresh: StackClass | undefined, grammar: Grammar): boolean {
  const mine = stackOf(bench.project, grammar);
  if (base === undefined || fresh === undefined || mine === undefined) return false;
  const gone = base.fields.filter((one) => alikeIn(fresh.fields, one) === undefined).flatMap((one) => alikeIn(mine.fields, one) ?? []);
  return gone.some((one) => isRead(bench, mine.source, one));
}

/** Whether code may read a field of the stack: as a member of anything, or where something is taken apart. */
export function isRead({ project }: Bench, { text }: Source, { name, node }: Pick<Field, "name" | "node">): boolean {
  const word = `${name.replaceAll("$", "\\$")}(?![\\w$])`;
  const read = new RegExp(`(?:\\.\\s*|\\[\\s*["'])${word}|\\{[^{}]*(?<![\\w$])${word}[^{}]*\\}\\s*=(?![>=])`, "g");
  const uses = project.paths.reduce((sum, path) => sum + readsIn(project.source(path), read), 0);
  return uses > (text.slice(node.start!, node.end!).match(read)?.length ?? 0);
}

/** How often code does so: what is in quotes is text, such as an address of Terraform's. */
function readsIn(source: Source | undefined, read: RegExp): number {
  const found = source === undefined ? [] : [...source.text.matchAll(read)];
  if (source === undefined || found.length === 0) return 0;
  const quoted: Node[] = [];
  walk(source.file, (node) => {
    if (node.type === "StringLiteral" || node.type === "TemplateElement") quoted.push(node);
  });
  return found.filter(({ index }) => !quoted.some(({ start, end }) => index > start! && index < end!)).length;
}

/** Brings the constructor of the stack up to date, statement by statement. `isKept` tells calls whose file stays. */
export function mergeConstructor(bench: Bench, base: StackClass | undefined, fresh: StackClass, grammar: Grammar, words: Words, projects: { readonly base: Project; readonly fresh: Project }, isKept: (name: string) => boolean): readonly (Contested & { readonly file: string; readonly node: Node; readonly source: Source })[] {
  const mine = stackOf(bench.project, grammar);
  const own = mine && constructorOf(mine);
  const now = constructorOf(fresh);
  if (mine === undefined || own === undefined || now === undefined) return [];
  const old = base && constructorOf(base);
  const { source } = mine;
  const [before, after, there] = [base && old ? keyed(base.source, old) : [], keyed(fresh.source, now), keyed(source, own)];
  const find = (list: readonly Keyed[], key: string) => list.find((one) => one.key === key);
  const contested: (Contested & { readonly file: string; readonly node: Node; readonly source: Source })[] = [];
  const changes = newChangeSet();
  for (const one of before) {
    if (find(after, one.key) || (one.called !== undefined && isKept(one.called))) continue;
    const twin = find(there, one.key);
    if (twin) changes.add(withoutStatement(source, twin.node, isKnown(remarksOf(base!.source, one.node))).map((change) => ({ ...change, file: source.path })));
  }
  for (const [at, one] of after.entries()) {
    const twin = find(there, one.key);
    const was = find(before, one.key);
    if (twin !== undefined) {
      if (was === undefined || plain(was.text) === plain(one.text)) continue;
      const sides = [{ project: projects.base, source: base!.source, node: was.node }, { project: projects.fresh, source: fresh.source, node: one.node }, { project: bench.project, source, node: twin.node }].map(sideOf);
      if (sides.includes(undefined)) continue;
      const [baseSide, freshSide, mineSide] = sides as [Side, Side, Side];
      const round = bringUpToDate({ base: baseSide, fresh: freshSide, mine: mineSide }, grammar, words, changes, new Set());
      contested.push(...round.contested.map((each) => ({ ...each, title: `${one.key.replace(/^new /, "")} ${each.title}`, file: source.path, node: twin.node, source })));
    } else if (was === undefined && (one.called === undefined || !isCalled(source, mine.node, one.called))) {
      const text = fresh.source.text.slice(one.node.start!, tailOf(fresh.source, one.node));
      const previous = after.slice(0, at).reverse().map(({ key }) => find(there, key)?.node).find((node) => node !== undefined) ?? own.body.body.at(-1);
      changes.add([{ ...(previous === undefined ? insertInto(source, own.body, text) : tight(insertBeside(source, previous, text, "behind"))), file: source.path }]);
      const module = one.called === undefined ? undefined : moduleOf(fresh.source, one.called);
      if (module !== undefined) changes.add(importNames(source, [one.called!], module).map((change) => ({ ...change, file: source.path })));
    }
  }
  bench.make(unique(changes.all));
  return contested;
}

/** Whether a class calls a function, for one of its fields. */
const isCalled = (source: Source, { start, end }: Node, name: string) => source.callsOf(name).some((call) => call.type === "CallExpression" && call.start! >= start! && call.end! <= end!);

// In a constructor nothing is parted by blank lines.
const tight = (change: Change): Change => ({ ...change, text: change.text.replace(/^(\r?\n)\r?\n/, "$1") });

const unique = (changes: readonly FileChange[]) => changes.filter((one, at) => changes.findIndex((other) => other.start === one.start && other.end === one.end && other.text === one.text) === at);

interface Keyed {
  readonly key: string;
  readonly node: Statement;
  readonly text: string;
  /** The function that is called with the stack. */
  readonly called?: string;
}

const constructorOf = ({ node }: StackClass) => node.body.body.find((one): one is ClassMethod => one.type === "ClassMethod" && one.kind === "constructor");

function keyed(source: Source, { body }: ClassMethod): readonly Keyed[] {
  return body.body.map((node): Keyed => {
    const text = source.text.slice(node.start!, node.end!);
    const expression = node.type === "ExpressionStatement" ? node.expression : undefined;
    if (expression?.type === "NewExpression" && expression.callee.type === "Identifier") return { key: `new ${expression.callee.name}`, node, text };
    if (expression?.type !== "CallExpression") return { key: plain(text), node, text };
    const { callee, arguments: [first] } = expression;
    if (callee.type === "Super") return { key: "super", node, text };
    if (callee.type === "Identifier") return { key: `call ${callee.name}`, node, text, called: callee.name };
    const isOwn = callee.type === "MemberExpression" && callee.object.type === "ThisExpression";
    return { key: isOwn && first?.type === "StringLiteral" ? `${nameOf(callee.property)} ${first.value}` : plain(text), node, text };
  });
}

function sideOf({ project, source, node }: { readonly project: Project; readonly source: Source; readonly node: Node }): Side | undefined {
  const expression = node.type === "ExpressionStatement" ? node.expression : undefined;
  if (expression?.type !== "NewExpression" && expression?.type !== "CallExpression") return undefined;
  const last = expression.arguments.at(-1);
  const className = expression.callee.type === "Identifier" ? expression.callee.name : "super";
  if (last?.type !== "ObjectExpression") return undefined;
  return { project, instance: { className, creation: { source, node: expression }, scope: expression.arguments[0], props: { source, node: last }, id: undefined, key: undefined, frames: new Map() } };
}

/** The module that a file imports a name from. */
export function moduleOf({ file }: Source, name: string): string | undefined {
  for (const one of file.program.body) if (one.type === "ImportDeclaration" && one.specifiers.some(({ local }) => local.name === name)) return one.source.value;
  return undefined;
}

function remarksOf({ file, text }: Source, node: Node): ReadonlySet<string> {
  return new Set((file.comments ?? []).filter(({ start, end }) => (start! >= node.start! && end! <= node.end!) || (start! >= node.end! && /^[ \t]*$/.test(text.slice(node.end!, start!)))).map(({ value }) => plain(value)));
}
