import type { ClassProperty, Comment, Node, Statement } from "@babel/types";
import { wholeLines, type Change, type Span } from "./change";
import { applied } from "./edit";
import { instancesIn, isSame, isSameGiven, type Instance, type Kind } from "./instance";
import { insertAsIs, remarkBehind, removeMember } from "./layout";
import { givenBackAlone, withoutGiving, type GivenBack } from "./given-back";
import { madeAt } from "./made";
import { withSource, withSources, type Project } from "./project";
import { bare } from "./resolve";
import { lineAt, type Place, type Source } from "./source";
import { isFirst } from "./style";

/** What was taken out of code, and where it was. */
export interface TakenOut {
  readonly project: Project;
  readonly file: string;
  /** Counted from 1, in the text before. */
  readonly line: number;
  /** The text that went, with the comments above it. */
  readonly text: string;
  /** It was a statement, and no element of a list. */
  readonly isStatement: boolean;
  /** The list or object that it was a member of, where a name stands for that. */
  readonly member?: MemberPlace;
  /** Other files in which fields went that stood for it. */
  readonly others?: readonly string[];
}

/** Where a member of a list or an object was: what names it, and how many members came before it. */
export interface MemberPlace {
  readonly of: string;
  readonly at: number;
  /** The comment that came after it, on its line. */
  readonly remark?: string;
}

/** Why something cannot be taken out: the line that decides it. */
export interface Kept {
  readonly file: string;
  readonly line: number;
  readonly why: string;
}

/**
 * Takes one construct out of code: its statement with the comments above it, its variable or field, or the row or the call that
 * makes it one of several. Nothing else changes. Raises `cannot-edit` where that could not be done safely.
 */
export function takeOut(project: Project, kinds: readonly Kind[], instance: Instance): TakenOut | Kept {
  const all = instancesIn(project, kinds);
  const place = ownPlace(instance, all);
  if ("why" in place) return place;
  const taken = takePlace(project, place);
  // What makes it may make others as well.
  return "why" in taken || instancesIn(taken.project, kinds).length === all.length - 1 ? taken : kept(place, "the code there makes others as well");
}

function takePlace(project: Project, place: Place): TakenOut | Kept {
  const { source, node } = place;
  const statement = statementOf(source, node);
  if (statement === undefined) return removedMember(project, place) ?? kept(place, "it is made inside of an expression there");
  const span = withoutStatement(source, statement);
  const name = statement.type === "VariableDeclaration" && statement.declarations[0]?.id.type === "Identifier" ? statement.declarations[0].id.name : undefined;
  const given = name === undefined ? undefined : givenBackAlone(source, statement, name);
  if (given !== undefined) return takeGiven(project, place, given, { ...span, text: "" }, withComments(source.text, statement));
  const used = usesOf(project, source, statement);
  if (used !== undefined) return kept(used, "the code there uses it");
  return done(project, source, [{ ...span, text: "" }], withComments(source.text, statement), statement.type !== "ClassProperty");
}

/** Takes a construct out that its function gives back, with the fields of the stack that stand for it. */
function takeGiven(project: Project, { source, node }: Place, given: GivenBack, own: Change, text: Span): TakenOut | Kept {
  const fields = project.sources.flatMap((one) => fieldsIn(one).filter((field) => field.value != null && madeAt(project, { source: one, node: field.value })?.node === node).map((field) => ({ source: one, node: field })));
  for (const field of fields) {
    const used = usesOf(project, field.source, field.node);
    if (used !== undefined) return kept(used, "the code there refers to it");
  }
  const taken = done(project, source, [own, ...withoutGiving(source, given)], text, true);
  const others = [...new Set(fields.map((one) => one.source))].filter((one) => one !== source);
  const rest = others.map((one) => applied(one, fields.filter((field) => field.source === one).map((field) => ({ ...withoutStatement(one, field.node), text: "" }))));
  return { ...taken, project: withSources(taken.project, new Map(rest.map((one) => [one.path, one]))), others: rest.map(({ path }) => path) };
}

const fieldsIn = ({ file }: Source): readonly ClassProperty[] =>
  file.program.body.map((one) => (one.type === "ExportNamedDeclaration" ? one.declaration : one)).flatMap((one) => (one?.type === "ClassDeclaration" ? one.body.body.filter((member): member is ClassProperty => member.type === "ClassProperty") : []));

/** What makes this construct and no other: itself, or of several that one `new` makes, its element, its entry or its call. */
function ownPlace(instance: Instance, all: readonly Instance[]): Place | Kept {
  const { creation, frames } = instance;
  const siblings = all.filter((one) => one.creation.node === creation.node && !isSame(one, instance));
  if (frames.size === 0) return creation;
  for (const [node, frame] of [...frames].reverse()) {
    const isShared = siblings.some((one) => [...one.frames].some(([other, { given }]) => other === node && isSameGiven(given[0], frame.given[0])));
    const [first] = frame.given;
    if (isShared || first === undefined) continue;
    if ("key" in first) return { source: first.key.source, node: first.key.source.parentOf(first.key.node)! };
    const parent = first.source.parentOf(first.node);
    return parent?.type === "CallExpression" || parent?.type === "NewExpression" ? { source: first.source, node: parent } : first;
  }
  return kept(creation, "the code there makes several of them");
}

/** The statement, or the field of a class, that is only this. */
function statementOf(source: Source, node: Node): Node | undefined {
  let own = node;
  let parent = source.parentOf(own);
  while (parent !== undefined && bare(parent) === bare(own)) {
    own = parent;
    parent = source.parentOf(own);
  }
  if (parent?.type === "ExpressionStatement") return parent;
  if (parent?.type === "VariableDeclarator") {
    const declaration = source.parentOf(parent);
    const outer = declaration && source.parentOf(declaration);
    return declaration?.type === "VariableDeclaration" && declaration.declarations.length === 1 ? (outer?.type === "ExportNamedDeclaration" ? outer : declaration) : undefined;
  }
  if (parent?.type === "ClassProperty" && parent.value === own) return parent;
  return parent?.type === "AssignmentExpression" && source.parentOf(parent)?.type === "ExpressionStatement" ? source.parentOf(parent) : undefined;
}

function removedMember(project: Project, { source, node }: Place): TakenOut | undefined {
  const whole = source.parentOf(node);
  if (whole?.type !== "ArrayExpression" && whole?.type !== "ObjectExpression") return undefined;
  const declared = source.parentOf(whole);
  const named = declared?.type === "VariableDeclarator" && declared.id.type === "Identifier" ? declared.id.name : undefined;
  const members: readonly (Node | null)[] = whole.type === "ArrayExpression" ? whole.elements : whole.properties;
  const { above, remark } = remarksOf(source, node);
  const changes = [...removeMember(source, whole, node, { comment: remark !== undefined }), ...(above === undefined ? [] : [{ ...wholeLines(source.text, above), text: "" }])];
  const member = named === undefined ? {} : { member: { of: named, at: members.indexOf(node), ...(remark === undefined ? {} : { remark }) } };
  return { ...done(project, source, changes, { start: above?.start ?? node.start!, end: node.end! }, false), ...member };
}

/** The comments of a member that has its lines for itself: those directly above it, and the one behind it. */
function remarksOf({ text, file }: Source, node: Node): { readonly above?: Span; readonly remark?: string } {
  const behind = /^,?/.exec(text.slice(node.end!))![0].length + node.end!;
  const remark = remarkBehind.exec(text.slice(behind))?.[0];
  if (!isFirst(text, node.start!) || !/^[ \t]*\r?\n/.test(text.slice(behind + (remark?.length ?? 0)))) return {};
  let start = node.start!;
  for (const comment of [...(file.comments ?? [])].filter((one) => one.end! <= node.start!).reverse()) {
    if (!/^[ \t]*\r?\n[ \t]*$/.test(text.slice(comment.end!, start)) || !isFirst(text, comment.start!)) break;
    start = comment.start!;
  }
  const end = text.lastIndexOf("\n", node.start!);
  return { ...(start === node.start! ? {} : { above: { start, end: text[end - 1] === "\r" ? end - 1 : end } }), ...(remark === undefined ? {} : { remark: remark.trim() }) };
}

/** Where else the name is used that a statement gives. */
function usesOf(project: Project, source: Source, statement: Node): Place | undefined {
  const declared = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
  const name = declared?.type === "VariableDeclaration" && declared.declarations[0]?.id.type === "Identifier" ? declared.declarations[0].id.name : undefined;
  const isInside = (node: Node) => statement.start! <= node.start! && node.end! <= statement.end!;
  if (name !== undefined) {
    const sources = statement.type === "ExportNamedDeclaration" ? project.sources : [source];
    return sources.flatMap((one) => one.usesOf(name).filter((node) => one !== source || !isInside(node)).map((node) => ({ source: one, node })))[0];
  }
  const member = statement.type === "ClassProperty" && statement.key.type === "Identifier" ? statement.key.name : assignedMember(statement);
  if (member === undefined) return undefined;
  const text = new RegExp(`\\.${member}\\b`);
  for (const one of project.sources) {
    const at = [...one.text.matchAll(new RegExp(text, "g"))].find(({ index }) => one !== source || index < statement.start! || index >= statement.end!);
    if (at !== undefined) return { source: one, node: { ...statement, start: at.index, end: at.index } as Node };
  }
  return undefined;
}

function assignedMember(statement: Node): string | undefined {
  const left = statement.type === "ExpressionStatement" && statement.expression.type === "AssignmentExpression" ? statement.expression.left : undefined;
  return left?.type === "MemberExpression" && left.property.type === "Identifier" ? left.property.name : undefined;
}

/** Comments directly above a statement belong to it; what a blank line parts from it does not. */
function withComments(text: string, statement: Node): Span {
  let start = statement.start!;
  for (const comment of [...((statement as Statement).leadingComments ?? [])].reverse() as readonly Comment[]) {
    const between = text.slice(comment.end!, start);
    const isAlone = text.slice(text.lastIndexOf("\n", comment.start! - 1) + 1, comment.start!).trim() === "";
    if (!isAlone || (between.match(/\n/g)?.length ?? 0) > 1) break;
    start = comment.start!;
  }
  return { start, end: statement.end! };
}

/** The statement's lines with its comments, the one behind it included, and one of the blank lines around it. */
function withoutStatement({ text }: Source, statement: Node): Span {
  const own = withComments(text, statement);
  const remark = /^[^\S\r\n]*\/\/[^\r\n]*/.exec(text.slice(own.end))?.[0].length ?? 0;
  const lines = wholeLines(text, { start: own.start, end: own.end + remark });
  if (lines.end === own.end + remark && lines.start === own.start) return { start: own.start, end: own.end };
  const behind = /^[ \t]*\r?\n/.exec(text.slice(lines.end))?.[0].length ?? 0;
  const before = /\n([ \t]*\r?\n)$/.exec(text.slice(0, lines.start))?.[1]!.length ?? 0;
  return behind > 0 ? { start: lines.start, end: lines.end + behind } : { start: lines.start - before, end: lines.end };
}

/** Puts a member back into its list or object, as it was; undefined where there is no such thing any more. Raises `cannot-edit`. */
export function putBackMember(project: Project, path: string, { of, at, remark }: MemberPlace, text: string): Project | undefined {
  const source = project.source(path);
  const declared = source?.file.program.body.flatMap((one) => {
    const inner = one.type === "ExportNamedDeclaration" ? one.declaration : one;
    return inner?.type === "VariableDeclaration" ? inner.declarations.filter(({ id }) => id.type === "Identifier" && id.name === of) : [];
  })[0];
  const whole = declared?.init && bare(declared.init);
  if (source === undefined || (whole?.type !== "ArrayExpression" && whole?.type !== "ObjectExpression")) return undefined;
  const members = (whole.type === "ArrayExpression" ? whole.elements : whole.properties).filter((one) => one !== null) as readonly Node[];
  const changes = insertAsIs(source, whole, text, members[Math.min(at, members.length) - 1]);
  return withSource(project, applied(source, changes.map((one) => (remark !== undefined && one.text.includes(text) ? withRemark(one, remark) : one))));
}

/** A comment ends its line; between others on one line it is written so that it does not. */
function withRemark(one: Change, remark: string): Change {
  const isLine = /^\r?\n/.test(one.text);
  return { ...one, text: `${one.text} ${isLine || !remark.startsWith("//") ? remark : `/*${remark.slice(2).replaceAll("*/", "* /")} */`}` };
}

function done(project: Project, source: Source, changes: readonly Change[], own: Span, isStatement: boolean): TakenOut {
  return { isStatement, project: withSource(project, applied(source, changes)), file: source.path, line: lineAt(source.text, own.start), text: source.text.slice(own.start, own.end) };
}

const kept = ({ source, node }: Place, why: string): Kept => ({ file: source.path, line: lineAt(source.text, node.start!), why });
