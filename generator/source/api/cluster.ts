import type { Address } from "../../../lib/pve/address";
import { addressTemplate, type Parts } from "../../../lib/pve/template";
import { partsOf } from "../../../lib/inventory/resource";
import { kinds as allKinds } from "../../../lib/schema/kind/all";
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
  /** Nodes that do not answer. */
  readonly isDown: (node: string) => boolean;
}

/** What this release of Proxmox VE does not have, what is not installed, and firewalls of virtual networks that do not run yet: there is nothing of it that could not be read. */
const isNotHere = /^Proxmox VE answered (?:501: |500: (?:binary not installed|invalid vnet specified|.*ha groups have been migrated to rules))/;

type Row = Readonly<Record<string, unknown>>;

/** The lists of some kinds, and each object's own answers: a list is often poorer than those. */
export async function* readCluster(kinds: readonly Kind[], { read, concurrency, known, isDown }: Around): AsyncGenerator<Finding> {
  const answers = new Map(known);
  async function* ask(addresses: readonly Address[]): AsyncGenerator<Finding> {
    const fresh = [...new Set(addresses)].filter((address) => !answers.has(address));
    for await (const finding of concurrent(fresh, concurrency, (address) => read(address))) {
      answers.set(finding.address, finding);
      if (!isUnreadable(finding) || !isNotHere.test(finding.message)) yield finding;
    }
  }
  const answer = (address: Address) => {
    const finding = answers.get(address);
    return finding === undefined || isUnreadable(finding) ? undefined : bodyOf(finding);
  };
  // What a list's address names is in the list of another kind.
  const around = (kind: Kind): readonly Parts[] => (kind.reads.of === undefined ? [{}] : membersOf(allKinds.of(kind.reads.of)!, around, answer).filter(({ node }) => node === undefined || !isDown(node)));
  const listsOf = (kind: Kind) => around(kind).flatMap((parts) => printed(kind.reads.list, parts));
  const wave = [...new Set(kinds.flatMap(withOwners))];
  for (let asked = -1; asked < answers.size; ) {
    asked = answers.size;
    yield* ask(wave.flatMap(listsOf));
  }
  yield* ask(kinds.flatMap((kind) => (kind.reads.leaving === undefined ? [] : around(kind).flatMap((parts) => printed(kind.reads.leaving!, parts)))));
  yield* ask(kinds.flatMap((kind) => membersOf(kind, around, answer).flatMap((parts) => documentsOf(kind, parts))));
}

/** A kind, and those that it belongs to. */
const withOwners = (kind: Kind): readonly Kind[] => (kind.reads.of === undefined ? [kind] : [...withOwners(allKinds.of(kind.reads.of)!), kind]);

/** What the lists of a kind name, as far as they were answered. */
function membersOf(kind: Kind, around: (kind: Kind) => readonly Parts[], answer: (address: Address) => unknown): readonly Parts[] {
  const { list, where = {}, one } = kind.reads;
  if (one) return around(kind);
  const isOfKind = (row: Row) => Object.entries(where).every(([column, values]) => values.includes(String(row[column])));
  return around(kind).flatMap((parts) => printed(list, parts).flatMap((address) => rows(answer(address))).filter(isOfKind).map((row) => partsOf(row, parts, kind)).filter((found) => found !== undefined));
}

const documentsOf = ({ reads: { documents = {} } }: Kind, parts: Parts): readonly Address[] => Object.values(documents).flatMap((text) => printed(text, parts));

/** An address, where all of its parts are known: the networks of nodes were read before. */
const printed = (text: string, parts: Parts): readonly Address[] => (addressTemplate(text).names.every((name) => name in parts) ? [addressTemplate(text).print(parts)] : []);
