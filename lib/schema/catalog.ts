import type { GuestType } from "../pve/address";
import { providerVersion } from "./provider/bpg";
import { tableFor } from "./provider/release";
import { container } from "./resource/container";
import { virtualMachine } from "./resource/virtual-machine";
import type { GuestTable } from "./row";

/** Every kind of resource that the table knows, as a release of the provider has it. */
export const catalogOf = (version: string): Readonly<Record<GuestType, GuestTable>> => ({
  qemu: tableFor(virtualMachine, version),
  lxc: tableFor(container, version),
});

/** The one that pmpc writes for. */
export const catalog = catalogOf(providerVersion);

/** Whether an update of such a guest waits until nothing locks it. */
export const awaitsLock = (type: GuestType): boolean => catalog[type].rows.some((member) => member.kind === "row" && member.awaitsLock);
