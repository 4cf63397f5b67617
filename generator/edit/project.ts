import type { Node, Program, Statement } from "@babel/types";
import { readSource, type Place, type Source } from "./source";

/** The code of a project, parsed file by file as it is asked for. */
export interface Project {
  readonly paths: readonly string[];
  /** Undefined if there is no such file, or where it does not parse. */
  source(path: string): Source | undefined;
  /** The text of a file, whether it parses or not. */
  text(path: string): string | undefined;
  /** Every file that parses. */
  readonly sources: readonly Source[];
  /** The file that a relative import means. */
  imported(from: Source, module: string): Source | undefined;
}

/** Reads the code of a project: path → text. What is not looked at is not parsed. */
export function readProject(code: ReadonlyMap<string, string>): Project {
  const parsed = new Map<string, Source | undefined>();
  const source = (path: string) => {
    const text = code.get(path);
    if (text === undefined) return undefined;
    if (!parsed.has(path)) parsed.set(path, readSource(path, text));
    return parsed.get(path);
  };
  return projectOf([...code.keys()], source, (path) => code.get(path));
}

/** The project with one file as it is now. */
export const withSource = (project: Project, fresh: Source): Project => withSources(project, new Map([[fresh.path, fresh]]));

/** The project with some files as they are now; undefined: there is no such file any more. */
export function withSources(project: Project, fresh: ReadonlyMap<string, Source | undefined>): Project {
  const gone = new Set([...fresh].filter(([, one]) => one === undefined).map(([path]) => path));
  const paths = [...new Set([...project.paths, ...fresh.keys()])].filter((path) => !gone.has(path));
  return projectOf(
    paths,
    (path) => (fresh.has(path) ? fresh.get(path) : project.source(path)),
    (path) => (fresh.has(path) ? fresh.get(path)?.text : project.text(path)),
  );
}

function projectOf(paths: readonly string[], source: Project["source"], text: Project["text"]): Project {
  return {
    paths,
    source,
    text,
    get sources() {
      return paths.flatMap((path) => source(path) ?? []);
    },
    imported: (from, module) => candidates(from.path, module).map(source).find((one) => one !== undefined),
  };
}

function candidates(from: string, module: string): readonly string[] {
  if (!module.startsWith(".")) return [];
  const parts = from.split("/").slice(0, -1);
  for (const part of module.replace(/\.(?:js|ts)$/, "").split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  const path = parts.join("/");
  return [`${path}.ts`, `${path}.tsx`, path === "" ? "index.ts" : `${path}/index.ts`];
}

/** What a name stands for. */
export type Declaration =
  /** A constant, or a part of one. */
  | { readonly is: "constant"; readonly value: Place; readonly steps: readonly PatternStep[] }
  /** A parameter of a function, or a part of one. */
  | { readonly is: "parameter"; readonly of: Place; readonly at: number; readonly steps: readonly PatternStep[]; readonly type: string | undefined }
  /** An element of what a loop goes over. */
  | { readonly is: "element"; readonly of: Place; readonly steps: readonly PatternStep[] }
  | { readonly is: "function" | "class"; readonly place: Place }
  /** Something of a package. */
  | { readonly is: "foreign"; readonly module: string; readonly name: string }
  /** A variable that may change, or something else that cannot be followed. */
  | { readonly is: "other" };

/** How a pattern takes a value apart. */
export type PatternStep =
  | { readonly take: "key"; readonly key: string; readonly otherwise?: Place }
  | { readonly take: "item"; readonly at: number; readonly otherwise?: Place }
  | { readonly take: "whole"; readonly otherwise?: Place }
  | { readonly take: "rest"; readonly otherwise?: undefined };

/** Finds what a name stands for where it is used; undefined for what nothing declares. */
export function declarationOf(project: Project, source: Source, use: Node, name: string): Declaration | undefined {
  for (let node: Node | undefined = source.parentOf(use); node !== undefined; node = source.parentOf(node)) {
    const found = declaredBy(source, node).get(name);
    if (found !== undefined) return found.is === "import" ? followImport(project, source, found) : found;
  }
  return undefined;
}

type Import = { readonly is: "import"; readonly module: string; readonly name: string };
type Declared = Declaration | Import;

const known = new WeakMap<Node, ReadonlyMap<string, Declared>>();

function declaredBy(source: Source, node: Node): ReadonlyMap<string, Declared> {
  const before = known.get(node);
  if (before !== undefined) return before;
  const found = new Map<string, Declared>();
  if (node.type === "Program" || node.type === "BlockStatement" || node.type === "StaticBlock" || node.type === "TSModuleBlock") for (const one of node.body) readStatement(source, one, found);
  if ("params" in node && Array.isArray(node.params) && node.type !== "TSTypeParameterInstantiation") (node.params as readonly Node[]).forEach((parameter, at) => readParameter(source, node, parameter, at, found));
  if ((node.type === "ForOfStatement" || node.type === "ForInStatement" || node.type === "ForStatement") && (node.type === "ForStatement" ? node.init : node.left)?.type === "VariableDeclaration") readLoop(source, node, found);
  known.set(node, found);
  return found;
}

function readStatement(source: Source, node: Statement, found: Map<string, Declared>): void {
  if (node.type === "ImportDeclaration") {
    for (const one of node.specifiers) found.set(one.local.name, { is: "import", module: node.source.value, name: one.type === "ImportNamespaceSpecifier" ? "*" : one.type === "ImportDefaultSpecifier" ? "default" : nameOf(one.imported) });
  } else if ((node.type === "ExportNamedDeclaration" || node.type === "ExportDefaultDeclaration") && node.declaration) {
    readStatement(source, node.declaration as Statement, found);
  } else if ((node.type === "FunctionDeclaration" || node.type === "ClassDeclaration") && node.id) {
    found.set(node.id.name, { is: node.type === "FunctionDeclaration" ? "function" : "class", place: { source, node } });
  } else if (node.type === "VariableDeclaration") {
    for (const { id, init } of node.declarations) {
      const steady = node.kind === "const" && init;
      readPattern(source, id, [], (name, steps) => found.set(name, steady ? { is: "constant", value: { source, node: init }, steps } : { is: "other" }));
    }
  } else if (node.type === "TSEnumDeclaration") {
    found.set(node.id.name, { is: "other" });
  }
}

function readParameter(source: Source, node: Node, parameter: Node, at: number, found: Map<string, Declared>): void {
  const pattern = parameter.type === "TSParameterProperty" ? parameter.parameter : parameter;
  const type = typeName((pattern.type === "AssignmentPattern" ? pattern.left : pattern) as { readonly typeAnnotation?: Node | null });
  readPattern(source, pattern, [], (name, steps) => found.set(name, { is: "parameter", of: { source, node }, at, steps, type }));
}

function typeName({ typeAnnotation }: { readonly typeAnnotation?: Node | null }): string | undefined {
  const type = typeAnnotation?.type === "TSTypeAnnotation" ? typeAnnotation.typeAnnotation : undefined;
  return type?.type === "TSTypeReference" && type.typeName.type === "Identifier" ? type.typeName.name : undefined;
}

function readLoop(source: Source, node: Extract<Node, { type: "ForOfStatement" | "ForInStatement" | "ForStatement" }>, found: Map<string, Declared>): void {
  const declared = (node.type === "ForStatement" ? node.init : node.left) as Extract<Node, { type: "VariableDeclaration" }>;
  for (const { id } of declared.declarations) readPattern(source, id, [], (name, steps) => found.set(name, node.type === "ForOfStatement" ? { is: "element", of: { source, node }, steps } : { is: "other" }));
}

function readPattern(source: Source, pattern: Node, steps: readonly PatternStep[], add: (name: string, steps: readonly PatternStep[]) => void, otherwise?: Place): void {
  const taken: readonly PatternStep[] = otherwise === undefined ? steps : steps.length === 0 ? [{ take: "whole", otherwise }] : [...steps.slice(0, -1), { ...steps.at(-1)!, otherwise } as PatternStep];
  if (pattern.type === "Identifier") add(pattern.name, taken);
  if (pattern.type === "AssignmentPattern") readPattern(source, pattern.left, steps, add, { source, node: pattern.right });
  if (pattern.type === "RestElement") readPattern(source, pattern.argument, [...steps, { take: "rest" }], add);
  if (pattern.type === "ArrayPattern") pattern.elements.forEach((one, at) => one && readPattern(source, one, [...taken, { take: "item", at }], add));
  if (pattern.type !== "ObjectPattern") return;
  for (const one of pattern.properties) {
    if (one.type === "RestElement") readPattern(source, one, taken, add);
    else if (!one.computed) readPattern(source, one.value, [...taken, { take: "key", key: nameOf(one.key) }], add);
  }
}

function followImport(project: Project, source: Source, { module, name }: Import): Declaration {
  if (!module.startsWith(".")) return { is: "foreign", module, name };
  const target = project.imported(source, module);
  return (target && exportOf(project, target, name)) ?? { is: "other" };
}

/** What a file exports under a name, in the file itself or through others. */
function exportOf(project: Project, source: Source, name: string, depth = 0): Declaration | undefined {
  const { program } = source.file;
  for (const one of program.body) {
    if (one.type === "ExportNamedDeclaration" && one.declaration) {
      const found = new Map<string, Declared>();
      readStatement(source, one, found);
      if (found.has(name)) return found.get(name) as Declaration;
    }
    const listed = one.type === "ExportNamedDeclaration" ? one.specifiers.find((each) => each.type === "ExportSpecifier" && nameOf(each.exported) === name) : undefined;
    if (one.type === "ExportNamedDeclaration" && listed?.type === "ExportSpecifier") return one.source ? again(project, source, one.source.value, listed.local.name, depth) : inside(project, source, program, listed.local.name);
    const all = one.type === "ExportAllDeclaration" ? again(project, source, one.source.value, name, depth) : undefined;
    if (all !== undefined) return all;
  }
  return undefined;
}

function again(project: Project, source: Source, module: string, name: string, depth: number): Declaration | undefined {
  if (depth > 8) return undefined;
  if (!module.startsWith(".")) return { is: "foreign", module, name };
  const target = project.imported(source, module);
  return target && exportOf(project, target, name, depth + 1);
}

function inside(project: Project, source: Source, program: Program, name: string): Declaration | undefined {
  const found = declaredBy(source, program).get(name);
  return found?.is === "import" ? followImport(project, source, found) : found;
}

export const nameOf = (key: Node): string => (key.type === "Identifier" ? key.name : key.type === "StringLiteral" ? key.value : key.type === "NumericLiteral" ? String(key.value) : "");
