import type { GuestId, GuestType, ResourceKey } from "../../pve/address";
import { kinds } from "./all";
import type { GuestKind } from "./guest";
import { guestKinds } from "./guests";

export { guestTypeOfTerraform, printGuestName } from "./guests";

/** `vm 101`, `ct 202`, `qemu/101` → the guest it names, or undefined. */
export function parseGuestName(name: string): GuestId | undefined {
  const { kind, parts } = kinds.parseName(name) ?? {};
  return kind && isGuestKind(kind) ? { type: kind.prefix, vmId: Number(parts!.vmid) } : undefined;
}

/** What people call the resource of a key: `vm 101`, `storage local-lvm`. A key that no kind has stays as it is. */
export function printName(key: ResourceKey): string {
  const id = kinds.parseKey(key);
  return id === undefined ? key : kinds.printName(id);
}

/** The key of the guest that a plan or a state has these values of; undefined if it is none, or has no number yet. */
export function keyOfGuest(type: string, values: Readonly<Record<string, unknown>>): ResourceKey | undefined {
  const id = kinds.ofValues(type, values);
  return id && isGuestKind(id.kind) ? kinds.printKey(id) : undefined;
}

/** Where a resource of this key is in Terraform: `proxmox_virtual_environment_vm.web`. */
export function terraformAddress(key: ResourceKey, name: string): string {
  return `${kinds.parseKey(key)!.kind.terraform[0]!.type}.${name}`;
}

/** The construct that says a resource of this key: `VirtualMachine`. */
export const constructOf = (key: ResourceKey): string => kinds.parseKey(key)!.kind.construct!;

/** The kind of guest that people mean by a word: `vm`, `ct`, `containers`, `qemu`. */
export function guestTypeOf(word: string): GuestType | undefined {
  const kind = kinds.ofWord(word);
  return kind && isGuestKind(kind) ? kind.prefix : undefined;
}

/** `vm web`, `CT/202` → the word for a kind of guest that it begins with, empty where there is none, and the rest. */
export function splitGuestName(said: string): readonly [kind: string, rest: string] {
  const [whole = "", word = ""] = /^(\S+?)[ /]+(?=\S)/.exec(said) ?? [];
  return guestTypeOf(word) === undefined ? ["", said] : [whole, said.slice(whole.length)];
}

/** `vm`, `storages/` → what one of that kind is called, where nothing says which. */
export function kindAlone(said: string): string | undefined {
  const [, word = ""] = /^(\S+?)\/?$/.exec(said.trim()) ?? [];
  return kinds.ofWord(word)?.word.short;
}

export const isGuestKind = (kind: { readonly prefix: string }): kind is GuestKind => Object.hasOwn(guestKinds, kind.prefix);
