import { createHash } from "node:crypto";
import type { Cluster } from "./cluster";

/** A MAC address of the cluster's own prefix, another one each time. */
export function newMac(cluster: Cluster): string {
  const prefix = (cluster.options.get("mac_prefix") ?? "BC:24:11").toUpperCase();
  const bytes = invent(cluster, "mac").slice(0, 12).replace(/..(?=.)/g, "$&:").toUpperCase();
  return `${prefix}${bytes.slice(prefix.length)}`;
}

export function newUuid(cluster: Cluster): string {
  const hex = invent(cluster, "uuid");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** What Proxmox VE keeps of a password. */
export function hashPassword(cluster: Cluster, password: string): string {
  return `$5$${invent(cluster, "salt").slice(0, 8)}$${createHash("sha256").update(password).digest("base64").replace(/[+=]/g, ".").slice(0, 43)}`;
}

// Two runs of a scenario make the same things up, so that they can be compared.
function invent(cluster: Cluster, what: string): string {
  return createHash("sha1").update(`${what} ${cluster.name ?? ""} ${++cluster.inventions}`).digest("hex");
}
