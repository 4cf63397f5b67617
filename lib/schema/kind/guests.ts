import type { GuestId, GuestType } from "../../pve/address";
import { containerKind } from "./container";
import { virtualMachineKind } from "./virtual-machine";

/** The kinds of guests. They are apart from the other kinds: a stack that has only guests loads a sixth fewer files. */
export const guestKinds = { qemu: virtualMachineKind, lxc: containerKind } as const;

/** What people call a guest: `vm 101`, `container 202`. */
export function printGuestName({ type, vmId }: GuestId): string {
  return `${guestKinds[type].word.short} ${vmId}`;
}

/** The kind of guest that a type of Terraform's is. */
export function guestTypeOfTerraform(type: string): GuestType | undefined {
  return Object.values(guestKinds).find(({ terraform }) => terraform.some((one) => one.type === type))?.prefix;
}
