import type { Duration } from "../pve/duration";
import { Size } from "../pve/size";
import type { Format } from "./pve-format";

/** What a value looks like in Terraform. */
export type TerraformValue = null | boolean | number | string | readonly TerraformValue[] | { readonly [name: string]: TerraformValue };

/** Something that is only named here: a node, a storage, a bridge, a pool, an image. */
export interface Reference {
  readonly kind: ReferenceKind;
  readonly name: string;
}
export type ReferenceKind = "node" | "storage" | "bridge" | "pool" | "image";

const kinds: readonly string[] = ["node", "storage", "bridge", "pool", "image"] satisfies ReferenceKind[];

/** Tells a reference from an object of props. */
export function isReference(value: unknown): value is Reference {
  const { kind, name, ...rest } = value as Partial<Reference>;
  return typeof name === "string" && typeof kind === "string" && kinds.includes(kind) && Object.keys(rest).length === 0;
}

/** What a value looks like as a TypeScript prop, before it is printed or after it was written by hand. */
export type PropValue = boolean | number | string | Size | Duration | Reference | readonly PropValue[] | { readonly [name: string]: PropValue };

/** A value of Proxmox VE once it is understood. */
export type PveValue = boolean | number | string;

/**
 * How one value is spelled: as Proxmox VE text, as what the provider's Read makes of it, as a Terraform value, as a prop.
 * A shape knows no key and no attribute name.
 */
export interface Shape {
  /** Proxmox VE text → value; undefined where Proxmox VE itself would refuse the text. */
  readonly parse: (text: string) => PveValue | undefined;
  /** The canonical text of a value. */
  readonly print: (value: PveValue) => string;
  /** Numbers and flags come as numbers in the API's JSON, everything else as text. */
  readonly json: "number" | "text";
  /** The API's value → what Read puts into state. Throws a Refusal where Read fails. */
  readonly read: (value: unknown) => TerraformValue;
  /** What nothing looks like in state. */
  readonly zero: TerraformValue;
  /** The TypeScript type of the prop. */
  readonly type: string;
  readonly toTerraform: (prop: PropValue) => TerraformValue;
  readonly toProp: (value: TerraformValue) => PropValue;
  /** What `parse` takes, for people: `1 to 4094`. */
  readonly expected?: string;
  /** Proxmox VE's text has another form than the prop, so that `parse` says nothing about the prop. */
  readonly encoded?: true;
  /** What the Terraform value cannot say of this text, as half a sentence; undefined where it says everything. */
  readonly loses?: (text: string) => string | undefined;
}

/** Read would fail on this value, so the guest cannot be imported. */
export class Refusal extends Error {
  constructor(
    message: string,
    /** The nearest value that Read takes, or those of several sub-keys; undefined where there is none. */
    readonly nearest?: string | Readonly<Record<string, string>>,
    /** Where the value stands: key and sub-key. */
    readonly at?: { readonly key: string; readonly field?: string },
    /** What an admin can do, where no value of the guest's would help. */
    readonly remedy?: string,
  ) {
    super(message);
  }
}

const base: Omit<Shape, "type"> = {
  parse: (text) => text,
  print: String,
  json: "text",
  read: String,
  zero: "",
  toTerraform: (prop) => prop as TerraformValue,
  toProp: (value) => value as PropValue,
};

// ---- flags and numbers ------------------------------------------------------------------------------------------

/** `1`, `on`, `yes`, `true` and their opposites; the provider understands only `1`. */
export const flag: Shape = {
  ...base,
  type: "boolean",
  json: "number",
  zero: false,
  parse: (text) => (/^(1|on|yes|true)$/i.test(text) ? true : /^(0|off|no|false)$/i.test(text) ? false : undefined),
  print: (value) => (value ? "1" : "0"),
  read: (value) => value === 1 || value === "1" || value === true,
  loses: (text) => (/^(on|yes|true)$/i.test(text) ? "the provider understands only 1" : undefined),
};

const numeric = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

function inRange(value: number, min: number, max: number): number | undefined {
  return value >= min && value <= max ? value : undefined;
}

/** A whole number; the bounds are Proxmox VE's. */
export function integer(min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY): Shape {
  return {
    ...base,
    type: "number",
    json: "number",
    zero: 0,
    expected: `a whole number${range(min, max)}`,
    parse: (text) => (/^[+-]?\d+$/.test(text) ? inRange(Number(text), min, max) : undefined),
    read: (value) => {
      if (typeof value === "number") return value;
      const number = numeric.test(String(value)) ? Number(value) : Number.NaN;
      if (!Number.isInteger(number)) throw new Refusal(`the provider reads whole numbers only, not "${String(value)}"`, nearestWhole(String(value)));
      return number;
    },
  };
}

const range = (min: number, max: number) => (Number.isFinite(max) ? ` from ${min} to ${max}` : Number.isFinite(min) ? `, at least ${min}` : "");

// `current=2048` and `150.5` have a whole number in them that means nearly the same.
function nearestWhole(text: string): string | undefined {
  const number = /^(?:[a-z]+=)?(\d+(?:\.\d+)?)$/.exec(text)?.[1];
  return number === undefined ? undefined : String(Math.max(1, Math.round(Number(number))));
}

/** A whole number that the provider wants as a JSON number: text is a failure. */
export function strictInteger(min?: number, max?: number): Shape {
  return {
    ...integer(min, max),
    read: (value) => {
      if (typeof value !== "number") throw new Refusal(`the provider wants a number, and "${String(value)}" comes as text`);
      return value;
    },
  };
}

/** A number that may have a fraction. Proxmox VE answers it as text. */
export function decimal(min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY): Shape {
  return {
    ...base,
    type: "number",
    zero: 0,
    expected: `a number${range(min, max)}`,
    parse: (text) => (numeric.test(text) ? inRange(Number(text), min, max) : undefined),
    read: (value) => {
      if (!numeric.test(String(value))) throw new Refusal(`"${String(value)}" is not a number`);
      return Number(value);
    },
  };
}

/** A number with a fraction in Proxmox VE that the provider reads as a whole one, and fails on otherwise. */
export const wholeDecimal: Shape = { ...decimal(), read: integer().read };

/** Mebibytes as a number; `4096` is Size.gibibytes(4). */
export function mebibytes(min?: number, { max, strict = false }: { readonly max?: number; readonly strict?: boolean } = {}): Shape {
  return {
    ...(strict ? strictInteger(min, max) : integer(min, max)),
    type: "Size",
    toTerraform: (prop) => (prop instanceof Size || isSize(prop) ? prop.toMebibytes() : (prop as TerraformValue)),
    toProp: (value) => {
      const amount = value as number;
      return amount > 0 && amount % 1024 === 0 ? Size.gibibytes(amount / 1024) : Size.mebibytes(amount);
    },
  };
}

/** Two copies of the package may be loaded, so a Size is known by what it can do. */
export function isSize(value: unknown): value is Size {
  return typeof value === "object" && value !== null && "toMebibytes" in value;
}

/** A length of time in whole seconds; as a prop a plain number will do. */
export function seconds(min?: number): Shape {
  return {
    ...integer(min),
    type: "Duration | number",
    toTerraform: (prop) => (isDuration(prop) ? prop.toSeconds() : (prop as TerraformValue)),
  };
}

/** A length of time in whole milliseconds; as a prop a plain number will do. */
export const milliseconds: Shape = {
  ...seconds(),
  toTerraform: (prop) => (isDuration(prop) ? prop.toMilliseconds() : (prop as TerraformValue)),
};

/** A length of time as Go writes it: `15m`. */
export const goDuration: Shape = {
  ...base,
  type: "Duration | string",
  toTerraform: (prop) => (isDuration(prop) ? prop.toString() : (prop as TerraformValue)),
};

/** Known by what it can do, as a Size is. */
export function isDuration(value: unknown): value is Duration {
  return typeof value === "object" && value !== null && "toMilliseconds" in value;
}

const goSize = /^(\d+(?:\.\d+)?)([kmgt]?)(?:i?b)?$/i;
const sizePattern = /^\d+(\.\d+)?([KMGT](iB)?)?$/;
const unitBytes: Readonly<Record<string, number>> = { "": 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** A disk size, of which the provider keeps whole gibibytes, rounded down. */
export const wholeGibibytes: Shape = {
  ...base,
  type: "Size",
  zero: 0,
  parse: (text) => (sizePattern.test(text) ? text : undefined),
  read: (value) => {
    const [, amount, unit = ""] = goSize.exec(String(value)) ?? [];
    if (amount === undefined) throw new Refusal(`"${String(value)}" is not a size`);
    return Math.floor(Math.ceil(Number(amount) * unitBytes[unit.toLowerCase()]!) / 2 ** 30);
  },
  toTerraform: (prop) => (isSize(prop) ? prop.toGibibytes() : (prop as TerraformValue)),
  toProp: (value) => {
    const amount = value as number;
    return amount > 0 && amount % 1024 === 0 ? Size.tebibytes(amount / 1024) : Size.gibibytes(amount);
  },
  loses: (text) => {
    const size = Size.parse(text);
    return size && !Number.isInteger(size.toGibibytes()) ? "the provider knows whole GiB only" : undefined;
  },
};

/** A size that the provider keeps as Proxmox VE wrote it: `8G`, `528M`. */
export const sizeText: Shape = {
  ...base,
  type: "Size",
  parse: wholeGibibytes.parse,
  toTerraform: (prop) => (isSize(prop) ? prop.toString() : (prop as TerraformValue)),
  toProp: (value) => {
    const size = Size.parse(value as string);
    return size?.toString() === value ? size : (value as string);
  },
};

// ---- text ---------------------------------------------------------------------------------------------------------

/** Text that matches the pattern, where one is given. */
export function text(pattern?: RegExp): Shape {
  return { ...base, type: "string", parse: (value) => (pattern && !pattern.test(value) ? undefined : value) };
}

/** Text in one of Proxmox VE's own formats. */
export function formatted(format: Format, shape: Shape = text()): Shape {
  return { ...shape, expected: format.expected, parse: (value) => (format(value) ? shape.parse(value) : undefined) };
}

/** A size that nobody but Proxmox VE looks at. */
export const diskSize: Shape = text(sizePattern);

/** One of a few words. */
export function word(...words: readonly string[]): Shape {
  return { ...text(), type: words.map((one) => JSON.stringify(one)).join(" | "), expected: words.join(", "), parse: (value) => (words.includes(value) ? value : undefined) };
}

/** Words that the provider lower-cases. */
export function lowerCased(shape: Shape): Shape {
  return { ...shape, read: (value) => String(value).toLowerCase() };
}

/** Text of which the provider takes blanks alone for nothing. */
export const unlessBlank: Shape = { ...text(), read: (value) => (String(value).trim() === "" ? "" : String(value)) };

export const isBase64 = (text: string) => /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);

export const encodeBase64 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** Text that Proxmox VE keeps as base64. */
export const base64: Shape = {
  encoded: true,
  ...text(/^[A-Za-z0-9+/]+={0,2}$/),
  read: (value) => {
    const encoded = String(value);
    if (!isBase64(encoded)) throw new Refusal(`"${encoded}" is not base64`);
    return new TextDecoder().decode(Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0)));
  },
};

/** Numbers separated by `;`. The provider fails on ranges. */
export const trunkList: Shape = {
  ...text(/^\d+(-\d+)?(;\d+(-\d+)?)*$/),
  read: (value) => {
    const bad = String(value)
      .split(";")
      .find((part) => !/^\d+$/.test(part));
    if (bad !== undefined) throw new Refusal(`the provider cannot read the range "${bad}"`, withoutRanges(String(value)));
    return String(value).split(";").map(Number).join(";");
  },
};

/** `on` and `ignore`, which is a flag in other words. */
export const onOrIgnore: Shape = {
  ...word("ignore", "on"),
  encoded: true,
  type: "boolean",
  toTerraform: (prop) => (prop === true ? "on" : prop === false ? "ignore" : (prop as TerraformValue)),
  toProp: (value) => (value === "on" ? true : value === "ignore" ? false : (value as PropValue)),
};

// `10;30-32` → `10;30;31;32`
function withoutRanges(trunks: string): string | undefined {
  if (!/^\d+(-\d+)?(;\d+(-\d+)?)*$/.test(trunks)) return undefined;
  const numbers = trunks.split(";").flatMap((part) => {
    const [from, to = from] = part.split("-").map(Number) as [number, number?];
    return Array.from({ length: Math.max(0, Math.min(to!, 4094) - from + 1) }, (_, at) => from + at);
  });
  return numbers.join(";");
}

// ---- lists and maps -------------------------------------------------------------------------------------------------

const listBase: Shape = { ...base, type: "readonly string[]", zero: [] };

/** Words with a separator between them, in the order they stand. */
export function list(separator: string, options: { readonly pattern?: RegExp; readonly keepEmpty?: boolean } = {}): Shape {
  return {
    ...listBase,
    parse: (value) => (options.pattern && !options.pattern.test(value) ? undefined : value),
    read: (value) => (value === "" && !options.keepEmpty ? [] : String(value).split(separator)),
  };
}

/** Words in no order; the provider trims and sorts them. */
export function set(separator: string): Shape {
  return {
    ...listBase,
    read: (value) =>
      String(value)
        .split(separator)
        .map((one) => one.trim())
        .filter((one) => one !== "")
        .sort(),
  };
}

/** Percent-encoded lines: ssh keys. */
export const encodedLines: Shape = {
  ...listBase,
  encoded: true,
  read: (value) => {
    const lines = decodeURIComponent(String(value).replaceAll("+", " "));
    return lines === "" ? [] : lines.trim().split("\n");
  },
};

/** `NAME=value` with a separator between them. */
export function environment(separator: string): Shape {
  return {
    ...base,
    encoded: true,
    type: "Readonly<Record<string, string>>",
    zero: {},
    read: (value) =>
      Object.fromEntries(
        String(value)
          .split(separator)
          .filter((pair) => pair.includes("="))
          .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
      ),
  };
}

// ---- references -------------------------------------------------------------------------------------------------------

const interfaceOf: Readonly<Record<ReferenceKind, string>> = { node: "INode", storage: "IStorage", bridge: "IBridge", pool: "IPool", image: "IImage" };

/** The name of something else in the cluster; as a prop it takes that thing's narrowest interface, or the bare name. */
export function reference(kind: ReferenceKind, shape: Shape = text()): Shape {
  return {
    ...shape,
    type: `${interfaceOf[kind]} | string`,
    toTerraform: (prop) => (typeof prop === "object" ? nameOf(kind, prop) : prop),
    toProp: (value) => (value === "" ? "" : { kind, name: value as string }),
  };
}

// The attribute by which the constructs' interfaces name a thing; a plan's Reference has it in `name`.
const attributeOf: Readonly<Record<ReferenceKind, string>> = { node: "nodeName", storage: "datastoreId", bridge: "bridgeName", pool: "poolId", image: "fileId" };

function nameOf(kind: ReferenceKind, thing: object): string {
  const named = thing as Readonly<Record<string, unknown>>;
  const name = named[attributeOf[kind]] ?? named.name;
  // A value that is silently left out could replace a guest.
  if (typeof name !== "string") throw new TypeError(`a ${kind} is named by its ${attributeOf[kind]}, which is missing`);
  return name;
}

/** A volume or a path, for which a construct takes a storage, too. */
export const volumeOrStorage: Shape = { ...text(), type: "IStorage | string", toTerraform: (prop) => (typeof prop === "object" ? nameOf("storage", prop) : prop) };

/** The number of another guest; as a prop it takes that guest, too. */
export function guestNumber(type: "IContainer" | "IVirtualMachine"): Shape {
  return {
    ...integer(100, 999999999),
    type: `${type} | number`,
    toTerraform: (prop) => (typeof prop === "object" ? (prop as unknown as { readonly vmId: number }).vmId : prop),
  };
}

/** The storage of a volume; a path without a colon has none. */
export const storageOfVolume: Shape = reference("storage", { ...text(), encoded: true, read: (value) => (String(value).includes(":") ? String(value).split(":")[0]! : "") });

/** The storage of a volume; the provider takes a text without a colon whole. */
export const storageOrText: Shape = reference("storage", { ...text(), encoded: true, read: (value) => String(value).split(":")[0]! });

/** The part of a volume behind its storage. */
export const pathOfVolume: Shape = { ...text(), encoded: true, read: (value) => String(value).slice(String(value).indexOf(":") + 1) };
