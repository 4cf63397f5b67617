import { parseGuestKey } from "../../lib/pve/address";
import { pendingDocument, waitingSettings } from "../../lib/schema/kind/document";
import { isGuestKind, printName } from "../../lib/schema/kind/name";
import { parseUpid } from "../../lib/pve/upid";
import { nearlyFull } from "./room";
import type { ResourceRecord } from "../store/state-store";

/** How a cluster is at this moment, as far as the credentials may see it. */
export interface Health {
  readonly nodes: number;
  readonly offline: readonly string[];
  /** Undefined for a node that is in no cluster. */
  readonly quorate?: boolean;
  /** Storages that are nearly full: the share that is used. */
  readonly full: readonly { readonly storage: string; readonly node?: string; readonly used: number }[];
  /** Tasks of the last day that failed, the newest first. */
  readonly failed: readonly { readonly task: string; readonly about: string; readonly node: string; readonly says: string }[];
  /** `vm 101 (backup)` */
  readonly locked: readonly string[];
  /** Guests that no backup job covers; undefined if the cluster does not tell. */
  readonly withoutBackup?: readonly string[];
  /** Guests that run with other values than their configuration has, and what waits: `vm 101 web: memory, net0`. */
  readonly waiting: readonly string[];
  /** Guests of which that is not known, because their nodes do not answer. */
  readonly notAsked: readonly string[];
  /** Users and tokens that can log in no longer, or soon. */
  readonly expiring: readonly { readonly what: string; readonly at: string }[];
  /** What is not as it was in the last run: `+ vm 105 web`, `- container 202 old`. */
  readonly changed: readonly string[];
}

/** The addresses that the health of a cluster is read from. */
export const healthAddresses = ["/cluster/status", "/cluster/resources", "/cluster/tasks", "/cluster/backup-info/not-backed-up", "/access/users?full=1"] as const;
export type HealthAddress = (typeof healthAddresses)[number];

type Rows = readonly Readonly<Record<string, unknown>>[];

const day = 86_400;

/** Reads the health of a cluster from its answers; one that is undefined was not answered. */
export function healthOf(answers: Readonly<Partial<Record<HealthAddress, unknown>>>, before: readonly ResourceRecord[], now: Date, pending: Readonly<Partial<Record<string, unknown>>> = {}): Health {
  const rows = (address: HealthAddress): Rows => (Array.isArray(answers[address]) ? (answers[address] as Rows) : []);
  const [status, resources] = [rows("/cluster/status"), rows("/cluster/resources")];
  const nodes = resources.filter(({ type }) => type === "node");
  const quorate = isQuorate(status);
  const guests = resources.flatMap((row) => (isGuestKind({ prefix: text(row.type) }) ? [{ key: `${text(row.type)}/${text(row.vmid)}`, name: text(row.name), node: text(row.node), lock: text(row.lock), isTemplate: Number(row.template) === 1 }] : []));
  const bare = answers["/cluster/backup-info/not-backed-up"];
  const offline = nodes.filter(({ status: state }) => state !== "online").map(({ node }) => text(node));
  return {
    nodes: nodes.length,
    offline,
    ...(quorate === undefined ? {} : { quorate }),
    full: storagesOf(resources),
    failed: failedIn(rows("/cluster/tasks"), now),
    locked: guests.filter(({ lock }) => lock !== "").map(({ key, lock }) => `${printName(key)} (${lock})`),
    ...(Array.isArray(bare) ? { withoutBackup: (bare as Rows).map(({ type, vmid, name }) => `${printName(`${text(type)}/${text(vmid)}`)} ${text(name)}`.trimEnd()) } : {}),
    waiting: guests.flatMap(({ key, name, node }) => {
      const guest = parseGuestKey(key);
      const keys = guest === undefined ? [] : waitingIn(pending[pendingDocument({ ...guest, node })]);
      return keys.length === 0 ? [] : [`${`${printName(key)} ${name}`.trimEnd()}: ${keys.join(", ")}`];
    }),
    notAsked: guests.filter(({ node, isTemplate }) => !isTemplate && offline.includes(node)).map(({ key, name, node }) => `${`${printName(key)} ${name}`.trimEnd()} on ${node}`),
    expiring: expiringIn(rows("/access/users?full=1"), now),
    changed: before.length === 0 || resources.length === 0 ? [] : changedSince(before, guests),
  };
}

/** Whether a cluster has a quorum, by `/cluster/status`; undefined for a node that is in no cluster. */
export function isQuorate(status: unknown): boolean | undefined {
  const cluster = Array.isArray(status) ? (status as Rows).find(({ type }) => type === "cluster") : undefined;
  return cluster && Number(cluster.quorate) === 1;
}

/** No more guests are asked what waits for a restart: a look at a large cluster stays a look. */
const mostAsked = 24;

/**
 * Where Proxmox VE says what of a guest waits for its restart. It has no list of them all, so of a large cluster only those are asked that a task
 * has changed lately.
 */
export function pendingAddresses(answers: Readonly<Partial<Record<HealthAddress, unknown>>>): readonly string[] {
  const rows = (address: HealthAddress): Rows => (Array.isArray(answers[address]) ? (answers[address] as Rows) : []);
  const running = rows("/cluster/resources").flatMap(({ type, vmid, node, status }) => {
    const guest = status === "running" ? parseGuestKey(`${text(type)}/${text(vmid)}`) : undefined;
    return guest === undefined ? [] : [{ ...guest, node: text(node) }];
  });
  const changed = new Set(rows("/cluster/tasks").flatMap(({ upid }) => parseUpid(text(upid)) ?? []).filter(({ type }) => type === "qmconfig").map(({ id }) => id));
  const asked = running.length <= mostAsked ? running : running.filter(({ vmId }) => changed.has(String(vmId)));
  return asked.slice(0, mostAsked).map(pendingDocument);
}

/** The keys that will have another value, or none. */
const waitingIn = (rows: unknown): readonly string[] => (Array.isArray(rows) ? waitingSettings(rows as Rows).map(({ key }) => key).sort() : []);

const [soon, lately] = [30 * day, 7 * day];

/** Those whose time ends in a month, or has ended in the last week. */
function expiringIn(users: Rows, now: Date): Health["expiring"] {
  const seconds = now.getTime() / 1000;
  const found = users.flatMap(({ userid, expire, tokens }) => [
    { what: `user ${text(userid)}`, expire },
    ...(Array.isArray(tokens) ? (tokens as Rows) : []).map((token) => ({ what: `token ${text(userid)}!${text(token.tokenid)}`, expire: token.expire })),
  ]);
  return found
    .filter(({ expire }) => Number(expire) > 0 && Number(expire) > seconds - lately && Number(expire) < seconds + soon)
    .sort((one, other) => Number(one.expire) - Number(other.expire))
    .map(({ what, expire }) => ({ what, at: new Date(Number(expire) * 1000).toISOString() }));
}

/** A storage that all nodes share is told once. */
function storagesOf(resources: Rows): Health["full"] {
  const found = new Map<string, Health["full"][number]>();
  for (const { type, storage, node, shared, disk, maxdisk } of resources) {
    const used = Number(disk) / Number(maxdisk);
    if (type !== "storage" || !(used > nearlyFull)) continue;
    const one = { storage: text(storage), ...(shared === 1 ? {} : { node: text(node) }), used };
    found.set(`${one.node ?? ""}/${one.storage}`, one);
  }
  return [...found.values()].sort((a, b) => b.used - a.used);
}

function failedIn(tasks: Rows, now: Date): Health["failed"] {
  const since = now.getTime() / 1000 - day;
  return tasks.flatMap(({ upid, status, endtime }) => {
    const task = parseUpid(text(upid));
    const ended = text(status);
    if (task === undefined || ended === "" || ended === "OK" || ended.startsWith("WARNINGS") || !(Number(endtime) > since)) return [];
    return [{ task: task.type, about: task.id, node: task.node, says: ended }];
  });
}

function changedSince(before: readonly ResourceRecord[], guests: readonly { readonly key: string; readonly name: string }[]): readonly string[] {
  const known = new Map(before.filter(({ kind }) => isGuestKind({ prefix: kind })).map(({ key, name }) => [key, name]));
  const here = new Set(guests.map(({ key }) => key));
  return [
    ...guests.filter(({ key }) => !known.has(key)).map(({ key, name }) => `+ ${printName(key)} ${name}`.trimEnd()),
    ...[...known].filter(([key]) => !here.has(key)).map(([key, name]) => `- ${printName(key)} ${name}`),
  ];
}

const text = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");
