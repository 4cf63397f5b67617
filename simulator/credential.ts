import { createHash } from "node:crypto";
import type { Cluster } from "./cluster";
import type { UserId } from "./permission";
import { Refusal } from "./refusal";
import type { Request } from "./request";

const lifetime = 2 * 60 * 60;

export interface Caller {
  readonly user: UserId;
  readonly ticket: boolean;
}

/** Who asks. Refuses with 401 where that is not known, which also is all that a stranger learns. */
export function authenticate(cluster: Cluster, { method, headers = {} }: Request): Caller {
  const token = /^PVEAPIToken[=\s](.*)$/.exec(headers.authorization ?? "")?.[1];
  if (token !== undefined) return authenticateToken(cluster, token);
  const ticket = /(?:^|;\s*)PVEAuthCookie=([^;]*)/.exec(headers.cookie ?? "")?.[1];
  if (ticket === undefined) throw new Refusal(401, headers.authorization === undefined ? "No ticket" : "Authentication failed!");
  const user = userOfTicket(cluster, unescape(ticket));
  if (user === undefined) throw new Refusal(401, "Authentication failed!");
  if (method !== "GET" && !isSigned(cluster, user, headers.csrfpreventiontoken)) throw new Refusal(401, "Permission denied - invalid csrf token");
  return { user, ticket: true };
}

function authenticateToken(cluster: Cluster, text: string): Caller {
  const [id = "", secret] = split(text, "=");
  const [user = "", name = ""] = id.split("!");
  const token = cluster.users.users.get(user)?.tokens.get(name);
  const good = token && isCurrent(cluster, token.expire) && isActive(cluster, user) && secret !== "" && cluster.secrets.get(id) === secret;
  if (!good) throw new Refusal(401, "Authentication failed!");
  return { user: id, ticket: false };
}

/** A ticket, and what must come along with it when something is changed. */
export interface Login {
  readonly username: UserId;
  readonly ticket: string;
  readonly CSRFPreventionToken: string;
}

/** Signs a user in with a password, or with a ticket that still holds: that is how tickets are renewed. */
export function logIn(cluster: Cluster, username: UserId, password: string): Login | undefined {
  const known = isActive(cluster, username) && (cluster.passwords.get(username) === password || userOfTicket(cluster, password) === username);
  if (!known || password === "") return undefined;
  const time = cluster.now().toString(16).toUpperCase().padStart(8, "0");
  return {
    username,
    ticket: `PVE:${username}:${time}::${sign(cluster, `ticket ${username} ${time}`)}`,
    CSRFPreventionToken: `${time}:${sign(cluster, `csrf ${username} ${time}`)}`,
  };
}

function userOfTicket(cluster: Cluster, ticket: string): UserId | undefined {
  const [, user, time, signature] = /^PVE:([^:]+):([0-9A-F]{8})::(.+)$/.exec(ticket) ?? [];
  if (user === undefined || signature !== sign(cluster, `ticket ${user} ${time}`)) return undefined;
  return isFresh(cluster, time!) && isActive(cluster, user) ? user : undefined;
}

function isSigned(cluster: Cluster, user: UserId, csrf = ""): boolean {
  const [time = "", signature] = split(csrf, ":");
  return signature === sign(cluster, `csrf ${user} ${time}`) && isFresh(cluster, time);
}

function isFresh(cluster: Cluster, time: string): boolean {
  const age = cluster.now() - Number.parseInt(time, 16);
  return age >= 0 && age <= lifetime;
}

function isActive(cluster: Cluster, user: UserId): boolean {
  const found = cluster.users.users.get(user);
  return found !== undefined && found.enabled && isCurrent(cluster, found.expire);
}

const isCurrent = ({ now }: Cluster, expire: number) => expire === 0 || expire > now();

// A simulator needs no security: this only has to tell its own tickets from made-up ones.
const sign = ({ name }: Cluster, text: string) => createHash("sha256").update(`${name} ${text}`).digest("base64").replace("=", "");

function split(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}

function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
