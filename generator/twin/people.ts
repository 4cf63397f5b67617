import type { Observation } from "../../lib/inventory/document";
import { newUser, type AclEntry, type Token, type User, type UserConfig } from "../../lib/pve/file/user-config";
import { addressTemplate } from "../../lib/pve/template";

type Row = Readonly<Record<string, unknown>>;

const [userAt, tokensAt, groupAt] = [addressTemplate("/access/users/{userid}"), addressTemplate("/access/users/{userid}/token"), addressTemplate("/access/groups/{groupid}")];

/** The users, groups, roles and rights that were read; none where nothing was. */
export function peopleIn(documents: Observation["documents"]): Omit<UserConfig, "pools"> {
  const list = (address: string): readonly Row[] => {
    const body = documents.get(address);
    return Array.isArray(body) ? (body as readonly Row[]) : [];
  };
  const people = list("/access/users").map(({ userid }) => String(userid));
  const alone = (userid: string): Row => (documents.get(userAt.print({ userid })) ?? {}) as Row;
  const users = list("/access/users").map((row): readonly [string, User] => [String(row.userid), userOf({ ...row, ...alone(String(row.userid)) }, list(tokensAt.print({ userid: String(row.userid) })))]);
  const membersOf = (groupid: string, row: Row) => namesIn((documents.get(groupAt.print({ groupid })) as Row | undefined)?.members ?? row.users).filter((one) => people.includes(one));
  return {
    users: new Map(users),
    groups: new Map(list("/access/groups").map((row) => [String(row.groupid), { comment: textOf(row.comment), users: membersOf(String(row.groupid), row) }])),
    roles: new Map(list("/access/roles").flatMap((row) => (Number(row.special) === 1 ? [] : [[String(row.roleid), namesIn(row.privs)] as const]))),
    acl: list("/access/acl").map(({ path, ugid, type, roleid, propagate }): AclEntry => ({ path: String(path), subject: type === "group" ? `@${String(ugid)}` : String(ugid), role: String(roleid), propagate: propagate === undefined || Number(propagate) === 1 })),
  };
}

function userOf(row: Row, tokens: readonly Row[]): User {
  const said = (key: string) => textOf(row[key]);
  return newUser({
    enabled: row.enable === undefined || Number(row.enable) === 1, expire: Number(row.expire ?? 0), firstName: said("firstname"), lastName: said("lastname"), email: said("email"), comment: said("comment"), keys: said("keys"),
    tokens: new Map(tokens.map(({ tokenid, expire, privsep, comment }): [string, Token] => [String(tokenid), { expire: Number(expire ?? 0), separated: privsep === undefined || Number(privsep) === 1, comment: textOf(comment) }])),
  });
}

const textOf = (value: unknown) => (typeof value === "string" ? value : "");
const namesIn = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as readonly unknown[]).map(String) : textOf(value).split(",")).filter((one) => one !== "");
