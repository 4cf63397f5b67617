import { newUser, type User, type UserConfig } from "../../lib/pve/file/user-config";
import { flag, formatted, integer, isSet, required, text } from "../parameter";
import { failed, forbidden } from "../refusal";
import { denied } from "../right";
import { demand, given, mayAny, type Call, type Route } from "../route";
import { splitList } from "../schema/format";
import type { Properties } from "../schema/property";
import { changeUsers, replaced } from "../users";

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
const password = { type: "string", minLength: 8, maxLength: 64 } as const;

/** What changes users and their passwords. */
export const userRoutes: readonly Route[] = [
  { method: "POST", path: "/access/users", takes: { ...person, userid: required(text), password: { ...password, optional: true } }, run: createUser },
  { method: "PUT", path: "/access/users/{userid}", takes: { ...person, append: { ...flag, requires: "groups" } }, run: updateUser },
  { method: "DELETE", path: "/access/users/{userid}", run: deleteUser },
  { method: "PUT", path: "/access/password", takes: { userid: required(text), password, "confirmation-password": text }, run: changePassword },
];

/** A user's name, if it is one. */
export function userId(call: Call): string {
  const id = given(call, "userid");
  if (!/^[^@/\s]+@[a-z][\w.-]*$/i.test(id)) throw failed(`value '${id}' does not look like a valid user name`);
  return id;
}

/** The user that a call is about. */
export function existingUser(call: Call): User {
  const id = userId(call);
  const user = call.cluster.users.users.get(id);
  if (!user) throw failed(`no such user ('${id}')`);
  return user;
}

/** Users are changed by those who look after all of them, or after one of their groups. */
export function demandUser(call: Call, id: string): void {
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
  return changeUsers(call, { users: replaced(users, id, user), groups: joined(call, id, wanted) });
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
  const user = withFields(existingUser(call), call);
  const users = replaced(cluster.users.users, id, user);
  if (call.given.groups === undefined) return changeUsers(call, { users });
  const wanted = splitList(given(call, "groups"));
  const lost = wanted.find((group) => !cluster.users.groups.has(group));
  if (lost !== undefined) throw failed(`update user failed: no such group '${lost}'`);
  if (!isSet(call.given.append)) changeUsers(call, { groups: left(cluster.users.groups, id) });
  return changeUsers(call, { users, groups: joined(call, id, wanted) });
}

function deleteUser(call: Call): null {
  const { cluster } = call;
  const id = given(call, "userid");
  const realm = id.split("@").at(-1)!;
  if (!mayAny(call, `/access/realm/${realm}`, "Realm.AllocateUser")) throw forbidden(`/access/realm/${realm}`, ["Realm.AllocateUser"]);
  demandUser(call, id);
  existingUser(call);
  const { users, groups, acl } = cluster.users;
  cluster.passwords.delete(id);
  return changeUsers(call, {
    users: replaced(users, id, undefined),
    groups: left(groups, id),
    acl: acl.filter(({ subject }) => subject !== id && !subject.startsWith(`${id}!`)),
  });
}

function changePassword(call: Call): null {
  if (call.user.includes("!")) throw denied("URI '/access/password' not available with API token, need proper ticket.\n");
  const id = userId(call);
  if (call.user !== id) demandUser(call, id);
  existingUser(call);
  call.cluster.passwords.set(id, given(call, "password"));
  return null;
}
