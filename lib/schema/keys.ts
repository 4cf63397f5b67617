import { asWritten, type GuestTable, type Member, type Place, type Source } from "./row";

/**
 * The keys of Proxmox VE that may be written where an attribute or a block of the provider's changes: `cpu` → cores, sockets, cpu, …;
 * numbered ones by their family: `network_device` → `net#`.
 */
export function keysOf({ rows }: GuestTable, attribute: string): readonly string[] {
  return [...new Set(rows.flatMap((member) => (member.terraform === attribute ? [...keysIn(member), ...keysIn(asWritten(member))] : [])))];
}

/** Whether one of such keys is meant. */
export const isAmong = (key: string, keys: readonly string[]): boolean => keys.includes(key) || keys.includes(key.replace(/\d+$/, "#"));

function keysIn(member: Member): readonly string[] {
  if (member.kind === "row") return named(member.pve);
  if (member.from === undefined) return member.rows.flatMap(keysIn);
  return [...placed(member.from), ...(member.unsought ?? []).map((family) => `${family}#`)];
}

function placed(place: Place): readonly string[] {
  if (place.is === "key") return [place.key];
  return place.is === "numbered" ? place.families.map((family) => `${family}#`) : [];
}

function named(source: Source): readonly string[] {
  if (typeof source === "string") return [source.split("/")[0]!];
  if (source.is === "first") return source.of.flatMap(named);
  return source.is === "extension" || source.is === "storedFormat" ? [source.of.split("/")[0]!] : [];
}
