/**
 * Everything in a cluster has an address: its path in the Proxmox VE API, without `/api2/json`.
 * `/nodes/pve1/qemu/100/config` is what `qm config 100` prints on pve1.
 */
export type Address = string;

/** What Proxmox VE calls the two kinds of guest. */
export type GuestType = "qemu" | "lxc";

/** The short name of a resource, whichever node it is on: `qemu/100`, `lxc/202`, `storage/local-lvm`, `node/pve1`. */
export type ResourceKey = string;

export interface GuestId {
  readonly type: GuestType;
  readonly vmId: number;
}

const guestKey = /^(qemu|lxc)\/([1-9]\d{2,8})$/;
const guestAddress = /^\/nodes\/([^/]+)\/(qemu|lxc)\/([1-9]\d{2,8})(\/.*)?$/;

/** `qemu/100` → the guest it names, or undefined. */
export function parseGuestKey(key: ResourceKey): GuestId | undefined {
  const [, type, vmId] = guestKey.exec(key) ?? [];
  return type ? { type: type as GuestType, vmId: Number(vmId) } : undefined;
}

export function printGuestKey({ type, vmId }: GuestId): ResourceKey {
  return `${type}/${vmId}`;
}

/** `/nodes/pve1/qemu/100/config` → node, guest and the rest of the path (`/config`), or undefined. */
export function parseGuestAddress(address: Address): (GuestId & { node: string; rest: string }) | undefined {
  const [, node, type, vmId, rest = ""] = guestAddress.exec(address) ?? [];
  return node ? { node: decodeURIComponent(node), type: type as GuestType, vmId: Number(vmId), rest } : undefined;
}

/** The address of a guest, or of something below it: `guestAddressOf("pve1", "qemu", 100, "config")`. */
export function printGuestAddress(node: string, { type, vmId }: GuestId, ...below: string[]): Address {
  return ["/nodes", encodeURIComponent(node), type, vmId, ...below].join("/");
}

/** Guests in the order people expect: by number, virtual machines before containers of the same number. */
export function compareGuests(a: GuestId, b: GuestId): number {
  return a.vmId - b.vmId || (a.type === b.type ? 0 : a.type === "qemu" ? -1 : 1);
}
