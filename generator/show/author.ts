import { utc } from "../../lib/pve/utc";
import { parseGuestKey } from "../../lib/pve/address";
import { parseUpid } from "../../lib/pve/upid";
import type { Recorded } from "../audit/record";
import type { PastDeed } from "../store/state-store";
import { harmless } from "../terraform/grade";
import { appliedIn } from "./moment";

/** Somebody who did something to a thing, and what. */
export interface Author {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** `anna on laptop`, `kim@pve` */
  readonly who: string;
  /** `apply`, `qmconfig` */
  readonly what: string;
}

/** From when to when: ISO 8601, UTC. */
export interface Span {
  readonly after?: string;
  readonly until?: string;
}

/** Where it is written down who did what: our applies, our audit log, and Proxmox VE's list of tasks as it was answered. */
export interface Witnesses {
  readonly deeds: readonly PastDeed[];
  readonly records: readonly Recorded[];
  readonly tasks: unknown;
}

/** Tells who did something to things in a span: key → authors, the newest first. */
export function authorsIn({ deeds, records, tasks }: Witnesses, span: Span): (key: string) => readonly Author[] {
  const found = new Map<string, Author[]>();
  const add = (key: string, author: Author, latest = author.at) => {
    if ((span.after !== undefined && latest <= span.after) || (span.until !== undefined && author.at > span.until)) return;
    found.set(key, [...(found.get(key) ?? []), author]);
  };
  for (const { at, verb, person = "", plan } of deeds) for (const { key, grade } of appliedIn(plan)) if (key !== undefined && !leavesAlone(grade)) add(key, { at, who: person, what: verb });
  for (const { at, verb, person, key, of } of records) if (key !== undefined && of === undefined) add(key, { at, who: person, what: verb });
  for (const { id, type, user, at } of tasksIn(tasks)) for (const key of [`qemu/${id}`, `lxc/${id}`]) if (parseGuestKey(key) !== undefined) add(key, { at, who: user, what: type }, endOfSecond(at));
  return (key) => [...(found.get(key) ?? [])].sort((a, b) => (a.at < b.at ? 1 : -1));
}

// What is only taken into Terraform's state has changed nothing on the cluster.
const leavesAlone = (grade: string | undefined) => harmless.some((one) => one === grade);

/** `apply by anna on laptop, 2026-11-29 12:00 UTC` */
export const sayAuthor = ({ at, who, what }: Author): string => `${what}${who === "" ? "" : ` by ${who}`}, ${utc(at)}`;

/** Proxmox VE tells whole seconds, so what it did may be later than it says. */
const endOfSecond = (at: string) => new Date(Date.parse(at) + 999).toISOString();

function tasksIn(tasks: unknown): readonly { readonly id: string; readonly type: string; readonly user: string; readonly at: string }[] {
  const rows = Array.isArray(tasks) ? (tasks as readonly Readonly<Record<string, unknown>>[]) : [];
  return rows.flatMap(({ upid }) => {
    const task = typeof upid === "string" ? parseUpid(upid) : undefined;
    return task === undefined || task.id === "" ? [] : [{ id: task.id, type: task.type, user: task.user, at: new Date(task.startTime * 1000).toISOString() }];
  });
}
