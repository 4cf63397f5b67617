// What values look like in answers of the API that are no guest's configuration: objects and lists beside text.
import { parsePropertyString } from "../../pve/property-string";
import { base, isReference, type PropValue, type Reference, type Shape, type TerraformValue } from "../shape";
import { mentionOf, nameOf, reference, references } from "./reference";
import { integer } from "./number";
import { text } from "./text";

/** Text of which nothing and empty are the same to the provider. */
export const filled = (shape: Shape = text()): Shape => ({ ...shape, read: (value) => (value === "" ? null : shape.read(value)) });

/** Text that the provider trims. */
export const trimmed: Shape = {
  ...text(),
  read: (value) => String(value).trim() || null,
  loses: (value) => (value.trim() === value.replace(/\n$/, "") ? undefined : "the provider trims it"),
};

const partsOf = (value: unknown, separator: RegExp): readonly string[] =>
  (Array.isArray(value) ? (value as readonly unknown[]).map(String) : String(value).split(separator)).map((one) => one.trim()).filter((one) => one !== "");

/** Words in no order, as text or as a list. */
export const wordSet = (separator = /[,;\s]+/): Shape => ({ ...base, type: "readonly string[]", zero: [], encoded: true, read: (value) => [...partsOf(value, separator)].sort() });

/** Words in their order. */
export const wordList = (separator = /[,;\s]+/): Shape => ({ ...base, type: "readonly string[]", zero: [], encoded: true, read: (value) => [...partsOf(value, separator)] });

/** Nodes, in no order. */
export const nodeSet: Shape = references("node", wordSet());

/** Numbers of guests, as text: `201,1001`. As props they take guests, too. */
export const guestList: Shape = {
  ...wordList(),
  type: "readonly (IGuest | number)[]",
  mentions: (value) => partsOf(value, /[,;\s]+/).map((name) => ({ as: "guest", name })),
  toTerraform: (prop) => (prop as readonly PropValue[]).map((one) => numberIn(one)),
  toProp: (value) => (value as readonly string[]).map((name) => ({ kind: "guest", name })),
};

const numberIn = (guest: PropValue): string => {
  if (typeof guest !== "object") return String(guest);
  if (isReference(guest)) return guest.name;
  const { vmId, vmIdText = String(vmId) } = guest as unknown as { readonly vmId: number; readonly vmIdText?: string };
  return vmIdText;
};

/** A guest as high availability calls it: `vm:101`, `ct:202`. As a prop it takes the guest, too. */
export const haGuest: Shape = {
  ...text(/^(vm|ct):\d+$/),
  type: "IVirtualMachine | IContainer | string",
  mentions: (value) => [{ as: "guest", name: value.replace(/^\w+:/, "") }],
  toTerraform: (prop) => haIdOf(prop),
  toProp: (value) => ({ kind: "guest", name: value as string }),
};

/** A replication job: the guest's number and that of the job, `101-0`. */
export const replicationId: Shape = { ...text(/^\d+-\d+$/), mentions: (value) => [{ as: "guest", name: value.replace(/-\d+$/, "") }] };

/** Who has a right: a user, a token of one, or a group. */
export const grantee: Shape = { ...text(), mentions: (value) => [{ as: value.includes("!") ? "token" : value.includes("@") ? "user" : "group", name: value }] };

/** Several of them, in no order. */
export const haGuests: Shape = {
  ...wordSet(),
  type: "readonly (IVirtualMachine | IContainer | string)[]",
  mentions: (value) => partsOf(value, /[,;\s]+/).map((name) => ({ as: "guest", name: name.replace(/^\w+:/, "") })),
  toTerraform: (prop) => (prop as readonly PropValue[]).map(haIdOf),
  toProp: (value) => (value as readonly string[]).map((name) => ({ kind: "guest", name })),
};

const haIdOf = (guest: PropValue): TerraformValue => {
  if (typeof guest !== "object") return guest as TerraformValue;
  if (isReference(guest)) return guest.name;
  const { haId } = guest as unknown as { readonly haId?: string };
  if (typeof haId !== "string") throw new TypeError("a guest of high availability is named by its haId, which is missing");
  return haId;
};

/** The number of the guest that something belongs to. */
export const ownerNumber = (type: "IVirtualMachine | number" | "IContainer | number" | "IVirtualMachine | IContainer | number"): Shape => ({
  ...count(100, 999999999),
  type,
  mentions: (value) => [{ as: "guest", name: value }],
  toTerraform: (prop) => (typeof prop !== "object" ? prop : isReference(prop) ? Number(prop.name) : (prop as unknown as { readonly vmId: number }).vmId),
  toProp: (value) => ({ kind: "guest", name: String(value) }),
});

/**
 * Addresses that a rule is about, or that are in an IP set; as a prop it takes the IP set or the alias that has them, too: the cluster's, or
 * the guest's whose rule it is. Old rules name both without `dc/`.
 */
export const addresses: Shape = {
  ...reference("ipset"),
  mentions: (value) => {
    const named = addressesNamed(value);
    return named === undefined || /^\+?guest\//.test(value) ? [] : [mentionOf(named)];
  },
  toProp: (value) => addressesNamed(String(value)) ?? (value as PropValue),
};

/** What has the addresses that a text names; undefined if it has them itself. */
function addressesNamed(text: string): Reference | undefined {
  if (/^\+(?:dc\/|guest\/)?[A-Za-z][\w-]+$/.test(text)) return { kind: "ipset", name: text };
  return /^(?:dc\/)?[A-Za-z][\w-]+$/.test(text) ? { kind: "firewall-alias", name: text } : undefined;
}

/** Nodes with a priority each: `core1:2,core2`. */
export const nodePriorities: Shape = {
  ...base,
  encoded: true,
  zero: null,
  type: "readonly (INode | NodePriority | string)[]",
  mentions: (value) => partsOf(value, /[,;\s]+/).map((name) => ({ as: "node", name: name.replace(/:\d+$/, "") })),
  read: (value) =>
    Object.fromEntries(
      [...partsOf(value, /[,;\s]+/)].sort().map((one): [string, TerraformValue] => {
        const [, node = one, priority] = /^(.*?)(?::(\d+))?$/.exec(one) ?? [];
        return [node, priority === undefined ? null : Number(priority)];
      }),
    ),
  toTerraform: (prop) =>
    Object.fromEntries(
      (prop as readonly PropValue[]).map((one): [string, TerraformValue] => {
        const isPair = typeof one === "object" && "node" in one && !isReference(one);
        const { node, priority } = (isPair ? one : { node: one, priority: undefined }) as { readonly node: PropValue; readonly priority?: number };
        return [typeof node === "object" ? nameOf("node", node) : String(node), priority ?? null];
      }),
    ),
  toProp: (value) => Object.entries(value as Readonly<Record<string, number | null>>).map(([name, priority]): PropValue => (priority === null ? { kind: "node", name } : { node: { kind: "node", name }, priority })),
};

/** An object, or its property string, as a map of texts: `{ "keep-daily": "7" }`. */
const textMap: Shape = {
  ...base,
  encoded: true,
  zero: null,
  type: "Readonly<Record<string, string>>",
  read: (value) => {
    const entries = typeof value === "string" ? parsePropertyString(value) : Object.entries(value as object);
    return Object.fromEntries([...entries].map(([key, one]): [string, string] => [key, String(one)]).sort());
  },
};

/** How many backups stay, as a map of texts; in code as `{ keepDaily: 7 }`. */
export const retentionMap: Shape = {
  ...textMap,
  toProp: (value) =>
    Object.fromEntries(
      Object.entries(value as Readonly<Record<string, string>>).map(([key, text]): [string, PropValue] => {
        const prop = key.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
        return prop === "keepAll" && /^[01]$/.test(text) ? [prop, text === "1"] : /^keep[A-Z]/.test(prop) && /^\d+$/.test(text) ? [prop, Number(text)] : [key, text];
      }),
    ),
};

/** Seconds since 1970 as a date: `2031-01-01T00:00:00Z`. */
export const date = (never: TerraformValue): Shape => ({
  ...text(),
  encoded: true,
  zero: never,
  read: (value) => (Number(value) === 0 ? never : new Date(Number(value) * 1000).toISOString().replace(".000Z", "Z")),
});

/** The keys of an object that are set: privileges. */
export const setKeys: Shape = { ...base, encoded: true, zero: [], type: "readonly string[]", read: (value) => Object.entries(value as object).filter(([, on]) => on === 1 || on === "1" || on === true).map(([key]) => key).sort() };

/** A whole number that comes as a number or as text. */
export const count = (min?: number, max?: number): Shape => integer(min, max);
