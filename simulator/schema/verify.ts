import { wrongIn } from "./format";
import type { Properties, Property } from "./property";

export type Errors = Readonly<Record<string, string>>;

const unknown = "property is not defined in schema and the schema does not allow additional properties";
const missing = "property is missing and it is not optional";

/** What is wrong with an object's values, by name and in Proxmox VE's words. */
export function verifyObject(values: Readonly<Record<string, unknown>>, properties: Properties, path = ""): Errors {
  const errors: [name: string, wrong: string][] = [];
  const at = (name: string) => (path === "" ? name : `${path}.${name}`);
  for (const name of requiredOf(properties)) if (values[name] === undefined) errors.push([at(name), missing]);
  for (const [name, value] of Object.entries(values)) {
    const property = Object.hasOwn(properties, name) ? properties[name]! : undefined;
    const wrong = property ? verifyValue(value, property, at(name)) : value === undefined ? undefined : unknown;
    if (wrong !== undefined) errors.push([at(name), wrong]);
    const { requires } = property ?? {};
    if (requires !== undefined && value !== undefined && values[requires] === undefined) {
      errors.push([at(requires), `missing property required by '${at(name)}'`]);
    }
  }
  return Object.fromEntries(errors);
}

const required = new WeakMap<Properties, readonly string[]>();

function requiredOf(properties: Properties): readonly string[] {
  const known = required.get(properties);
  if (known) return known;
  const found = Object.keys(properties).filter((name) => !properties[name]!.optional && properties[name]!.alias === undefined);
  required.set(properties, found);
  return found;
}

/** What is wrong with one value. Nothing is where there is none: whether it may be missing is the object's business. */
function verifyValue(value: unknown, property: Property, path: string): string | undefined {
  if (value === undefined || value === null || property.alias !== undefined) return undefined;
  if (property.type === "array") return wrongItem(Array.isArray(value) ? value : [value], property, path);
  const type = wrongType(value, property);
  if (type !== undefined) return type;
  // Proxmox VE joins what JSON or a repeated name gives as a list, where a list in one text is wanted.
  const text = String(value);
  return wrongFormat(text, property, path) ?? wrongText(text, property) ?? wrongNumber(text, property) ?? wrongWord(text, property);
}

function wrongItem(items: readonly unknown[], { optional: _, ...property }: Property, path: string): string | undefined {
  return items.map((item) => verifyValue(item, { ...property, type: "string" }, path)).find((wrong) => wrong !== undefined);
}

const number = /^[+-]?(\d+\.\d+|\d+\.|\.\d+|\d+)(e[+-]?\d+)?$/i;
const types: Readonly<Record<string, (text: string) => boolean>> = {
  boolean: (text) => text === "1" || text === "0",
  integer: (text) => /^[+-]?\d+$/.test(text),
  number: (text) => number.test(text),
};

function wrongType(value: unknown, { type = "string", format = "" }: Property): string | undefined {
  if (type === "array" || (Array.isArray(value) && format.endsWith("-list"))) return undefined;
  if (typeof value === "object") return `type check ('${type}') failed - got ${Array.isArray(value) ? "ARRAY" : "HASH"}`;
  // JSON has its own true; as text it is none.
  if (typeof value === "boolean") return type === "boolean" ? undefined : `type check ('${type}') failed - got JSON::PP::Boolean`;
  return types[type]?.(String(value)) === false ? `type check ('${type}') failed - got '${String(value)}'` : undefined;
}

/** What is wrong with the form of a text: of a packed value, everything. */
export function wrongFormat(text: string, { format, properties }: Property, path: string): string | undefined {
  const wrong = properties ? wrongPropertyString(text, properties, path) : format === undefined ? undefined : wrongIn(format, text);
  return wrong === undefined ? undefined : `invalid format - ${wrong}`;
}

function wrongText(text: string, { pattern, minLength = 0, maxLength = Infinity }: Property): string | undefined {
  if (pattern !== undefined && !matches(pattern, text)) return "value does not match the regex pattern";
  if (text.length > maxLength) return `value may only be ${maxLength} characters long`;
  return text.length < minLength ? `value must be at least ${minLength} characters long` : undefined;
}

const patterns = new Map<string, RegExp>();

function matches(pattern: string, text: string): boolean {
  const known = patterns.get(pattern) ?? new RegExp(`^(?:${pattern})$`);
  patterns.set(pattern, known);
  return known.test(text);
}

function wrongNumber(text: string, { minimum = -Infinity, maximum = Infinity }: Property): string | undefined {
  if (!number.test(text)) return undefined;
  if (Number(text) > maximum) return `value must have a maximum value of ${maximum}`;
  return Number(text) < minimum ? `value must have a minimum value of ${minimum}` : undefined;
}

function wrongWord(text: string, { enum: words }: Property): string | undefined {
  return words && !words.includes(text) ? `value '${text}' does not have a value in the enumeration '${words.join(", ")}'` : undefined;
}

/** The parts of a property string by their present names, or what keeps it from being read. */
export function readPropertyString(text: string, properties: Properties): Map<string, string> | string {
  const parts = new Map<string, string>();
  const defaultKey = Object.keys(properties).find((name) => properties[name]!.defaultKey);
  let bare = false;
  for (const part of text.split(",")) {
    if (/^\s*$/.test(part)) continue;
    const [, key, value] = /^([^=]+)=(.+)$/s.exec(part) ?? [];
    if (key === undefined && part.includes("=")) return "missing key in comma-separated list property\n";
    if (key === undefined) {
      if (defaultKey === undefined) return "value without key, but schema does not define a default key\n";
      // What counts as nothing in Perl may be said again.
      if (bare || (parts.get(defaultKey) ?? "0") !== "0") return `duplicate key in comma-separated list property: ${defaultKey}\n`;
      bare = true;
      parts.set(defaultKey, switched(part, properties[defaultKey]!));
      continue;
    }
    const wrong = readPart(key, value!, properties, parts);
    if (wrong !== undefined) return wrong;
  }
  return parts;
}

function readPart(key: string, value: string, properties: Properties, parts: Map<string, string>): string | undefined {
  if (parts.has(key)) return `duplicate key in comma-separated list property: ${key}\n`;
  const property = Object.hasOwn(properties, key) ? properties[key]! : undefined;
  const { alias, keyAlias } = property ?? {};
  if (keyAlias !== undefined) {
    if (parts.has(keyAlias)) return `key alias '${keyAlias}' is already defined\n`;
    parts.set(keyAlias, key);
  }
  const name = alias ?? key;
  if (alias !== undefined && parts.has(alias)) return `key '${alias}' is already defined (via alias)\n`;
  parts.set(name, switched(value, properties[name] ?? {}));
  return undefined;
}

/** In a property string, `on` and `yes` are words for 1. */
function switched(value: string, { type }: Property): string {
  if (type !== "boolean") return value;
  if (/^(1|on|yes|true)$/i.test(value)) return "1";
  return /^(0|off|no|false)$/i.test(value) ? "0" : value;
}

function wrongPropertyString(text: string, properties: Properties, path: string): string | undefined {
  const parts = readPropertyString(text, properties);
  if (typeof parts === "string") return parts;
  const errors = Object.entries(verifyObject(Object.fromEntries(parts), properties, path));
  if (errors.length > 0) return `format error\n${errors.map(([at, wrong]) => `${at}: ${wrong}\n`).join("")}`;
  if (!Object.hasOwn(properties, "cputype")) return undefined;
  return wrongModel(parts, properties) ?? wrongFlags(parts.get("flags"));
}

// Models that are no model of QEMU's.
const levels = /^x86-64-v([2-4]|2-AES)$/;

function wrongModel(parts: ReadonlyMap<string, string>, properties: Properties): string | undefined {
  if (parts.has("reported-model")) return "Property 'reported-model' not allowed in VM-specific CPU config.\n";
  const model = parts.get("cputype") ?? "";
  if (model.startsWith("custom-") || levels.test(model) || properties["reported-model"]?.enum?.includes(model)) return undefined;
  return `Built-in cputype '${model}' is not defined (missing 'custom-' prefix?)\n`;
}

/** The name of the cluster's own model that a machine's processor is. */
export const customModel = (cpu: string): string | undefined => /^(?:.*,)?(?:cputype=)?custom-([^,]+)/.exec(cpu)?.[1];

/** What a machine may say of the flags of its processor; a model of one's own may say more. */
const cpuFlags = "aes amd-no-ssb amd-ssbd hv-evmcs hv-tlbflush ibpb md-clear nested-virt pcid pdpe1gb spec-ctrl ssbd virt-ssbd".split(" ");

function wrongFlags(flags: string | undefined): string | undefined {
  if (flags === undefined || flags.split(";").every((flag) => cpuFlags.includes(flag.slice(1)))) return undefined;
  return `VM-specific CPU flags must be a subset of: ${cpuFlags.join(", ")}\n`;
}

/** Writes the parts as Proxmox VE does: the default one bare, then those that must be there, then the rest, each by name. */
export function printParts(parts: ReadonlyMap<string, string>, properties: Properties): string {
  const rest = new Map(parts);
  const words: string[] = [];
  const defaultKey = Object.keys(properties).find((name) => properties[name]!.defaultKey);
  const combined = Object.values(properties).find(({ keyAlias }) => keyAlias !== undefined);
  const take = (name: string, bare: boolean) => {
    const value = rest.get(name);
    if (value === undefined) return;
    rest.delete(name);
    const other = combined?.keyAlias === name ? rest.get(combined.alias!) : undefined;
    if (other !== undefined) {
      rest.delete(combined!.alias!);
      words.push(`${value}=${other}`);
    } else words.push(bare ? value : `${name}=${value}`);
  };
  if (defaultKey !== undefined) take(defaultKey, true);
  const names = [...rest.keys()].sort();
  for (const name of names.filter((one) => properties[one] && !properties[one].optional)) take(name, false);
  for (const name of names) take(name, false);
  return words.join(",");
}
