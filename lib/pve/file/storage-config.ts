import { parseBlocks, type Block, type ConfigSection } from "./section-config";
import { parsePropertyString } from "../property-string";
import { isTaken, settingOf, storageTypes, type StorageType } from "./storage-type";

/** Proxmox VE has `local` even where the file does not name it, or says something else of it. */
const local: StorageSection = {
  type: "dir",
  id: "local",
  settings: new Map([
    ["path", "/var/lib/vz"],
    ["content", "backup,images,iso,rootdir,snippets,vztmpl"],
    ["prune-backups", "keep-all=1"],
  ]),
};

/** A storage of `storage.cfg`. */
export interface StorageSection extends ConfigSection {
  /** Proxmox VE does not take it, because it lacks what its type needs; guests that name it do so all the same. */
  readonly refused?: true;
}

/**
 * The storages of `storage.cfg`, as Proxmox VE understands them: what it does not take for a name or for a setting of a type is left out,
 * and what a storage holds is known of each. A type of somebody else's plugin is taken as it is.
 */
export function parseStorages(text: string): StorageSection[] {
  const storages = new Map<string, StorageSection>();
  for (const block of parseBlocks(text)) {
    if (!/^[a-z][a-z0-9_.-]*[a-z0-9]$/i.test(block.id)) continue;
    const type = block.type.toLowerCase();
    const settings = settingsOf({ ...block, type }, storageTypes.get(type));
    storages.delete(block.id);
    const raw = () => new Map([...block.lines].reverse().map(([key, value]) => [key, value ?? "1"]));
    storages.set(block.id, settings === undefined ? { type, id: block.id, settings: raw(), refused: true } : { type, id: block.id, settings });
  }
  return [...withLocal(storages).values()].map(({ settings, ...storage }) => ({ ...storage, settings: withContent(settings, storageTypes.get(storage.type)) }));
}

/** A type whose storages Proxmox VE mounts below `/mnt/pve`, unless they say a path. */
const isShare = (type: string) => /^(nfs|cifs|cephfs)$/.test(type);

/** What a block says of a type; undefined if it lacks what the type cannot be without. */
function settingsOf({ type, id, lines }: Block, known: StorageType | undefined): Map<string, string> | undefined {
  const settings = new Map<string, string>();
  for (const [key, value] of lines) {
    if (settings.has(key) || (known !== undefined && !isTaken(known, key))) continue;
    const setting = settingOf(key, value) ?? (known === undefined ? (value ?? "1") : undefined);
    if (setting !== undefined) settings.set(key, setting);
  }
  if (known === undefined) return settings;
  if (isShare(type) && !settings.has("path")) settings.set("path", `/mnt/pve/${id}`);
  const content = settings.get("content");
  const held = content === undefined ? undefined : sorted(content).filter((one) => known.content.has(one));
  const isContentGood = held === undefined || (held.length === 0 ? known.content.has("none") : held.length === 1 || !held.includes("none"));
  const isPathGood = !/^(dir|btrfs)$/.test(type) || /^\/[-/a-zA-Z0-9_.@]+$/.test(settings.get("path") ?? "");
  if (!isContentGood || !isPathGood || known.needs.some((key) => !settings.has(key))) return undefined;
  if (held !== undefined) settings.set("content", held.join(","));
  return settings;
}

function withLocal(storages: ReadonlyMap<string, StorageSection>): ReadonlyMap<string, StorageSection> {
  const { type, settings, refused } = storages.get("local") ?? local;
  const own = refused === undefined && type === "dir" && settings.get("path") === "/var/lib/vz" ? new Map(settings) : new Map(local.settings);
  own.delete("nodes");
  return new Map([...storages, ["local", { ...local, settings: own }]]);
}

function withContent(settings: ReadonlyMap<string, string>, type: StorageType | undefined): ReadonlyMap<string, string> {
  const only = settings.get("nodes");
  return new Map([
    ...settings,
    ...(settings.has("content") || type === undefined ? [] : [["content", type.preset.join(",")] as const]),
    ...(only === undefined ? [] : [["nodes", sorted(only).join(",")] as const]),
  ]);
}

const sorted = (list: string) => [...new Set(list.split(/[\s,;]+/).filter((word) => word !== ""))].sort();

/** Whether every node sees the same: by its setting, or because its type is a service. */
export function isShared({ type, settings }: Pick<ConfigSection, "type" | "settings">): boolean {
  return settings.get("shared") === "1" || ["nfs", "cifs", "pbs", "rbd", "cephfs", "iscsi", "iscsidirect", "zfs", "drbd"].includes(type);
}

const numbers = new Set("disable shared sparse saferemove krbd fuse maxfiles port nowritecache nocow mkdir create-base-path create-subdirs tagged_only snapshot-as-volume-chain skip-cert-verification".split(" "));

/** A storage as `/storage` answers it, with the digest of the whole file. */
export function storageAnswer(storage: ConfigSection, digest: string): Readonly<Record<string, unknown>> {
  const settings = [...storage.settings].map(([key, value]) => [key, numbers.has(key) ? Number(value) : key === "content-dirs" ? Object.fromEntries(parsePropertyString(value)) : value]);
  return { ...(isShared(storage) ? { shared: 1 } : {}), ...Object.fromEntries(settings), storage: storage.id, type: storage.type, digest };
}
