import type { Pool } from "../lib/pve/file/user-config";
import type { Cluster } from "./cluster";
import { replaced, setUsers } from "./users";

export function setPool(cluster: Cluster, id: string, pool: Pool | undefined): void {
  setUsers(cluster, { ...cluster.users, pools: replaced(cluster.users.pools, id, pool) });
}

export function joinPool(cluster: Cluster, id: string, vmId: number): void {
  const pool = cluster.users.pools.get(id);
  if (pool && !pool.guests.includes(vmId)) setPool(cluster, id, { ...pool, guests: [...pool.guests, vmId] });
}

/** Takes a guest that is gone out of pools and permissions. */
export function forgetGuest(cluster: Cluster, vmId: number): void {
  const { users } = cluster;
  const path = `/vms/${vmId}`;
  const isIn = users.acl.some((entry) => entry.path === path) || [...users.pools.values()].some(({ guests }) => guests.includes(vmId));
  if (!isIn) return;
  const pools = [...users.pools].map(([id, pool]): [string, Pool] => [id, { ...pool, guests: pool.guests.filter((guest) => guest !== vmId) }]);
  setUsers(cluster, { ...users, acl: users.acl.filter((entry) => entry.path !== path), pools: new Map(pools) });
}
