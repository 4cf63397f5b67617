import type { GuestType } from "../../pve/address";

type Values = Readonly<Record<string, unknown>>;

const unused = "its volume stays as one that nothing uses";

/**
 * Why a change takes a disk from a guest, as half a sentence; undefined if it takes none. It is looked for in every attribute that can
 * show it: also in that of a CD drive, which the provider takes whatever is on ide3 for.
 */
export function lossIn(type: GuestType, path: string, before: Values, after: Values): string | undefined {
  const [top = "", at = ""] = /^([a-z_]+)(\[\d+\])?/.exec(path)?.slice(1) ?? [];
  const index = at === "" ? undefined : Number(at.slice(1, -1));
  if (type === "lxc") return top === "mount_point" ? lostMount(path, index, before, after) : undefined;
  const slots = slotsOf(before);
  if (top === "disk") return lostDisk(path, index, before, after);
  if (top === "efi_disk") return listOf(after.efi_disk).length < listOf(before.efi_disk).length ? "the disk with the UEFI variables is taken away" : undefined;
  if (top === "tpm_state") return listOf(after.tpm_state).length < listOf(before.tpm_state).length ? "the TPM is taken away, with the keys in it" : undefined;
  if (top !== "cdrom" && top !== "initialization") return undefined;
  // Without a word about a CD drive the provider puts one on ide3.
  const [from, to] = [before, after].map((values) => listOf(values[top])[0]?.interface ?? (top === "cdrom" ? "ide3" : undefined));
  if (top === "cdrom" && listOf(before.cdrom).length > 0 && slots.includes(from)) return `${String(from)} is a hard disk, and is taken away: ${unused}`;
  return slots.includes(to) && (to !== from || listOf(before[top]).length === 0) ? `it takes the place of the hard disk on ${String(to)}: ${unused}` : undefined;
}

function lostDisk(path: string, index: number | undefined, before: Values, after: Values): string | undefined {
  const kept = slotsOf(after);
  const lost = slotsOf(before).filter((slot) => !kept.includes(slot));
  if (index === undefined) return lost.length > 0 ? `${lost.map(String).join(", ")} ${lost.length === 1 ? "is" : "are"} taken away: ${unused}` : undefined;
  const disk = listOf(before.disk)[index];
  if (disk === undefined) return undefined;
  if (lost.includes(disk.interface)) return `${String(disk.interface)} is taken away: ${unused}`;
  const isPassedThrough = disk.datastore_id === "" && /\.(datastore_id|path_in_datastore)$/.test(path);
  return isPassedThrough ? `${String(disk.path_in_datastore)} is taken away, and another takes its place on ${String(disk.interface)}` : undefined;
}

function lostMount(path: string, index: number | undefined, before: Values, after: Values): string | undefined {
  const kept = listOf(after.mount_point).map(({ volume }) => volume);
  const lost = listOf(before.mount_point).filter(({ volume }) => !kept.includes(volume));
  const concerned = index === undefined ? lost : path.endsWith(".volume") ? lost.filter((one) => one === listOf(before.mount_point)[index]) : [];
  return concerned.length > 0 ? `${concerned.map(({ volume }) => String(volume)).join(", ")} is taken away: ${unused}` : undefined;
}

const listOf = (value: unknown): readonly Values[] => (Array.isArray(value) ? (value as readonly unknown[]).filter((one): one is Values => typeof one === "object" && one !== null) : []);
const slotsOf = (values: Values) => listOf(values.disk).map((disk) => disk.interface);
