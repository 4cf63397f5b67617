import { parseSections, type ConfigSection } from "./section-config";

/** The storages of `storage.cfg`; Proxmox VE has `local` even where the file does not name it. */
export function parseStorages(text: string): ConfigSection[] {
  const storages = parseSections(text);
  if (storages.some(({ id }) => id === "local")) return storages;
  return [...storages, { type: "dir", id: "local", settings: new Map([["path", "/var/lib/vz"], ["content", "backup,iso,vztmpl"]]) }];
}

/** Whether every node sees the same: by its setting, or because its type is a service. */
export function isShared({ type, settings }: Pick<ConfigSection, "type" | "settings">): boolean {
  return settings.get("shared") === "1" || ["nfs", "cifs", "pbs", "rbd", "cephfs", "iscsi", "iscsidirect"].includes(type);
}

const numbers = new Set("disable shared sparse saferemove krbd fuse maxfiles port nowritecache nocow mkdir create-base-path create-subdirs tagged_only".split(" "));

/** A storage as `/storage` answers it, with the digest of the whole file. */
export function storageAnswer(storage: ConfigSection, digest: string): Readonly<Record<string, unknown>> {
  const settings = [...storage.settings].map(([key, value]) => [key, numbers.has(key) ? Number(value) : value]);
  return { ...(isShared(storage) ? { shared: 1 } : {}), ...Object.fromEntries(settings), storage: storage.id, type: storage.type, digest };
}
