import type { Cluster } from "../cluster";
import { encodeNotes } from "../../lib/pve/notes";
import { formatted, integer, oneOf, text } from "../parameter";
import { given, needs, type Call, type Route } from "../route";
import type { Properties } from "../schema/property";
import { splitList } from "../schema/format";
import { writable } from "../schema/config";

const packed = (properties: Properties) => ({ type: "string", properties, optional: true }) as const;

/** The datacenter's settings, as far as they have a form. */
const settings: Properties = {
  keyboard: writable.qemu.keyboard!,
  language: text,
  http_proxy: { type: "string", pattern: "https?://.*", optional: true },
  migration_unsecure: { type: "boolean", optional: true },
  migration: packed({ type: { type: "string", enum: ["secure", "insecure"], defaultKey: true }, network: { type: "string", optional: true } }),
  replication: text,
  console: oneOf("applet", "vv", "html5", "xtermjs"),
  email_from: formatted("email"),
  max_workers: integer(1),
  fencing: oneOf("watchdog", "hardware", "both"),
  ha: packed({ shutdown_policy: { type: "string", enum: ["freeze", "failover", "conditional", "migrate"], optional: true } }),
  crs: text,
  mac_prefix: { ...formatted("mac-prefix") },
  bwlimit: text,
  u2f: text,
  webauthn: text,
  description: { type: "string", maxLength: 65536, optional: true },
  notify: text,
  "next-id": packed({ lower: { type: "integer", optional: true }, upper: { type: "integer", optional: true } }),
  "tag-style": text,
  "user-tag-access": text,
  "registered-tags": formatted("pve-tag-list"),
  "consent-text": text,
  location: text,
};

export const optionRoutes: readonly Route[] = [
  { method: "PUT", path: "/cluster/options", ...needs("/", "Sys.Modify"), takes: { ...settings, delete: formatted("pve-configid-list") }, run: update },
];

function update(call: Call): null {
  const { cluster } = call;
  for (const name of splitList(given(call, "delete"))) cluster.options.delete(name);
  if (splitList(given(call, "delete")).includes("description")) cluster.notes = "";
  for (const [name, value] of Object.entries(call.given)) {
    if (name === "description") cluster.notes = String(value);
    else if (name !== "delete") cluster.options.set(name, String(value));
  }
  cluster.files.set("datacenter.cfg", print(cluster));
  return null;
}

function print({ notes, options }: Cluster): string {
  const lines = notes === "" ? [] : notes.replace(/\n$/, "").split("\n").map((line) => `#${encodeNotes(line)}`);
  const rest = [...options].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}: ${value}`);
  return [...lines, "", ...rest].map((line) => `${line}\n`).join("");
}
