import { readLines, writeLines, type Line } from "./lines";
import { stateFolder } from "./path";

/** What something of the cluster that is not a guest is called in the code. Chosen once: another id would be another resource to Terraform. */
export interface ClusterName extends Line {
  /** The construct's id. */
  readonly id: string;
  /** `NfsStorage` */
  readonly construct: string;
  /** The file that its code was written into. */
  readonly file: string;
  /** The code says `adopt`. */
  readonly adopt?: true;
}

/** In git, so that a clone knows every name. */
export const clusterNamesPath = `${stateFolder}/cluster.jsonl`;

export type ClusterNames = ReadonlyMap<string, ClusterName>;

export const readClusterNames = (root: string): Promise<ClusterNames> => readLines<ClusterName>(root, clusterNamesPath);

export const writeClusterNames = (root: string, names: Iterable<ClusterName>): Promise<void> => writeLines(root, clusterNamesPath, names);
