import type { Document, Unreadable, UnreadableReason } from "../../lib/inventory/document";
import type { Address, GuestId } from "../../lib/pve/address";
import { guestDocument } from "../../lib/schema/kind/document";
import { blame, type Kind, type Trouble } from "../../lib/pve/blame";

export type Finding = Document | Unreadable;

/** A guest, and the node that the cluster's list has it on. */
export interface Place extends GuestId {
  readonly node: string;
}

export function isUnreadable(finding: Finding): finding is Unreadable {
  return "why" in finding;
}

/** A guest that is not worth asking for: its node does not answer. */
export function offline(place: Place): Unreadable {
  const { says, remedy } = blame({ status: 595, words: "", node: place.node })!;
  return { address: configAddress(place), why: "offline", message: says, hint: remedy };
}

/** A guest that the list had, and that was on no node any more. */
export function gone(place: Place): Unreadable {
  return { address: configAddress(place), why: "gone", message: vanished };
}

const vanished = "it disappeared while the cluster was read";

/** Where a guest's configuration is. */
export const configAddress = (place: Place) => guestDocument(place, "config");

const reasons: Partial<Record<Kind, UnreadableReason>> = {
  "too-many-requests": "way",
  "in-between": "way",
  unreachable: "way",
  "node-offline": "offline",
  "guest-gone": "gone",
  "agent-silent": "agent-silent",
  "agent-refuses": "agent-refuses",
  busy: "timeout",
};

/** Why an address was not answered as it should be, where somebody is known to be at fault. */
export function judge(address: Address, trouble: Trouble): Unreadable | undefined {
  const [, node] = /^\/nodes\/([^/]+)/.exec(address) ?? [];
  const found = blame({ ...trouble, ...(node === undefined ? {} : { node: decodeURIComponent(node) }) });
  if (found === undefined) return undefined;
  const why = reasons[found.kind] ?? "failed";
  if (why === "gone") return { address, why, message: vanished };
  return unreadable(address, why, { message: found.says, hint: found.remedy });
}

/** An address that was not answered, in words that do not blame an agent for what came before it. */
export function unreadable(address: Address, why: UnreadableReason, { message, hint }: { readonly message: string; readonly hint?: string }): Unreadable {
  const isUnasked = /\/agent\//.test(address) && (why === "way" || why === "offline");
  return { address, why, message: isUnasked ? `its agent could not be asked: ${message}` : message, ...(hint === undefined ? {} : { hint }) };
}
