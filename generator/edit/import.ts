import type { ImportDeclaration } from "@babel/types";
import { parseSource } from "./parse";

/** What a file imports by name: name → module. */
export function importsIn(text: string): ReadonlyMap<string, string> {
  const statements = parseSource(text)?.program.body ?? [];
  const imports = statements.filter((one): one is ImportDeclaration => one.type === "ImportDeclaration");
  return new Map(imports.flatMap(({ source, specifiers }) => specifiers.map(({ local }) => [local.name, source.value])));
}
