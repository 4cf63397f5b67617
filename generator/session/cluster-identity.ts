import { exit, PmpcError } from "../../lib/error";
import type { Inventory } from "../../lib/inventory/inventory";
import type { Configuration } from "../settings/configuration";

/** What tells one cluster from another. */
export interface Identity {
  readonly name: string;
  readonly nodes: readonly string[];
  readonly endpoint: string;
}

export const identityOf = ({ name, nodes }: Inventory, endpoint: string): Identity => ({ name, nodes: nodes.map((node) => node.name), endpoint });

/**
 * The inventory under the name that the workspace knows: its stack, and with it Terraform's state, is called what the cluster was called
 * first. `named` is whether the cluster's own name could be read.
 */
export function nameAsBefore(inventory: Inventory, named: boolean, before: Configuration | undefined, endpoint: string): Inventory {
  if (before === undefined || before.endpoint !== endpoint) return inventory;
  // Credentials without Sys.Audit on / may not read the cluster's name: at the same endpoint it is the same cluster.
  return !named || isSameCluster(before, identityOf(inventory, endpoint)) ? { ...inventory, name: before.cluster ?? inventory.name } : inventory;
}

// A cluster is called like one of its nodes while its name may not be read, and before the node joined it.
function isSameCluster(before: Configuration, { name, nodes, endpoint }: Identity): boolean {
  return before.cluster === undefined || before.cluster === name || (before.endpoint === endpoint && nodes.includes(before.cluster));
}

/** Refuses two clusters in one workspace: every guest of the first would look gone. */
export function refuseAnotherCluster(before: Configuration | undefined, seen: Identity, root: string): void {
  if (before === undefined || isSameCluster(before, seen)) return;
  throw new PmpcError("another-cluster", `${root} belongs to the cluster ${before.cluster}, but the endpoint belongs to ${seen.name}`, {
    hint: "name another folder with --out; if the cluster was renamed, change `cluster` in .proxmox/config.yml",
    exit: exit.refused,
  });
}
