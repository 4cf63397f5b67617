import type { CallExpression, ClassProperty, ExpressionStatement, FunctionDeclaration, NewExpression, Node } from "@babel/types";
import type { FileChange } from "../assignment";
import { wholeLines } from "../change";
import { importNames } from "../import";
import { madeAt, makerCalled, returnOf } from "../made";
import { nameOf } from "../project";
import { bare } from "../resolve";
import type { Place, Source } from "../source";
import { indentAt, styleAt } from "../style";
import type { Bench } from "./bench";
import type { Grammar } from "./grammar";
import { statementOf, withoutStatement } from "./place";
import { isRead, moduleOf } from "./stack";
import { alikeIn, isAlike, isSameMade, stackOf, type Field, type StackClass } from "./words";

/**
 * Has fields of the user's stack stand for constructs of the code where the generated ones do: the function that makes one gives it back, and
 * the stack takes it from there. Where the user's code is shaped otherwise, the field names it as what the code does not have.
 */
export function settleMade(bench: Bench, base: StackClass | undefined, fresh: StackClass, grammar: Grammar): void {
  for (const field of base?.fields ?? []) if (field.made !== undefined && alikeIn(fresh.fields, field) === undefined) letGo(bench, field, grammar);
  for (const field of fresh.fields) {
    if (field.made === undefined) continue;
    const mine = stackOf(bench.project, grammar);
    const named = mine && alikeIn(mine.fields, field);
    const own = named ?? (mine && dangling(bench, mine, field));
    if (own === undefined || named?.made !== undefined) continue;
    // Who named it by hand wants it so; and one name may stand for what several nodes have.
    if (named !== undefined && (base?.fields.some((one) => isAlike(one, field) && one.made !== undefined) || (named.name !== field.name && fresh.fields.filter(({ means }) => means === field.means).length > 1))) continue;
    const maker = giveBack(bench, field, grammar);
    if (maker === undefined || !take(bench, own.name, maker, fresh, grammar)) nameOnly(bench, own.name, field, grammar);
  }
}

/** Ends a field whose construct is given back no longer: nobody reads it, or it has the name alone. */
function letGo(bench: Bench, field: Field, grammar: Grammar): void {
  const mine = stackOf(bench.project, grammar);
  const own = mine && dangling(bench, mine, field);
  if (mine === undefined || own === undefined) return;
  if (isRead(bench, mine.source, own)) nameOnly(bench, own.name, field, grammar);
  else bench.make([{ ...wholeLines(mine.source.text, { start: own.node.start!, end: own.node.end! }), text: "", file: mine.source.path }]);
}

/** A field that is to be what a function gives back, and is not any more. */
function dangling({ project }: Bench, { source, node }: StackClass, { name }: Field): { readonly name: string; readonly node: ClassProperty } | undefined {
  const found = node.body.body.find((one): one is ClassProperty => one.type === "ClassProperty" && nameOf(one.key) === name);
  const value = found?.value;
  const isMade = value?.type === "MemberExpression" && value.object.type === "MemberExpression" && value.object.object.type === "ThisExpression" && madeAt(project, { source, node: value }) === undefined;
  return found && isMade ? { name, node: found } : undefined;
}

interface Maker {
  readonly path: string;
  /** The function's name, where it is declared and in generated code. */
  readonly name: string;
  /** What it gives the construct back as. */
  readonly as: string;
}

/** Has the function that makes a construct give it back; undefined where it is not made in a function of its own. */
function giveBack(bench: Bench, { made, name: wish }: Field, grammar: Grammar): Maker | undefined {
  const found = creationOf(bench, made!.node, grammar);
  if (found === undefined) return undefined;
  const { source, node } = found;
  const statement = statementOf(source, node);
  const around = statement && source.parentOf(source.parentOf(statement)!);
  if (around?.type !== "FunctionDeclaration" || around.id == null || around.params.length !== 1) return undefined;
  const constant = statement?.type === "VariableDeclaration" ? statement.declarations[0] : undefined;
  const isOwn = constant?.init != null && bare(constant.init) === node && constant.id.type === "Identifier";
  if (!isOwn && !(statement?.type === "ExpressionStatement" && bare(statement.expression) === node)) return undefined;
  const as = isOwn ? (constant.id as { readonly name: string }).name : freeIn(source, wish);
  const changes: FileChange[] = isOwn ? [] : [{ file: source.path, start: statement!.start!, end: statement!.end!, text: `const ${as} = ${source.text.slice(statement!.start!, statement!.end!)}` }];
  const added = returned(source, around, as);
  if (added === undefined) return undefined;
  bench.make([...changes, ...added]);
  return bench.failed.has(source.path) ? undefined : { path: source.path, name: around.id.name, as };
}

function creationOf(bench: Bench, made: NewExpression, grammar: Grammar): Place<NewExpression> | undefined {
  const all = [...bench.constructs.values()].flat().filter(({ creation, frames }) => frames.size === 0 && creation.node.type === "NewExpression" && isSameMade(creation.node, made));
  return all.length === 1 && grammar.thing(all[0]!.className) !== undefined ? (all[0]!.creation as Place<NewExpression>) : undefined;
}

const freeIn = (source: Source, wish: string, at = 1): string => {
  const name = at === 1 ? wish : `${wish}${at}`;
  return source.usesOf(name).length > 0 || source.callsOf(name).length > 0 ? freeIn(source, wish, at + 1) : name;
};

/** What has to change for a function to give a constant back as well; undefined where it gives back something else. */
function returned(source: Source, around: FunctionDeclaration, as: string): readonly FileChange[] | undefined {
  const { path: file, text } = source;
  const end = returnOf(around);
  if (end !== undefined) {
    if (end.argument?.type !== "ObjectExpression") return undefined;
    const { properties } = end.argument;
    if (properties.some((one) => one.type === "ObjectProperty" && nameOf(one.key) === as)) return [];
    const place = properties.at(-1)?.end ?? end.argument.start! + 1;
    return [{ file, start: place, end: place, text: properties.length === 0 ? ` ${as} ` : `, ${as}` }];
  }
  const style = styleAt(source, around.body);
  const close = around.body.end! - 1;
  const place = text.lastIndexOf("\n", close) + 1;
  const indent = indentAt(text, around.start!);
  const type = around.returnType;
  return [
    ...(type == null ? [] : [{ file, start: type.start!, end: type.end!, text: "" }]),
    { file, start: place, end: place, text: `${style.lineEnd}${indent}${style.step}return { ${as} }${style.semicolon ? ";" : ""}${style.lineEnd}` },
  ];
}

/** Gives a field of the stack what a function gives back; false where the stack does not call it. */
function take(bench: Bench, name: string, maker: Maker, fresh: StackClass, grammar: Grammar): boolean {
  const own = holder(bench, maker, fresh, grammar);
  const mine = stackOf(bench.project, grammar);
  if (own === undefined || mine === undefined) return false;
  const { source, node } = mine;
  const style = styleAt(source, node.body);
  const members = node.body.body.filter((one): one is ClassProperty => one.type === "ClassProperty");
  const field = members.find(({ key }) => nameOf(key) === name)!;
  const held = members.find(({ key }) => nameOf(key) === own)!;
  const from = (one: ClassProperty) => one.value?.type === "MemberExpression" && one.value.object.type === "MemberExpression" && nameOf(one.value.object.property) === own && one !== field;
  const last = members.findLast((one) => from(one)) ?? held;
  const code = `readonly ${name} = this.${own}.${maker.as}${style.semicolon ? ";" : ""}`;
  const moved = field.start! > held.start! ? [{ file: source.path, start: field.start!, end: field.end!, text: code }] : [{ ...wholeLines(source.text, { start: field.start!, end: field.end! }), text: "", file: source.path }, { file: source.path, start: last.end!, end: last.end!, text: `${style.lineEnd}${indentAt(source.text, last.start!)}${code}` }];
  bench.make(moved);
  return !bench.failed.has(source.path);
}

/** The field that holds what a function gives back; it takes the place of the call in the constructor. */
function holder(bench: Bench, maker: Maker, fresh: StackClass, grammar: Grammar): string | undefined {
  const mine = stackOf(bench.project, grammar);
  const declared = bench.project.source(maker.path);
  if (mine === undefined || declared === undefined) return undefined;
  const { source, node } = mine;
  const isIt = (call: Node | null | undefined): call is CallExpression => call?.type === "CallExpression" && call.arguments.length === 1 && call.arguments[0]!.type === "ThisExpression" && makerCalled(bench.project, { source, node: call })?.node.id?.name === maker.name;
  const members = node.body.body.filter((one): one is ClassProperty => one.type === "ClassProperty");
  const known = members.find(({ value }) => isIt(value));
  if (known !== undefined) return nameOf(known.key);
  const call = statementsOf(mine).find((one): one is ExpressionStatement => one.type === "ExpressionStatement" && isIt(one.expression));
  const module = moduleOf(fresh.source, maker.name);
  if (call === undefined && module === undefined) return undefined;
  const called = call === undefined ? maker.name : ((call.expression as CallExpression).callee as { readonly name: string }).name;
  const taken = new Set(node.body.body.flatMap((one) => ("key" in one ? [nameOf(one.key)] : [])));
  const name = taken.has(called) ? `its${called[0]!.toUpperCase()}${called.slice(1)}` : called;
  if (taken.has(name)) return undefined;
  const style = styleAt(source, node.body);
  // Before what the functions give that are called later.
  const order = heldIn(fresh);
  const later = members.find(({ value }) => value?.type === "CallExpression" && value.callee.type === "Identifier" && order.indexOf(value.callee.name) > order.indexOf(maker.name));
  const code = `private readonly ${name} = ${called}(this)${style.semicolon ? ";" : ""}`;
  const behind = members.at(-1);
  const place = later?.start ?? behind?.end ?? node.body.start! + 1;
  const indent = indentAt(source.text, later?.start ?? behind?.start ?? node.body.body[0]?.start ?? node.body.start!);
  const changes = [
    ...(call === undefined ? importNames(source, [called], module!) : withoutStatement(source, call, () => false)),
    { start: place, end: place, text: later === undefined ? `${style.lineEnd}${indent}${code}` : `${code}${style.lineEnd}${indent}` },
  ];
  bench.make(changes.map((one) => ({ ...one, file: source.path })));
  return bench.failed.has(source.path) ? undefined : name;
}

const statementsOf = ({ node }: StackClass) => node.body.body.flatMap((one) => (one.type === "ClassMethod" && one.kind === "constructor" ? one.body.body : []));

/** The functions whose results a stack holds, in order. */
export const heldIn = ({ node }: StackClass): readonly string[] => node.body.body.flatMap((one) => (one.type === "ClassProperty" && one.value?.type === "CallExpression" && one.value.callee.type === "Identifier" ? [one.value.callee.name] : []));

/** Takes calls of functions out of the user's class whose file is gone, where nothing reads what they gave. */
export function dropHolders(bench: Bench, base: StackClass | undefined, fresh: StackClass, grammar: Grammar): void {
  const mine = stackOf(bench.project, grammar);
  if (mine === undefined || base === undefined) return;
  const { source, node } = mine;
  const isGone = (name: string) => {
    const module = moduleOf(base.source, name);
    return module !== undefined && moduleOf(fresh.source, name) === undefined && moduleOf(source, name) === module && bench.project.imported(source, module) === undefined;
  };
  const gone = heldIn(base).filter(isGone);
  const held = node.body.body.filter((one): one is ClassProperty => one.type === "ClassProperty" && one.value?.type === "CallExpression" && one.value.callee.type === "Identifier" && gone.includes(one.value.callee.name));
  const unread = held.filter((one) => !isRead(bench, source, { name: nameOf(one.key), node: one }));
  bench.make(unread.map((one) => ({ ...wholeLines(source.text, { start: one.start!, end: one.end! }), text: "", file: source.path })));
}

/** Gives a field the name alone. */
function nameOnly(bench: Bench, name: string, { factory, literal }: Field, grammar: Grammar): void {
  const mine = stackOf(bench.project, grammar);
  const field = mine?.node.body.body.find((one): one is ClassProperty => one.type === "ClassProperty" && nameOf(one.key) === name);
  if (mine === undefined || field?.value?.type !== "MemberExpression") return;
  const { source } = mine;
  bench.make([{ start: field.value.start!, end: field.value.end!, text: `${factory}(this, ${literal})`, file: source.path }]);
}
