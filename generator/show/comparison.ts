import { compareObservations, type ResourceChange } from "../../lib/inventory/change";
import { readInventory } from "../../lib/inventory/inventory";
import type { Observation } from "../../lib/inventory/document";
import { parseGuestKey } from "../../lib/pve/address";
import { printName } from "../../lib/schema/kind/name";
import { kinds } from "../../lib/schema/kind/all";
import type { Block } from "../engine/view";
import type { Selection } from "../plan/select";
import type { KindTest } from "./kind";
import { sayAuthor, type Author } from "./author";

/** What became of one thing, and who did something to it meanwhile. */
export interface Difference extends ResourceChange {
  readonly by: readonly Author[];
}

/** Which things are meant. */
export interface Meant {
  readonly guests: Selection;
  /** No guests were named by a filter. */
  readonly all: boolean;
  readonly kind: KindTest;
}

/** What differs between two looks, of the things that are meant. */
export function differencesBetween(before: Observation, after: Observation, { guests, all, kind }: Meant, authors: (key: string) => readonly Author[]): readonly Difference[] {
  const inventories = all ? [] : [readInventory(before), readInventory(after)];
  const keys = new Set(inventories.flatMap((one) => one.guests.filter(guests).map(({ key }) => key)));
  return compareObservations(before, after)
    .filter(({ key, kind: prefix }) => (all || keys.has(key)) && kind({ kind: kinds.of(prefix)?.word.short ?? prefix, isGuest: parseGuestKey(key) !== undefined }))
    .map((change) => ({ ...change, by: authors(change.key) }));
}

const marks = { added: "added", changed: "changed", gone: "gone", unlisted: "not listed" } as const;

/** A difference as a block: what it is of, its settings, and by whom. */
export function blockOf({ key, name, change, settings, by }: Difference): Block {
  return {
    mark: marks[change],
    title: labelOf(key, name),
    rows: settings.map(({ setting, before, after }) => [setting, `${short(before)} → ${short(after)}`]),
    below: by.slice(0, 3).map(sayAuthor),
  };
}

/** `vm 101 web`, `storage local` */
export function labelOf(key: string, name: string): string {
  const label = kinds.parseKey(key) === undefined ? key : printName(key);
  // What there is one of is called by its key alone.
  if (name === key) return label;
  const isSaid = label.endsWith(name) && /[\s/?]$/.test(label.slice(0, label.length - name.length));
  return name === "" || isSaid ? label : `${label} ${name}`;
}

function short(text: string | undefined): string {
  const line = (text ?? "").replace(/\s+/g, " ").trim();
  return line === "" ? "nothing" : line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
