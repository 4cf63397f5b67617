import type { Address, GuestId } from "../../pve/address";
import { addressTemplate, type Parts } from "../../pve/template";
import { guestKinds } from "./all";
import type { Kind } from "./kind";

/** Where a document of a resource is: its `config`, what it is doing (`state`), what it reports of its network (`interfaces`). */
export function documentAddress({ prefix, reads: { documents = {} } }: Kind, name: string, parts: Parts): Address {
  const text = documents[name];
  if (text === undefined) throw new TypeError(`no document of a ${prefix} is called "${name}"`);
  return addressTemplate(text).print(parts);
}

/** The same of a guest, on its node. */
export const guestDocument = ({ type, vmId, node }: GuestId & { readonly node: string }, name: "config" | "state" | "interfaces"): Address => documentAddress(guestKinds[type], name, { node, vmid: String(vmId) });

/** Where Proxmox VE says, beside a guest's configuration, what of it is in force and what waits for the guest's next start. */
export const pendingDocument = (guest: GuestId & { readonly node: string }): Address => guestDocument(guest, "config").replace(/config$/, "pending") as Address;

/** A setting that waits for its guest's next start. */
export interface WaitingSetting {
  readonly key: string;
  /** What is in force; undefined if it is not set. */
  readonly now?: unknown;
  /** What comes; undefined if it goes. */
  readonly later?: unknown;
}

/** What waits, by the answer of such an address. */
export const waitingSettings = (rows: readonly Readonly<Record<string, unknown>>[]): readonly WaitingSetting[] =>
  rows.flatMap(({ key, value: now, pending, delete: gone }) => (Number(gone) > 0 ? [{ key: String(key), now }] : pending === undefined ? [] : [{ key: String(key), now, later: pending }]));
