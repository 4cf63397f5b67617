import type { Observation } from "../../lib/inventory/document";
import { addressTemplate } from "../../lib/pve/template";
import { kinds } from "../../lib/schema/kind/all";
import type { Known } from "../engine/known";

export type Json = Readonly<Record<string, unknown>>;

/** What Proxmox VE answered about one thing, by what it tells: `config`, `state`; of a thing that only a list names, its rows. */
export function documentsOf({ key, node }: Known, { documents }: Observation): Readonly<Record<string, unknown>> {
  const id = kinds.parseKey(key);
  if (id === undefined) return {};
  const { kind, parts } = id;
  const own = Object.entries(kind.reads.documents ?? {}).flatMap(([name, address]) => {
    const body = documents.get(addressTemplate(address).print({ ...(node === undefined ? {} : { node }), ...parts }));
    return body === undefined ? [] : [[name, body] as const];
  });
  if (own.length > 0) return Object.fromEntries(own);
  const wanted = Object.values(parts);
  const list = documents.get(kind.reads.list);
  const rows = Array.isArray(list) ? (list as Json[]).filter((row) => wanted.every((part) => Object.values(row).map(String).includes(part))) : [];
  return rows.length === 0 ? {} : { list: rows.length === 1 ? rows[0] : rows };
}
