import type { User } from "../../lib/pve/file/user-config";
import { parsePropertyString } from "../../lib/pve/property-string";
import { logIn } from "../credential";
import { flag, isSet, required, text } from "../parameter";
import { allowed, knownPaths, privilegesAt, privilegesOfRole } from "../permission";
import { failed, Refusal } from "../refusal";
import { specialRoles } from "../role";
import { demand, given, index, mayAny, needs, type Call, type Route } from "../route";
import { readSections } from "../section/file";
import { realms } from "../section/realms";
import { userId } from "./user";

const below = "users groups roles acl domains openid tfa ticket password";

export const accessRoutes: readonly Route[] = [
  { method: "GET", path: "/access", run: () => index("subdir", below) },
  { method: "GET", path: "/access/ticket", open: true, run: () => null },
  {
    method: "POST",
    path: "/access/ticket",
    open: true,
    takes: { username: required(text), password: required(text), realm: text, otp: text, "new-format": flag, privs: text, path: text },
    run: createTicket,
  },
  { method: "GET", path: "/access/permissions", takes: { path: text, userid: text }, run: readPermissions },
  { method: "GET", path: "/access/users", takes: { full: flag, enabled: flag }, unordered: true, run: listUsers },
  { method: "GET", path: "/access/users/{userid}", run: readUser },
  { method: "GET", path: "/access/users/{userid}/tfa", takes: { multiple: flag }, run: readSecondFactor },
  { method: "GET", path: "/access/tfa", run: () => [] },
  { method: "GET", path: "/access/users/{userid}/token", run: listTokens },
  { method: "GET", path: "/access/users/{userid}/token/{tokenid}", run: readToken },
  { method: "GET", path: "/access/groups", unordered: true, run: listGroups },
  { method: "GET", path: "/access/groups/{groupid}", ...needs("/access/groups/{groupid}", "Sys.Audit", "Group.Allocate"), run: readGroup },
  { method: "GET", path: "/access/roles", unordered: true, run: listRoles },
  { method: "GET", path: "/access/roles/{roleid}", run: readRole },
  { method: "GET", path: "/access/acl", unordered: true, run: listAcl },
];

function createTicket(call: Call) {
  const name = given(call, "username");
  const realm = given(call, "realm");
  const login = logIn(call.cluster, realm === "" || name.includes("@") ? name : `${name}@${realm}`, given(call, "password"));
  if (!login) throw new Refusal(401, "authentication failure");
  const named = call.cluster.name !== undefined && allowed(call.cluster.users, login.username, "/", ["Sys.Audit"]);
  const areas = ["access", "dc", "mapping", "nodes", "sdn", "storage", "vms"];
  return { ...login, cap: Object.fromEntries(areas.map((area) => [area, {}])), ...(named ? { clustername: call.cluster.name } : {}) };
}

function readPermissions(call: Call) {
  const { cluster, user } = call;
  const of = given(call, "userid") || user;
  if (of !== user && !user.startsWith(`${of}!`)) demand(call, "/access", "Sys.Audit");
  const paths = call.given.path === undefined ? knownPaths(cluster.users) : [given(call, "path")];
  const rights = paths.map((path) => [path, privilegesAt(cluster.users, of, path)] as const);
  return Object.fromEntries(
    rights
      .filter(([, { size }]) => size > 0)
      .map(([path, held]) => [path, Object.fromEntries([...held].map(([privilege, below]) => [privilege, below ? 1 : 0]))]),
  );
}

/** Users are seen by those who look after them, and by themselves. */
function maySee(call: Call, id: string): boolean {
  return call.user === id || mayAny(call, "/access/groups", "User.Modify", "Sys.Audit");
}

function listUsers(call: Call) {
  const { users, groups } = call.cluster.users;
  return [...users]
    .filter(([id]) => maySee(call, id))
    .filter(([, { enabled }]) => call.given.enabled === undefined || isSet(call.given.enabled) === enabled)
    .map(([userid, user]) => {
      const realm = call.cluster.realms.find(({ id }) => id === userid.split("@").at(-1));
      const described = { userid, ...describeUser(user), ...(realm ? { "realm-type": realm.type } : {}) };
      if (!isSet(call.given.full)) return described;
      const member = [...groups].filter(([, group]) => group.users.includes(userid)).map(([id]) => id);
      return { ...described, groups: member.join(","), tokens: user.tokens.size > 0 ? describeTokens(user) : null };
    });
}

function describeUser({ enabled, expire, firstName, lastName, email, comment, keys }: User) {
  const words = { firstname: firstName, lastname: lastName, email, comment, keys };
  // An empty one is there all the same when something comes after it in the file.
  const hollow = email === "" && `${comment}${keys}` !== "" ? { email } : {};
  return { enable: enabled ? 1 : 0, expire, ...hollow, ...Object.fromEntries(Object.entries(words).filter(([, value]) => value !== "")) };
}

/** What the user's realm asks for beside a password; nobody here has a factor of their own. */
function readSecondFactor(call: Call) {
  const id = given(call, "userid");
  if (!maySee(call, id)) demand(call, "/access/groups", "User.Modify", "Sys.Audit");
  const name = id.split("@").at(-1)!;
  const realm = readSections(call.cluster, realms).get(name);
  if (!realm && !/^(pam|pve)$/.test(name)) throw failed(`auth domain '${name}' does not exist`);
  const { type } = Object.fromEntries(parsePropertyString(String(realm?.values.tfa ?? "")));
  return { ...(type === undefined ? {} : { realm: type }), ...(isSet(call.given.multiple) ? { user: [] } : {}) };
}

function describeTokens({ tokens }: User) {
  return [...tokens].map(([tokenid, token]) => ({ tokenid, ...describeToken(token) }));
}

function describeToken({ expire, separated, comment }: User["tokens"] extends ReadonlyMap<string, infer T> ? T : never) {
  return { expire, privsep: separated ? 1 : 0, ...(comment === "" ? {} : { comment }) };
}

function existingUser(call: Call): User {
  const id = userId(call);
  if (!maySee(call, id)) demand(call, "/access/groups", "User.Modify", "Sys.Audit");
  const user = call.cluster.users.users.get(id);
  if (!user) throw failed(`no such user ('${id}')`);
  return user;
}

function readUser(call: Call) {
  const user = existingUser(call);
  const groups = [...call.cluster.users.groups].filter(([, { users }]) => users.includes(given(call, "userid"))).map(([id]) => id);
  const tokens = [...user.tokens].map(([id, token]) => [id, describeToken(token)]);
  return { ...describeUser(user), groups, tokens: tokens.length > 0 ? Object.fromEntries(tokens) : null };
}

function listTokens(call: Call) {
  return describeTokens(existingUser(call));
}

function readToken(call: Call) {
  const token = existingUser(call).tokens.get(given(call, "tokenid"));
  if (!token) throw failed(`no such token '${given(call, "tokenid")}' for user '${given(call, "userid")}'`);
  return describeToken(token);
}

function listGroups(call: Call) {
  return [...call.cluster.users.groups]
    .filter(([id]) => mayAny(call, `/access/groups/${id}`, "User.Modify", "Sys.Audit", "Group.Allocate"))
    .map(([groupid, { comment, users }]) => ({ groupid, users: users.join(","), ...(comment === "" ? {} : { comment }) }));
}

function readGroup(call: Call) {
  const group = call.cluster.users.groups.get(given(call, "groupid"));
  if (!group) throw failed(`group '${given(call, "groupid")}' does not exist`);
  return { members: group.users, ...(group.comment === "" ? {} : { comment: group.comment }) };
}

function listRoles({ cluster }: Call) {
  const all = [...specialRoles, ...cluster.users.roles];
  return all.map(([roleid, privileges]) => ({ roleid, privs: [...privileges].sort().join(","), special: specialRoles.has(roleid) ? 1 : 0 }));
}

function readRole(call: Call) {
  const privileges = privilegesOfRole(call.cluster.users, given(call, "roleid"));
  if (!privileges) throw failed(`role '${given(call, "roleid")}' does not exist`);
  return Object.fromEntries(privileges.map((privilege) => [privilege, 1]));
}

/** The list is for those who may change permissions or audit them; anybody else gets an empty one. */
function listAcl(call: Call) {
  return call.cluster.users.acl
    .filter(({ path }) => mayAny(call, path, "Sys.Audit", "Permissions.Modify"))
    .map(({ path, subject, role, propagate }) => ({ path, propagate: propagate ? 1 : 0, roleid: role, ...describeSubject(subject) }));
}

function describeSubject(subject: string) {
  if (subject.startsWith("@")) return { type: "group", ugid: subject.slice(1) };
  return { type: subject.includes("!") ? "token" : "user", ugid: subject };
}
