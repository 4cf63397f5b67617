import type { ResourceKey } from "../pve/address";
import type { Guest } from "./inventory";

// Words that Ansible's inventory gives a meaning of their own.
const reserved = new Set(["all", "ungrouped", "_meta", "localhost"]);

/**
 * The names of guests as hosts: their own, where it can be a host's and a folder's name. Guests that share a name, in whatever
 * case, all have their number behind it, so that nobody takes one for the other.
 */
export function hostNames(guests: readonly Pick<Guest, "key" | "type" | "vmId" | "name">[]): ReadonlyMap<ResourceKey, string> {
  const wishes = new Map(guests.map((guest) => [guest.key, plainHost(guest)]));
  const counts = new Map<string, number>();
  for (const wish of wishes.values()) counts.set(wish.toLowerCase(), (counts.get(wish.toLowerCase()) ?? 0) + 1);
  const single = new Set([...counts].filter(([, count]) => count === 1).map(([wish]) => wish));
  return new Map(
    guests.map(({ key, vmId, type }) => {
      const wish = wishes.get(key)!;
      if (single.has(wish.toLowerCase())) return [key, wish];
      // A guest that is really called web-105 keeps its name before the 105th guest that is called web.
      const numbered = `${wish}-${vmId}`;
      return [key, counts.has(numbered.toLowerCase()) ? `${wish}-${type === "qemu" ? "vm" : "ct"}-${vmId}` : numbered];
    }),
  );
}

function plainHost({ name = "", type, vmId }: Pick<Guest, "type" | "vmId" | "name">): string {
  const fallback = `${type === "qemu" ? "vm" : "ct"}-${vmId}`;
  const word = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "")
    .slice(0, 63);
  return word === "" || reserved.has(word.toLowerCase()) || /^\d+$/.test(word) ? fallback : word;
}
