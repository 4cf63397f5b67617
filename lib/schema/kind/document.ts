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
