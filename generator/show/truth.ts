import { compareObservations, type ResourceChange } from "../../lib/inventory/change";
import type { Observation } from "../../lib/inventory/document";
import { readInventory, type Guest, type Inventory } from "../../lib/inventory/inventory";
import { parseGuestKey, type ResourceKey } from "../../lib/pve/address";
import { standingsOf, type PropStep, type Said, type Standing } from "../../lib/schema/departure";
import { Refusal } from "../../lib/schema/shape";
import { kinds } from "../../lib/schema/kind/all";
import { formatLookup } from "../plan/volume";

/** One thing of which not all say the same: the cluster now, the last run, and the code. */
export interface Truths {
  readonly key: ResourceKey;
  /** How keys of its kind begin. */
  readonly kind: string;
  readonly name: string;
  /** `missing`: the code has it, and the cluster does not. `new`, `gone`: since the last run, and no code is of it. `unlisted`: nothing proves that it has gone; `unread`: it could not be read. */
  readonly is: "differs" | "missing" | "new" | "gone" | "unlisted" | "unread" | "same";
  readonly settings: readonly Setting[];
}

/** One setting of it. Undefined: not set, or nothing said of it. */
export interface Setting {
  /** In Proxmox VE's words: `net0 tag`. */
  readonly setting: string;
  readonly cluster?: string;
  readonly run?: string;
  readonly code?: string;
  /** The code says nothing of it, or not what the cluster has. `ignored`: it is under `ignoreChanges`. */
  readonly drift: boolean;
  readonly ignored?: true;
  /** Where in the code. */
  readonly steps?: readonly PropStep[];
}

/** What is compared. */
export interface Sides {
  /** The cluster now; undefined if it could not be read. */
  readonly now: Observation | undefined;
  /** The last run; undefined if there is none. */
  readonly run: Observation | undefined;
  /** What the code says of each guest; undefined if it could not be run. */
  readonly code: ReadonlyMap<ResourceKey, Said> | undefined;
}

/** Lays the three beside one another, thing by thing, and gives those that are not the same everywhere. */
export function compareTruths({ now, run, code }: Sides): readonly Truths[] {
  const cluster = now ?? run;
  if (cluster === undefined) return [];
  const inventory = readInventory(cluster);
  const guests = new Map(inventory.guests.map((guest) => [guest.key, guest]));
  const changes = new Map((now === undefined || run === undefined ? [] : compareObservations(run, now, kinds, inventory)).map((change) => [change.key, change]));
  const keys = [...new Set([...(code?.keys() ?? []), ...changes.keys()])];
  return keys.map((key) => compareOne(key, { guest: guests.get(key), inventory, said: code?.get(key), change: changes.get(key) })).filter((one) => one.is !== "same").sort(byRank);
}

function isFree(key: ResourceKey, { freeNumbers, guests }: Inventory): boolean {
  const vmId = parseGuestKey(key)?.vmId;
  return vmId !== undefined && (freeNumbers.has(vmId) || guests.some((one) => one.vmId === vmId));
}

const byNumber = new Intl.Collator("en", { numeric: true });
const rank = new Map(kinds.all.map(({ prefix }, at) => [prefix, at]));
const byRank = (a: Truths, b: Truths) => (rank.get(a.kind) ?? 0) - (rank.get(b.kind) ?? 0) || byNumber.compare(a.key, b.key);

interface One {
  readonly guest: Guest | undefined;
  readonly inventory: Inventory;
  readonly said: Said | undefined;
  readonly change: ResourceChange | undefined;
}

function compareOne(key: ResourceKey, { guest, inventory, said, change }: One): Truths {
  const kind = parseGuestKey(key)?.type ?? change?.kind ?? key.split("/")[0]!;
  const named = { key, kind, name: guest?.name ?? change?.name ?? nameIn(said) ?? "" };
  if (said === undefined) {
    const is = change?.change === "added" ? "new" : change?.change === "gone" || change?.change === "unlisted" ? change.change : "differs";
    const settings = (change?.settings ?? []).map(({ setting, before, after }) => settingOf(setting, after, before, undefined, { drift: true }));
    return { ...named, is: change === undefined ? "same" : is, settings };
  }
  // A list that does not name it proves nothing: a token may see less.
  if (guest === undefined) return { ...named, is: isFree(key, inventory) ? "missing" : "unlisted", settings: [] };
  if (guest.config === undefined) return { ...named, is: "unread", settings: [] };
  const standings = standingsQuietly(guest, inventory, said, change !== undefined);
  const differing = standings.filter(({ is }) => is === "differs");
  const devices = differing.filter(({ code, cluster }) => code === undefined || cluster === undefined).map(({ setting }) => setting);
  const before = new Map((change?.settings ?? []).map((one) => [one.setting, one.before]));
  const changed = (change?.settings ?? []).filter(({ setting }) => !differing.some((one) => one.setting === setting) && !devices.some((device) => setting.startsWith(`${device} `)));
  const settings = [
    ...differing.map(({ setting, code, cluster, steps }) => settingOf(setting, cluster, before.has(setting) ? before.get(setting) : cluster, code, { drift: true, steps })),
    ...changed.map(({ setting, before: old, after }) => besideCode(setting, after, old, standings)),
  ];
  return { ...named, is: settings.length > 0 ? "differs" : "same", settings };
}

/** What has changed since the last run, and is as the code says, or nothing that it is about. */
function besideCode(setting: string, cluster: string | undefined, run: string | undefined, standings: readonly Standing[]): Setting {
  const standing = standings.find((one) => one.setting === setting);
  if (standing?.is === "ignored") return { ...settingOf(setting, cluster, run, standing.code, { drift: false, steps: standing.steps }), ignored: true };
  if (standing?.is === "same") return settingOf(setting, cluster, run, cluster, { drift: false, steps: standing.steps });
  return settingOf(setting, cluster, run, undefined, { drift: !isAsideOf(setting, standings) });
}

/** Where a guest is, and what it is a member of, may be ignored without a setting of that name being compared. */
const isAsideOf = (setting: string, standings: readonly Standing[]) => standings.some((one) => one.is === "ignored" && (setting.startsWith(`${one.setting} `) || one.setting.startsWith(`${setting} `)));

const settingOf = (setting: string, cluster: string | undefined, run: string | undefined, code: string | undefined, more: Pick<Setting, "drift" | "steps">): Setting => ({
  setting,
  ...(cluster === undefined ? {} : { cluster }),
  ...(run === undefined ? {} : { run }),
  ...(code === undefined ? {} : { code }),
  ...more,
});

const nameIn = (said: Said | undefined) => (typeof said?.values.name === "string" ? said.values.name : undefined);

/** A guest that the provider cannot read has code all the same where a person wrote it: nothing is known of that. */
function standingsQuietly(guest: Guest, inventory: Inventory, said: Said, same: boolean): readonly Standing[] {
  try {
    return standingsOf({ ...guest, running: guest.status === "running", config: guest.config!, formatOf: formatLookup(guest, inventory) }, said, { same });
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}
