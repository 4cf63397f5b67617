import { availabilityTables } from "./availability";
import { backupTables } from "./backup";
import { mappingTables } from "./mapping";
import { networkTables } from "./network";
import { poolTables } from "./pool";
import { replicationTables } from "./replication";
import { storageTables } from "./storage";
import type { ClusterTable } from "./table";

/** The tables of everything that is not a guest. */
export const clusterTables: readonly ClusterTable[] = [...storageTables, ...poolTables, ...backupTables, ...replicationTables, ...mappingTables, ...availabilityTables, ...networkTables];

const byTerraform = new Map(clusterTables.map((table) => [table.terraform, table]));
const byConstruct = new Map(clusterTables.map((table) => [table.construct, table]));

/** The table of a resource type; undefined where there is none. */
export const clusterTableOf = (terraform: string): ClusterTable | undefined => byTerraform.get(terraform);

/** The table that a construct says; undefined where it is none of these. */
export const clusterTableOfConstruct = (construct: string): ClusterTable | undefined => byConstruct.get(construct);
