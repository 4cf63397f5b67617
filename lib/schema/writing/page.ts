import type { ClaimSink } from "../coverage";
import { meaningOf, meantBy, type Scope } from "../meaning";
import { scopeOf, type ReadableGuest, type State } from "../read-back";
import type { Row } from "../row";
import type { TerraformValue } from "../shape";

export interface Rejected {
  readonly path: string;
  readonly value: TerraformValue;
  readonly expected: string;
  /** The same as a sentence, with the name and what is there. */
  readonly why: string;
}

/** What is being written for one guest. */
export interface Page {
  readonly guest: ReadableGuest;
  /** The configuration as the provider takes it apart. */
  readonly record: Scope;
  /** The configuration as Proxmox VE understands it. */
  readonly meaning: Scope;
  readonly state: State;
  /** What is written so far. */
  readonly written: State;
  /** Path → reason. */
  readonly ignore: Map<string, string>;
  readonly rejected: Rejected[];
  readonly notes: Set<string>;
  /** Notes about what is said. */
  readonly cautions: Set<string>;
  readonly claim: ClaimSink;
}

export function openPage(guest: ReadableGuest, state: State, written: State, claim: ClaimSink): Page {
  return { guest, record: scopeOf(guest), meaning: meaningOf(guest), state, written, ignore: new Map(), rejected: [], notes: new Set(), cautions: new Set(), claim };
}

/** A page for what goes under one entry of ignore_changes as a whole: nothing inside needs an entry of its own. */
export const innerPage = (page: Page): Page => ({ ...page, ignore: new Map(), rejected: [] });

/** The device as Proxmox VE understands it, with nothing said where it has no key; undefined if there is none, as in a gap between two. */
export function meantScope(scope: Scope, { meaning, record }: Page): Scope | undefined {
  if (scope === record || scope === meaning) return meaning;
  return typeof scope.slot === "string" ? ((meaning[scope.slot] as Scope | undefined) ?? scope) : undefined;
}

/** What Proxmox VE means where that is not what the provider reads: undefined if it is the same, null where it cannot be said. */
export function meant(row: Row, scope: Scope, page: Page): TerraformValue | undefined {
  const device = meantScope(scope, page);
  return device === undefined ? undefined : meantBy(row, device, page.guest);
}
