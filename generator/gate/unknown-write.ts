import { parseGuestAddress } from "../../lib/pve/address";
import { isGuestKind } from "../../lib/schema/kind/name";
import type { Touch } from "../../lib/schema/kind/request";
import type { Writes } from "./approval";
import { holdsVolume } from "../../lib/schema/volume-place";
import type { Parameters, Request } from "./message";

/** What acts on many guests at once, on a node as a whole, or on who may log in: no resource's type needs it. */
const never = [
  /^\/nodes\/[^/]+\/(startall|stopall|suspendall|migrateall|execute|vzdump|status|termproxy|vncshell|spiceshell|vncwebsocket|wakeonlan)$/,
  /^\/cluster\/bulk-action\//,
  /^\/nodes\/[^/]+\/(services\/[^/]+\/|disks\/(wipedisk|initgpt)$|apt\/update$|subscription$)/,
  /^\/cluster\/config(\/|$)/,
  /^\/access\/(ticket|password|tfa|openid)(\/|$)/,
];

/** Where a body is a file. Anywhere else nobody would have read what it says. */
const upload = /^\/nodes\/[^/]+\/storage\/[^/]+\/upload$/;

/**
 * Whether a write may be one of a type that pmpc does not know and that was let through by name. What such a type writes is unknown, so
 * all passes but what hits many at once, and other guests than those that the plan names for it.
 */
export function mayPassUnknown({ address, file, query, form }: Request, touches: readonly Touch[], writes: readonly Writes[]): boolean {
  const unknown = writes.filter(({ kinds }) => kinds.length === 0);
  const path = address.replace(/\?.*$/s, "");
  if (unknown.length === 0 || never.some((one) => one.test(path)) || (file !== undefined && !upload.test(path))) return false;
  // What is copied stays as it is.
  const own = touches.some(({ operation }) => operation === "clone") ? undefined : parseGuestAddress(address.replace(/\/?(\?.*)?$/s, ""));
  const guests = [...(own === undefined ? [] : [String(own.vmId)]), ...ownersIn({ ...query, ...form }), ...touches.flatMap(({ kind, parts }) => (isGuestKind(kind) && parts.vmid !== undefined ? [parts.vmid] : []))];
  return guests.every((vmid) => unknown.some(({ parts }) => parts.vmid === vmid));
}

/** Guests whose disks a write would take, and the one that it would hand a disk to. A base image may be anybody's: it is only read. */
const ownersIn = (body: Parameters): readonly string[] =>
  Object.entries(body).flatMap(([key, value]) => (key === "target-vmid" ? [value] : holdsVolume(key) ? [...value.matchAll(/\b(?:vm|subvol)-(\d+)-[\w.-]+/g)].map(([, owner]) => owner!) : []));
