import type { Cluster } from "./cluster";
import type { Pool, UserConfig } from "../pve/file/user-config";
import { printUserConfig } from "../pve/file/user-config";

/** Puts another user configuration in force, and into the file. */
export function setUsers(cluster: Cluster, users: UserConfig): void {
  cluster.users = users;
  cluster.files.set("user.cfg", printUserConfig(users));
}

export function setPool(cluster: Cluster, id: string, pool: Pool | undefined): void {
  const pools = new Map(cluster.users.pools);
  if (pool) pools.set(id, pool);
  else pools.delete(id);
  setUsers(cluster, { ...cluster.users, pools });
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
