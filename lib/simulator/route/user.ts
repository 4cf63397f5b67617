import { newUuid } from "../invention";
import { flag, formatted, integer, isSet, required, text } from "../parameter";
import { privilegesOfRole } from "../permission";
import { setUsers } from "../pool";
import { failed, forbidden, invalid, type Refusal } from "../refusal";
import { specialRoles } from "../role";
import { demand, given, mayAny, needs, type Call, type Route } from "../route";
import type { Properties } from "../schema/property";
import { splitList } from "../schema/format";
import { denied } from "../right";
import { newUser, type AclEntry, type Token, type User, type UserConfig } from "../../pve/file/user-config";

const person: Properties = {
  comment: { type: "string", maxLength: 2048, optional: true },
  email: { ...formatted("email-opt"), maxLength: 254 },
  enable: flag,
  expire: integer(0),
  firstname: { type: "string", maxLength: 1024, optional: true },
  lastname: { type: "string", maxLength: 1024, optional: true },
  groups: formatted("pve-groupid-list"),
  keys: text,
};
const tokenFields: Properties = { comment: text, expire: integer(0), privsep: flag };
const password = { type: "string", minLength: 8, maxLength: 64 } as const;

/** What changes users, their tokens, groups, roles and permissions. */
export const userRoutes: readonly Route[] = [
  { method: "POST", path: "/access/users", takes: { ...person, userid: required(text), password: { ...password, optional: true } }, run: createUser },
  { method: "PUT", path: "/access/users/{userid}", takes: { ...person, append: { ...flag, requires: "groups" } }, run: updateUser },
  { method: "DELETE", path: "/access/users/{userid}", run: deleteUser },
  { method: "PUT", path: "/access/password", takes: { userid: required(text), password, "confirmation-password": text }, run: changePassword },
  { method: "POST", path: "/access/users/{userid}/token/{tokenid}", takes: tokenFields, run: createToken },
  { method: "PUT", path: "/access/users/{userid}/token/{tokenid}", takes: { ...tokenFields, delete: text, regenerate: flag }, run: updateToken },
  { method: "DELETE", path: "/access/users/{userid}/token/{tokenid}", run: deleteToken },
  {
    method: "POST",
    path: "/access/groups",
    ...needs("/access/groups", "Group.Allocate"),
    takes: { groupid: required(formatted("pve-groupid")), comment: text },
    run: createGroup,
  },
  { method: "PUT", path: "/access/groups/{groupid}", ...needs("/access/groups", "Group.Allocate"), takes: { comment: text }, run: updateGroup },
  { method: "DELETE", path: "/access/groups/{groupid}", ...needs("/access/groups", "Group.Allocate"), run: deleteGroup },
  {
    method: "POST",
    path: "/access/roles",
    ...needs("/access", "Sys.Modify"),
    takes: { roleid: required(formatted("pve-roleid")), privs: formatted("pve-priv-list") },
    run: createRole,
  },
  {
    method: "PUT",
    path: "/access/roles/{roleid}",
    ...needs("/access", "Sys.Modify"),
    takes: { privs: formatted("pve-priv-list"), append: { ...flag, requires: "privs" } },
    run: updateRole,
  },
  { method: "DELETE", path: "/access/roles/{roleid}", ...needs("/access", "Sys.Modify"), run: deleteRole },
  {
    method: "PUT",
    path: "/access/acl",
    takes: {
      path: required(text),
      roles: required(formatted("pve-roleid-list")),
      users: text,
      groups: formatted("pve-groupid-list"),
      tokens: text,
      propagate: flag,
      delete: flag,
    },
    run: updateAcl,
  },
];

const replaced = <T>(map: ReadonlyMap<string, T>, key: string, value: T | undefined): Map<string, T> => {
  const next = new Map(map);
  if (value === undefined) next.delete(key);
  else next.set(key, value);
  return next;
};

function change({ cluster }: Call, changed: Partial<UserConfig>): null {
  setUsers(cluster, { ...cluster.users, ...changed });
  return null;
}

/** A user's name, if it is one. */
function userId(call: Call): string {
  const id = given(call, "userid");
  if (!/^[^@/\s]+@[a-z][\w.-]*$/i.test(id)) throw failed(`value '${id}' does not look like a valid user name`);
  return id;
}

function existing(call: Call): User {
  const id = userId(call);
  const user = call.cluster.users.users.get(id);
  if (!user) throw failed(`no such user ('${id}')`);
  return user;
}

/** Users are changed by those who look after all of them, or after one of their groups. */
function demandUser(call: Call, id: string): void {
  const { groups } = call.cluster.users;
  const own = [...groups].filter(([, { users }]) => users.includes(id)).map(([group]) => `/access/groups/${group}`);
  if (!["/access/groups", ...own].some((path) => mayAny(call, path, "User.Modify"))) throw denied();
}

function createUser(call: Call): null {
  const { users, groups } = call.cluster.users;
  const raw = given(call, "userid");
  const realm = raw.split("@").at(-1)!;
  if (!mayAny(call, `/access/realm/${realm}`, "Realm.AllocateUser")) throw forbidden(`/access/realm/${realm}`, ["Realm.AllocateUser"]);
  const id = userId(call);
  demand(call, "/access/groups", "User.Modify");
  if (users.has(id)) throw failed(`create user failed: user '${id}' already exists`);
  const wanted = splitList(given(call, "groups"));
  const lost = wanted.find((group) => !groups.has(group));
  if (lost !== undefined) throw failed(`create user failed: no such group '${lost}'`);
  if (call.given.password !== undefined) call.cluster.passwords.set(id, given(call, "password"));
  const user = withFields(newUser(), call);
  return change(call, { users: replaced(users, id, user), groups: joined(call, id, wanted) });
}

function withFields(user: User, { given: fields }: Call): User {
  const said = (name: string, old: string) => (fields[name] === undefined ? old : String(fields[name]));
  return {
    ...user,
    enabled: fields.enable === undefined ? user.enabled : isSet(fields.enable),
    expire: fields.expire === undefined ? user.expire : Number(fields.expire),
    firstName: said("firstname", user.firstName),
    lastName: said("lastname", user.lastName),
    email: said("email", user.email),
    comment: said("comment", user.comment),
    keys: said("keys", user.keys),
  };
}

function joined({ cluster }: Call, id: string, wanted: readonly string[]): UserConfig["groups"] {
  return new Map([...cluster.users.groups].map(([name, group]) => [name, wanted.includes(name) ? { ...group, users: [...new Set([...group.users, id])] } : group]));
}

function left(groups: UserConfig["groups"], id: string): UserConfig["groups"] {
  return new Map([...groups].map(([name, group]) => [name, { ...group, users: group.users.filter((user) => user !== id) }]));
}

function updateUser(call: Call): null {
  const { cluster } = call;
  const id = given(call, "userid");
  demandUser(call, id);
  const user = withFields(existing(call), call);
  const users = replaced(cluster.users.users, id, user);
  if (call.given.groups === undefined) return change(call, { users });
  const wanted = splitList(given(call, "groups"));
  const lost = wanted.find((group) => !cluster.users.groups.has(group));
  if (lost !== undefined) throw failed(`update user failed: no such group '${lost}'`);
  if (!isSet(call.given.append)) change(call, { groups: left(cluster.users.groups, id) });
  return change(call, { users, groups: joined(call, id, wanted) });
}

function deleteUser(call: Call): null {
  const { cluster } = call;
  const id = given(call, "userid");
  const realm = id.split("@").at(-1)!;
  if (!mayAny(call, `/access/realm/${realm}`, "Realm.AllocateUser")) throw forbidden(`/access/realm/${realm}`, ["Realm.AllocateUser"]);
  demandUser(call, id);
  existing(call);
  const { users, groups, acl } = cluster.users;
  cluster.passwords.delete(id);
  return change(call, {
    users: replaced(users, id, undefined),
    groups: left(groups, id),
    acl: acl.filter(({ subject }) => subject !== id && !subject.startsWith(`${id}!`)),
  });
}

function changePassword(call: Call): null {
  if (call.user.includes("!")) throw denied("URI '/access/password' not available with API token, need proper ticket.\n");
  const id = userId(call);
  if (call.user !== id) demandUser(call, id);
  existing(call);
  call.cluster.passwords.set(id, given(call, "password"));
  return null;
}

function demandTokens(call: Call): void {
  const id = given(call, "userid");
  if (!call.cluster.users.users.has(id)) throw denied();
  if (call.user !== id) demandUser(call, id);
}

function createToken(call: Call): object {
  demandTokens(call);
  const { cluster } = call;
  const user = existing(call);
  const [id, name] = [given(call, "userid"), given(call, "tokenid")];
  if (!/^[A-Za-z][A-Za-z0-9._-]+$/.test(name)) throw invalid({ tokenid: `invalid format - value '${name}' does not look like a valid token ID\n` });
  if (user.tokens.has(name)) throw invalid({ tokenid: "Token already exists." });
  const token = tokenFrom(call, { expire: 0, separated: true, comment: "" });
  const value = newUuid(cluster);
  cluster.secrets.set(`${id}!${name}`, value);
  change(call, { users: replaced(cluster.users.users, id, { ...user, tokens: replaced(user.tokens, name, token) }) });
  return { "full-tokenid": `${id}!${name}`, info: { privsep: 1, ...saidOf(call) }, value };
}

function tokenFrom({ given: fields }: Call, old: Token): Token {
  return {
    expire: fields.expire === undefined ? old.expire : Number(fields.expire),
    separated: fields.privsep === undefined ? old.separated : isSet(fields.privsep),
    comment: fields.comment === undefined ? old.comment : String(fields.comment),
  };
}

/** What was said of a token, repeated as it came. */
function saidOf({ given: fields }: Call): object {
  return Object.fromEntries(["comment", "expire", "privsep"].filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]));
}

function knownToken(call: Call): { readonly user: User; readonly token: Token } {
  demandTokens(call);
  const user = existing(call);
  const token = user.tokens.get(given(call, "tokenid"));
  if (!token) throw failed(`no such token '${given(call, "tokenid")}' for user '${given(call, "userid")}'`);
  return { user, token };
}

function updateToken(call: Call): object {
  const { user, token } = knownToken(call);
  const [id, name] = [given(call, "userid"), given(call, "tokenid")];
  const forgotten = splitList(given(call, "delete"));
  const next = tokenFrom(call, forgotten.includes("comment") ? { ...token, comment: "" } : token);
  change(call, { users: replaced(call.cluster.users.users, id, { ...user, tokens: replaced(user.tokens, name, next) }) });
  const kept = { expire: next.expire, privsep: next.separated ? 1 : 0, ...(next.comment === "" ? {} : { comment: next.comment }), ...saidOf(call) };
  if (!isSet(call.given.regenerate)) return kept;
  const value = newUuid(call.cluster);
  call.cluster.secrets.set(`${id}!${name}`, value);
  return { ...kept, "full-tokenid": `${id}!${name}`, value };
}

function deleteToken(call: Call): null {
  const { user } = knownToken(call);
  const [id, name] = [given(call, "userid"), given(call, "tokenid")];
  const { users, acl } = call.cluster.users;
  call.cluster.secrets.delete(`${id}!${name}`);
  return change(call, {
    users: replaced(users, id, { ...user, tokens: replaced(user.tokens, name, undefined) }),
    acl: acl.filter(({ subject }) => subject !== `${id}!${name}`),
  });
}

function createGroup(call: Call): null {
  const { groups } = call.cluster.users;
  const id = given(call, "groupid");
  if (groups.has(id)) throw failed(`create group failed: group '${id}' already exists`);
  return change(call, { groups: replaced(groups, id, { comment: given(call, "comment"), users: [] }) });
}

function updateGroup(call: Call): null {
  const { groups } = call.cluster.users;
  const id = given(call, "groupid");
  const group = groups.get(id);
  if (!group) throw failed(`update group failed: group '${id}' does not exist`);
  return change(call, { groups: replaced(groups, id, { ...group, comment: call.given.comment === undefined ? group.comment : given(call, "comment") }) });
}

function deleteGroup(call: Call): null {
  const { groups, acl } = call.cluster.users;
  const id = given(call, "groupid");
  if (!groups.has(id)) throw failed(`delete group failed: group '${id}' does not exist`);
  return change(call, { groups: replaced(groups, id, undefined), acl: acl.filter(({ subject }) => subject !== `@${id}`) });
}

function privilegesIn(call: Call): string[] {
  const wanted = splitList(given(call, "privs"));
  const unknown = wanted.find((privilege) => !specialRoles.get("Administrator")!.includes(privilege));
  if (unknown !== undefined) throw invalid({ privs: `invalid format - invalid privilege '${unknown}'\n` });
  return wanted;
}

function createRole(call: Call): null {
  const privileges = privilegesIn(call);
  const { roles } = call.cluster.users;
  const id = given(call, "roleid");
  if (id.startsWith("PVE")) throw invalid({ roleid: "cannot use role ID starting with the (case-insensitive) 'PVE' namespace" });
  if (privilegesOfRole(call.cluster.users, id)) throw failed(`create role failed: role '${id}' already exists`);
  return change(call, { roles: replaced(roles, id, [...new Set(privileges)]) });
}

function updateRole(call: Call): null {
  const privileges = privilegesIn(call);
  const { roles } = call.cluster.users;
  const id = given(call, "roleid");
  if (specialRoles.has(id)) throw failed(`auto-generated role '${id}' cannot be modified`);
  const old = roles.get(id);
  if (!old) throw failed(`update role failed: role '${id}' does not exist`);
  return change(call, { roles: replaced(roles, id, [...new Set([...(isSet(call.given.append) ? old : []), ...privileges])]) });
}

function deleteRole(call: Call): null {
  const { roles, acl } = call.cluster.users;
  const id = given(call, "roleid");
  if (specialRoles.has(id)) throw failed(`auto-generated role '${id}' cannot be deleted`);
  if (!roles.has(id)) throw failed(`delete role failed: role '${id}' does not exist`);
  return change(call, { roles: replaced(roles, id, undefined), acl: acl.filter(({ role }) => role !== id) });
}

const name = "[\\w.-]+";
/** The paths that permissions can be given at. */
const aclPath = new RegExp(
  `^/(access(/groups(/${name})?|/realm(/${name})?)?|nodes(/${name})?|pool(/${name}){0,3}|sdn(/(controllers|dns|fabrics|ipams|prefix-lists|route-maps)(/${name})?|/zones(/${name}(/${name}(/[1-9]\\d{0,3})?)?)?)?|storage(/${name})?|vms(/[1-9]\\d{2,})?|mapping(/${name}(/${name})?)?)?$`,
);

function updateAcl(call: Call): null {
  const { cluster } = call;
  const path = `/${given(call, "path").split("/").filter((part) => part !== "").join("/")}`;
  if (!aclPath.test(path)) throw invalid({ path: `invalid ACL path '${given(call, "path")}'` });
  if (!mayModify(call, path)) throw forbidden(path, ["Permissions.Modify"]);
  const subjects = [
    ...splitList(given(call, "groups")).map((group) => `@${group}`),
    ...splitList(given(call, "users")),
    ...splitList(given(call, "tokens")),
  ];
  if (subjects.length === 0) {
    const missing = "either 'users', 'groups' or 'tokens' is required.";
    throw invalid({ users: missing, groups: missing, tokens: missing });
  }
  const roles = splitList(given(call, "roles"));
  const removes = isSet(call.given.delete);
  for (const role of roles) if (!privilegesOfRole(cluster.users, role)) throw aclFailed(`role '${role}' does not exist`);
  for (const subject of subjects) assertSubject(cluster.users, subject);
  const propagate = call.given.propagate === undefined || isSet(call.given.propagate);
  const isMeant = (entry: AclEntry) => entry.path === path && subjects.includes(entry.subject) && roles.includes(entry.role);
  const others = cluster.users.acl.filter((entry) => !isMeant(entry));
  const added = removes ? [] : subjects.flatMap((subject) => roles.map((role): AclEntry => ({ path, subject, role, propagate })));
  return change(call, { acl: [...others, ...added] });
}

const aclFailed = (why: string): Refusal => failed(`ACL update failed: ${why}`);

function assertSubject({ users, groups }: UserConfig, subject: string): void {
  if (subject.startsWith("@")) {
    if (!groups.has(subject.slice(1))) throw aclFailed(`group '${subject.slice(1)}' does not exist`);
    return;
  }
  const [id = "", token] = subject.split("!");
  const user = users.get(id);
  if (!user) throw aclFailed(`user '${id}' does not exist`);
  if (token !== undefined && !user.tokens.has(token)) throw aclFailed(`no such token '${token}' for user '${id}'`);
}

/** Who allocates a thing may share it, too. */
function mayModify(call: Call, path: string): boolean {
  const allocating: readonly (readonly [prefix: string, privilege: string])[] = [
    ["/storage/", "Datastore.Allocate"],
    ["/vms/", "VM.Allocate"],
    ["/pool/", "Pool.Allocate"],
  ];
  const own = allocating.filter(([prefix]) => path.startsWith(prefix)).map(([, privilege]) => privilege);
  return mayAny(call, path, "Permissions.Modify", ...own);
}
