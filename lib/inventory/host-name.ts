import type { ResourceKey } from "../pve/address";
import { guestKinds } from "../schema/kind/all";
import type { Guest } from "./inventory";

type Named = Pick<Guest, "key" | "type" | "vmId" | "name">;

/**
 * Guests and nodes (`node/pve1`) as hosts: under their own name where it can be a host's and a folder's, everywhere.
 * A node keeps its name. Guests that share one, in whatever case, or have a node's, all have their number behind it, so that
 * one machine is not taken for another: people inside a guest may choose its name.
 */
export function hostNames(guests: readonly Named[], nodes: readonly string[] = []): ReadonlyMap<ResourceKey, string> {
  const names = new Map<ResourceKey, string>();
  const taken = new Set(reserved);
  const give = (key: ResourceKey, name: string) => {
    names.set(key, name);
    taken.add(fold(name));
  };
  for (const node of nodes) give(`node/${node}`, firstFree(plainName(node) || "node", "-node", taken));

  const wishes = guests.map((guest) => ({ guest, wish: plainName(guest.name ?? "") || fallback(guest) }));
  const counts = new Map<string, number>();
  for (const { wish } of wishes) counts.set(fold(wish), (counts.get(fold(wish)) ?? 0) + 1);
  const shared = wishes.filter(({ wish }) => taken.has(fold(wish)) || counts.get(fold(wish))! > 1);
  // A guest that has a name alone gets it first: a guest that is really called web-105 before the 105th that is called web.
  for (const { guest, wish } of wishes) if (!taken.has(fold(wish)) && counts.get(fold(wish)) === 1) give(guest.key, wish);
  for (const { guest, wish } of shared) {
    const numbered = `${wish}-${guest.vmId}`;
    give(guest.key, taken.has(fold(numbered)) ? firstFree(`${wish}-${fallback(guest)}`, `-${guest.vmId}`, taken) : numbered);
  }
  return names;
}

/** Words that Ansible gives a meaning of their own. */
const reserved = ["all", "ungrouped", "localhost"];
// Windows keeps these for devices, and a workspace is cloned there, too.
const device = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** The letters of a DNS name, and no more of them than a folder's name can hold; empty where nothing is left. */
function plainName(name: string): string {
  const letters = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9.-]+/g, "-")
    .slice(0, 100);
  // A number alone reads like that of another guest.
  const word = letters.replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "").replace(/^\d+$/, "");
  return device.test(word) ? word.replace(device, "$1-host") : word;
}

function firstFree(name: string, suffix: string, taken: ReadonlySet<string>): string {
  return taken.has(fold(name)) ? firstFree(`${name}${suffix}`, suffix, taken) : name;
}

const fallback = ({ type, vmId }: Named) => `${guestKinds[type].stem}-${vmId}`;
const fold = (name: string) => name.toLowerCase();
