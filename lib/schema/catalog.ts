import type { GuestType } from "../pve/address";
import { container } from "./resource/container";
import { virtualMachine } from "./resource/virtual-machine";
import type { GuestTable } from "./row";

/** Every kind of resource that the table knows. */
export const catalog: Readonly<Record<GuestType, GuestTable>> = { qemu: virtualMachine, lxc: container };
