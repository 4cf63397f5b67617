import { holdsDisc } from "../../lib/schema/drive";
import { familyOf, isAmong } from "../../lib/schema/keys";
import { holdsVolume, isDriveKey } from "../../lib/schema/volume-place";
import type { GuestWrites } from "./approval";
import type { Parameters } from "./message";

type Config = Readonly<Record<string, unknown>>;

/** What a write may not say, whatever the plan has: it would go past a lock, overwrite another guest, or hand a disk to one. */
const never = ["skiplock", "force", "archive", "restore", "unique", "target-vmid", "target-volume", "target-disk"];

/** Parameters of an operation that no plan has; undefined if there are none. */
export function forbiddenIn(form: Parameters, allowed: readonly string[] = []): string | undefined {
  const found = Object.keys(form).find((name) => never.includes(name.toLowerCase()) && !allowed.includes(name) && !["", "0"].includes(form[name]!));
  return found === undefined ? undefined : `"${found}" is asked of it`;
}

/** Why a change of a guest's configuration is more than its plan has; undefined if it is not. `now` is how it is. */
export function excessIn(form: Parameters, guest: GuestWrites, now: Config): string | undefined {
  const { delete: gone = "", digest: _, ...values } = form;
  const deleted = gone.split(/[\s,;\0]+/).filter((key) => key !== "");
  for (const key of deleted) {
    if (key === "name" && now.name === undefined) continue;
    // The provider takes away all numbers that the code does not have, whether anything is there or not.
    if (now[key] === undefined && guest.keys.some((planned) => familyOf(planned) === familyOf(key))) continue;
    if (!isPlanned(key, guest, now)) return `${key} would be removed`;
    if (holdsVolume(key) && now[key] !== undefined && !holdsDisc(now[key]) && !isAmong(key, guest.losing)) return `the disk on ${key} would be removed`;
  }
  for (const [key, value] of Object.entries(values)) {
    // The provider sends a machine's name with every change.
    if (key === "name" && value === now.name) continue;
    if (!isPlanned(key, guest, now)) return `${key} would be changed`;
    const [before, after] = [now[key], value].map(volumeOf);
    const isOther = holdsVolume(key) && before !== undefined && !holdsDisc(now[key]) && before !== after;
    if (isOther && !isAmong(key, guest.losing) && !isAmong(key, guest.moving)) return `another disk would take the place of the one on ${key}`;
  }
  return undefined;
}

/** Whose volume a write would take for a guest: `vm-102-disk-0`; undefined if it takes none. */
export function foreignVolumeIn(form: Parameters, vmId: string, { source, volumes }: Pick<GuestWrites, "source" | "volumes">, now: Config = {}): string | undefined {
  const known = Object.values(now).map(String);
  for (const [key, value] of Object.entries(form)) {
    if (!holdsVolume(key)) continue;
    for (const [volume, owner] of value.matchAll(volumeName)) {
      if (owner !== vmId && owner !== source && !volumes.includes(volume) && !known.some((text) => text.includes(volume))) return volume;
    }
  }
  return undefined;
}

/** The name of a volume that is a guest's. */
export const volumeName = /\b(?:vm|base|subvol|basevol)-(\d+)-[\w.-]+/g;

function isPlanned(key: string, { keys, drives, cloudInit }: GuestWrites, now: Config): boolean {
  if (!isDriveKey(key)) return isAmong(key, keys);
  return drives.includes(key) || (cloudInit && /cloudinit/.test(String(now[key])));
}


/** `file=local-lvm:vm-101-disk-0,size=8G` → the volume. */
function volumeOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const [first = "", ...others] = String(value).split(",");
  const named = [first, ...others].find((part) => /^(file|volume)=/.test(part)) ?? first;
  return named.replace(/^(file|volume)=/, "");
}
