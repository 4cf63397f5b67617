import type { ClassDeclaration, ClassProperty, Expression, Node } from "@babel/types";
import { change, type Change } from "../change";
import type { Code } from "../layout";
import { walk } from "../parse";
import { nameOf, type Project } from "../project";
import type { Place, Source } from "../source";
import { indentAt } from "../style";
import type { Grammar } from "./grammar";

/** A field of a stack that stands for something: `readonly fast = Storage.fromName(this, "local-lvm")`. */
export interface Field {
  readonly name: string;
  readonly node: ClassProperty;
  /** What it stands for, the same for the same: `Storage.fromName("local-lvm")`. */
  readonly means: string;
  /** The name as code: `"local-lvm"`. */
  readonly literal: string;
}

export interface StackClass {
  readonly source: Source;
  readonly node: ClassDeclaration;
  readonly fields: readonly Field[];
}

/** The class of the stack; undefined if there is none, or several. */
export function stackOf(project: Project, { stack }: Grammar): StackClass | undefined {
  const found = project.paths.flatMap((path): StackClass[] => {
    const source = project.source(path);
    if (source === undefined || !source.text.includes(stack)) return [];
    return source.file.program.body.flatMap((one) => {
      const node = one.type === "ExportNamedDeclaration" || one.type === "ExportDefaultDeclaration" ? one.declaration : one;
      return node?.type === "ClassDeclaration" && node.superClass?.type === "Identifier" && node.superClass.name === stack ? [{ source, node, fields: fieldsOf(source, node) }] : [];
    });
  });
  return found.length === 1 ? found[0] : undefined;
}

function fieldsOf({ text }: Source, { body }: ClassDeclaration): Field[] {
  return body.body.flatMap((node): Field[] => {
    if (node.type !== "ClassProperty" || node.value?.type !== "CallExpression" || node.value.callee.type !== "MemberExpression") return [];
    const [, named] = node.value.arguments;
    const { object, property } = node.value.callee;
    if (object.type !== "Identifier" || named?.type !== "StringLiteral") return [];
    return [{ name: nameOf(node.key), node, means: `${object.name}.${nameOf(property)}(${JSON.stringify(named.value)})`, literal: text.slice(named.start!, named.end!) }];
  });
}

/** Texts that a file names at its top: name → the text, and its code. */
export function textsOf({ file, text }: Source): ReadonlyMap<string, { readonly value: string; readonly code: string }> {
  const declared = file.program.body.flatMap((one) => (one.type === "VariableDeclaration" && one.kind === "const" ? one.declarations : []));
  return new Map(declared.flatMap(({ id, init }) => (id.type === "Identifier" && init?.type === "StringLiteral" ? [[id.name, { value: init.value, code: text.slice(init.start!, init.end!) }] as const] : [])));
}

/** Says generated code in the words of a place in the user's code. */
export interface Speech {
  /** How the stack is called there; undefined if unknown. */
  readonly scope: string | undefined;
  /** The user's file. */
  readonly source: Source;
}

/** What a translation knows of both sides. */
export interface Words {
  readonly fresh: StackClass | undefined;
  readonly mine: StackClass | undefined;
}

/** Generated code, as it is written at a place of the user's; undefined if it needs the stack and that is not known there. */
export function translate({ source, node }: Place, { fresh, mine }: Words, { scope, source: there }: Speech): Code | undefined {
  const start = node.start!;
  const [texts, own] = [textsOf(source), textsOf(there)];
  const theirScope = scopeIn(source, node);
  const changes: Change[] = [];
  let fails = false;
  const put = (one: Node, text: string) => void changes.push({ start: one.start! - start, end: one.end! - start, text });
  walk(node, (one, parents) => {
    if (one.type === "MemberExpression" && one.object.type === "Identifier" && one.object.name === theirScope && !one.computed) {
      const field = fresh?.fields.find(({ name }) => name === nameOf(one.property));
      const known = field && mine?.fields.find(({ means }) => means === field.means);
      if (scope !== undefined && known) put(one, `${scope}.${known.name}`);
      else if (field) put(one, field.literal);
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

const isOnlyName = (node: Node, parent: Node | undefined) => (parent?.type === "ObjectProperty" && parent.key === node && !parent.computed && parent.value !== node) || (parent?.type === "MemberExpression" && parent.property === node && !parent.computed);

/** What generated code calls the stack: the parameter of the function that the code is in. */
function scopeIn(source: Source, node: Node): string | undefined {
  for (let one: Node | undefined = node; one !== undefined; one = source.parentOf(one)) {
    if (one.type === "FunctionDeclaration" && one.params[0]?.type === "Identifier") return one.params[0].name;
  }
  return undefined;
}

/** How the user's code names the scope of a construct. */
export const scopeName = (scope: Expression | Node | undefined): string | undefined => (scope?.type === "ThisExpression" ? "this" : scope?.type === "Identifier" ? scope.name : undefined);
