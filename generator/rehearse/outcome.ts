import { diffIndices } from "node-diff3";
import { compareGuests, parseGuestKey, printGuestKey, type ResourceKey } from "../../lib/pve/address";
import { parseGuestFilePath } from "../../lib/pve/guest-config";
import { parseUpid } from "../../lib/pve/upid";
import type { Task } from "../../simulator/cluster";
import { changesIn, pendingIn, shownLine, shownText, type KeyChange } from "./conf";

/** What became of a guest. */
export interface GuestOutcome {
  readonly key: ResourceKey;
  readonly name: string;
  readonly became: "created" | "replaced" | "destroyed" | "changed" | "as it was";
  /** Where it is; where it was, if it is gone. */
  readonly node: string;
  /** Where it was before, if it has moved. */
  readonly movedFrom?: string;
  /** The text of its file; undefined if it was not there. */
  readonly before?: string;
  /** Undefined if it is gone. */
  readonly after?: string;
  readonly changes: readonly KeyChange[];
  /** Keys that wait for the guest to stop. */
  readonly pending: readonly string[];
  readonly tasks: readonly TaskOutcome[];
  /** What became of the power of a guest that stays. */
  readonly power?: "restarted" | "stopped" | "started";
}

export interface TaskOutcome {
  /** `qmconfig`, `vzreboot` */
  readonly type: string;
  readonly node: string;
  /** `OK`, or what went wrong. */
  readonly result: string;
}

/** A file of the cluster that is not a guest's, before and after. */
export interface FileOutcome {
  /** Below `/etc/pve`. */
  readonly path: string;
  /** What differs, in its order. */
  readonly changes: readonly LineChange[];
}

export interface LineChange {
  /** The head of the section that it is in: `vm: 100`, `[group web]`. */
  readonly section?: string;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** A moment of a twin. */
export interface Moment {
  readonly files: ReadonlyMap<string, string>;
  /** Numbers of the guests that run. */
  readonly running: ReadonlySet<number>;
}

/** What became of each guest that something was done to, by number. */
export function guestOutcomes(before: Moment, after: Moment, tasks: readonly Task[]): readonly GuestOutcome[] {
  const [was, is] = [guestsIn(before.files), guestsIn(after.files)];
  const done = tasksByNumber(tasks);
  const keys = [...new Set([...was.keys(), ...is.keys()])].sort((a, b) => compareGuests(parseGuestKey(a)!, parseGuestKey(b)!));
  return keys.flatMap((key) => {
    const { vmId } = parseGuestKey(key)!;
    const [old, now, own] = [was.get(key), is.get(key), done.get(vmId) ?? []];
    if (own.length === 0 && old?.text === now?.text && old?.node === now?.node) return [];
    const changes = changesIn(old?.text, now?.text);
    const isMoved = old !== undefined && now !== undefined && old.node !== now.node;
    const became = becameOf(old, now, changes.length > 0 || isMoved, own);
    const power = became === "changed" || became === "as it was" ? powerOf(before.running.has(vmId), after.running.has(vmId), own) : undefined;
    return [
      {
        key,
        name: nameIn(now?.text ?? old!.text) ?? key,
        became,
        node: (now ?? old!).node,
        ...(isMoved ? { movedFrom: old.node } : {}),
        ...(old === undefined ? {} : { before: shownText(old.text) }),
        ...(now === undefined ? {} : { after: shownText(now.text) }),
        changes,
        pending: pendingIn(now?.text),
        tasks: own,
        ...(power === undefined ? {} : { power }),
      },
    ];
  });
}

interface Placed {
  readonly node: string;
  readonly text: string;
}

function guestsIn(files: ReadonlyMap<string, string>): ReadonlyMap<ResourceKey, Placed> {
  return new Map(
    [...files].flatMap(([path, text]) => {
      const place = parseGuestFilePath(path);
      return place === undefined ? [] : [[printGuestKey(place), { node: place.node, text }] as const];
    }),
  );
}

function becameOf(old: Placed | undefined, now: Placed | undefined, isChanged: boolean, tasks: readonly TaskOutcome[]): GuestOutcome["became"] {
  if (old === undefined) return "created";
  if (now === undefined) return "destroyed";
  if (tasks.some(({ type, result }) => /^(qm|vz)destroy$/.test(type) && isWell(result))) return "replaced";
  return isChanged ? "changed" : "as it was";
}

/** Whether a task did what it was to do. */
export const isWell = (result: string): boolean => /^(OK|WARNINGS: \d+)$/.test(result);

function powerOf(ran: boolean, runs: boolean, tasks: readonly TaskOutcome[]): GuestOutcome["power"] {
  const stops = tasks.some(({ type, result }) => /^(qm(stop|shutdown|reboot|reset)|vz(stop|shutdown|reboot))$/.test(type) && isWell(result));
  if (ran && runs) return stops ? "restarted" : undefined;
  if (ran) return "stopped";
  return runs ? "started" : undefined;
}

function tasksByNumber(tasks: readonly Task[]): ReadonlyMap<number, readonly TaskOutcome[]> {
  const found = new Map<number, TaskOutcome[]>();
  for (const { upid, result } of tasks) {
    const { id, type, node } = parseUpid(upid)!;
    if (!/^\d+$/.test(id)) continue;
    found.set(Number(id), [...(found.get(Number(id)) ?? []), { type, node, result }]);
  }
  return found;
}

const nameIn = (text: string) => /^(?:name|hostname): (.*)$/m.exec(text)?.[1];

/** Files that do not belong to a guest, and what differs in them, line by line. */
export function fileOutcomes(before: Moment, after: Moment): readonly FileOutcome[] {
  const paths = [...new Set([...before.files.keys(), ...after.files.keys()])].filter((path) => parseGuestFilePath(path) === undefined).sort();
  return paths.flatMap((path) => {
    const [was, is] = [before, after].map(({ files }) => (files.get(path) ?? "").split("\n").filter((line) => line !== ""));
    const changes = diffIndices(was!, is!).map(({ buffer1: [at], buffer1Content: removed, buffer2: [next], buffer2Content: added }): LineChange => {
      const section = added.length > 0 ? sectionOf(is!, next) : sectionOf(was!, at);
      return { ...(section === undefined ? {} : { section }), removed: removed.map(shownLine), added: added.map(shownLine) };
    });
    return changes.length === 0 ? [] : [{ path, changes }];
  });
}

/** The head of the section that a line is in; undefined for the head itself, and where there are no sections. */
function sectionOf(lines: readonly string[], at: number): string | undefined {
  const isHead = /^\s/.test(lines[at] ?? "") ? /^\S/ : /^\[/;
  return isHead.test(lines[at] ?? "") ? undefined : lines.slice(0, at).findLast((line) => isHead.test(line));
}
