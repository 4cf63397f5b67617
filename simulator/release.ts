import type { Cluster } from "./cluster";

/** Releases that a cluster can be of. */
export const releases = {
  "9.2": { version: "9.2.11", release: "9.2", repoid: "14a22df35955d97d" },
  "8.4": { version: "8.4.14", release: "8.4", repoid: "b502d23c55afcba1" },
} as const;
export type Release = keyof typeof releases;

/** What came with Proxmox VE 9. */
const later = [/^\/cluster\/ha\/rules(\/|$)/, /^\/cluster\/ha\/status\/(arm|disarm)-ha$/, /^\/cluster\/sdn\/(fabrics|dry-run|lock|rollback)(\/|$)/, /^\/cluster\/bulk-action\/guest(\/|$)/, /^\/cluster\/qemu(\/|$)/];

/** Whether a cluster is of a release in which high availability has groups, and rules are unknown. */
export const isBefore9 = ({ version }: Pick<Cluster, "version">): boolean => Number.parseInt(version.release) < 9;

/** Whether a cluster's release does not know an address yet. */
export const cameLater = (cluster: Pick<Cluster, "version">, path: string): boolean => isBefore9(cluster) && later.some((one) => one.test(path));
