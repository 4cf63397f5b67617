import { createHash } from "node:crypto";
import { bytesOf } from "../../lib/pve/bytes";

type Entry = Readonly<Record<string, unknown>>;

/** The digest of a list: of every entry's settings by name. */
export function digestOfList(list: readonly Entry[]): string {
  const sha = createHash("sha1");
  for (const entry of list) {
    for (const key of Object.keys(entry).sort()) {
      const value = entry[key];
      if (value !== undefined && typeof value !== "object") sha.update(bytesOf(`${key}:${String(value)}\n`));
    }
  }
  return sha.digest("hex");
}

/** Each entry of a list with the digest of all. */
export function withDigest<T extends Entry>(list: readonly T[]): (T & { readonly digest: string })[] {
  const digest = digestOfList(list);
  return list.map((entry) => ({ ...entry, digest }));
}
