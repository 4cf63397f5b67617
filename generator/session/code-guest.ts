import { exit, PmpcError } from "../../lib/error";
import { parseGuestKey, printGuestKey, type GuestId, type ResourceKey } from "../../lib/pve/address";
import { nearest } from "../../lib/schema/nearest";
import { guestTypeOf, kindAlone, parseGuestName, printGuestName } from "../../lib/schema/kind/name";
import type { ClusterRef, StateStore } from "../store/state-store";
import type { Written } from "./written";

/** A guest of the workspace as people name it, and as pmpc does. */
export interface CodeGuest extends GuestId {
  readonly key: ResourceKey;
  /** `vm 101` */
  readonly label: string;
}

/** What was seen of a workspace's cluster. */
export interface SeenCluster {
  readonly store: StateStore;
  readonly configuration: ClusterRef | undefined;
}

/** Finds the guest that people mean: `vm 101`, `lxc/202`, `vm web`, a number alone, its name in the cluster or in the code. */
export async function findCodeGuest(said: string, { names, ownNames, forgotten, declared }: Written, { store, configuration }: SeenCluster): Promise<CodeGuest> {
  const named = parseGuestName(said);
  if (named) return guestOf(printGuestKey(named));
  const [, word = "", rest = ""] = /^(\S+?)[ /](.+)$/.exec(said) ?? [];
  const type = guestTypeOf(word);
  const words = type === undefined ? said : rest;
  const run = await store.latestRun(configuration);
  const seen = run === undefined ? [] : await store.resources(run.id);
  const candidates = [
    ...[...names.values(), ...ownNames.values()].map(({ key, id }) => ({ key, called: [id] })),
    ...[...declared].map(([key, id]) => ({ key, called: [id] })),
    ...[...forgotten.values()].filter(({ guest }) => parseGuestKey(guest)).map(({ guest, id, name }) => ({ key: guest, called: [id, name] })),
    ...seen.filter(({ key }) => parseGuestKey(key)).map(({ key, name }) => ({ key, called: [name] })),
  ];
  const keys = [...new Set(candidates.filter(({ key }) => type === undefined || parseGuestKey(key)!.type === type).filter(({ key, called }) => called.includes(words) || String(parseGuestKey(key)!.vmId) === words).map(({ key }) => key))];
  if (keys.length === 1) return guestOf(keys[0]!);
  if (keys.length > 1) throw new PmpcError("guest-not-unique", `${keys.length} guests are called "${words}": ${keys.map((key) => guestOf(key).label).join(", ")}`, { hint: "name it by its number", exit: exit.usage });
  const kind = kindAlone(said);
  if (kind !== undefined) throw new PmpcError("which-guest", `"${said}" says no more than the kind`, { hint: `say which one, by number or name: ${kind} 101, ${kind} web; pmpc list ${kind} shows all`, exit: exit.usage });
  const near = nearest(words, [...new Set(candidates.flatMap(({ called }) => called))]);
  throw new PmpcError("which-guest", `"${said}" is not a guest of this workspace`, { hint: `${near === undefined ? "" : `did you mean ${near}? `}name it by type and number (vm 101, container 202), or by its name; pmpc list shows all`, exit: exit.usage });
}

function guestOf(key: ResourceKey): CodeGuest {
  const guest = parseGuestKey(key)!;
  return { ...guest, key, label: printGuestName(guest) };
}
