import type { GuestType } from "../pve/address";
import { providerVersion } from "./provider/bpg";
import { tableFor } from "./provider/release";
import { container } from "./resource/container";
import { virtualMachine } from "./resource/virtual-machine";
import { isEmpty } from "./place";
import type { GuestTable, Table } from "./row";

/** The kinds of guests, as a release of the provider has them. */
export const catalogOf = (version: string): Readonly<Record<GuestType, GuestTable>> => ({
  qemu: tableFor(virtualMachine, version),
  lxc: tableFor(container, version),
});

/** The one that pmpc writes for. */
export const catalog = catalogOf(providerVersion);

/** Every table: a kind of which the provider has several types has several. */
export const tables: readonly Table[] = Object.values(catalog);

/** What Read leaves empty after an import of such a guest, although the provider's schema fills it in. */
export const unreadAttributes = (type: GuestType): readonly string[] =>
  catalog[type].rows.flatMap((member) => (member.kind === "row" && isEmpty(member.pve) && member.default ? [member.terraform!] : []));

/**
 * What Read leaves empty where Proxmox VE has no such key, and what Proxmox VE takes then. With any change of the guest the provider would
 * send its own default in the place of what its state lacks.
 */
export const emptiedAttributes = (type: GuestType): ReadonlyMap<string, string> =>
  new Map(catalog[type].rows.flatMap((member) => (member.kind === "row" && member.absent === null && member.default && typeof member.means === "string" ? [[member.terraform!, member.means] as const] : [])));

/** Which attribute says whether such a guest runs. */
export const runningAttribute = (type: GuestType): string => catalog[type].rows.flatMap((member) => (member.kind === "row" && member.pve === "guest/running" ? [member.terraform!] : []))[0]!;

/** Whether an update of such a guest waits until nothing locks it. */
export const awaitsLock = (type: GuestType): boolean => catalog[type].rows.some((member) => member.kind === "row" && member.awaitsLock);
