import type { Cluster } from "../cluster";
import { newMac } from "../invention";
import { configSchema } from "../schema/config";
import { printParts, readPropertyString } from "../schema/verify";

const properties = configSchema("qemu").net0!.properties!;

/** A network device by its parts. */
export function parseNetwork(text: string): Map<string, string> {
  const parts = readPropertyString(text, properties);
  return typeof parts === "string" ? new Map() : parts;
}

/** The device as Proxmox VE writes it, with an address of its own where it was given none. */
export function printNetwork(cluster: Cluster, parts: ReadonlyMap<string, string>): string {
  return printParts(parts.has("macaddr") ? parts : new Map([...parts, ["macaddr", newMac(cluster)]]), properties);
}
