import type { Cluster } from "../cluster";
import { newMac } from "../invention";
import { configSchema } from "../schema/config";
import { printParts, readPropertyString } from "../schema/verify";

const properties = configSchema("lxc").net0!.properties!;

/** A container's network device as Proxmox VE writes it: with an address and a type of its own where it was given none. */
export function printInterface(cluster: Cluster, text: string): string {
  const parts = readPropertyString(text, properties);
  if (typeof parts === "string") return text;
  if (!parts.has("type")) parts.set("type", "veth");
  if (!parts.has("hwaddr")) parts.set("hwaddr", newMac(cluster));
  return printParts(parts, properties);
}

/** The same device with another address, for a copy. */
export function withNewAddress(cluster: Cluster, text: string): string {
  const parts = readPropertyString(text, properties);
  if (typeof parts === "string") return text;
  return printParts(parts.set("hwaddr", newMac(cluster)), properties);
}
