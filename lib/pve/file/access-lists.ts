import { parseRealms } from "./realm-config";
import { parseUserConfig, type User } from "./user-config";

type Row = Readonly<Record<string, unknown>>;

/** Who there is and what they may do, as the API lists it: address → rows, out of `user.cfg` and `domains.cfg`. What Proxmox VE has built in is not there. */
export function accessLists(users: string | undefined, realms: string | undefined): readonly (readonly [string, readonly Row[]])[] {
  const domains = realms === undefined ? [] : [["/access/domains", parseRealms(realms).map(({ id, type, settings }): Row => ({ realm: id, type, ...Object.fromEntries(settings) }))] as const];
  if (users === undefined) return domains;
  const { users: people, groups, roles, acl } = parseUserConfig(users);
  const groupsOf = (userid: string) => [...groups].flatMap(([id, group]) => (group.users.includes(userid) ? [id] : []));
  return [
    ...domains,
    ["/access/users", [...people].map(([userid, user]) => ({ userid, ...describeUser(user), groups: groupsOf(userid) }))],
    ["/access/groups", [...groups].map(([groupid, { comment, users: members }]) => ({ groupid, users: members.join(","), ...said({ comment }) }))],
    ["/access/roles", [...roles].map(([roleid, privileges]) => ({ roleid, privs: [...privileges].sort().join(","), special: 0 }))],
    ["/access/acl", acl.map(({ path, subject, role, propagate }) => ({ path, propagate: propagate ? 1 : 0, roleid: role, ...describeSubject(subject) }))],
    ...[...people].flatMap(([userid, { tokens }]) => (tokens.size === 0 ? [] : [[`/access/users/${encodeURIComponent(userid).replaceAll("%40", "@")}/token`, [...tokens].map(([tokenid, { expire, separated, comment }]) => ({ tokenid, expire, privsep: separated ? 1 : 0, ...said({ comment }) }))] as const])),
  ];
}

function describeUser({ enabled, expire, firstName, lastName, email, comment, keys }: User): Row {
  // An address that is empty is there all the same when something comes after it in the file.
  const hollow = email === "" && `${comment}${keys}` !== "" ? { email } : {};
  return { enable: enabled ? 1 : 0, expire, ...hollow, ...said({ firstname: firstName, lastname: lastName, email, comment, keys }) };
}

const said = (words: Readonly<Record<string, string>>): Row => Object.fromEntries(Object.entries(words).filter(([, value]) => value !== ""));

const describeSubject = (subject: string): Row => (subject.startsWith("@") ? { type: "group", ugid: subject.slice(1) } : { type: subject.includes("!") ? "token" : "user", ugid: subject });
