import { decodeNotes } from "../notes";
import { accessLists } from "./access-lists";
import { optionsAnswer } from "./option-answer";
import { firewallAnswers } from "../firewall/answer";
import { redacted } from "../secret";
import { cpuModelAnswers, cpuModelsFile } from "./cpu-models";
import { parseDatacenter } from "./datacenter-config";
import { parseNotifications, targetAnswer } from "./notifications";
import { runningVnets, sdnFiles, sdnLists } from "./sdn-lists";
import { parseBlocks } from "./section-config";

/** A guest, and its node. */
interface Place {
  readonly type: "qemu" | "lxc";
  readonly vmId: number;
  readonly node: string;
}

/** A file below `/etc/pve` of what is not a guest: where the API answers what it says. */
interface ClusterFile {
  readonly file: string;
  /** The list of the API: `/cluster/backup`. */
  readonly at: string;
  /** What a row of the list calls the name of a section. */
  readonly part: string;
  /** The sections of these types alone. @default all */
  readonly types?: readonly string[];
  /** Heads are names alone; all are of this type. */
  readonly only?: string;
  /** The name has the type before it: `vm:201`. */
  readonly typed?: true;
  /** The settings whose lines are there several times. */
  readonly lists?: readonly string[];
  /** The file has its comments in another spelling. */
  readonly encoded?: true;
  /** What the API makes out of a name besides. */
  readonly more?: (name: string) => Readonly<Record<string, unknown>>;
}

const jobOf = (name: string) => {
  const [, guest, jobnum] = /^(\d+)-(\d+)$/.exec(name) ?? [];
  return { guest: Number(guest), jobnum: Number(jobnum) };
};

const files: readonly ClusterFile[] = [
  { file: "jobs.cfg", at: "/cluster/backup", part: "id", types: ["vzdump"], lists: ["exclude-path"] },
  { file: "jobs.cfg", at: "/cluster/jobs/realm-sync", part: "id", types: ["realm-sync"] },
  { file: "replication.cfg", at: "/cluster/replication", part: "id", encoded: true, more: jobOf },
  { file: "ha/resources.cfg", at: "/cluster/ha/resources", part: "sid", typed: true },
  { file: "ha/groups.cfg", at: "/cluster/ha/groups", part: "group" },
  { file: "ha/rules.cfg", at: "/cluster/ha/rules", part: "rule", encoded: true },
  { file: "mapping/pci.cfg", at: "/cluster/mapping/pci", part: "id", only: "pci", lists: ["map"] },
  { file: "mapping/usb.cfg", at: "/cluster/mapping/usb", part: "id", only: "usb", lists: ["map"] },
  { file: "mapping/directory.cfg", at: "/cluster/mapping/dir", part: "id", only: "dir", lists: ["map"] },
  { file: "status.cfg", at: "/cluster/metrics/server", part: "id" },
  { file: "sdn/ipams.cfg", at: "/cluster/sdn/ipams", part: "ipam" },
  { file: "sdn/dns.cfg", at: "/cluster/sdn/dns", part: "dns" },
];

const plugins = "priv/acme/plugins.cfg";

/** Paths below `/etc/pve` of what there is one of. */
export const clusterFilePaths: readonly string[] = [...new Set([...files.map(({ file }) => file), "domains.cfg", "datacenter.cfg", "notifications.cfg", plugins, ...sdnFiles])];

/** Folders below `/etc/pve`, and which files of theirs are read; a star is a node. */
export const clusterFolders: readonly { readonly at: string; readonly name: RegExp }[] = [
  { at: "firewall", name: /^(?:cluster|[0-9]+)\.fw$/ },
  { at: "sdn/firewall", name: /^[^/]+\.fw$/ },
  { at: "nodes/*", name: /^(?:config|host\.fw)$/ },
  { at: "priv/acme", name: /^[^/]+$/ },
];

/** Whether a path below `/etc/pve` is that of a file that is read. */
export const isClusterFile = (path: string): boolean =>
  clusterFilePaths.includes(path) || clusterFolders.some(({ at, name }) => new RegExp(`^${at.replace("*", "[^/]+")}/`).test(path) && name.test(path.slice(path.lastIndexOf("/") + 1)) && path.split("/").length === at.split("/").length + 1);

/** Whether its name is all that is taken of a file: an account's has its key. */
export const isOnlyNamed = (path: string): boolean => path.startsWith("priv/") && path !== plugins;

/** The settings of files that are secrets in clear text. */
const secrets: Readonly<Record<string, string>> = { [plugins]: "data", "sdn/ipams.cfg": "token", "sdn/dns.cfg": "key" };

/** A file without the secrets that are among its settings. */
export const withoutFileSecrets = (path: string, text: string): string => (path in secrets ? text.replace(new RegExp(`^([\\t-\\r ]+${secrets[path]!}[\\t-\\r ]+).*$`, "gm"), `$1${redacted}`) : text);

/** What addresses of the API answer, as files say it: lists of rows, and the options of the cluster; no rows where a file is not there. */
export function clusterAnswers(texts: ReadonlyMap<string, string>, guests: readonly Place[]): ReadonlyMap<string, unknown> {
  const options = texts.get("datacenter.cfg");
  return new Map<string, unknown>([
    ...files.map((one) => [one.at, rowsOf(texts.get(one.file) ?? "", one)] as const),
    ...accessLists(texts.get("user.cfg"), texts.get("domains.cfg")),
    ...sdnLists(texts),
    ...(options === undefined ? [] : [["/cluster/options", optionsAnswer(options)] as const]),
    ...firewallAnswers(texts, guests, runningVnets(texts)),
    ...notificationLists(texts.get("notifications.cfg") ?? ""),
    ...acmeLists(texts),
    ["/cluster/qemu/custom-cpu-models", cpuModelAnswers(texts.get(cpuModelsFile) ?? "")],
    ...[...texts].flatMap(([path, text]) => {
      const [, node] = /^nodes\/([^/]+)\/config$/.exec(path) ?? [];
      return node === undefined ? [] : [[`/nodes/${encodeURIComponent(node)}/config`, nodeAnswer(text)] as const];
    }),
  ]);
}

function notificationLists(text: string): readonly (readonly [string, unknown])[] {
  const all = parseNotifications(text);
  const [matchers, targets] = [all.filter(({ type }) => type === "matcher"), all.filter(({ type }) => type !== "matcher")];
  return [["/cluster/notifications/matchers", matchers.map(({ row }) => row)], ["/cluster/notifications/targets", targets.map(targetAnswer)], ...targets.map(({ type, name, row }) => [`/cluster/notifications/endpoints/${encodeURIComponent(type)}/${encodeURIComponent(name)}`, row] as const)];
}

/** Nothing where the folder is not there: only root can copy it. */
function acmeLists(texts: ReadonlyMap<string, string>): readonly (readonly [string, unknown])[] {
  const names = [...texts.keys()].filter((path) => path.startsWith("priv/acme/"));
  if (names.length === 0) return [];
  const rows = rowsOf(texts.get(plugins) ?? "", { file: plugins, at: "", part: "plugin" });
  const all = rows.some(({ plugin }) => plugin === "standalone") ? rows : [{ plugin: "standalone", type: "standalone" }, ...rows];
  return [["/cluster/acme/plugins", all], ["/cluster/acme/account", names.filter(isOnlyNamed).map((path) => ({ name: path.slice("priv/acme/".length) }))]];
}

function nodeAnswer(text: string): Readonly<Record<string, unknown>> {
  const { notes, options } = parseDatacenter(text);
  return { ...Object.fromEntries(options), ...(notes === "" ? {} : { description: notes }) };
}

function rowsOf(text: string, { part, types, only, typed, lists = [], encoded, more }: ClusterFile): readonly Readonly<Record<string, unknown>>[] {
  const blocks = parseBlocks(text, only).filter(({ type }) => types === undefined || types.includes(type));
  return blocks.map(({ type, id, lines }) => {
    const row: Record<string, unknown> = { [part]: typed ? `${type}:${id}` : id, type, ...more?.(id) };
    for (const [key, value = "1"] of lines) {
      const said = encoded && key === "comment" ? decodeNotes(value) : value;
      if (lists.includes(key)) row[key] = [...((row[key] ?? []) as readonly string[]), said];
      else row[key] ??= said;
    }
    return row;
  });
}
