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
    const [kind = "", ...fields] = line.trim().split(":");
    readers.get(kind)?.(draft, fields);
  }
  // Proxmox VE has root@pam even where the file does not name it.
  if (!draft.users.has("root@pam")) draft.users.set("root@pam", newUser());
  return draft;
}

export function newUser(user: Partial<User> = {}): User {
  return { enabled: true, expire: 0, firstName: "", lastName: "", email: "", comment: "", tokens: new Map(), ...user };
}

const readers = new Map<string, (draft: Draft, fields: Fields) => void>([
  ["user", readUser],
  ["token", readToken],
  ["group", ({ groups }, [id = "", users, comment]) => void groups.set(id, { users: words(users), comment: decode(comment) })],
  ["role", ({ roles }, [id = "", privileges]) => void roles.set(id, words(privileges))],
  ["acl", readAcl],
  ["pool", readPool],
]);

function readUser({ users }: Draft, [id = "", enabled, expire, firstName, lastName, email, comment]: Fields): void {
  const names = { firstName: decode(firstName), lastName: decode(lastName), email: decode(email), comment: decode(comment) };
  users.set(id, newUser({ ...names, enabled: enabled === "1", expire: Number(expire) || 0, tokens: users.get(id)?.tokens ?? new Map() }));
}

function readToken({ users }: Draft, [id = "", expire, separated, comment]: Fields): void {
  const [name = "", token = ""] = id.split("!");
  const user = users.get(name);
  if (!user) return;
  const read = { expire: Number(expire) || 0, separated: separated === "1", comment: decode(comment) };
  users.set(name, { ...user, tokens: new Map([...user.tokens, [token, read]]) });
}

function readAcl({ acl }: Draft, [propagate, path = "/", subjects, roles]: Fields): void {
  for (const subject of words(subjects)) {
    for (const role of words(roles)) acl.push({ path, subject, role, propagate: propagate === "1" });
  }
}

function readPool({ pools }: Draft, [id = "", comment, guests, storages]: Fields): void {
  pools.set(id, { comment: decode(comment), guests: words(guests).map(Number), storages: words(storages) });
}

const words = (list = "") => list.split(/[\s,;]+/).filter((word) => word !== "");

// Free text is percent-encoded, so that it cannot hold a colon.
function decode(text = ""): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
