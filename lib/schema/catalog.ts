import type { GuestType } from "../pve/address";
import { providerVersion } from "./provider/bpg";
import { tableFor } from "./provider/release";
import { container } from "./resource/container";
import { virtualMachine } from "./resource/virtual-machine";
import { isEmpty, type GuestTable, type Table } from "./row";

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

/** Whether an update of such a guest waits until nothing locks it. */
export const awaitsLock = (type: GuestType): boolean => catalog[type].rows.some((member) => member.kind === "row" && member.awaitsLock);
