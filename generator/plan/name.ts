import type { ResourceKey } from "../../lib/pve/address";

// What constructs and cdktf keep for themselves: members of every object, hidden ids, and the provider's own construct.
export const reservedIds: ReadonlySet<string> = new Set(["default", "resource", "proxmox", "backend", ...Object.getOwnPropertyNames(Object.prototype).map((name) => name.toLowerCase())]);

/** A guest as naming sees it. */
export interface Nameable {
  readonly key: ResourceKey;
  readonly vmId: number;
  /** `vm` or `ct`, for guests without a usable name. */
  readonly prefix: string;
  readonly name?: string;
}

/**
 * Construct ids: readable, legal in Terraform for any guest name, and stable. Remembered ids never change. A guest gets its own
 * name, unless another has the same or one that reads the same: then its number comes after it, never a counter.
 */
export function nameConstructs(guests: readonly Nameable[], remembered: ReadonlyMap<ResourceKey, string>, reserved: readonly string[] = []): ReadonlyMap<ResourceKey, string> {
  const ids = new Map(remembered);
  const used = new Set([...remembered.values(), ...reserved].map((id) => id.toLowerCase()));
  const fresh = guests.filter(({ key }) => !ids.has(key));
  const wishes = new Map(fresh.map((guest) => [guest.key, constructId(guest)]));
  const wanted = count([...wishes.values()].map((wish) => wish.toLowerCase()));
  for (const { key, vmId, prefix } of fresh) {
    const wish = wishes.get(key)!;
    const own = (wanted.get(wish.toLowerCase()) ?? 0) > 1 ? [] : [wish];
    const id = [...own, `${wish}-${vmId}`, `${prefix}-${vmId}`, `${wish}-${prefix}-${vmId}`].find((one) => !used.has(one.toLowerCase()))!;
    ids.set(key, id);
    used.add(id.toLowerCase());
  }
  return ids;
}

function constructId({ name, prefix, vmId }: Nameable): string {
  const word = plainWord(name ?? "");
  if (word === "") return `${prefix}-${vmId}`;
  if (reservedIds.has(word.toLowerCase())) return `${word}-${vmId}`;
  return /^[A-Za-z]/.test(word) ? word : `${prefix}-${word}`;
}

/** Letters, digits and dashes of any text: `web.example.com` → `web-example-com`, `Büro` → `Buro`. May be empty. */
export function plainWord(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .slice(0, 63)
    .replace(/^-+|-+$/g, "");
}

const keywords = new Set(
  ("abstract any as async await boolean break case catch class const constructor continue debugger declare default delete do else enum export extends " +
    "false finally for from function get if implements import in instanceof interface let module namespace never new null number object of package " +
    "private protected public readonly require return set static string super switch symbol this throw true try type typeof undefined unknown var " +
    "void while with yield arguments eval").split(" "),
);

/** A variable's name: `local-lvm` → `localLvm`, `10g` → `n10g`, `class` → `classNode` with the suffix `Node`. */
export function variableName(text: string, suffix: string, reserved: ReadonlySet<string> = new Set()): string {
  const words = plainWord(text).split("-").filter((word) => word !== "");
  const joined = words.map((word, at) => (at === 0 ? lowerFirst(word) : upperFirst(word))).join("");
  const name = joined === "" ? lowerFirst(suffix) : /^[0-9]/.test(joined) ? `n${joined}` : joined;
  return keywords.has(name) || reserved.has(name) ? name + suffix : name;
}

/** A class's name: `home-lab` → `HomeLabCluster`. */
export function className(text: string): string {
  const name = upperFirst(variableName(text, "Cluster"));
  return name.endsWith("Cluster") ? name : `${name}Cluster`;
}

// ABC stays ABC inside, and becomes abc in front.
const lowerFirst = (word: string) => (/^[A-Z0-9]+$/.test(word) ? word.toLowerCase() : word.charAt(0).toLowerCase() + word.slice(1));
const upperFirst = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

function count(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
