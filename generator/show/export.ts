import { stringify } from "yaml";
import { compareObservations } from "../../lib/inventory/change";
import { readInventory } from "../../lib/inventory/inventory";
import { printName } from "../../lib/schema/kind/name";
import type { StateStore } from "../store/state-store";
import { isMemory } from "../workspace/whole";
import { codeAt } from "./code-at";
import { labelOf } from "./comparison";
import type { Moment } from "./moment";

/** Where snapshots lie; nothing reads them but people and their tools. */
const folder = ".proxmox/history";

/**
 * Runs and applies as files that people read: what was seen of each thing, by kind, what had changed since the run before, and the code.
 * The store keeps no secrets, and neither do they. Path → text.
 */
export async function exportMoments(store: StateStore, all: readonly Moment[], wanted: readonly Moment[]): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const moment of wanted) {
    const { name, apply, run, at, verb, person, ...rest } = moment;
    const place = `${folder}/${apply === undefined ? `run-${name}` : `apply-${apply}`}`;
    const before = all.slice(all.indexOf(moment) + 1).find((one) => one.apply === undefined && one.run !== undefined);
    const seen = apply === undefined && run !== undefined ? await store.observation(run) : undefined;
    const was = seen === undefined || before?.run === undefined ? undefined : await store.observation(before.run);
    const changes = seen === undefined || was === undefined ? [] : compareObservations(was, seen);
    const things: Record<string, Record<string, unknown>> = {};
    for (const { key, kind, row, config } of seen === undefined ? [] : readInventory(seen).resources.values()) (things[kind.word.many] ??= {})[printName(key)] = sorted(config ?? row);
    const facts = {
      [apply === undefined ? "run" : "apply"]: apply ?? run,
      at,
      verb,
      ...(person === undefined ? {} : { person }),
      ...rest,
      ...(changes.length === 0 ? {} : { since: before!.name, changed: changes.map(({ key, name: called, change, settings }) => ({ [labelOf(key, called)]: change, ...Object.fromEntries(settings.map(({ setting, before: old = "nothing", after = "nothing" }) => [setting, `${old} → ${after}`])) })) }),
      ...(apply === undefined ? things : {}),
    };
    files.set(`${place}.yml`, stringify(facts, { lineWidth: 0 }));
    const code = await codeAt(store, moment).catch(() => new Map<string, string | undefined>());
    for (const [path, text] of code) if (!isMemory(path) && text !== undefined) files.set(`${place}/${path}`, text);
  }
  return files;
}

const sorted = (document: Readonly<Record<string, unknown>>) => Object.fromEntries(Object.entries(document).sort(([a], [b]) => (a < b ? -1 : 1)));
