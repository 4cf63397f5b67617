import type { MemberExpression } from "@babel/types";
import { parseSource, walk } from "./parse";

/** What a module takes from outside of itself. */
export interface Outside {
  /** Modules of the same project: `./guests/pve1`. */
  readonly modules: readonly string[];
  /** The first thing by which it may do something else next time, although no file has changed: `process`, `node:fs`. */
  readonly changeable?: string;
}

// These give the same for the same arguments. What is not here, a package or a name, may read anything.
const cdktf = new Set(["App", "Aspects", "AzurermBackend", "ConsulBackend", "CosBackend", "Fn", "GcsBackend", "HttpBackend", "IResolvable", "ITerraformResource", "LocalBackend", "OssBackend", "PgBackend", "S3Backend", "SwiftBackend", "TerraformOutput", "TerraformResource", "TerraformStack", "TerraformVariable", "Token"]);
const steady: Readonly<Record<string, true | ReadonlySet<string>>> = { pmpc: true, constructs: true, cdktf, cdktn: cdktf };

// Ways to the clock, to chance, to the machine and to other code. A name is enough: who calls something else so pays with a synthesis.
const ways = new Set([
  ..."process globalThis global window self Date performance crypto fetch require module exports eval Function WebAssembly Worker navigator Intl".split(" "),
  ..."random __proto__ Reflect Proxy setTimeout setInterval setImmediate queueMicrotask XMLHttpRequest WebSocket Atomics".split(" "),
  ..."FinalizationRegistry WeakRef Temporal toLocaleString toLocaleDateString toLocaleTimeString captureStackTrace prepareStackTrace".split(" "),
]);

/** Reads what a module takes from outside of itself; what does not parse may do anything. */
export const outsideOf = (text: string): Outside => scanOutside(text) ?? parseOutside(text);

function parseOutside(text: string): Outside {
  const file = parseSource(text);
  if (file === undefined) return { modules: [], changeable: "what does not parse" };
  const modules: string[] = [];
  let changeable: string | undefined;
  walk(file.program, (node) => {
    if (node.type === "ImportExpression" || node.type === "Import" || node.type === "MetaProperty" || node.type === "TSImportEqualsDeclaration") changeable ??= node.type;
    if (node.type === "Identifier" && ways.has(node.name)) changeable ??= node.name;
    if (node.type === "MemberExpression" && wayOf(node) !== undefined) changeable ??= wayOf(node);
    if (node.type !== "ImportDeclaration" && node.type !== "ExportNamedDeclaration" && node.type !== "ExportAllDeclaration") return;
    const from = node.source?.value;
    if (from === undefined) return;
    if (/^\.\.?\//.test(from)) return void modules.push(from);
    const names = node.type === "ExportAllDeclaration" ? [undefined] : node.specifiers.map((one) => (one.type === "ImportSpecifier" ? nameOf(one.imported) : one.type === "ExportSpecifier" ? one.local.name : undefined));
    if (!isSteady(from, names)) changeable ??= from;
  });
  return { modules, ...(changeable === undefined ? {} : { changeable }) };
}

/** Whether a package gives the same for the same arguments, as far as these of its names go. */
function isSteady(from: string, names: readonly (string | undefined)[]): boolean {
  if (from.startsWith("pmpc/provider/")) return true;
  const known = Object.hasOwn(steady, from) ? steady[from]! : undefined;
  return known === true || (known !== undefined && names.every((name) => name !== undefined && known.has(name)));
}

// Comments and texts.
const pieces = /\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?\*\/|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'/g;
// What may hold anything: a regular expression, a template, an escaped name, and a name in brackets.
const obscure = /[/`\\]|[\w$)\]}"!.\u0080-\uffff]\s*\[\s*"/;
const statement = /\b(import|export)(?: type)? \{([\w$,\s]*)\} from "(\d+)"/g;

/** The same without a parser, for what most of a project is: thousands of lines that only make guests. Undefined where a parser must tell. */
export function scanOutside(text: string): Outside | undefined {
  const texts: string[] = [];
  const code = text.replace(pieces, (piece) => (piece.startsWith("/") ? " " : `"${texts.push(piece) - 1}"`));
  const words = code.match(/[\w$]+/g) ?? [];
  if (obscure.test(code) || words.some((word) => ways.has(word) || word === "constructor")) return undefined;
  const modules: string[] = [];
  let left = words.filter((word) => word === "import" || word === "from").length;
  for (const [, keyword, names, at] of code.matchAll(statement)) {
    const from = texts[Number(at)]!.slice(1, -1);
    if (from.includes("\\")) return undefined;
    left -= keyword === "import" ? 2 : 1;
    if (/^\.\.?\//.test(from)) modules.push(from);
    else if (!isSteady(from, names!.split(",").map((name) => name.trim().replace(/^type\s+/, "").split(/\s/)[0]!).filter((name) => name !== ""))) return undefined;
  }
  return left === 0 ? { modules } : undefined;
}

/** `[].constructor` leads to everything, and so do names in brackets. */
function wayOf({ property, computed }: MemberExpression): string | undefined {
  const name = !computed && property.type === "Identifier" ? property.name : property.type === "StringLiteral" ? property.value : undefined;
  return name !== undefined && (name === "constructor" || ways.has(name)) ? name : undefined;
}

const nameOf = (name: { readonly type: string; readonly name?: string; readonly value?: string }) => name.name ?? name.value;
