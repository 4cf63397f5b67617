import { parsePropertyString } from "../property-string";
import { parseDatacenter } from "./datacenter-config";

/** Options that stand as objects in the answer, because they are property strings in the file. */
const packed = new Set(["crs", "ha", "migration", "next-id", "notify", "replication", "tag-style", "u2f", "user-tag-access", "webauthn"]);
/** Parts of them that are flags, and stand as numbers. */
const flags = new Set(["allow-subdomains", "case-sensitive", "ha-auto-rebalance", "ha-rebalance-on-start"]);
/** What a word without a key is. */
const bare: Readonly<Record<string, string>> = { crs: "ha", migration: "type", replication: "type" };

const tagsIn = (text: string) => text.split(/[;,\s]+/).filter((tag) => tag !== "");

/** What `/cluster/options` answers of a `datacenter.cfg`. */
export function optionsAnswer(text: string): Readonly<Record<string, unknown>> {
  const { notes, options } = parseDatacenter(text);
  const read = [...options].map(([key, value]): readonly [string, unknown] => {
    if (key === "registered-tags") return [key, tagsIn(value)];
    if (!packed.has(key)) return [key, value];
    const parts = parsePropertyString(value, bare[key] === undefined ? {} : { defaultKey: bare[key] });
    return [key, Object.fromEntries(parts.map(([name, part]) => [name, flags.has(name) ? Number(part) : name === "user-allow-list" ? tagsIn(part) : part]))];
  });
  // Proxmox VE answers a prefix also where none is set.
  return { ...(notes === "" ? {} : { description: notes }), mac_prefix: "BC:24:11", ...Object.fromEntries(read) };
}
