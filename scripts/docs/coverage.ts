import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { clusterTables } from "../../lib/schema/cluster/all";
import { beyondSettings, beyondState, beyondTypes } from "../../lib/schema/kind/beyond";
import { guestKinds, kinds } from "../../lib/schema/kind/all";
import type { TerraformType, Written } from "../../lib/schema/kind/kind";
import { kindsInScope } from "../../lib/schema/kind/scope";
import { written } from "../../lib/schema/kind/written";
import { cell, code, table } from "./markdown";

/** Where the page lies. */
export const coveragePath = join(__dirname, "../../docs/coverage.md");

const guests: readonly string[] = Object.keys(guestKinds);
const read = new Set([...guests, "node", ...kindsInScope("all").map(({ prefix }) => prefix)]);
/** Which construct says a type of the provider's: by its table, else by the file that uses the binding. */
const constructs = new Map([...bindingsUsed(), ...clusterTables.map(({ terraform, construct }) => [terraform, construct] as const)]);
const imported = new Set(clusterTables.map(({ terraform }) => terraform));

function bindingsUsed(): readonly (readonly [type: string, construct: string])[] {
  const folder = join(__dirname, "../../constructs");
  return readdirSync(folder).filter((name) => name.endsWith(".ts")).flatMap((name) => {
    const text = readFileSync(join(folder, name), "utf8");
    const [, construct] = /^export (?:abstract )?class (\w+)/m.exec(text) ?? [];
    const bindings = [...text.matchAll(/ from "\.\/imports\/([\w-]+)"/g)].map(([, binding]) => `proxmox_${binding!.replaceAll("-", "_")}`);
    return construct === undefined ? [] : bindings.map((type) => [type, construct] as const);
  });
}

/** Where a kind is: its list, or the first address at which it is written. */
const addressOf = ({ prefix, writes }: Written): string => (guests.includes(prefix) ? writes[0]!.address : prefix === "node" ? "/nodes" : (kinds.of(prefix)?.reads.list ?? writes[0]?.address ?? "")).replace(/\?.*$/, "").replaceAll("*}", "}");

interface Coverage {
  readonly address: string;
  readonly object: string;
  readonly read: boolean;
  readonly coded?: string;
  readonly importable: boolean;
  readonly why: string;
}

/** What pmpc makes of a kind, a row for each type of the provider's. */
function rowsOf(kind: Written): readonly Coverage[] {
  const record = kinds.of(kind.prefix);
  const common = { address: addressOf(kind), read: read.has(kind.prefix) };
  const types: readonly (TerraformType | undefined)[] = kind.terraform.length === 0 ? [undefined] : kind.terraform;
  return types.map((type): Coverage => {
    const only = Object.values(type?.only ?? {}).join(", ");
    const coded = type === undefined ? undefined : guests.includes(kind.prefix) ? record?.construct : constructs.get(type.type);
    const importable = type !== undefined && (imported.has(type.type) || guests.includes(kind.prefix)) && common.read && record?.unsaid === undefined;
    return { ...common, object: `${kind.word.one}${only === "" ? "" : `: ${only}`}`, ...(coded === undefined ? {} : { coded }), importable, why: importable ? "" : whyNot(kind, type, coded) };
  });
}

function whyNot({ prefix, reads }: Written, type: TerraformType | undefined, coded: string | undefined): string {
  const record = kinds.of(prefix);
  if (record?.unsaid !== undefined) return record.unsaid.why;
  if (prefix === "node") return "nodes are what code refers to";
  if (type === undefined) return (reads?.secrets ?? record?.reads.secrets) === undefined ? "the provider has no resource for it" : "the provider has no resource for it, and its answer has a secret in clear text";
  return coded === undefined ? "no import writes it; code of your own may have the provider's resource" : "no import writes it; code of your own may have it";
}

/** Every resource type of the provider's under all of its names. */
function typeRows(): readonly (readonly string[])[] {
  const known = new Map<string, Set<string>>();
  const types = written.flatMap((kind) => kind.terraform.map((type) => ({ type, names: [type.type, ...(type.aliases ?? [])], row: rowsOf(kind)[kind.terraform.indexOf(type)]! })));
  for (const { type, names } of types) known.set(type.type, new Set([...(known.get(type.type) ?? []), ...names]));
  const rows = [...known].map(([name, names]) => {
    const all = types.filter(({ type }) => type.type === name).map(({ row }) => row);
    const importable = all.some((one) => one.importable);
    const coded = [...new Set(all.flatMap((one) => one.coded ?? []))];
    return [[...names].map(code).join(", "), cell([...new Set(all.map(({ object }) => object))].join("; ")), coded.length === 0 ? "no" : coded.map(code).join(", "), mark(importable), importable ? "" : cell(all[0]!.why)];
  });
  return [...rows, ...beyondTypes.map(({ types: names, says, why }) => [names.map(code).join(", "), cell(says), "no", "no", cell(why)])].sort(([a], [b]) => (a! < b! ? -1 : 1));
}

const mark = (is: boolean) => (is ? "yes" : "no");

/** The page as the records of the kinds have it now. */
export function coveragePage(): string {
  const rows = written.flatMap(rowsOf).map(({ address, object, read, coded, importable, why }) => [cell(object), code(address), mark(read), coded === undefined ? "no" : code(coded), mark(importable), cell(why)]);
  const others = kinds.all.flatMap(({ prefix, reads: { documents = {} } }) => (prefix === "storage" ? [] : Object.values(documents))).length;
  return [
    "<!-- Made from the records of the kinds by `npm run docs`; edit those, not this page. -->",
    "# What of Proxmox VE is code",
    `Every object of the API of Proxmox VE 9.2: whether an import reads it, which construct says it, whether an import takes it into code, and if not,
why. What is read and has no code is named in \`docs/import-report.md\` with its reason, and stays on the cluster as it is. ${others} more addresses
are asked for what a list does not tell.`,
    "## Objects",
    table(["Object", "Address", "Read", "Construct", "Imported", "Why not"], rows),
    "## Resources of the provider",
    "Every resource type of bpg/proxmox, under its names. Those with two names are the same; an import writes the first.",
    table(["Type", "Object", "Construct", "Imported", "Why not"], typeRows()),
    "## Settings that code cannot say",
    "They stay on the cluster as they are; `pmpc` does not change them.",
    table(["Settings", "Address", "Why"], beyondSettings.map(({ at, says, why }) => [cell(says), code(at), cell(why)])),
    "## Storages and interfaces of other types",
    "Storages of the types rbd, cephfs, iscsi, iscsidirect, zfs, btrfs and esxi, bridges, bonds and ports of Open vSwitch, aliases of interfaces, realms of Active Directory, and controllers and fabrics of the SDN of other types than above are read, and reported as left to Proxmox VE: the type that Proxmox VE says decides, and the provider has no resource for these.",
    "## No settings",
    table(["Addresses", "Why"], [...new Set(beyondState.map(({ why }) => why))].map((why) => [why, beyondState.filter((one) => one.why === why)] as const).map(([why, all]) => [all.map(({ at }) => code(at)).join(", "), cell(why)])),
  ].join("\n\n") + "\n";
}
