import type { Cluster } from "../cluster";
import { splitList } from "../schema/format";
import { digestOfFile, readSections } from "../section/file";
import type { Section, SectionKind } from "../section/kind";
import { runningConfig } from "./running";

/** An object of SDN as it is answered. */
export type SdnObject = Readonly<Record<string, unknown>>;

/** What edits and applies have in common for zones, vnets, subnets and controllers. */
export interface SdnKind {
  /** What the running configuration calls it. */
  readonly name: string;
  readonly kind: SectionKind;
  /** What an answer calls the id. */
  readonly key: string;
}

/** Which configuration is asked for. */
export type View = "edited" | "running" | "pending";

/** What was asked for: `pending` goes before `running`. */
export const viewOf = ({ pending, running }: Readonly<Record<string, unknown>>): View => (isOn(pending) ? "pending" : isOn(running) ? "running" : "edited");
const isOn = (value: unknown) => value === 1 || value === "1" || value === true;

/** Lists of nodes are sets: sorted in answers, hashes in what runs. */
const sets = new Set(["nodes", "exitnodes"]);

/** A value in the running configuration. */
export function runningValue(key: string, value: unknown): unknown {
  return sets.has(key) ? Object.fromEntries(splitList(String(value)).sort().map((node) => [node, 1])) : value;
}

function encoded(key: string, value: unknown): unknown {
  if (sets.has(key)) return typeof value === "object" && value !== null ? Object.keys(value).sort().join(",") : splitList(String(value)).sort().join(",");
  if (Array.isArray(value)) return [...(value as readonly unknown[])].sort().join(",");
  return value;
}

/** A section as an object. */
export const objectOf = ({ type, values }: Section): SdnObject => ({ type, ...values });

/** The objects of a kind by id, in one of the three views. */
export function sdnObjects(cluster: Cluster, { name, kind }: SdnKind, view: View): ReadonlyMap<string, SdnObject> {
  const edited = new Map([...readSections(cluster, kind)].map(([id, section]) => [id, objectOf(section)]));
  if (view === "edited") return edited;
  const running = new Map(Object.entries(runningConfig(cluster).kinds[name] ?? {})) as ReadonlyMap<string, SdnObject>;
  return view === "running" ? running : pendingObjects(running, edited);
}

/** What runs, what waits, and how they differ. */
function pendingObjects(running: ReadonlyMap<string, SdnObject>, edited: ReadonlyMap<string, SdnObject>): ReadonlyMap<string, SdnObject> {
  const all = new Map<string, SdnObject>();
  for (const id of [...new Set([...running.keys(), ...edited.keys()])]) {
    const [now, next] = [running.get(id), edited.get(id)];
    const pending: Record<string, unknown> = {};
    let state: string | undefined = now === undefined ? "new" : next === undefined ? "deleted" : undefined;
    for (const key of Object.keys(now ?? {})) {
      if (next === undefined) continue;
      if (next[key] === undefined) pending[key] = "deleted";
      if (encoded(key, next[key]) !== encoded(key, now![key])) state ??= "changed";
    }
    const shown: Record<string, unknown> = { ...now };
    for (const [key, value] of Object.entries(next ?? {})) {
      if (key === "type" || key === "vnet") shown[key] = value;
      else if (now?.[key] === undefined || encoded(key, value) !== encoded(key, now[key])) {
        pending[key] = value;
        state ??= "changed";
      }
    }
    all.set(id, { ...shown, ...(state === undefined ? {} : { state, pending }) });
  }
  return all;
}

/** An object as the API answers it; only what is edited has a digest. */
export function described(cluster: Cluster, { kind, key }: SdnKind, id: string, object: SdnObject, view: View): Record<string, unknown> {
  const values = Object.entries(object).map(([name, value]) => [name, sets.has(name) ? encoded(name, value) : value] as const);
  return { ...Object.fromEntries(values), [key]: id, digest: view === "edited" ? digestOfFile(cluster, kind) : null };
}
