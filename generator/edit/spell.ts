import type { Identifier, MemberExpression, Node, ObjectExpression, ObjectProperty } from "@babel/types";
import { change, wholeLines, type Change, type Span } from "./change";
import { evaluate, type Instance } from "./instance";
import { removeMember } from "./layout";
import { declarationOf, nameOf, type Project } from "./project";
import { bare, resolve } from "./resolve";
import { childrenOf, type Place, type Source } from "./source";
import { indentAt } from "./style";

/**
 * The code of one of several constructs that a `new` makes, with its own values in it: as if it had been written alone. Its further lines
 * are indented as if its first one were not. Comments that `staysThere` knows stay where the others are made. Undefined if a value is computed.
 */
export function spellOut(project: Project, { creation, frames }: Instance, staysThere: (comment: string) => boolean = () => false): string | undefined {
  const { source, node } = creation;
  const changes: Change[] = [];
  const put = (at: Node, text: string) => void changes.push({ start: at.start! - node.start!, end: at.end! - node.start!, text });
  let fails = false;
  const visit = (one: Node, above: Node | undefined): void => {
    if (fails || isKey(one, above)) return;
    if (one.type === "ObjectProperty" && isLeftOut(project, source, one, frames)) {
      const object = source.parentOf(one) as ObjectExpression;
      changes.push(...removeMember(source, object, one).map(({ start, end, text }) => ({ start: start - node.start!, end: end - node.start!, text })));
      return;
    }
    if ((one.type === "TemplateLiteral" || one.type === "BinaryExpression") && dependsOn(project, source, one, frames)) {
      const value = evaluate(project, { source, node: one }, frames);
      if (value === undefined) fails = true;
      else put(one, JSON.stringify(value));
      return;
    }
    const root = rootOf(one);
    if (root === undefined || !isGiven(project, source, root, frames)) return childrenOf(one).forEach((child) => visit(child, one));
    const text = valueText(project, { source, node: one }, frames);
    // Of `cluster.pve` the caller says what `cluster` is.
    if (text === undefined && one.type === "MemberExpression") return visit(one.object, one);
    if (text === undefined) fails = true;
    else put(one, above?.type === "ObjectProperty" && above.shorthand ? `${nameOf(above.key)}: ${text}` : text);
  };
  visit(node, source.parentOf(node));
  for (const { start, end, value } of source.file.comments ?? []) {
    if (start! <= node.start! || end! >= node.end! || !staysThere(value)) continue;
    const without = withoutComment(source.text, { start: start!, end: end! });
    const moved = { start: without.start - node.start!, end: without.end - node.start!, text: "" };
    if (!changes.some((other) => moved.start < other.end && other.start < moved.end)) changes.push(moved);
  }
  // Lines of a text in backticks have no indentation of their own.
  if (fails || isTextOfLines(node)) return undefined;
  const indent = indentAt(source.text, node.start!);
  const text = change(source.text.slice(node.start!, node.end!), changes);
  return text.split("\n").map((line, at) => (at > 0 && line.startsWith(indent) ? line.slice(indent.length) : line)).join("\n");
}

/** A comment with its line, where it is alone on it, else with the blanks that part it from code. */
function withoutComment(text: string, comment: Span): Span {
  const lines = wholeLines(text, comment);
  if (lines.start !== comment.start) return lines;
  const before = /[ \t]*$/.exec(text.slice(0, comment.start))![0].length;
  return { start: comment.start - before, end: comment.end };
}

const isTextOfLines = (node: Node): boolean => (node.type === "TemplateLiteral" ? node.loc!.start.line !== node.loc!.end.line : childrenOf(node).some(isTextOfLines));

// The value of a shorthand has the same place as its key.
const isKey = (node: Node, above: Node | undefined) => above?.type === "ObjectProperty" && above.key === node && !above.computed && above.value !== node;

/** The name that an expression begins with: of `machine.disk.size`, `machine`. */
function rootOf(node: Node): Identifier | undefined {
  if (node.type === "Identifier") return node;
  return node.type === "MemberExpression" && !node.computed ? rootOf((node as MemberExpression).object) : undefined;
}

function isGiven(project: Project, source: Source, root: Identifier, frames: Instance["frames"]): boolean {
  const declared = declarationOf(project, source, root, root.name);
  return (declared?.is === "parameter" || declared?.is === "element") && frames.has(declared.of.node);
}

function dependsOn(project: Project, source: Source, node: Node, frames: Instance["frames"]): boolean {
  return node.type === "Identifier" ? isGiven(project, source, node, frames) : childrenOf(node).some((one) => dependsOn(project, source, one, frames));
}

/** Whether a property gets its value from a row that says nothing of it. */
function isLeftOut(project: Project, source: Source, { value }: ObjectProperty, frames: Instance["frames"]): boolean {
  const root = rootOf(bare(value));
  if (root === undefined || !isGiven(project, source, root, frames)) return false;
  const found = resolve(project, { source, node: value }, frames);
  return found.is === "missing" && found.otherwise === undefined;
}

function valueText(project: Project, place: Place, frames: Instance["frames"]): string | undefined {
  const found = resolve(project, place, frames);
  const at = found.is === "missing" ? (found.otherwise?.is === "value" ? found.otherwise.place : undefined) : found.is === "value" ? found.place : undefined;
  if (at !== undefined && at.node !== bare(place.node)) return at.source.text.slice(at.node.start!, at.node.end!);
  // What the caller knows by a name, as the stack, has that name there.
  const declared = place.node.type === "Identifier" ? declarationOf(project, place.source, place.node, place.node.name) : undefined;
  const given = declared?.is === "parameter" && declared.steps.length === 0 ? frames.get(declared.of.node)?.given[declared.at] : undefined;
  return given === undefined || "key" in given ? undefined : given.source.text.slice(given.node.start!, given.node.end!);
}
