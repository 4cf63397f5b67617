import type { Source } from "./place";
import { asWritten, type GuestTable, type Member } from "./row";

type Values = Readonly<Record<string, unknown>>;
/** `net` → net0, net1 */
type Numbers = ReadonlyMap<string, readonly string[]>;

/**
 * The keys of Proxmox VE that may be written where an attribute or a block of the provider's changes: `cpu` → cores, sockets, cpu, …;
 * numbered ones by the numbers that the lists of these values have: `network_device` → net0, net1. Without values, by their family: `net#`.
 */
export function keysOf({ rows }: GuestTable, attribute: string, ...values: readonly Values[]): readonly string[] {
  const numbers = values.length === 0 ? undefined : numbersIn(rows, values);
  return [...new Set(rows.flatMap((member) => (member.terraform === attribute ? [...keysIn(member, numbers), ...keysIn(asWritten(member), numbers)] : [])))];
}

/** Whether one of such keys is meant. */
export const isAmong = (key: string, keys: readonly string[]): boolean => keys.includes(key) || keys.includes(familyOf(key));

/** `net3` → `net#` */
export const familyOf = (key: string): string => key.replace(/\d+$/, "#");

function keysIn(member: Member, numbers: Numbers | undefined): readonly string[] {
  if (member.kind === "row") return named(member.pve);
  const { from, rows, unsought = [] } = member;
  if (from === undefined) return rows.flatMap((one) => keysIn(one, numbers));
  const placed = from.is === "key" ? [from.key] : from.is === "numbered" ? from.families.flatMap((family) => (numbers === undefined ? [`${family}#`] : (numbers.get(family) ?? []))) : [];
  return [...placed, ...unsought.map((family) => `${family}#`)];
}

/** The numbers that lists have, of all blocks that a family is read into: the provider writes a card for its address, too. */
function numbersIn(rows: readonly Member[], values: readonly Values[]): Numbers {
  const found = new Map<string, readonly string[]>();
  const look = (member: Member, within: readonly Values[]) => {
    if (member.kind === "row" || member.terraform === null) return;
    const lists = within.map((one) => listOf(one[member.terraform!]));
    const { from } = member;
    if (from?.is !== "numbered") return member.rows.forEach((one) => look(one, lists.flat()));
    // An element says its key itself, or its place in the list is its number.
    const slot = member.rows.find((one) => one.kind === "row" && typeof one.pve === "object" && one.pve.is === "slot")?.terraform ?? undefined;
    for (const family of from.families) {
      const keys = lists.flatMap((list) => list.map((element, at) => (slot === undefined ? `${family}${at}` : String(element[slot]))));
      found.set(family, [...new Set([...(found.get(family) ?? []), ...keys.filter((key) => familyOf(key) === `${family}#`)])]);
    }
  };
  for (const member of rows) for (const one of new Set([member, asWritten(member)])) look(one, values);
  return found;
}

const listOf = (value: unknown): readonly Values[] => ([value ?? []].flat() as readonly unknown[]).map((one) => (typeof one === "object" && one !== null ? (one as Values) : {}));

function named(source: Source): readonly string[] {
  if (typeof source === "string") return [source.split("/")[0]!];
  if (source.is === "first") return source.of.flatMap(named);
  return source.is === "extension" || source.is === "storedFormat" ? [source.of.split("/")[0]!] : [];
}
