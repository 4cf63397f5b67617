import { readInventory, type Guest } from "../../lib/inventory/inventory";
import type { Observation } from "../../lib/inventory/document";
import { parsePropertyString } from "../../lib/pve/property-string";
import { clusterTables } from "../../lib/schema/cluster/all";
import { kinds } from "../../lib/schema/kind/all";
import { printName } from "../../lib/schema/kind/name";
import { parseVolumeId } from "../../lib/pve/volume-id";
import { parseGuestKey, type ResourceKey } from "../../lib/pve/address";
import { labelOf } from "./comparison";

/** What code cannot bring back, in sentences. */
export interface Irrecoverable {
  /** Guests and disks that are not there any more, and secrets of what is not. */
  readonly lost: readonly string[];
  /** What no code is of afterwards: an apply would destroy it. */
  readonly leaving: readonly string[];
}

/** What does not come back with the code of an earlier time: data of guests and disks that are gone. `then` and `now` are what was seen. */
export function irrecoverable(then: Observation, now: Observation, inCode: { readonly then: ReadonlySet<ResourceKey>; readonly now: ReadonlySet<ResourceKey> }): Irrecoverable {
  const [before, after] = [readInventory(then), readInventory(now)];
  const [were, are] = [before.guests, new Map(after.guests.map((guest) => [guest.key, guest]))];
  const told = were.filter(({ key }) => inCode.then.has(key)).flatMap((guest) => lostOf(guest, are.get(guest.key)));
  const others = [...inCode.then].filter((key) => !isGuest(key) && before.resources.has(key) && !after.resources.has(key)).flatMap(secretsLostOf);
  const leaving = [...inCode.now].filter((key) => !inCode.then.has(key) && (isGuest(key) ? are.has(key) : after.resources.has(key))).map((key) => labelOf(key, are.get(key)?.name ?? ""));
  return { lost: [...told, ...others], leaving };
}

const isGuest = (key: ResourceKey) => parseGuestKey(key) !== undefined;

/** What is not a guest is made anew as it was said, but for what nobody can read back. */
function secretsLostOf(key: ResourceKey): readonly string[] {
  const kind = kinds.parseKey(key)?.kind;
  const tables = clusterTables.filter(({ type }) => type === kind?.prefix);
  const secrets = [...new Set(tables.flatMap(({ rows }) => rows.flatMap((row) => (row.kind === "row" && row.secret && row.prop !== null ? [row.prop] : []))))];
  return secrets.length === 0 ? [] : [`${printName(key)} is not on the cluster any more: an apply makes a new one, and ${secrets.join(" or ")} of the former one, if it had any, does not come back`];
}

function lostOf(was: Guest, is: Guest | undefined): readonly string[] {
  const label = labelOf(was.key, was.name ?? "");
  if (is === undefined) return [`${label} is not on the cluster any more: an apply makes a new one, with empty disks, and its data does not come back`];
  if (was.config === undefined || is.config === undefined) return [];
  const there = new Set(volumesOf(is).map(({ volume }) => volume));
  const sizes = new Map(volumesOf(is).map(({ volume, size }) => [volume, size]));
  return volumesOf(was).flatMap(({ key, volume, size }) => {
    const other = volumesOf(is).find((one) => one.key === key)?.volume;
    if (!there.has(volume) && other !== undefined) return [`${key} of ${label} was ${volume} and is ${other}: what was on the former volume does not come back, unless it was moved`];
    if (!there.has(volume)) return [`${key} of ${label} (${volume}) is gone: a new disk is empty, and its data does not come back`];
    const grown = sizes.get(volume);
    return size !== undefined && grown !== undefined && grown !== size ? [`${key} of ${label} was ${size} and is ${grown}: Proxmox VE makes no disk smaller`] : [];
  });
}

/** The volumes of a guest that hold data of its own, those that it keeps unused among them. */
function volumesOf({ config = {} }: Guest): readonly { readonly key: string; readonly volume: string; readonly size?: string }[] {
  return Object.entries(config).flatMap(([key, value]) => {
    if (!/^(?:(?:scsi|virtio|ide|sata|mp|unused|efidisk|tpmstate)\d+|rootfs)$/.test(key) || typeof value !== "string") return [];
    const parts = parsePropertyString(value);
    const text = (name: string) => parts.find(([one]) => one === name)?.[1];
    const volume = parts[0]?.[0] === undefined || parts[0][0] === "" ? parts[0]?.[1] : (text("file") ?? text("volume"));
    if (volume === undefined || parseVolumeId(volume) === undefined || text("media") === "cdrom") return [];
    const size = text("size");
    return [{ key, volume, ...(size === undefined ? {} : { size }) }];
  });
}
