import type { Inventory } from "../../lib/inventory/inventory";
import { guestKinds } from "../../lib/schema/kind/all";

/** Gives a text in which nothing tells whose cluster it is about. The same becomes the same everywhere. */
export type Veil = (text: string) => string;

// Files and formats that the texts of pmpc and terraform name; a name of a host looks alike.
const ownEndings = /\.(?:ts|js|mjs|cjs|json|jsonl|yml|yaml|md|tf|tfstate|tfplan|log|sh|conf|cfg|fw|db|txt|pem|lock|git|io\/.*)$/i;
const ownHosts = /(?:^|\.)(?:terraform\.io|opentofu\.org|hashicorp\.com|github\.com|npmjs\.org|proxmox\.com)$/i;

/**
 * Replaces what the inventory names, and `own` words (people, machines), by words that are numbered in the order in which they turn up; and
 * whatever looks like an address, a hardware address, a UUID, a key, a user with a realm, a host or a path.
 */
export function newVeil(inventory: Inventory | undefined, own: readonly (readonly [stem: string, name: string | undefined])[]): Veil {
  const numbers = new Map<string, string>();
  const counts = new Map<string, number>();
  const number = (stem: string, of: string) => {
    const known = numbers.get(of.toLowerCase());
    if (known !== undefined) return known;
    const count = (counts.get(stem) ?? 0) + 1;
    counts.set(stem, count);
    numbers.set(of.toLowerCase(), `${stem}-${count}`);
    return `${stem}-${count}`;
  };
  const stems = new Map<string, string>();
  for (const [stem, name = ""] of [...named(inventory), ...own]) if (name.trim() !== "" && !stems.has(name.toLowerCase())) stems.set(name.toLowerCase(), stem);
  const words = [...stems.keys()].sort((a, b) => b.length - a.length).map((word) => word.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&"));
  // A name may be a part of something longer: of a construct's id, a file, an address of Terraform.
  const known = words.length === 0 ? undefined : new RegExp(`(?<![A-Za-z0-9])(?:${words.join("|")})(?![A-Za-z0-9])`, "gi");
  const patterns: readonly (readonly [RegExp, (found: string) => string])[] = [
    [/-----BEGIN [A-Z ]+-----[^]*?(?:-----END [A-Z ]+-----|$)/g, () => "(key)"],
    [/\b(?:ssh-(?:rsa|ed25519|dss)|ecdsa-[\w-]+|sk-[\w-]+@openssh\.com)\s+[A-Za-z0-9+/=]{20,}(?:[ \t]+\S+)?/g, () => "(key)"],
    [/\/\/[^\s/:@"']+(?::[^\s/@"']*)?@/g, () => "//"],
    [/[\w.+-]+@[\w.-]+(?:![\w.-]+)?(?:=[\da-f-]{36})?/gi, (found) => number("user", found.replace(/=.*/, ""))],
    [/\b[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\b/gi, (found) => number("uuid", found)],
    [/\b(?:[\da-f]{2}:){15,}[\da-f]{2}\b/gi, () => "(fingerprint)"],
    [/\b(?:[\da-f]{2}:){5}[\da-f]{2}\b/gi, (found) => number("mac", found)],
    [/\b[A-Za-z0-9+/]{40,}={0,2}/g, () => "(key)"],
    [/\b(?:\d{1,3}\.){3}\d{1,3}\b/g, (found) => number("address", found)],
    [/(?<![\w:])(?:[\da-f]{1,4}:){2,7}[\da-f]{0,4}(?::[\da-f]{1,4})*(?![\w:])/gi, (found) => (/^\d\d:\d\d:\d\d$/.test(found) ? found : number("address", found))],
    [/(?<![\w@.-])(?<!(?<!\/)\/)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?![\w-])/gi, (found) => (ownEndings.test(found) || ownHosts.test(found) ? found : number("host", found))],
    [/(?<![\w./:])(?:\/[\w.@+-]+){2,}\/?/g, (found) => (/^\/(?:nodes|cluster|access|storage|pools|api2|version|etc\/pve)\b/.test(found) ? found : number("path", found))],
  ];
  return (text) => {
    let veiled = text;
    // Patterns come first: a short name could be a part of a fingerprint.
    for (const [pattern, replace] of patterns) veiled = veiled.replace(pattern, replace);
    if (known !== undefined) veiled = veiled.replace(known, (found) => number(stems.get(found.toLowerCase())!, found));
    return veiled;
  };
}

function named(inventory: Inventory | undefined): readonly (readonly [string, string | undefined])[] {
  if (inventory === undefined) return [];
  const { name, nodes, storages, bridges, pools, guests } = inventory;
  return [
    ...guests.map((guest) => [guestKinds[guest.type].stem, guest.name] as const),
    ...nodes.map((node) => ["node", node.name] as const),
    ...storages.map((storage) => ["storage", storage.name] as const),
    ...pools.flatMap((pool) => pool.name.split("/").map((part) => ["pool", part] as const)),
    ...bridges.map((bridge) => ["bridge", bridge] as const),
    ...guests.flatMap(({ tags }) => tags.map((tag) => ["tag", tag] as const)),
    ["cluster", name],
  ];
}
