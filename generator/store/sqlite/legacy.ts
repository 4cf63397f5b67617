import { existsSync } from "node:fs";
import type { Guest } from "../../../lib/inventory/inventory";
import type { ResourceKey } from "../../../lib/pve/address";
import { explainFailure } from "../failure";
import { failures } from "./failure";

/** What guests were called, and what plans had found out about them, as pmpc 0.1.0 kept it in its store; now it is in git. */
export interface Legacy {
  readonly names: ReadonlyMap<ResourceKey, LegacyName>;
  readonly findings: ReadonlyMap<ResourceKey, LegacyFinding>;
}

export interface LegacyName {
  readonly key: ResourceKey;
  readonly id: string;
  readonly file?: string;
  readonly forgotten: boolean;
  readonly adopted: boolean;
  /** As it was seen when its code was written last. */
  readonly guest: Guest;
}

export interface LegacyFinding {
  readonly key: ResourceKey;
  readonly provider: string;
  readonly guest: Guest;
  readonly repairs: readonly { readonly path: string; readonly why: string }[];
  readonly aside?: { readonly reason: string; readonly remedy?: string };
}

/** Reads what an older store has; nothing where there is none. */
export async function readLegacy(path: string): Promise<Legacy> {
  if (!existsSync(path)) return { names: new Map(), findings: new Map() };
  const { default: Database } = await import("libsql");
  try {
    const database = new Database(path);
    try {
      const there = new Set(database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all().map((row) => (row as { name: string }).name));
      const rows = <Row>(table: string) => (there.has(table) ? (database.prepare(`SELECT * FROM ${table} ORDER BY key`).all() as Row[]) : []);
      return { names: new Map(rows<NameRow>("name").map(nameOf)), findings: new Map(rows<FindingRow>("finding").map(findingOf)) };
    } finally {
      database.close();
    }
  } catch (error) {
    throw explainFailure(error, path, failures);
  }
}

interface NameRow {
  readonly key: ResourceKey;
  readonly id: string;
  readonly file: string | null;
  readonly forgotten: number;
  readonly adopted?: number | null;
  readonly guest: string;
}

interface FindingRow {
  readonly key: ResourceKey;
  readonly provider: string;
  readonly guest: string;
  readonly repairs: string;
  readonly reason: string | null;
  readonly remedy: string | null;
}

const nameOf = ({ key, id, file, forgotten, adopted, guest }: NameRow): [ResourceKey, LegacyName] => [key, { key, id, ...(file === null ? {} : { file }), forgotten: forgotten === 1, adopted: adopted === 1, guest: JSON.parse(guest) as Guest }];

const findingOf = ({ key, provider, guest, repairs, reason, remedy }: FindingRow): [ResourceKey, LegacyFinding] => [
  key,
  { key, provider, guest: JSON.parse(guest) as Guest, repairs: JSON.parse(repairs) as LegacyFinding["repairs"], ...(reason === null ? {} : { aside: { reason, ...(remedy === null ? {} : { remedy }) } }) },
];
