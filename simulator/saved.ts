import { parsePropertyString } from "../lib/pve/property-string";
import type { Cluster, Guest } from "./cluster";
import { readGuest } from "./guest";
import { isMount } from "./lxc/mount";
import { fileOf, isCdrom, isDrive, parseDrive } from "./qemu/drive";
import { splitList } from "./schema/format";
import { readSections } from "./section/file";
import { jobs } from "./section/jobs";
import type { Section } from "./section/kind";

/** The guests that a backup saves. */
export function guestsOf({ guests, users }: Cluster, { values }: Pick<Section, "values">): readonly number[] {
  const pool = values.pool === undefined ? undefined : String(values.pool);
  const within = [...users.pools].filter(([id]) => pool !== undefined && (id === pool || id.startsWith(`${pool}/`)));
  const without = new Set(splitList(String(values.exclude ?? "")));
  const all = pool !== undefined ? within.flatMap(([, { guests: members }]) => members) : values.vmid !== undefined ? splitList(String(values.vmid)).map(Number) : values.all === 1 ? [...guests.keys()].filter((vmId) => !without.has(String(vmId))) : [];
  return all.filter((vmId) => values.node === undefined || guests.get(vmId)?.node === values.node);
}

export interface SavedVolume {
  readonly id: string;
  readonly name: string;
  readonly included: 0 | 1;
  readonly reason: string;
  readonly leaf: 1;
}

/** What a backup job saves, guest by guest and volume by volume. */
export function includedVolumes(cluster: Cluster, job: Section): object {
  const children = guestsOf(cluster, job).map((vmId) => {
    const guest = cluster.guests.get(vmId);
    if (!guest) return { id: vmId, type: "unknown", leaf: 1 };
    const volumes = volumesOf(guest);
    const { name, hostname } = readGuest(guest).current;
    return { id: vmId, type: guest.type, name: guest.type === "qemu" ? (name ?? null) : (hostname ?? null), children: volumes, leaf: volumes.length === 0 ? 1 : 0 };
  });
  return { children };
}

/** What a backup of a guest holds, and what not: `{ name, included }`. */
export function volumesOf(guest: Guest): readonly SavedVolume[] {
  const { current } = readGuest(guest);
  return Object.entries(current).flatMap(([key, value]) => {
    const row = (name: string, included: boolean, reason: string) => [{ id: `${guest.vmId}:${key}`, name, included: included ? 1 : 0, reason, leaf: 1 } as const];
    if (guest.type === "lxc") {
      if (!isMount(key)) return [];
      const parts = new Map(parsePropertyString(String(value), { defaultKey: "volume" }));
      const volume = parts.get("volume") ?? "";
      if (key === "rootfs") return row(volume, true, "rootfs");
      return volume.startsWith("/") ? row(volume, false, "not a volume") : row(volume, parts.get("backup") === "1", parts.get("backup") === "1" ? "enabled" : "disabled");
    }
    const drive = isDrive(key) ? parseDrive(key, String(value)) : undefined;
    if (!drive || isCdrom(drive)) return [];
    const included = drive.get("backup") !== "0";
    return row(fileOf(drive), included, included ? "backup=yes" : "backup=no");
  });
}

/** Guests that no backup job saves. */
export function unsavedGuests(cluster: Cluster): object[] {
  const saved = new Set([...readSections(cluster, jobs).values()].filter(({ type }) => type === "vzdump").flatMap((job) => guestsOf(cluster, job)));
  return [...cluster.guests.values()].filter(({ vmId }) => !saved.has(vmId)).map((guest) => ({ vmid: guest.vmId, type: guest.type, name: readGuest(guest).current[guest.type === "qemu" ? "name" : "hostname"] ?? null }));
}
