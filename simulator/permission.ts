import type { UserConfig } from "../lib/pve/file/user-config";
import { specialRoles } from "./role";

/** What a user or token may do at a path: privilege → whether it also holds below. */
export type Privileges = ReadonlyMap<string, boolean>;

/** Who asks: `root@pam`, or with a token `kim@pve!viewer`. */
export type UserId = string;

// A user configuration is a value, so what was worked out for it holds as long as it is the same one.
const known = new WeakMap<UserConfig, Map<UserId, Map<string, Privileges>>>();

export function privilegesAt(config: UserConfig, user: UserId, path: string): Privileges {
  const users = remember(known, config, () => new Map<UserId, Map<string, Privileges>>());
  const paths = remember(users, user, () => new Map<string, Privileges>());
  return remember(paths, path, () => workOut(config, user, path));
}

/** Whether one of the privileges is there. */
export function allowed(config: UserConfig, user: UserId, path: string, anyOf: readonly string[]): boolean {
  const privileges = privilegesAt(config, user, path);
  return anyOf.some((privilege) => privileges.has(privilege));
}

/** Every path that means something to a user: the tops, those with an ACL, and the members of pools. */
export function knownPaths({ acl, pools }: UserConfig): string[] {
  const tops = ["/", "/access", "/access/groups", "/nodes", "/pool", "/sdn", "/storage", "/vms"];
  const members = [...pools.values()].flatMap(({ guests, storages }) => [
    ...guests.map((id) => `/vms/${id}`),
    ...storages.map((id) => `/storage/${id}`),
  ]);
  return [...new Set([...tops, ...acl.flatMap(({ path }) => stepsTo(path)), ...members])];
}

/** A role's privileges; undefined for a role that is not there. */
export function privilegesOfRole(config: UserConfig, role: string): readonly string[] | undefined {
  return specialRoles.get(role) ?? config.roles.get(role);
}

type Roles = Map<string, boolean>;

function workOut(config: UserConfig, user: UserId, path: string): Privileges {
  const [name = "", token] = user.split("!");
  if (user === "root@pam") return granted(config, new Map([["Administrator", true]]));
  if (token === undefined) return granted(config, withPools(config, user, path));
  if (!config.users.get(name)?.tokens.get(token)?.separated) return privilegesAt(config, name, path);
  const own = granted(config, withPools(config, user, path));
  const limit = privilegesAt(config, name, path);
  return new Map([...own].filter(([privilege]) => limit.has(privilege)));
}

// Thousands of guests share a handful of sets of privileges.
const sets = new WeakMap<UserConfig, Map<string, Privileges>>();

function granted(config: UserConfig, roles: Roles): Privileges {
  const known = remember(sets, config, () => new Map<string, Privileges>());
  return remember(known, [...roles].join(" "), () => {
    const privileges = new Map<string, boolean>();
    for (const [role, propagate] of roles) {
      for (const privilege of privilegesOfRole(config, role) ?? []) privileges.set(privilege, propagate || privileges.get(privilege) === true);
    }
    return privileges;
  });
}

/** The roles at a path, and those that a pool hands on to its members. */
function withPools(config: UserConfig, user: UserId, path: string): Roles {
  const roles = rolesAt(config, user, path);
  if (roles.has("NoAccess")) return roles;
  const inherited = (poolsByMember(config).get(path) ?? []).map((pool) => rolesAt(config, user, `/pool/${pool}`));
  if (inherited.some((pool) => pool.has("NoAccess"))) return new Map();
  for (const role of inherited.flatMap((pool) => [...pool.keys()])) {
    if (!roles.has(role)) roles.set(role, false);
  }
  return roles;
}

/** Walks down from `/`: what is said deeper replaces what came from above, a user's entry beats those of groups. */
function rolesAt(config: UserConfig, user: UserId, path: string): Roles {
  let roles: Roles = new Map();
  const groups = [...config.groups].filter(([, { users }]) => users.includes(user)).map(([group]) => `@${group}`);
  for (const step of stepsTo(path)) {
    const here = (entriesByPath(config).get(step) ?? []).filter(({ propagate }) => propagate || step === path);
    const own = here.filter(({ subject }) => subject === user);
    const found = own.length > 0 ? own : here.filter(({ subject }) => groups.includes(subject));
    if (found.length > 0) roles = new Map(found.map(({ role, propagate }) => [role, propagate]));
  }
  return roles.has("NoAccess") ? new Map([["NoAccess", roles.get("NoAccess")!]]) : roles;
}

function stepsTo(path: string): string[] {
  const segments = path.split("/").filter((segment) => segment !== "");
  return ["/", ...segments.map((_, index) => `/${segments.slice(0, index + 1).join("/")}`)];
}

/** The pool a guest or a storage is in. */
export function poolOf(config: UserConfig, path: string): string | undefined {
  return poolsByMember(config).get(path)?.[0];
}

const aclIndex = new WeakMap<UserConfig, Map<string, UserConfig["acl"]>>();
const poolIndex = new WeakMap<UserConfig, Map<string, string[]>>();

function entriesByPath(config: UserConfig): Map<string, UserConfig["acl"]> {
  return remember(aclIndex, config, () => {
    const index = new Map<string, UserConfig["acl"][number][]>();
    for (const entry of config.acl) remember(index, entry.path, () => []).push(entry);
    return index;
  });
}

function poolsByMember(config: UserConfig): Map<string, string[]> {
  return remember(poolIndex, config, () => {
    const index = new Map<string, string[]>();
    for (const [pool, { guests, storages }] of config.pools) {
      for (const path of [...guests.map((id) => `/vms/${id}`), ...storages.map((id) => `/storage/${id}`)]) remember(index, path, () => []).push(pool);
    }
    return index;
  });
}

function remember<K, V>(memory: { get(key: K): V | undefined; set(key: K, value: V): unknown }, key: K, make: () => V): V {
  const found = memory.get(key);
  if (found !== undefined) return found;
  const made = make();
  memory.set(key, made);
  return made;
}
