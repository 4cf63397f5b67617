import type { Address } from "../../../lib/pve/address";
import { addressTemplate, textTemplate, type Parts } from "../../../lib/pve/template";
import type { Kind } from "../../../lib/schema/kind/kind";
import { concurrent } from "../concurrent";
import { isUnreadable, type Finding } from "../finding";
import { bodyOf, rows } from "../overview";
import type { Read } from "./guest";

interface Around {
  readonly read: Read;
  readonly concurrency: number;
  /** What was answered before: the lists that every import asks for. */
  readonly known: ReadonlyMap<Address, Finding>;
}

/** The lists of some kinds, and each object's own answers: a list is often poorer than those. */
export async function* readCluster(kinds: readonly Kind[], { read, concurrency, known }: Around): AsyncGenerator<Finding> {
  const asked = new Set<Address>(known.keys());
  const fresh = (addresses: readonly Address[]) => [...new Set(addresses)].filter((address) => !asked.has(address) && asked.add(address));
  const lists = new Map(known);
  for await (const finding of concurrent(fresh(kinds.flatMap(({ reads: { list } }) => (addressTemplate(list).names.length === 0 ? [list] : []))), concurrency, (address) => read(address))) {
    lists.set(finding.address, finding);
    yield finding;
  }
  const documents = kinds.flatMap((kind) => {
    const list = lists.get(kind.reads.list);
    return list === undefined || isUnreadable(list) ? [] : rows(bodyOf(list)).flatMap((row) => documentsOf(kind, row));
  });
  yield* concurrent(fresh(documents), concurrency, (address) => read(address));
}

function documentsOf({ id, reads: { documents = {}, where = {} } }: Kind, row: Readonly<Record<string, unknown>>): readonly Address[] {
  if (!Object.entries(where).every(([column, values]) => values.includes(String(row[column])))) return [];
  const { names } = textTemplate(id);
  const parts: Parts = Object.fromEntries(names.flatMap((name) => (row[name] === undefined ? [] : [[name, String(row[name])]])));
  return Object.values(documents).flatMap((text) => (addressTemplate(text).names.every((name) => name in parts) ? [addressTemplate(text).print(parts)] : []));
}
