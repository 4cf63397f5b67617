import type { Observation } from "../../lib/inventory/document";
import { encodeNotes } from "../../lib/pve/notes";
import { redacted } from "../../lib/pve/secret";

type Row = Readonly<Record<string, unknown>>;

/** Settings of which there is one in its place, as files: of each node, and of the cluster. */
export function settingFiles(documents: Observation["documents"]): Readonly<Record<string, string>> {
  const files = [...documents].flatMap(([address, body]): readonly (readonly [string, string])[] => {
    if (typeof body !== "object" || body === null || Array.isArray(body)) return [];
    if (address === "/cluster/options") return [["datacenter.cfg", configText(body as Row, ["allowed-tags"])]];
    const [, node, what] = /^\/nodes\/([^/]+)\/(hosts|dns|time|config)$/.exec(address) ?? [];
    const at = `nodes/${decodeURIComponent(node ?? "")}`;
    const { data, timezone, ...rest } = body as Row;
    if (what === "hosts" && typeof data === "string") return [[`${at}/etc/hosts`, data]];
    if (what === "time" && typeof timezone === "string") return [[`${at}/etc/timezone`, `${timezone}\n`]];
    if (what === "dns") return [[`${at}/etc/resolv.conf`, resolverText(rest)]];
    return what === "config" && Object.keys(rest).length > 0 ? [[`${at}/config`, configText(rest, [])]] : [];
  });
  return Object.fromEntries(files);
}

const resolverText = ({ search, dns1, dns2, dns3 }: Row): string => [...(typeof search === "string" ? [`search ${search}\n`] : []), ...[dns1, dns2, dns3].flatMap((one) => (typeof one === "string" ? [`nameserver ${one}\n`] : []))].join("");

/** Notes as comments, then a line for each setting; the store keeps no secret. */
function configText({ description, digest: _, ...settings }: Row, computed: readonly string[]): string {
  const notes = typeof description === "string" && description !== "" ? description.replace(/\n$/, "").split("\n").map((line) => `#${encodeNotes(line)}\n`) : [];
  const lines = Object.entries(settings).filter(([key]) => !computed.includes(key)).map(([key, value]) => [key, packed(value)] as const).filter(([, text]) => !text.includes(redacted));
  return [...notes, ...lines.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, text]) => `${key}: ${text}\n`)].join("");
}

/** What is answered as a list or an object is in one line of the file. */
const packed = (value: unknown): string =>
  Array.isArray(value) ? value.map(String).join(";") : typeof value === "object" && value !== null ? Object.entries(value).map(([key, part]) => `${key}=${Array.isArray(part) ? part.map(String).join(";") : String(part)}`).join(",") : String(value);
