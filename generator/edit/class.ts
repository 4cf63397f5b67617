import type { ClassBody, ClassMethod, ClassProperty, Expression } from "@babel/types";
import { change } from "./change";
import { withImports } from "./edit";
import { readSource } from "./source";
import { parseSource, walk } from "./parse";

/** A field that a class gets from a call: `readonly fast = Storage.fromName(this, "local-lvm")`, or from what a call gave it: `this.storages.fast`. */
export interface FieldCode {
  readonly name: string;
  /** `Storage` */
  readonly className: string;
  /** `fromName` */
  readonly method: string;
  /** The last argument, where it is a text or a number. */
  readonly argument: string | undefined;
  /** The function of the project that made it, and what that calls it. */
  readonly made?: { readonly by: string; readonly as: string };
}

/** The fields of the classes in a file that are made by calls. */
export function fieldsIn(text: string): readonly FieldCode[] {
  const found: FieldCode[] = [];
  const file = parseSource(text);
  if (file) walk(file.program, (node) => void (node.type === "ClassBody" && found.push(...node.body.flatMap((one) => (one.type === "ClassProperty" ? [...readField(one), ...readMade(one, node)] : [])))));
  return found;
}

/** `readonly tank = this.storages.tank`, beside `storages = storages(this)` */
function readMade({ key, value }: ClassProperty, { body }: ClassBody): FieldCode[] {
  if (key.type !== "Identifier" || value?.type !== "MemberExpression" || value.property.type !== "Identifier" || value.object.type !== "MemberExpression" || value.object.object.type !== "ThisExpression" || value.object.property.type !== "Identifier") return [];
  const { name: own } = value.object.property;
  const [called] = body.flatMap((one) => (one.type === "ClassProperty" && one.key.type === "Identifier" && one.key.name === own && one.value?.type === "CallExpression" && one.value.callee.type === "Identifier" ? [one.value.callee.name] : []));
  return called === undefined ? [] : [{ name: key.name, className: "", method: "", argument: undefined, made: { by: called, as: value.property.name } }];
}

function readField({ key, value }: ClassProperty): FieldCode[] {
  if (key.type !== "Identifier" || value?.type !== "CallExpression" || value.callee.type !== "MemberExpression") return [];
  const { object, property } = value.callee;
  if (object.type !== "Identifier" || property.type !== "Identifier") return [];
  const last = value.arguments.at(-1) as Expression | undefined;
  return [{ name: key.name, className: object.name, method: property.name, argument: last?.type === "StringLiteral" || last?.type === "NumericLiteral" ? String(last.value) : undefined }];
}

/** The text with fields that stand for what a function made saying its name instead: `VirtualMachine.fromVmId(this, 101)`. */
export function withNameFor(text: string, { by, as }: NonNullable<FieldCode["made"]>, factory: string, argument: string | number): string {
  const source = readSource("", text);
  const bodies: ClassBody[] = [];
  if (source) walk(source.file.program, (node) => void (node.type === "ClassBody" && bodies.push(node)));
  const values = bodies.flatMap((body) => body.body.flatMap((one) => (one.type === "ClassProperty" && readMade(one, body).some(({ made }) => made?.by === by && made.as === as) ? [one.value!] : [])));
  if (source === undefined || values.length === 0) return text;
  const named = values.map(({ start, end }) => ({ start: start!, end: end!, text: `${factory}(this, ${JSON.stringify(argument)})` }));
  return change(text, withImports(source, named, "pmpc"));
}

/** The text with one more line at the end of the only constructor of its only class, once; undefined if there is no such thing. */
export function withLineInConstructor(text: string, line: string): string | undefined {
  const constructor = constructorIn(text);
  if (constructor === undefined) return undefined;
  if (text.slice(constructor.start!, constructor.end!).split("\n").some((one) => one.trim() === line)) return text;
  const last = constructor.body.body.at(-1);
  const at = last?.end ?? constructor.body.start! + 1;
  const rest = /^[^\n]*/.exec(text.slice(at))![0].length;
  const indent = last === undefined ? "    " : /[ \t]*$/.exec(text.slice(0, last.start!))![0];
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  // What follows the last statement on its line is a comment on it.
  const place = at + (text[at + rest - 1] === "\r" ? rest - 1 : rest);
  return change(text, [{ start: place, end: place, text: `${end}${indent}${line}` }]);
}

function constructorIn(text: string): ClassMethod | undefined {
  const bodies: ClassBody[] = [];
  const file = parseSource(text);
  if (file) walk(file.program, (node) => void (node.type === "ClassBody" && bodies.push(node)));
  const found = bodies.flatMap(({ body }) => body.filter((one): one is ClassMethod => one.type === "ClassMethod" && one.kind === "constructor"));
  return found.length === 1 ? found[0] : undefined;
}

/** A call of one of the class's own methods with a text: `this.forget("…"); // why` */
export interface OwnCall {
  readonly argument: string;
  /** What is remarked behind it on its line. */
  readonly comment: string;
}

/** The calls of a method on `this` in a file. */
export function ownCallsIn(text: string, method: string): readonly OwnCall[] {
  const found: OwnCall[] = [];
  const file = parseSource(text);
  if (!file) return found;
  walk(file.program, (node) => {
    if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression" || node.callee.object.type !== "ThisExpression") return;
    const [argument] = node.arguments;
    if (node.callee.property.type !== "Identifier" || node.callee.property.name !== method || argument?.type !== "StringLiteral") return;
    found.push({ argument: argument.value, comment: /^;?[ \t]*\/\/[ \t]*(.*)/.exec(text.slice(node.end!))?.[1]?.trim() ?? "" });
  });
  return found;
}
