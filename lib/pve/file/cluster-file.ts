import { decodeNotes } from "../notes";
import { accessLists } from "./access-lists";
import { optionsAnswer } from "./option-answer";
import { sdnFiles, sdnLists } from "./sdn-lists";
import { parseBlocks } from "./section-config";

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
  /** The settings whose lines stand there several times. */
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
  { file: "ha/resources.cfg", at: "/cluster/ha/resources", part: "sid", typed: true, encoded: true },
  { file: "ha/rules.cfg", at: "/cluster/ha/rules", part: "rule", encoded: true },
  { file: "mapping/pci.cfg", at: "/cluster/mapping/pci", part: "id", only: "pci", lists: ["map"] },
  { file: "mapping/usb.cfg", at: "/cluster/mapping/usb", part: "id", only: "usb", lists: ["map"] },
  { file: "mapping/directory.cfg", at: "/cluster/mapping/dir", part: "id", only: "dir", lists: ["map"] },
  { file: "status.cfg", at: "/cluster/metrics/server", part: "id" },
];

/** Paths below `/etc/pve`. */
export const clusterFilePaths: readonly string[] = [...new Set([...files.map(({ file }) => file), "domains.cfg", "datacenter.cfg", ...sdnFiles])];

/** What addresses of the API answer, as files say it: lists of rows, and the options of the cluster; no rows where a file is not there. */
export function clusterAnswers(texts: ReadonlyMap<string, string>): ReadonlyMap<string, unknown> {
  const options = texts.get("datacenter.cfg");
  return new Map<string, unknown>([
    ...files.map((one) => [one.at, rowsOf(texts.get(one.file) ?? "", one)] as const),
    ...accessLists(texts.get("user.cfg"), texts.get("domains.cfg")),
    ...sdnLists(texts),
    ...(options === undefined ? [] : [["/cluster/options", optionsAnswer(options)] as const]),
  ]);
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
