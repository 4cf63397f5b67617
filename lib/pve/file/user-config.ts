import { decodeNotes, encodeNotes } from "../notes";

/** The text of `user.cfg`: who there is, what they may do where, and the pools. A value: changes make a new one. */
export interface UserConfig {
  readonly users: ReadonlyMap<string, User>;
  readonly groups: ReadonlyMap<string, Group>;
  /** The cluster's own roles; Proxmox VE's special ones are not here. */
  readonly roles: ReadonlyMap<string, readonly string[]>;
  readonly acl: readonly AclEntry[];
  readonly pools: ReadonlyMap<string, Pool>;
}

export interface User {
  readonly enabled: boolean;
  /** Seconds since 1970; 0 is never. */
  readonly expire: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly comment: string;
  /** Of a second factor, from before there was a file for them. */
  readonly keys: string;
  readonly tokens: ReadonlyMap<string, Token>;
}

export interface Token {
  readonly expire: number;
  /** The token has only what its own ACL gives it, and never more than its user. */
  readonly separated: boolean;
  readonly comment: string;
}

export interface Group {
  readonly comment: string;
  readonly users: readonly string[];
}

export interface AclEntry {
  readonly path: string;
  /** `kim@pve`, `kim@pve!viewer` or `@family`. */
  readonly subject: string;
  readonly role: string;
  /** Also holds for everything below the path. */
  readonly propagate: boolean;
}

export interface Pool {
  readonly comment: string;
  readonly guests: readonly number[];
  readonly storages: readonly string[];
}

type Fields = readonly string[];
type Draft = {
  users: Map<string, User>;
  groups: Map<string, Group>;
  roles: Map<string, readonly string[]>;
  acl: AclEntry[];
  pools: Map<string, Pool>;
};

export function parseUserConfig(text: string): UserConfig {
  const draft: Draft = { users: new Map(), groups: new Map(), roles: new Map(), acl: [], pools: new Map() };
  for (const line of text.split("\n")) {
    const [kind = "", ...fields] = line.split(":").map((field) => field.replace(/^[\t-\r ]+|[\t-\r ]+$/g, ""));
    readers.get(kind)?.(draft, fields);
  }
  // Proxmox VE has root@pam even where the file does not name it.
  if (!draft.users.has("root@pam")) draft.users.set("root@pam", newUser());
  return draft;
}

export function newUser(user: Partial<User> = {}): User {
  return { enabled: true, expire: 0, firstName: "", lastName: "", email: "", comment: "", keys: "", tokens: new Map(), ...user };
}

const realm = "[A-Za-z][A-Za-z0-9._-]+";
const userForm = new RegExp(`^[^\\s:/]+@${realm}$`);
const tokenForm = new RegExp(`^([^\\s:/]+@${realm})!(${realm})$`);
const nameForm = /^[A-Za-z0-9._-]+$/;
const poolForm = /^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+){0,2}$/;
const storageForm = /^[a-z][a-z0-9_.-]*[a-z0-9]$/i;

const isUser = (id: string) => id.length >= 3 && id.length <= 64 && userForm.test(id);

// What Proxmox VE does not take for a name is passed over with its line.
const readers = new Map<string, (draft: Draft, fields: Fields) => void>([
  ["user", readUser],
  ["token", readToken],
  ["group", readGroup],
  ["role", ({ roles }, [id = "", privileges]) => void (nameForm.test(id) && roles.set(id, [...new Set([...(roles.get(id) ?? []), ...words(privileges)])]))],
  ["acl", readAcl],
  ["pool", readPool],
]);

function readUser({ users }: Draft, [id = "", enabled, expire, firstName, lastName, email = "", comment, keys]: Fields): void {
  const ends = seconds(expire);
  if (!isUser(id) || ends === undefined) return;
  users.set(id, newUser({ firstName: decode(firstName), lastName: decode(lastName), email, comment: decode(comment), keys: isSet(keys) ? keys : "", enabled: isSet(enabled), expire: ends }));
}

function readToken({ users }: Draft, [id = "", expire, separated, comment]: Fields): void {
  const [, name = "", token = ""] = tokenForm.exec(id) ?? [];
  const [user, ends] = [users.get(name), seconds(expire)];
  if (!user || ends === undefined) return;
  const read = { expire: ends, separated: isSet(separated), comment: isSet(comment) ? decode(comment) : (user.tokens.get(token)?.comment ?? "") };
  users.set(name, { ...user, tokens: new Map([...user.tokens, [token, read]]) });
}

function readGroup({ groups }: Draft, [id = "", members, comment]: Fields): void {
  if (!nameForm.test(id)) return;
  const before = groups.get(id);
  groups.set(id, { users: [...new Set([...(before?.users ?? []), ...words(members).filter(isUser)])], comment: isSet(comment) ? decode(comment) : (before?.comment ?? "") });
}

/** Of what is written twice the last counts. */
function readAcl({ acl, users }: Draft, [propagate, path, subjects, roles]: Fields): void {
  if (!isSet(path)) return;
  const normal = `/${path.replace(/\/+/g, "/").replace(/^\/|\/$/g, "")}`;
  if (!/^[A-Za-z0-9._/-]+$/.test(normal)) return;
  const isToken = (id: string) => {
    const [, user = "", token = ""] = tokenForm.exec(id) ?? [];
    return users.get(user)?.tokens.has(token) ?? false;
  };
  const isSubject = (id: string) => (id.startsWith("@") ? nameForm.test(id.slice(1)) : isUser(id) || isToken(id));
  for (const subject of words(subjects).filter(isSubject)) {
    for (const role of words(roles).filter((one) => nameForm.test(one))) {
      const at = acl.findIndex((one) => one.path === normal && one.subject === subject && one.role === role);
      if (at >= 0) acl.splice(at, 1);
      acl.push({ path: normal, subject, role, propagate: isSet(propagate) });
    }
  }
}

// What counts as something in Perl.
const isSet = (text: string | undefined): text is string => text !== undefined && text !== "" && text !== "0";

/** Seconds since 1970; undefined if it is not a number. */
const seconds = (text: string | undefined) => (!isSet(text) ? 0 : /^\d+$/.test(text) ? Number(text) : undefined);

/** A pool may be said in several lines, is there when one below it is, and shares no guest with another: the first that names one has it. */
function readPool({ pools }: Draft, [id = "", comment, guests, storages]: Fields): void {
  if (!poolForm.test(id)) return;
  const taken = new Set([...pools.values()].flatMap((pool) => pool.guests));
  for (let above = id.lastIndexOf("/"); above > 0; above = id.lastIndexOf("/", above - 1)) {
    const name = id.slice(0, above);
    if (!pools.has(name)) pools.set(name, { comment: "", guests: [], storages: [] });
  }
  const before = pools.get(id) ?? { comment: "", guests: [], storages: [] };
  const more = [...new Set(words(guests).filter((word) => /^\d+$/.test(word)).map(Number))].filter((vmId) => !taken.has(vmId));
  pools.set(id, {
    comment: isSet(comment) ? decode(comment) : before.comment,
    guests: [...before.guests, ...more],
    storages: [...new Set([...before.storages, ...words(storages).filter((word) => storageForm.test(word))])],
  });
}

/** Writes the file as Proxmox VE does: each kind by name, the permissions from the top down. */
export function printUserConfig({ users, groups, roles, acl, pools }: UserConfig): string {
  const list = (words: readonly (string | number)[]) => [...words].map(String).sort().join(",");
  const blocks = [
    byName(users).flatMap(([id, user]) => [printUser(id, user), ...byName(user.tokens).map(([name, token]) => printToken(`${id}!${name}`, token))]),
    byName(groups).map(([id, group]) => `group:${id}:${list(group.users)}:${encodeNotes(group.comment)}:`),
    byName(pools).map(([id, pool]) => `pool:${id}:${encodeNotes(pool.comment)}:${list(pool.guests)}:${list(pool.storages)}:`),
    byName(roles).map(([id, privileges]) => `role:${id}:${list(privileges)}:`),
    printAcl(acl),
  ];
  return blocks.map((lines) => lines.map((line) => `${line}\n`).join("")).join("\n");
}

const byName = <T>(map: ReadonlyMap<string, T>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));

function printUser(id: string, { enabled, expire, firstName, lastName, email, comment, keys }: User): string {
  return ["user", id, enabled ? 1 : 0, expire, encodeNotes(firstName), encodeNotes(lastName), email, encodeNotes(comment), keys, ""].join(":");
}

function printToken(id: string, { expire, separated, comment }: Token): string {
  return ["token", id, expire, separated ? 1 : 0, encodeNotes(comment), ""].join(":");
}

/** One line for all who have the same roles at a path. */
function printAcl(acl: readonly AclEntry[]): string[] {
  const paths = [...new Set(acl.map(({ path }) => path))].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  return paths.flatMap((path) => [false, true].flatMap((propagate) => printPath(path, acl.filter((one) => one.path === path && one.propagate === propagate))));
}

// A path comes before what lies below it, and below one another go by name.
const orderOf = (path: string) => path.replaceAll("/", "\0");

function printPath(path: string, entries: readonly AclEntry[]): string[] {
  const subjects = [...new Set(entries.map(({ subject }) => subject))].filter((subject) => subject !== "root@pam").sort();
  const rolesOf = (subject: string) => entries.filter((one) => one.subject === subject).map(({ role }) => role).sort().join(",");
  return [...new Set(subjects.map(rolesOf))].sort().map((roles) => {
    const holders = subjects.filter((subject) => rolesOf(subject) === roles).join(",");
    return `acl:${entries[0]!.propagate ? 1 : 0}:${path}:${holders}:${roles}:`;
  });
}

const words = (list = "") => list.split(/[\s,;]+/).filter((word) => word !== "");

// Free text is percent-encoded, so that it cannot hold a colon.
const decode = (text: string | undefined) => (isSet(text) ? decodeNotes(text) : "");
