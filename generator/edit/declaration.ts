import type { ClassDeclaration, FunctionDeclaration } from "@babel/types";
import { parseSource, walk } from "./parse";

/** A class that a file exports. */
export interface ClassCode {
  readonly name: string;
  /** The class that it extends. */
  readonly base: string | undefined;
  /** The second argument of its constructor's `super(scope, "home", …)`. */
  readonly id: string | undefined;
}

/** A function that a file exports. */
export interface FunctionCode {
  readonly name: string;
  readonly parameters: readonly string[];
}

export function classesIn(text: string): readonly ClassCode[] {
  return exported(text).flatMap((one) => (one.type === "ClassDeclaration" && one.id ? [readClass(one, one.id.name)] : []));
}

export function functionsIn(text: string): readonly FunctionCode[] {
  return exported(text).flatMap((one) => (one.type === "FunctionDeclaration" && one.id ? [{ name: one.id.name, parameters: one.params.flatMap((parameter) => (parameter.type === "Identifier" ? [parameter.name] : [])) }] : []));
}

function readClass(node: ClassDeclaration, name: string): ClassCode {
  let id: string | undefined;
  walk(node, (one) => {
    if (one.type !== "CallExpression" || one.callee.type !== "Super") return;
    const [, second] = one.arguments;
    if (second?.type === "StringLiteral") id ??= second.value;
  });
  return { name, base: node.superClass?.type === "Identifier" ? node.superClass.name : undefined, id };
}

function exported(text: string): readonly (ClassDeclaration | FunctionDeclaration)[] {
  const statements = parseSource(text)?.program.body ?? [];
  return statements.flatMap((one) => {
    const declared = one.type === "ExportNamedDeclaration" ? one.declaration : undefined;
    return declared?.type === "ClassDeclaration" || declared?.type === "FunctionDeclaration" ? [declared] : [];
  });
}
