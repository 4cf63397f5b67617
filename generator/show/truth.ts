import { compareObservations, type ResourceChange } from "../../lib/inventory/change";
import type { Observation } from "../../lib/inventory/document";
import { guestsNumbered } from "../../lib/inventory/guest-by-key";
import { readInventory, type Guest, type Inventory } from "../../lib/inventory/inventory";
import { parseGuestKey, type ResourceKey } from "../../lib/pve/address";
import { addressTemplate } from "../../lib/pve/template";
import type { Resource } from "../../lib/inventory/resource";
import { clusterTableOf } from "../../lib/schema/cluster/all";
import { standingsOfDocument } from "../../lib/schema/cluster/standing";
import { standingsOf, type PropStep, type Said, type Standing } from "../../lib/schema/departure";
import { Refusal } from "../../lib/schema/shape";
import { kinds } from "../../lib/schema/kind/all";
import { documentOfResource, resourcesIn } from "../plan/cluster";
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

/** What code says of one thing, and as which resource type of Terraform's. */
export interface CodeSaid extends Said {
  readonly type: string;
}

/** What is compared. */
export interface Sides {
  /** The cluster now; undefined if it could not be read. */
  readonly now: Observation | undefined;
  /** The last run; undefined if there is none. */
  readonly run: Observation | undefined;
  /** What the code says of each guest, and of everything else; undefined if it could not be run. */
  readonly code: ReadonlyMap<ResourceKey, CodeSaid> | undefined;
}

/** Lays the three beside one another, thing by thing, and gives those that are not the same everywhere. */
export function compareTruths({ now, run, code }: Sides): readonly Truths[] {
  const cluster = now ?? run;
  if (cluster === undefined) return [];
  const inventory = readInventory(cluster);
  const earlier = now === undefined || run === undefined ? undefined : readInventory(run);
  const guests = new Map(inventory.guests.map((guest) => [guest.key, guest]));
  const [others, before] = [inventory, earlier].map((one) => new Map(one === undefined ? [] : resourcesIn(one).map((resource) => [resource.key, resource])));
  const changes = new Map((earlier === undefined ? [] : compareObservations(run!, now!, kinds, inventory, earlier)).map((change) => [change.key, change]));
  const keys = [...new Set([...(code?.keys() ?? []), ...changes.keys()])];
  return keys
    .map((key) => {
      const [said, change] = [code?.get(key), changes.get(key)];
      if (said === undefined) return onlySeen(key, guests.get(key), change);
      return parseGuestKey(key) === undefined ? compareOther(key, said, { is: others!.get(key), was: before!.get(key), change, cluster }) : compareGuest(key, { guest: guests.get(key), inventory, said, change });
    })
    .filter((one) => one.is !== "same")
    .sort(byRank);
}

function isFree(key: ResourceKey, { freeNumbers, guests }: Inventory): boolean {
  const vmId = parseGuestKey(key)?.vmId;
  return vmId !== undefined && (freeNumbers.has(vmId) || guestsNumbered(guests, vmId).length > 0);
}

const byNumber = new Intl.Collator("en", { numeric: true });
const rank = new Map(kinds.all.map(({ prefix }, at) => [prefix, at]));
const byRank = (a: Truths, b: Truths) => (rank.get(a.kind) ?? 0) - (rank.get(b.kind) ?? 0) || byNumber.compare(a.key, b.key);

function onlySeen(key: ResourceKey, guest: Guest | undefined, change: ResourceChange | undefined): Truths {
  const is = change?.change === "added" ? "new" : change?.change === "gone" || change?.change === "unlisted" ? change.change : "differs";
  const settings = (change?.settings ?? []).map(({ setting, before, after }) => settingOf(setting, after, before, undefined, { drift: true }));
  return { key, kind: prefixOf(key), name: guest?.name ?? change?.name ?? "", is: change === undefined ? "same" : is, settings };
}

const prefixOf = (key: ResourceKey) => key.split("/")[0]!;

interface Other {
  readonly is: Resource | undefined;
  readonly was: Resource | undefined;
  readonly change: ResourceChange | undefined;
  readonly cluster: Observation;
}

/** Something that is not a guest, by the table of its resource type. */
function compareOther(key: ResourceKey, said: CodeSaid, { is, was, change, cluster }: Other): Truths {
  const named = { key, kind: prefixOf(key), name: Object.values((is ?? was ?? kinds.parseKey(key))?.parts ?? {}).at(-1) ?? key };
  if (is === undefined) return { ...named, is: isListRead(key, cluster) ? "unlisted" : "unread", settings: [] };
  const [standings, then] = [is, was].map((one) => (one === undefined ? [] : standingsOfOther(one, said)));
  if (standings === undefined) return { ...named, is: "unread", settings: [] };
  const earlier = new Map((then ?? []).map((one) => [one.setting, one.cluster]));
  const differing = standings.filter(({ is: standing }) => standing === "differs");
  // What has changed as a whole may be said part by part.
  const isPartOf = (whole: string) => ({ setting }: Standing) => setting === whole || setting.startsWith(`${whole} `) || setting.startsWith(`${whole}[`);
  const changed = (change?.settings ?? []).filter(({ setting }) => !differing.some(isPartOf(setting)));
  const settings = [
    ...differing.map(({ setting, code, cluster, steps }) => settingOf(setting, cluster, was === undefined ? cluster : earlier.get(setting), code, { drift: true, steps })),
    ...changed.map(({ setting, before, after }) => {
      const parts = standings.filter(isPartOf(setting));
      const ignored = parts.some((one) => one.is === "ignored");
      return { ...settingOf(setting, after, before, parts.find((one) => one.setting === setting)?.code, { drift: parts.length === 0, steps: parts[0]?.steps }), ...(ignored ? { ignored } : {}) } as Setting;
    }),
  ];
  return { ...named, is: settings.length > 0 ? "differs" : "same", settings };
}

/** A list of a node that is off is not read. */
function isListRead(key: ResourceKey, { documents }: Observation): boolean {
  const { kind, parts } = kinds.parseKey(key)!;
  const { parse } = addressTemplate(kind.reads.list);
  return [...documents.keys()].some((address) => Object.entries(parse(address) ?? { "": "" }).every(([name, part]) => name !== "" && (parts[name] ?? part) === part));
}

/** Undefined where the provider could not read it. */
function standingsOfOther(resource: Resource, said: CodeSaid): readonly Standing[] | undefined {
  const table = clusterTableOf(said.type);
  return table && unlessRefused(() => standingsOfDocument(table, documentOfResource(resource), said));
}

interface One {
  readonly guest: Guest | undefined;
  readonly inventory: Inventory;
  readonly said: Said;
  readonly change: ResourceChange | undefined;
}

function compareGuest(key: ResourceKey, { guest, inventory, said, change }: One): Truths {
  const named = { key, kind: prefixOf(key), name: guest?.name ?? change?.name ?? nameIn(said) ?? "" };
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

const nameIn = ({ values }: Said) => (typeof values.name === "string" ? values.name : undefined);

/** A guest that the provider cannot read has code all the same where a person wrote it: nothing is known of that. */
const standingsQuietly = (guest: Guest, inventory: Inventory, said: Said, same: boolean): readonly Standing[] =>
  unlessRefused(() => standingsOf({ ...guest, running: guest.status === "running", config: guest.config!, formatOf: formatLookup(guest, inventory) }, said, { same })) ?? [];

function unlessRefused<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
