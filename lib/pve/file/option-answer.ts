import { parsePropertyString } from "../property-string";
import { parseDatacenter, type DatacenterConfig } from "./datacenter-config";

type Row = Readonly<Record<string, unknown>>;

/** Options that are objects in the answer, because they are property strings in the file. */
const packed = new Set(["crs", "ha", "migration", "next-id", "notify", "replication", "tag-style", "u2f", "user-tag-access", "webauthn"]);
/** Parts of them that are flags, and are numbers. */
const flags = new Set(["allow-subdomains", "case-sensitive", "ha-auto-rebalance", "ha-rebalance-on-start"]);
/** What a word without a key is. */
const bare: Readonly<Record<string, string>> = { crs: "ha", migration: "type", replication: "type" };

const tagsIn = (text: string) => text.split(";").filter((tag) => tag !== "");

/** What `/cluster/options` answers of a `datacenter.cfg`. */
export const optionsAnswer = (text: string): Row => answerOfOptions(parseDatacenter(text));

/** The same of its settings. Words that Proxmox VE no longer uses stand for those that it does. */
export function answerOfOptions({ notes, options }: DatacenterConfig): Row {
  const read = [...options].flatMap(([key, value]): (readonly [string, unknown])[] => {
    if (key === "registered-tags") return [[key, tagsIn(value)]];
    if (key === "console" && value === "applet") return [[key, "html5"]];
    if (!packed.has(key)) return [[key, value]];
    if (key === "crs" && value === "") return [];
    const parts = parsePropertyString(value, bare[key] === undefined ? {} : { defaultKey: bare[key] });
    return [[key, Object.fromEntries(parts.map(([name, part]) => [name, flags.has(name) ? Number(part) : name === "user-allow-list" ? tagsIn(part) : part]))]];
  });
  const answer: Record<string, unknown> = Object.fromEntries(read);
  const { migration_unsecure: unsecure, migration } = answer as { readonly migration_unsecure?: string; readonly migration?: Row };
  if (unsecure !== undefined && migration?.type === undefined) answer.migration = { ...migration, type: unsecure === "1" ? "insecure" : "secure" };
  // Proxmox VE answers a prefix also where none is set.
  return { ...(notes === "" ? {} : { description: notes }), mac_prefix: "BC:24:11", ...answer };
}
