// What changed between two releases of the provider, and whether the table fits: `npm run provider:check`, or `-- OLD NEW`, each a version or
// a file with what `terraform providers schema -json` printed.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { catalog, catalogOf } from "../lib/schema/catalog";
import { isMany } from "../lib/schema/props";
import { providerVersion } from "../lib/schema/provider/bpg";
import { compareVersions, releases } from "../lib/schema/provider/release";
import type { Block, GuestTable, Member, Row } from "../lib/schema/row";
import { changesBetween, factsOf, installedProvider, type ProviderFacts } from "./provider-schema";

interface SchemaBlock {
  readonly attributes?: Readonly<Record<string, { readonly required?: boolean; readonly computed?: boolean }>>;
  readonly block_types?: Readonly<Record<string, { readonly max_items?: number; readonly block: SchemaBlock }>>;
}

// ---- the table beside a schema -----------------------------------------------------------------------------------------

/** Where a table of guests and the provider's schema disagree: what has no row, what is not there any more, what is demanded otherwise. */
export function misfits(table: GuestTable, { resource_schemas }: ProviderFacts): string[] {
  const schema = resource_schemas[table.terraform] as { readonly block: SchemaBlock } | undefined;
  if (!schema) return [`${table.terraform}: the provider has no such resource`];
  return [...unnamed(table.rows, schema.block, ""), ...disagreeing(table.rows, schema.block, "")].map((one) => `${table.terraform}.${one}`);
}

function unnamed(members: readonly Member[], block: SchemaBlock, path: string): string[] {
  const find = (name: string) => members.find(({ terraform }) => terraform === name);
  const attributes = Object.keys(block.attributes ?? {}).filter((name) => find(name) === undefined);
  const blocks = Object.entries(block.block_types ?? {}).flatMap(([name, { block: inner }]) => {
    const member = find(name);
    if (member?.kind !== "block") return [`${name}: the table has no row for it`];
    return member.why !== undefined ? [] : unnamed(member.rows, inner, `${name}.`);
  });
  return [...attributes.map((name) => `${name}: the table has no row for it`), ...blocks].map((one) => path + one);
}

function disagreeing(members: readonly Member[], block: SchemaBlock, path: string): string[] {
  return members.flatMap((member) => {
    if (member.terraform === null) return [];
    const where = path + member.terraform;
    return member.kind === "row" ? rowMisfits(member, block, where) : blockMisfits(member, block, where);
  });
}

function rowMisfits(row: Row, block: SchemaBlock, where: string): string[] {
  const attribute = block.attributes?.[row.terraform!];
  if (!attribute) return [`${where}: the provider does not have it`];
  const required = attribute.required === true;
  return [
    ...((row.required === true) === required ? [] : [`${where}: ${required ? "required by the provider" : "no longer required"}`]),
    ...(row.computed === true && attribute.computed !== true ? [`${where}: no longer filled in by the provider`] : []),
  ];
}

function blockMisfits(block: Block, within: SchemaBlock, where: string): string[] {
  const found = within.block_types?.[block.terraform!];
  // An attribute of objects is among the attributes.
  if (!found) return within.attributes?.[block.terraform!] ? [] : [`${where}: the provider does not have it`];
  if (block.why !== undefined) return [];
  const { max_items: most } = found;
  const readable = block.from?.is === "numbered" ? block.from.count * block.from.families.length : Infinity;
  return [
    ...(isMany(block) === (most !== 1) ? [] : [`${where}: ${most === 1 ? "one" : "several"} for the provider, and not for the table`]),
    ...(isMany(block) && most !== undefined && Math.min(block.most ?? Infinity, readable) > most ? [`${where}: the provider takes at most ${most}`] : []),
    ...(block.most !== undefined && (most === undefined || most > block.most) ? [`${where}: the provider takes ${most ?? "any number"}, and the table ${block.most}`] : []),
    ...disagreeing(block.rows, found.block, `${where}.`),
  ];
}

// ---- the table's own columns -------------------------------------------------------------------------------------------

/** What the rules say of the newer release and did not of the older one: `qemu initialization.ip_config most: 8 → 32`. */
export function ruleChanges(old: string, now: string): string[] {
  const between = releases.filter(({ version }) => compareVersions(version, old) > 0 && compareVersions(version, now) <= 0);
  return (["qemu", "lxc"] as const).flatMap((type) => {
    const paths = [...new Set(between.flatMap(({ changes }) => Object.keys(changes[type])))].sort();
    return paths.flatMap((path) => {
      const [was, is] = [old, now].map((version) => find(catalogOf(version)[type].rows, path)) as [Member, Member];
      const facts = Object.keys(is).filter((fact) => fact !== "rows" && was[fact as keyof Member] !== is[fact as keyof Member]);
      return facts.map((fact) => `${type} ${path} ${fact}: ${print(was[fact as keyof Member])} → ${print(is[fact as keyof Member])}`);
    });
  });
}

function find(members: readonly Member[], path: string): Member {
  const [name, ...rest] = path.split(".");
  const found = members.find(({ terraform }) => terraform === name)!;
  return found.kind === "block" && rest.length > 0 ? find(found.rows, rest.join(".")) : found;
}

function print(value: unknown): string {
  if (value === undefined) return "nothing";
  return typeof value === "function" ? (((value as { expected?: string }).expected ?? value.name) || "a rule") : JSON.stringify(value);
}

// ---- the command -------------------------------------------------------------------------------------------------------

interface Side {
  readonly name: string;
  readonly version: string;
  readonly facts: ProviderFacts;
}

const kept = join(__dirname, "../provider/schema.json");
const newest = releases.at(-1)!.version;

async function sideOf(text: string, version: string): Promise<Side> {
  if (existsSync(text)) return { name: text, version, facts: factsOf(JSON.parse(readFileSync(text, "utf8"))) };
  return { name: text, version: text, facts: (await installedProvider(text)).facts };
}

async function main([old = kept, now]: readonly string[]): Promise<void> {
  const before = await sideOf(old, providerVersion);
  const after = now === undefined ? { ...before, version: providerVersion } : await sideOf(now, newest);
  const tables = catalogOf(after.version);
  const wrong = [tables.qemu, tables.lxc].flatMap((table) => misfits(table, after.facts));
  const lines = [
    ...(now === undefined ? [] : section(`schema: ${before.name} → ${after.name}`, changesBetween(before.facts, after.facts), "the same")),
    ...(now === undefined ? [] : section(`rules: ${before.version} → ${after.version}`, ruleChanges(before.version, after.version), "the same")),
    ...section(`table: ${Object.values(catalog).map(({ terraform }) => terraform).join(", ")} of ${after.version}`, wrong, "fits the schema"),
    ...(now === undefined ? [`columns: ${releases.map(({ version }) => version).join(", ")}; pmpc writes for ${providerVersion}`] : []),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  if (wrong.length > 0) process.exitCode = 1;
}

const section = (title: string, found: readonly string[], none: string) => (found.length === 0 ? [`${title}: ${none}`] : [title, ...found.map((line) => `  ${line}`)]);

if (require.main === module) {
  main(process.argv.slice(2)).catch((error: { readonly stderr?: string; readonly message: string }) => {
    process.stderr.write(`${error.stderr || error.message}\n`);
    process.exitCode = 1;
  });
}
