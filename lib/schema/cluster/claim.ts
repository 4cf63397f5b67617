import { parsePropertyString } from "../../pve/property-string";
import { inOrder } from "../../pve/in-order";
import { isOfMoment } from "../../pve/measure";
import { isSecret, redacted } from "../../pve/secret";
import type { Block, Member, Row } from "../row";
import { innerOf, itemsOf } from "./read";
import { records, type ClusterTable, type Document } from "./table";

/** What became of one key, or sub-key, of a document. */
export interface ClusterClaim {
  /** `prune-backups`, `rule[2] icmp-type` */
  readonly key: string;
  /** As Proxmox VE has it. A secret's is masked. */
  readonly value: string;
  readonly outcome: "said" | "default" | "notSaid";
  /** Why it is not said. */
  readonly why?: string;
  /** Proxmox VE's own record, which nobody sets. */
  readonly internal?: true;
}

/** Every value of a document that no code says, by its key, but for the parts of its own name and for secrets. */
export function settingsIn(document: Document, own: ReadonlySet<string>): readonly Pick<ClusterClaim, "key" | "value">[] {
  const all = Object.entries(inOrder(document) as Document).flatMap(([key, value]) => (own.has(key) || key === "digest" || isOfMoment(key) ? [] : unknownClaims(key, value)));
  return all.filter(({ value }) => value !== "" && value !== "null").map(({ key, value }) => ({ key, value: isSecret(key.split(" ").at(-1)!, value) ? masked : value }));
}

type Said = ReadonlyMap<string, "said" | "default">;

const unknown = "the provider does not know it";

/** Stands for the value of a secret. */
export const masked = "**********";

/** Says of every key and sub-key of a document what became of it. */
export function claimsOf({ rows }: Pick<ClusterTable, "rows">, document: Document, said: Said): readonly ClusterClaim[] {
  return membersClaims(rows, document, said, "");
}

function membersClaims(rows: readonly Member[], document: Document, said: Said, prefix: string): readonly ClusterClaim[] {
  return Object.entries(document).flatMap(([key, value]): readonly ClusterClaim[] => {
    if (value === undefined || value === null) return [];
    const blocks = rows.filter((one): one is Block => one.kind === "block" && (one.from?.is === "key" || one.from?.is === "items") && one.from.key === key);
    if (blocks.length > 0) return blocks.flatMap((block) => blockClaims(block, document, said, prefix));
    const named = rowsBelow(rows).filter((row) => sources(row).some((source) => source === key || source.startsWith(`${key}/`)));
    if (named.some((row) => sources(row).some((source) => source.includes("/")))) return partClaims(named, key, value, said, prefix);
    const isUnknown = named.length === 0 || (named[0]!.terraform === null && !named[0]!.internal && typeof value === "object");
    return isUnknown ? unknownClaims(prefix + key, value, named[0]?.why) : [claim(named[0], prefix + key, value, said)];
  });
}

/** What no row knows, each part of it by itself. */
function unknownClaims(key: string, value: unknown, why?: string): readonly ClusterClaim[] {
  if (Array.isArray(value)) return value.flatMap((item, at) => unknownClaims(`${key}[${at}]`, item, why));
  if (typeof value === "object" && value !== null) return Object.entries(value).flatMap(([name, inner]) => unknownClaims(`${key} ${name}`, inner, why));
  return [claim(undefined, key, value, new Map(), why)];
}

function blockClaims(block: Block, document: Document, said: Said, prefix: string): readonly ClusterClaim[] {
  if (block.from?.is === "items") {
    const { key } = block.from;
    const raw = document[key];
    if (!Array.isArray(raw)) return [claim(undefined, prefix + key, raw, said, block.why)];
    return itemsOf(block, document).flatMap((item, at) => membersClaims(block.rows, item, said, `${prefix}${key}[${at}] `).map((one) => withWhy(one, block)));
  }
  const key = block.from?.is === "key" ? block.from.key : "";
  return membersClaims(block.rows, innerOf(block, document) ?? {}, said, `${prefix}${key} `).map((one) => withWhy(one, block));
}

const withWhy = (one: ClusterClaim, block: Block): ClusterClaim => (one.outcome === "notSaid" && one.why === unknown ? { ...one, why: block.unread ?? block.why ?? unknown } : one);

/** The sub-keys of a key of which rows say some: `crs/ha`. */
function partClaims(rows: readonly Row[], key: string, value: unknown, said: Said, prefix: string): readonly ClusterClaim[] {
  const inner = typeof value === "string" ? Object.fromEntries(parsePropertyString(value)) : (value as Document);
  return Object.keys(inner).map((field) => claim(rows.find((row) => sources(row).includes(`${key}/${field}`)), `${prefix}${key} ${field}`, inner[field], said));
}

function claim(row: Row | undefined, key: string, value: unknown, said: Said, why?: string): ClusterClaim {
  const text = row?.secret || value === redacted ? masked : printed(value);
  const outcome = said.get(key);
  const loss = outcome === undefined ? undefined : row?.shape.loses?.(text);
  if (outcome !== undefined && loss === undefined) return { key, value: text, outcome };
  if (row?.output || (row?.part ?? false)) return { key, value: text, outcome: "default", internal: true };
  if (row !== undefined && row.terraform === null && row.default !== undefined && String(row.default) === text) return { key, value: text, outcome: "default" };
  if (row === undefined && records.has(key)) return { key, value: text, outcome: "default", internal: true };
  return { key, value: text, outcome: "notSaid", why: loss ?? row?.why ?? why ?? unknown, ...(row?.internal ? { internal: true } : {}) };
}

const printed = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

const sources = ({ pve }: Row): readonly string[] => (typeof pve === "string" ? [pve] : pve.is === "first" ? pve.of.filter((one) => typeof one === "string") : []);

const rowsBelow = (rows: readonly Member[]): readonly Row[] => rows.flatMap((one) => (one.kind === "row" ? [one] : one.from === undefined ? rowsBelow(one.rows) : []));

