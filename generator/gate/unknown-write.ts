import { parseGuestAddress } from "../../lib/pve/address";
import { isGuestKind } from "../../lib/schema/kind/name";
import type { Touch } from "../../lib/schema/kind/request";
import type { Writes } from "./approval";
import type { Request } from "./message";

/** What acts on many guests at once, on a node as a whole, or on who may log in: no resource's type needs it. */
const never = [
  /^\/nodes\/[^/]+\/(startall|stopall|suspendall|migrateall|execute|vzdump|status|termproxy|vncshell|spiceshell|vncwebsocket|wakeonlan)$/,
  /^\/cluster\/bulk-action\//,
  /^\/access\/(ticket|password|tfa|openid)(\/|$)/,
];

/**
 * Whether a write may be one of a type that pmpc does not know and that was let through by name. What such a type writes is unknown, so
 * all passes but what hits many at once, and other guests than those that the plan names for it.
 */
export function mayPassUnknown({ address }: Request, touches: readonly Touch[], writes: readonly Writes[]): boolean {
  const unknown = writes.filter(({ kinds }) => kinds.length === 0);
  if (unknown.length === 0 || never.some((one) => one.test(address.replace(/\?.*$/s, "")))) return false;
  // What is copied stays as it is.
  const own = touches.some(({ operation }) => operation === "clone") ? undefined : parseGuestAddress(address.replace(/\/?(\?.*)?$/s, ""));
  const guests = [...(own === undefined ? [] : [String(own.vmId)]), ...touches.flatMap(({ kind, parts }) => (isGuestKind(kind) && parts.vmid !== undefined ? [parts.vmid] : []))];
  return guests.every((vmid) => unknown.some(({ parts }) => parts.vmid === vmid));
}
