import { parseGuestKey, printGuestKey, type GuestId, type ResourceKey } from "../../lib/pve/address";
import { isUnreadable, type Finding, type Place } from "./finding";

type Row = Readonly<Record<string, unknown>>;

/** What an address answered; undefined if it did not. */
export function bodyOf(finding: Finding): unknown {
  return isUnreadable(finding) ? undefined : finding.body;
}

/** The rows of a list; none where it is not a list. */
export function rows(body: unknown): readonly Row[] {
  return Array.isArray(body) ? (body as Row[]) : [];
}

/** `qemu/100` for a guest's row of `/cluster/resources`; the other rows have keys that are no guest's. */
export function keyOf({ type, vmid }: Row): ResourceKey {
  return `${String(type)}/${String(vmid)}`;
}

/** The guests of `/cluster/resources`, each with its row and the node that it is on. */
export function guestsByKey(resources: unknown): ReadonlyMap<ResourceKey, { readonly row: Row; readonly place: Place }> {
  const guests = new Map<ResourceKey, { readonly row: Row; readonly place: Place }>();
  for (const row of rows(resources)) {
    const guest = parseGuestKey(keyOf(row));
    if (guest) guests.set(keyOf(row), { row, place: { ...guest, node: String(row.node) } });
  }
  return guests;
}

/** The numbers of guests that should be in a list and are not. */
export function missingNumbers(expected: readonly GuestId[], listed: { has(key: ResourceKey): boolean }): readonly number[] {
  return [...new Set(expected.filter((guest) => !listed.has(printGuestKey(guest))).map(({ vmId }) => vmId))];
}

/** The nodes of a cluster, and which of them need not be asked. */
export interface Nodes {
  readonly names: readonly string[];
  isDown(node: string): boolean;
  /** Learns from what a node answered, or did not. */
  note(node: string, finding: Finding): void;
}

const patience = 3;

/** `lists` are the answers of `/cluster/resources`, `/nodes` and `/cluster/status`, which say "offline", "offline" and 0. */
export function watchNodes(lists: readonly unknown[]): Nodes {
  const all = lists.flatMap(rows).filter(({ type }) => type === "node");
  const nameOf = (row: Row) => String(row.node ?? row.name);
  const down = new Set(all.filter(({ status, online }) => status === "offline" || online === 0).map(nameOf));
  const silences = new Map<string, number>();
  return {
    names: [...new Set(all.map(nameOf))].sort(),
    isDown: (node) => down.has(node),
    note(node, finding) {
      const silent = isUnreadable(finding) && (finding.why === "offline" || finding.why === "timeout");
      const count = silent ? (silences.get(node) ?? 0) + 1 : 0;
      silences.set(node, count);
      // One guest may fail alone. A node that is silent about several in a row would be so about all, and each costs a minute.
      if (count >= patience) down.add(node);
    },
  };
}
