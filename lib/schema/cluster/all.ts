import { accessTables, tokenTable } from "./access";
import { acmeTables } from "./acme";
import { availabilityTables } from "./availability";
import { backupTables } from "./backup";
import { datacenterTables } from "./datacenter";
import { firewallTables } from "./firewall";
import { mappingTables } from "./mapping";
import { metricsTables } from "./metrics";
import { networkTables } from "./network";
import { nodeTables } from "./node";
import { poolTables } from "./pool";
import { replicationTables } from "./replication";
import { sdnTables } from "./sdn";
import { storageTables } from "./storage";
import type { ClusterTable } from "./table";

/** The tables of everything that is not a guest and that an import writes. */
export const clusterTables: readonly ClusterTable[] = [...storageTables, ...poolTables, ...backupTables, ...replicationTables, ...mappingTables, ...availabilityTables, ...networkTables, ...metricsTables, ...accessTables, ...sdnTables, ...datacenterTables, ...acmeTables, ...nodeTables, ...firewallTables];

/** All tables: those of what no import writes yet are held against the provider, too. */
export const knownTables: readonly ClusterTable[] = [...clusterTables, tokenTable];

const byTerraform = new Map(clusterTables.map((table) => [table.terraform, table]));

/** The table of a resource type that an import writes; undefined if it writes none. */
export const clusterTableOf = (terraform: string): ClusterTable | undefined => byTerraform.get(terraform);

const byConstruct = new Map(clusterTables.map(({ construct, terraform }) => [construct, terraform]));

/** Where a construct of the cluster is in Terraform: `proxmox_storage_nfs.nas`; undefined if no import writes such a construct. */
export const addressOfCluster = ({ construct, id }: { readonly construct: string; readonly id: string }): string | undefined => {
  const type = byConstruct.get(construct);
  return type === undefined ? undefined : `${type}.${id}`;
};
