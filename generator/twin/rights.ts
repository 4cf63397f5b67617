import { newUser, printUserConfig, type AclEntry, type Pool, type UserConfig } from "../../lib/pve/file/user-config";

/** Who acts on a twin. */
const actor = "rehearsal@pve";
export const actorToken = `${actor}!pmpc`;

/** `/access/permissions`: path → privilege → 1 where it also holds below. */
type Permissions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A `user.cfg` in which the twin's token has the rights that somebody else was told to have (undefined: all of them), beside those who are in the cluster. */
export function userFile(permissions: unknown, pools: ReadonlyMap<string, Pool>, people: Omit<UserConfig, "pools">): string {
  const tokens = new Map([[actorToken.split("!")[1]!, { expire: 0, separated: false, comment: "" }]]);
  const users = new Map([["root@pam", newUser()], ...people.users, [actor, newUser({ tokens })] as const]);
  const own = permissions === undefined ? { roles: new Map<string, readonly string[]>(), acl: [entry("/", "Administrator", true)] } : granted(permissions as Permissions);
  return printUserConfig({ users, groups: people.groups, pools, roles: new Map([...people.roles, ...own.roles]), acl: [...people.acl, ...own.acl] });
}

/** A role for each set of privileges, given where it was found. Who has none below a path has no access there. */
function granted(permissions: Permissions): { readonly roles: ReadonlyMap<string, readonly string[]>; readonly acl: readonly AclEntry[] } {
  const names = new Map<string, string>();
  const roles = new Map<string, readonly string[]>();
  const roleOf = (privileges: readonly string[]) => {
    const key = privileges.join(",");
    const name = names.get(key) ?? `Rehearsal${names.size + 1}`;
    names.set(key, name);
    roles.set(name, privileges);
    return name;
  };
  const acl = Object.entries(permissions).flatMap(([path, found]) => {
    const of = (propagates: boolean) => Object.keys(found).filter((privilege) => (Number(found[privilege]) === 1) === propagates).sort();
    const given = [true, false].flatMap((propagate) => (of(propagate).length > 0 ? [entry(path, roleOf(of(propagate)), propagate)] : []));
    return given.length > 0 ? given : [entry(path, "NoAccess", true)];
  });
  return { roles, acl };
}

const entry = (path: string, role: string, propagate: boolean): AclEntry => ({ path, subject: actor, role, propagate });
