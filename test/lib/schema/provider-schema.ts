import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { GuestType } from "../../../lib/pve/address";
import type { Block, Member, Row } from "../../../lib/schema/row";
import type { TerraformValue } from "../../../lib/schema/shape";
import { catalog } from "../../../lib/schema/catalog";
import { presetOf, sameValue } from "../../../lib/schema/read-back";
import { fixture } from "../../support/fixture";

/** An attribute as the provider declares it. */
export interface Attribute {
  /** `string`, `number`, `bool`, or a list or map of them; undefined inside an attribute of objects. */
  readonly type: unknown;
  readonly required?: true;
  readonly optional?: true;
  readonly computed?: true;
}

/** A block as the provider declares it; an attribute of objects is one, too. */
export interface Declared {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly blocks: Readonly<Record<string, Declared>>;
}

/** What the provider's code says beyond its schema. */
export interface Rule {
  readonly default?: TerraformValue;
  readonly most?: number;
  readonly rewrites?: true;
  readonly replaces?: true | "sometimes";
  readonly kind?: "flag" | "number" | "text" | "text list" | "map";
  readonly accepts?: readonly (string | number)[];
  readonly refuses?: readonly (string | number)[];
}

interface JsonBlock {
  readonly attributes?: Readonly<Record<string, Omit<Attribute, "type"> & { type: unknown }>>;
  readonly block_types?: Readonly<Record<string, { block: JsonBlock }>>;
}

const schema = JSON.parse(readFileSync(join(__dirname, "../../../provider/schema.json"), "utf8")) as {
  provider_schemas: Record<string, { resource_schemas: Record<string, { block: JsonBlock }> }>;
};
const resources = Object.values(schema.provider_schemas)[0]!.resource_schemas;
const rules = fixture<Record<GuestType, Record<string, Rule>> & { tried: { text: string[]; number: number[]; map: string[] } }>("provider-rules.json");

/** What the provider declares for a kind of guest. */
export const declared: Readonly<Record<GuestType, Declared>> = {
  qemu: declare(resources[catalog.qemu.terraform]!.block),
  lxc: declare(resources[catalog.lxc.terraform]!.block),
};

function declare({ attributes = {}, block_types = {} }: JsonBlock): Declared {
  const objects = Object.entries(attributes).flatMap(([name, { type }]) => (isObjects(type) ? [[name, objectsOf(type)] as const] : []));
  return {
    attributes: Object.fromEntries(Object.entries(attributes).filter(([, { type }]) => !isObjects(type))),
    blocks: { ...Object.fromEntries(Object.entries(block_types).map(([name, { block }]) => [name, declare(block)])), ...Object.fromEntries(objects) },
  };
}

type Objects = readonly ["list", readonly ["object", Readonly<Record<string, string>>]];

function isObjects(type: unknown): type is Objects {
  return Array.isArray(type) && Array.isArray(type[1]) && type[1][0] === "object";
}

function objectsOf([, [, members]]: Objects): Declared {
  return { attributes: Object.fromEntries(Object.entries(members).map(([name, type]) => [name, { type }])), blocks: {} };
}

/** Every attribute and block that is declared, by path: `cpu.cores`. Those inside a block that is never written count with it. */
export function declaredPaths(type: GuestType): string[] {
  return pathsOf(declared[type], catalog[type].rows, "");
}

function pathsOf({ attributes, blocks }: Declared, members: readonly Member[], path: string): string[] {
  const below = Object.entries(blocks).flatMap(([name, block]) => {
    const member = members.find(({ terraform }) => terraform === name);
    const never = member?.kind === "block" && member.prop === null && member.why !== undefined;
    return [path + name, ...(never ? [] : pathsOf(block, member?.kind === "block" ? member.rows : [], `${path}${name}.`))];
  });
  return [...Object.keys(attributes).map((name) => path + name), ...below];
}

/** Every attribute and block that the rows name. */
export function namedPaths(members: readonly Member[], path = ""): string[] {
  return members.flatMap((member) => {
    if (member.terraform === null) return [];
    return [path + member.terraform, ...(member.kind === "block" ? namedPaths(member.rows, `${path}${member.terraform}.`) : [])];
  });
}

/** Where a row's default is not the schema's: what Read compares with, what Proxmox VE takes, and what Read never fills in. */
const otherDefaults: Readonly<Record<string, TerraformValue>> = {
  "qemu disk.size": 0,
  "qemu efi_disk.file_format": "raw",
  "qemu initialization.upgrade": true,
  "lxc pool_id": null,
};
/** Attributes that could be written, and never are. */
const outputs = ["qemu id", "qemu mac_addresses", "qemu network_device.enabled", "qemu audio_device.enabled", "lxc id", "lxc network_interface.enabled"];

/** The provider takes -1 for none; nobody would write it. */
const ownSigns = ["vm_id takes -1"];

/** Where rows differ from what the provider declares. */
export function declarationProblems(type: GuestType, members: readonly Member[], within: Declared = declared[type], path = ""): string[] {
  return members.flatMap((member) => {
    if (member.terraform === null) return [];
    const where = path + member.terraform;
    if (member.kind === "row") return rowProblems(type, member, within.attributes[member.terraform], where);
    const block = within.blocks[member.terraform];
    if (!block) return [`${where}: no such block`];
    return [...blockProblems(type, member, where), ...replacementProblems(member, rules[type][where], where), ...declarationProblems(type, member.rows, block, `${where}.`)];
  });
}

function rowProblems(type: GuestType, row: Row, attribute: Attribute | undefined, where: string): string[] {
  if (!attribute) return [`${where}: no such attribute`];
  const { required = false, optional = false, computed = false } = attribute;
  const output = (computed && !optional) || outputs.includes(`${type} ${where}`);
  const facts: [what: string, ours: unknown, theirs: unknown][] = [
    ["zero", zeroOf(row), zeros[JSON.stringify(attribute.type)]],
    ["output", row.output === true, output],
  ];
  // An attribute of objects does not say which members it requires.
  if (!output && (required || optional)) facts.push(["required", row.required === true, required], ["computed", row.computed === true, computed]);
  const differing = facts.filter(([, ours, theirs]) => ours !== theirs).map(([what, ours, theirs]) => `${where} ${what}: ${String(ours)} instead of ${String(theirs)}`);
  return output ? differing : [...differing, ...ruleProblems(type, row, where)];
}

const zeroOf = ({ shape: { zero } }: Row) => (Array.isArray(zero) ? "list" : typeof zero);
const zeros: Readonly<Record<string, string>> = {
  '"string"': "string",
  '"number"': "number",
  '"bool"': "boolean",
  '["list","string"]': "list",
  '["list",["list","string"]]': "list",
  '["map","string"]': "object",
};

function ruleProblems(type: GuestType, row: Row, where: string): string[] {
  const rule = rules[type][where];
  if (!rule) return [`${where}: nothing is known of it`];
  const id = `${type} ${where}`;
  const theirs = Object.hasOwn(otherDefaults, id) ? otherDefaults[id]! : (rule.default ?? null);
  const ours = presetOf(row);
  // Without a default Terraform does not tell nothing from the zero of the type.
  const same = sameValue(ours, theirs) || (theirs === null && !Object.hasOwn(otherDefaults, id) && sameValue(ours, row.shape.zero));
  return [
    ...(same ? [] : [`${where} default: ${JSON.stringify(ours)} instead of ${JSON.stringify(theirs)}`]),
    ...((row.normalise !== undefined) === (rule.rewrites === true) ? [] : [`${where} is rewritten on one side only`]),
    ...replacementProblems(row, rule, where),
    ...tried(rule).flatMap(({ value, taken }) => ((row.accepts?.(value) ?? true) === taken ? [] : `${where} ${taken ? "takes" : "refuses"} ${JSON.stringify(value)}`)).filter((one) => !ownSigns.includes(one)),
  ];
}

function replacementProblems({ replaces }: Row | Block, rule: Rule | undefined, where: string): string[] {
  return (replaces !== undefined) === (rule?.replaces !== undefined) ? [] : [`${where} replaces the guest on one side only`];
}

/** The values that the provider's validators were given, as a row would have them. */
function tried({ kind, accepts, refuses = [] }: Rule): { value: TerraformValue; taken: boolean }[] {
  const all: readonly (string | number)[] = kind === "number" ? rules.tried.number : kind === "map" ? rules.tried.map : kind === "flag" ? [] : rules.tried.text;
  return all.map((one) => ({ value: valueOf(one, kind), taken: accepts ? accepts.includes(one) : !refuses.includes(one) }));
}

function valueOf(one: string | number, kind: Rule["kind"]): TerraformValue {
  if (kind === "text list") return [one];
  return kind === "map" ? Object.fromEntries([String(one).split(/=(.*)/).slice(0, 2)]) : one;
}

/** What is wrong with how many elements a block may have: where the provider reads more than it takes, the row must say so. */
function blockProblems(type: GuestType, block: Block, where: string): string[] {
  const most = rules[type][where]?.most;
  if (block.from?.is !== "numbered" || most === undefined) return block.most === undefined ? [] : [`${where} most: ${block.most} instead of none`];
  const readable = block.from.count * block.from.families.length;
  const ours = block.most ?? (readable <= most ? most : undefined);
  return ours === most ? [] : [`${where} most: ${String(ours)} instead of ${most}`];
}
