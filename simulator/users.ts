import { printUserConfig, type UserConfig } from "../lib/pve/file/user-config";
import type { Cluster } from "./cluster";
import type { Call } from "./route";

/** Puts another user configuration in force, and into the file. */
export function setUsers(cluster: Cluster, users: UserConfig): void {
  cluster.users = users;
  cluster.files.set("user.cfg", printUserConfig(users));
}

/** Changes some of it. */
export function changeUsers({ cluster }: Call, changed: Partial<UserConfig>): null {
  setUsers(cluster, { ...cluster.users, ...changed });
  return null;
}

/** The map with another value at the key, or without it. */
export function replaced<T>(map: ReadonlyMap<string, T>, key: string, value: T | undefined): Map<string, T> {
  const next = new Map(map);
  if (value === undefined) next.delete(key);
  else next.set(key, value);
  return next;
}
