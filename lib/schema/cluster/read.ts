import { parsePropertyString } from "../../pve/property-string";
import { redacted } from "../../pve/secret";
import { presetOf, sameValue, type State } from "../read-back";
import type { Source } from "../place";
import type { Block, Member, Row } from "../row";
import { Refusal, type TerraformValue } from "../shape";
import type { ClusterTable, Document } from "./table";

/**
 * What the provider puts into Terraform's state for a document of the cluster: attribute by attribute, null where it has nothing.
 * Throws a Refusal where it fails on a value.
 */
export function readDocument({ rows, older, document: read }: ClusterTable, document: Document): State {
  return stateOf(rows, read?.(document) ?? document, older === true);
}

export function stateOf(members: readonly Member[], scope: Document, older: boolean): State {
  const said = members.filter((member) => member.terraform !== null || (member.kind === "row" && member.refuses !== undefined));
  return Object.fromEntries(said.flatMap((member): [string, TerraformValue][] => {
    if (member.kind === "block") return [[member.terraform!, blockState(member, scope, older)]];
    const value = rowState(member, scope, older);
    return member.terraform === null ? [] : [[member.terraform, value]];
  }));
}

function rowState(row: Row, scope: Document, older: boolean): TerraformValue {
  const raw = valueAt(row.pve, scope);
  const refusal = row.refuses?.(raw);
  if (refusal !== undefined) throw typeof refusal === "string" ? new Refusal(`${nameOf(row.pve)}: ${refusal}`) : refusal;
  if (row.secret || raw === redacted) return null;
  if (typeof row.pve === "object" && row.pve.is === "constant") return row.pve.value;
  if (raw !== undefined) return row.shape.read(raw);
  if (row.absent !== undefined) return row.absent;
  return older ? presetOf(row) : null;
}

function blockState(block: Block, scope: Document, older: boolean): TerraformValue {
  if (block.from?.is === "items" && !older && scope[block.from.key] === undefined) return null;
  if (block.from?.is === "items") return itemsOf(block, scope).map((item) => stateOf(block.rows, item, older));
  const inner = innerOf(block, scope);
  if (block.unread !== undefined) return older ? [] : null;
  return inner === undefined || Object.keys(inner).length === 0 ? (older ? [] : null) : older ? [stateOf(block.rows, inner, older)] : stateOf(block.rows, inner, older);
}

/** The elements of a list, each as an object. */
export function itemsOf(block: Block, scope: Document): readonly Document[] {
  if (block.from?.is !== "items") return [];
  const list = scope[block.from.key];
  return Array.isArray(list) ? (list as readonly unknown[]).map((item) => objectOf(block, item)) : [];
}

/** What a block of one object reads: the object of its key, or everything. */
export function innerOf(block: Block, scope: Document): Document | undefined {
  if (block.from?.is !== "key") return scope;
  const value = scope[block.from.key];
  return value === undefined || value === null || value === "" ? undefined : objectOf(block, value);
}

const objectOf = (block: Block, value: unknown): Document =>
  typeof value === "string" ? Object.fromEntries(parsePropertyString(value, block.packing ?? {})) : typeof value === "object" && value !== null ? (value as Document) : { "": value };

/** What a document has where a source points; null, as some answers have it, is nothing. */
export function valueAt(source: Source, scope: Document): unknown {
  if (typeof source !== "string") return source.is === "first" ? source.of.map((one) => valueAt(one, scope)).find((one) => one !== undefined) : undefined;
  const [key, field] = source.split("/") as [string, string?];
  const value = Object.hasOwn(scope, key) ? (scope[key] ?? undefined) : undefined;
  if (field === undefined || value === undefined) return value;
  const inner = typeof value === "string" ? Object.fromEntries(parsePropertyString(value)) : (value as Document);
  return Object.hasOwn(inner, field) ? (inner[field] ?? undefined) : undefined;
}

/** The setting that a source names first: `prune-backups`, `crs ha`. */
export const nameOf = (source: Source): string => (typeof source === "string" ? source.replace("/", " ") : source.is === "first" ? nameOf(source.of[0]!) : "");

/** What Terraform plans for an attribute that the configuration leaves out: what is in the state where the provider computes it, else its default. */
export function plannedUnsaid(row: Row, state: TerraformValue, older: boolean): TerraformValue {
  if (row.output || row.computed) return state;
  const preset = row.default ?? null;
  // The older library takes nothing and a zero without a default for the same.
  return older && preset === null && (state === "" || state === false || state === 0 || sameValue(state, [])) ? state : preset;
}
