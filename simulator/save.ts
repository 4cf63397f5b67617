import { guestFilePath } from "../lib/pve/guest-config";
import type { Cluster } from "./cluster";

/** Every file of a cluster as it is, by path below `/etc/pve`: what `loadCluster` would read again. */
export function filesOf({ files, guests }: Cluster): Map<string, string> {
  const configurations = [...guests.values()].map(({ node, type, vmId, text }) => [guestFilePath(node, type, vmId), text] as const);
  return new Map([...files, ...configurations]);
}
