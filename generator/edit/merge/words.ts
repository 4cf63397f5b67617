import type { ClassDeclaration, ClassProperty, Expression, FunctionDeclaration, NewExpression, Node } from "@babel/types";
import { change, type Change } from "../change";
import type { Code } from "../layout";
import { madeAt, nameOfMade } from "../made";
import { walk } from "../parse";
import { nameOf, type Project } from "../project";
import type { Place, Source } from "../source";
import { indentAt } from "../style";
import type { Grammar } from "./grammar";

/** A field of a stack that stands for something: `readonly fast = Storage.fromName(this, "local-lvm")`, `readonly tank = this.storages.tank`. */
export interface Field {
  readonly name: string;
  readonly node: ClassProperty;
  /** What it stands for, the same for the same: `storage "local-lvm"`. */
  readonly means: string;
  /** The name as code: `"local-lvm"`. */
  readonly literal: string;
  /** How it is named where the code does not have it: `Storage.fromName`. */
  readonly factory: string;
  /** The construct that it stands for, if the code has it. */
  readonly made?: Place<NewExpression>;
}

/** Whether two fields stand for the same: for one construct, or for what has one name. */
export const isAlike = (one: Field, other: Field): boolean => (one.made && other.made ? isSameMade(one.made.node, other.made.node) : one.means === other.means);

/** The field that stands for the same as another one, rather that of its name. */
export const alikeIn = (fields: readonly Field[], field: Field): Field | undefined => {
  const found = fields.filter((one) => isAlike(one, field));
  return found.find(({ name }) => name === field.name) ?? found[0];
};

export interface StackClass {
  readonly source: Source;
  readonly node: ClassDeclaration;
  readonly fields: readonly Field[];
}

/** The class of the stack; undefined if there is none, or several. */
export function stackOf(project: Project, { stack, thing }: Grammar): StackClass | undefined {
  const found = project.paths.flatMap((path): StackClass[] => {
    const source = project.source(path);
    if (source === undefined || !source.text.includes(stack)) return [];
    return source.file.program.body.flatMap((one) => {
      const node = one.type === "ExportNamedDeclaration" || one.type === "ExportDefaultDeclaration" ? one.declaration : one;
      return node?.type === "ClassDeclaration" && node.superClass?.type === "Identifier" && node.superClass.name === stack ? [{ source, node, fields: fieldsOfClass(project, source, node, thing) }] : [];
    });
  });
  return found.length === 1 ? found[0] : undefined;
}

/** The fields of the project's class of this name that stand for something. */
export function fieldsOfNamed(project: Project, className: string, thing: Grammar["thing"]): readonly Field[] {
  return project.sources.flatMap((source) => (source.text.includes(`class ${className}`) ? source.file.program.body : []).flatMap((one) => {
    const declared = one.type === "ExportNamedDeclaration" || one.type === "ExportDefaultDeclaration" ? one.declaration : one;
    return declared?.type === "ClassDeclaration" && declared.id?.name === className ? fieldsOfClass(project, source, declared, thing) : [];
  }));
}

/** The fields of a class that stand for something. */
function fieldsOfClass(project: Project, source: Source, { body }: ClassDeclaration, thing: Grammar["thing"]): Field[] {
  return body.body.flatMap((node): Field[] => {
    if (node.type !== "ClassProperty" || node.value == null) return [];
    const name = nameOf(node.key);
    const made = madeAt(project, { source, node: node.value });
    if (made?.node.callee.type === "Identifier") {
      const is = thing(made.node.callee.name);
      const literal = JSON.stringify(nameOfMade(made));
      return is === undefined || literal === undefined ? [] : [{ name, node, means: `${is.kind} ${literal}`, literal, factory: is.factory, made }];
    }
    if (node.value.type !== "CallExpression" || node.value.callee.type !== "MemberExpression") return [];
    const [, named] = node.value.arguments;
    const { object, property } = node.value.callee;
    if (object.type !== "Identifier" || (named?.type !== "StringLiteral" && named?.type !== "NumericLiteral")) return [];
    const factory = `${object.name}.${nameOf(property)}`;
    return [{ name, node, means: `${thing(object.name)?.factory === factory ? thing(object.name)!.kind : factory} ${JSON.stringify(named.value)}`, literal: source.text.slice(named.start!, named.end!), factory }];
  });
}

/** Texts that a file names at its top: name → the text, and its code. */
function textsOf({ file, text }: Source): ReadonlyMap<string, { readonly value: string; readonly code: string }> {
  const declared = file.program.body.flatMap((one) => (one.type === "VariableDeclaration" && one.kind === "const" ? one.declarations : []));
  return new Map(declared.flatMap(({ id, init }) => (id.type === "Identifier" && init?.type === "StringLiteral" ? [[id.name, { value: init.value, code: text.slice(init.start!, init.end!) }] as const] : [])));
}

/** Says generated code in the words of a place in the user's code. */
export interface Speech {
  /** How the stack is called there; undefined if unknown. */
  readonly scope: string | undefined;
  /** The user's file. */
  readonly source: Source;
  /** Where in the file it is to be: what is made behind it has no name there yet. */
  readonly at: number;
}

/** What a translation knows of both sides. */
export interface Words {
  readonly fresh: StackClass | undefined;
  readonly mine: StackClass | undefined;
}

/** Generated code, as it is written at a place of the user's; undefined if it needs the stack and that is not known there. */
export function translate({ source, node }: Place, { fresh, mine }: Words, { scope, source: there, at }: Speech): Code | undefined {
  const start = node.start!;
  const constants = constantsAround(source, node);
  const [texts, own] = [textsOf(source), textsOf(there)];
  const theirScope = scopeIn(source, node);
  const changes: Change[] = [];
  let fails = false;
  const put = (one: Node, text: string) => void changes.push({ start: one.start! - start, end: one.end! - start, text });
  walk(node, (one, parents) => {
    if (one.type === "MemberExpression" && one.object.type === "Identifier" && one.object.name === theirScope && !one.computed) {
      const field = fresh?.fields.find(({ name }) => name === nameOf(one.property));
      const known = field && mine && alikeIn(mine.fields, field);
      if (scope !== undefined && known) put(one, `${scope}.${known.name}`);
      else if (field) put(one, scope !== undefined && /\.fromVmId$/.test(field.factory) ? `${field.factory}(${scope}, ${field.literal})` : field.literal);
      else if (scope !== undefined) put(one.object, scope);
      else fails = true;
      return false;
    }
    const above = parents.at(-1);
    if (one.type !== "Identifier" || isOnlyName(one, above)) return;
    const isShort = above?.type === "ObjectProperty" && above.shorthand;
    if (one.name === theirScope) {
      if (scope === undefined) fails = true;
      else put(one, scope);
    }
    const made = constants.get(one.name);
    if (made !== undefined) return void put(one, `${isShort ? `${one.name}: ` : ""}${constantFor(made, there, at) ?? JSON.stringify(nameOfMade({ source, node: made }))}`);
    const text = texts.get(one.name);
    if (text === undefined) return;
    const name = own.get(one.name)?.value === text.value ? one.name : [...own].find(([, { value }]) => value === text.value)?.[0];
    put(one, `${isShort ? `${one.name}: ` : ""}${name ?? text.code}`);
  });
  if (fails) return undefined;
  const said = change(source.text.slice(start, node.end!), changes);
  const indent = indentAt(source.text, start);
  return () => said.split("\n").map((line, at) => (at > 0 && line.startsWith(indent) ? line.slice(indent.length) : line)).join("\n");
}

/** A value of generated code: one that is a construct behind a constant is that constant, and not another construct. */
export function translateValue(place: Place, words: Words, speech: Speech): Code | undefined {
  const { source, node } = place;
  const made = [...constantsAround(source, node).values()].find((one) => one === node);
  if (made === undefined) return translate(place, words, speech);
  const name = constantFor(made, speech.source, speech.at) ?? JSON.stringify(nameOfMade({ source, node: made }));
  return () => name;
}

const isOnlyName = (node: Node, parent: Node | undefined) => (parent?.type === "ObjectProperty" && parent.key === node && !parent.computed && parent.value !== node) || (parent?.type === "MemberExpression" && parent.property === node && !parent.computed);

/** Constructs that the function around a place gives to constants. */
function constantsAround(source: Source, node: Node): ReadonlyMap<string, NewExpression> {
  for (let one: Node | undefined = source.parentOf(node); one !== undefined; one = source.parentOf(one)) if (one.type === "FunctionDeclaration") return constantsIn(one);
  return new Map();
}

const constantsIn = ({ body }: FunctionDeclaration): ReadonlyMap<string, NewExpression> =>
  new Map(body.body.flatMap((one) => (one.type === "VariableDeclaration" && one.kind === "const" ? one.declarations : [])).flatMap(({ id, init }) => (id.type === "Identifier" && init?.type === "NewExpression" ? [[id.name, init] as const] : [])));

/** What the function at a place calls the same construct, if it makes it before that place. */
function constantFor(made: NewExpression, { file }: Source, at: number): string | undefined {
  const around = file.program.body.map((one) => (one.type === "ExportNamedDeclaration" ? one.declaration : one)).find((one) => one?.type === "FunctionDeclaration" && one.start! <= at && at <= one.end!);
  const all = around?.type === "FunctionDeclaration" ? [...constantsIn(around)] : [];
  return all.find(([, one]) => one.end! <= at && isSameMade(one, made))?.[0];
}

/** Whether two make a construct of one class with one id. */
export function isSameMade(one: NewExpression, other: NewExpression): boolean {
  const [a, b] = [one.arguments[1], other.arguments[1]];
  return one.callee.type === "Identifier" && other.callee.type === "Identifier" && one.callee.name === other.callee.name && a?.type === "StringLiteral" && b?.type === "StringLiteral" && a.value === b.value;
}

/** What generated code calls the stack: the parameter of the function that the code is in. */
function scopeIn(source: Source, node: Node): string | undefined {
  for (let one: Node | undefined = node; one !== undefined; one = source.parentOf(one)) {
    if (one.type === "FunctionDeclaration" && one.params[0]?.type === "Identifier") return one.params[0].name;
  }
  return undefined;
}

/** How the user's code names the scope of a construct. */
export const scopeName = (scope: Expression | Node | undefined): string | undefined => (scope?.type === "ThisExpression" ? "this" : scope?.type === "Identifier" ? scope.name : undefined);
