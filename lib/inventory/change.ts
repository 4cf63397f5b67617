import type { ResourceKey } from "../pve/address";
import { parseGuestKey } from "../pve/address";
import { inOrder } from "../pve/in-order";
import { isOfMoment } from "../pve/measure";
import { redact } from "../pve/secret";
import { addressTemplate } from "../pve/template";
import { kinds as allKinds } from "../schema/kind/all";
import { clusterTableOf } from "../schema/cluster/all";
import { terraformTypeOf, type Kinds } from "../schema/kind/kinds";
import { compareInventories, type GuestChange, type SettingChange } from "./difference";
import type { Observation } from "./document";
import { readInventory } from "./inventory";
import type { Resource } from "./resource";

/** What became of one thing between two looks at a cluster, whatever kind it is of. */
export interface ResourceChange extends GuestChange {
  /** How keys of its kind begin: `qemu`. */
  readonly kind: string;
}

/**
 * Compares two looks by kind, key and setting: the kinds by their rank. A kind whose list was not read both times is not a change, nor is
 * what passes by itself.
 */
export function compareObservations(before: Observation, after: Observation, kinds: Kinds = allKinds, is = readInventory(after, kinds), was = readInventory(before, kinds)): readonly ResourceChange[] {
  const guests = compareInventories(was, is).map((change): ResourceChange => ({ ...change, kind: parseGuestKey(change.key)!.type }));
  const keys = [...new Set([...is.resources.keys(), ...was.resources.keys()])].filter((key) => parseGuestKey(key) === undefined);
  const others = keys.flatMap((key) => compareResource(was.resources.get(key), is.resources.get(key), before, after));
  const rank = new Map(kinds.all.map(({ prefix }, at) => [prefix, at]));
  return [...others, ...guests].sort((a, b) => rank.get(a.kind)! - rank.get(b.kind)! || byNumber.compare(a.key, b.key));
}

const byNumber = new Intl.Collator("en", { numeric: true });

function compareResource(was: Resource | undefined, is: Resource | undefined, before: Observation, after: Observation): readonly ResourceChange[] {
  const { key, kind, parts } = (is ?? was)!;
  const list = addressTemplate(kind.reads.list).print(parts);
  if (!before.documents.has(list) || !after.documents.has(list)) return [];
  const said = { key, kind: kind.prefix, name: nameOf(key, parts) };
  if (was === undefined || is === undefined) return [{ ...said, change: was === undefined ? "added" : "gone", settings: [] }];
  // The list alone says less than the document that could not be read this time.
  const [one, other] = was.config === undefined || is.config === undefined ? [was.row, is.row] : [was.config, is.config];
  const settings = compareSettings(settingsOf(was, one), settingsOf(is, other));
  return settings.length === 0 ? [] : [{ ...said, change: "changed", settings }];
}

const nameOf = (key: ResourceKey, parts: Resource["parts"]) => Object.values(parts).at(-1) ?? key;

/** What can be set of it; of a thing that nothing sets, whether it is there and well. */
function settingsOf({ kind, row }: Resource, answered: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  if (kind.writes.length === 0) return new Map(typeof row.status === "string" ? [["status", row.status]] : []);
  // As its rows read it: name servers and not `dns2`, lines of a file and not its text.
  const document = clusterTableOf(terraformTypeOf(kind, answered)?.type ?? "")?.document?.(answered) ?? answered;
  const entries = Object.entries(redact(document) as typeof document).filter(([name, value]) => name !== "digest" && name !== "pending" && !isOfMoment(name) && value !== undefined && value !== null);
  return new Map(entries.map(([name, value]) => [name, typeof value === "object" ? JSON.stringify(inOrder(value)) : String(value as string | number | boolean)]));
}

function compareSettings(was: ReadonlyMap<string, string>, is: ReadonlyMap<string, string>): SettingChange[] {
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((setting) => was.get(setting) !== is.get(setting))
    .sort(byNumber.compare)
    .map((setting) => ({ setting, ...(was.has(setting) ? { before: was.get(setting)! } : {}), ...(is.has(setting) ? { after: is.get(setting)! } : {}) }));
}
