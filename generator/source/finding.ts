import type { Document, Unreadable } from "../../lib/inventory/document";
import { printGuestAddress, type GuestId } from "../../lib/pve/address";

export type Finding = Document | Unreadable;

/** A guest, and the node that the cluster's list has it on. */
export interface Place extends GuestId {
  readonly node: string;
}

export function isUnreadable(finding: Finding): finding is Unreadable {
  return "why" in finding;
}

/** A guest that nobody need ask for: its node does not answer. */
export function offline(place: Place): Unreadable {
  return { address: configAddress(place), why: "offline", message: offlineNode(place.node), hint: later };
}

/** A guest that the list had, and that was on no node any more. */
export function gone(place: Place): Unreadable {
  return { address: configAddress(place), why: "gone", message: vanished };
}

export const vanished = "it vanished while the cluster was read";
export const later = "import again when it is back";
export const offlineNode = (node: string | undefined) => (node === undefined ? "a node does not answer" : `node ${node} is offline`);

/** Where a guest's configuration is. */
export const configAddress = (place: Place) => printGuestAddress(place.node, place, "config");
