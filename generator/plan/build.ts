import type { Guest, Inventory } from "../../lib/inventory/inventory";
import { decideAddresses } from "../../lib/inventory/address-book";
import { guestsByKey, guestsNumbered } from "../../lib/inventory/guest-by-key";
import { hostNames } from "../../lib/inventory/host-name";
import { mayHide } from "../../lib/inventory/rights";
import { compareGuests, parseGuestKey, type ResourceKey } from "../../lib/pve/address";
import { guestKinds } from "../../lib/schema/kind/all";
import { printGuestName, terraformAddress } from "../../lib/schema/kind/name";
import { addressOfCluster } from "../../lib/schema/cluster/all";
import { catalog } from "../../lib/schema/catalog";
import type { Kind } from "../../lib/schema/kind/kind";
import { planCluster, type RememberedResource } from "./cluster";
import { draftGuest, kinOf } from "./guest";
import { groupEntries, pathOf, type Grouping } from "./group";
import { className, nameConstructs, plainWord } from "./name";
import type { Aside, Carried, ClusterEntry, Entry, PlanResult, Forgotten, NamedBefore, Outcome, Plan, PlannedGuest } from "./plan";
import { withReferences } from "./refer";
import type { Selection } from "./select";
import { formatLookup } from "./volume";

/** What earlier imports wrote for a guest. */
export interface Remembered {
  readonly id: string;
  /** The file that its code was written into. */
  readonly file?: string;
  /** Its code says `adopt`. */
  readonly adopt: boolean;
  /** Its code as it was generated last; undefined if it cannot be found any more. */
  readonly code: () => Carried | undefined;
}

/** A comment that stands for what was set aside, and the file that it is in. */
export interface AsideBefore {
  readonly file: string;
  readonly text: string;
  readonly template?: boolean;
}

/** A guest as the inventory had it last: it stands for what is not seen now. */
export interface KnownHost {
  readonly name: string;
  /** The best first. */
  readonly addresses: readonly string[];
}

/** What had code that became a `removed` block. */
export interface ForgottenBefore {
  readonly key: ResourceKey;
  /** Where Terraform has it. */
  readonly address: string;
  readonly id: string;
  readonly name: string;
}

export interface PlanInput {
  readonly inventory: Inventory;
  /** The answer of `/access/permissions`, which tells what the credentials could not see. */
  readonly permissions: unknown;
  readonly endpoint: string;
  readonly insecure: boolean;
  /** Release of the provider that was chosen. @default the one that pmpc is made for */
  readonly provider?: string;
  /** Guests that have code. */
  readonly remembered: ReadonlyMap<ResourceKey, Remembered>;
  readonly forgotten: readonly ForgottenBefore[];
  /** Guests that the user declares, with the file. */
  readonly own: ReadonlyMap<ResourceKey, string>;
  readonly named: NamedBefore;
  /** What plans of Terraform's found out about guests as they are. */
  readonly findings: ReadonlyMap<ResourceKey, PlanResult>;
  /** What the user forgot: guests, and others. */
  readonly released: ReadonlySet<ResourceKey>;
  /** Guests that the user took out of the code to have them destroyed. */
  readonly deleted: ReadonlySet<ResourceKey>;
  readonly selection: Selection;
  readonly groupBy: Grouping;
  /** Guests that are equal but for a few values are said once. */
  readonly fold?: boolean;
  /** Comments in the place of what was set aside, as they were generated last. */
  readonly asideBefore: ReadonlyMap<ResourceKey, AsideBefore>;
  /** What the inventory said last of guests. */
  readonly known: ReadonlyMap<ResourceKey, KnownHost>;
  /** What is written besides guests. @default nothing */
  readonly kinds?: readonly Kind[];
  /** What has code besides guests. @default nothing */
  readonly rememberedResources?: ReadonlyMap<ResourceKey, RememberedResource>;
  /** What the user declares besides guests. @default nothing */
  readonly ownResources?: ReadonlySet<ResourceKey>;
  /** Names that the stack's class has already. */
  readonly members: ReadonlySet<string>;
}

/** Decides everything that will be written. The same input gives the same plan. */
export function buildPlan(input: PlanInput): Plan {
  const { inventory, groupBy, named } = input;
  const sightings = [...inventory.guests.map((guest) => sight(called(guest, input), input)), ...unlisted(input)].sort((a, b) => compareGuests(a.guest, b.guest));
  const ids = nameGuests(sightings, input);
  const cluster = planCluster({ inventory, kinds: input.kinds ?? [], remembered: input.rememberedResources ?? new Map(), own: input.ownResources ?? new Set(), taken: new Set([...ids.values(), ...input.forgotten.map(({ id }) => id)]), findings: input.findings, asideBefore: input.asideBefore, released: input.released, forgotten: new Map(input.forgotten.map(({ key, id }) => [key, id])) });
  const written = new Set(cluster.files.flatMap(({ entries }) => entries.map(({ key }) => key)));
  const decided = sightings.map((sighting) => decide(sighting, ids, input, written));
  const hosts = hostNames(decided.map(({ guest }) => guest), inventory.nodes.map(({ name }) => name));
  const guests = decided.map((one): PlannedGuest => ({ ...one, host: hosts.get(one.guest.key)!, ...(one.entry ? { file: fileOf(one, groupBy, input) } : input.own.has(one.guest.key) ? { file: input.own.get(one.guest.key)! } : {}) }));
  const grouped = groupEntries(guests.flatMap(({ file, entry }) => (entry ? [{ file: file!, entry }] : [])), named.functions, named.folds);
  const all = grouped.map((group) => ({ ...group, aside: guests.flatMap((one) => asideIn(group.path, one, input)) }));
  const stack = named.stack ?? nameStack(inventory.name);
  const { groups, areas, references, calls } = withReferences({ groups: all, areas: cluster.files }, { ...input, stack });
  // As they are in their files, so that there is one of each.
  const entries = new Map(groups.flatMap((group) => group.entries.map((entry) => [entry.key, entry] as const)));
  return {
    inventory,
    endpoint: input.endpoint,
    insecure: input.insecure,
    ...(input.provider === undefined ? {} : { provider: input.provider }),
    stack,
    references,
    calls,
    groups,
    fold: input.fold ?? false,
    areas,
    resources: cluster.resources,
    forgotten: forgotten(input, guests, cluster.files.flatMap((file) => file.entries)),
    guests: guests.map((one) => (one.entry === undefined ? one : { ...one, entry: entries.get(one.guest.key) ?? one.entry })),
    addresses: decideAddresses(guests.map(({ guest }) => guest), inventory.nodes, new Map([...input.known].map(([key, { addresses }]) => [key, addresses]))),
  };
}

/** Code that is carried over stays where it is; what is written anew goes where it belongs now. */
function fileOf({ guest, entry }: Pick<PlannedGuest, "guest" | "entry">, groupBy: Grouping, { remembered }: PlanInput): string {
  return (entry?.carried && remembered.get(guest.key)?.file) || pathOf(guest, groupBy);
}

interface Sighting {
  readonly guest: Guest;
  readonly outcome: Exclude<Outcome, "refused">;
  readonly because?: PlannedGuest["because"];
  readonly reason?: string;
  readonly remedy?: string;
}

const filtered = "left out by the filters";

// Code never goes because something was not seen: what was written once stays, to the letter.
function sight(guest: Guest, { remembered, own, released, deleted, selection }: PlanInput): Sighting {
  if (deleted.has(guest.key) && !remembered.has(guest.key) && !own.has(guest.key)) return { guest, outcome: "released", reason: "the next apply destroys it: pmpc delete", remedy: `pmpc delete ${printGuestName(guest)} --undo` };
  if (released.has(guest.key)) return { guest, outcome: "released", reason: "forgotten with pmpc forget", remedy: `pmpc forget ${printGuestName(guest)} --undo` };
  const isWritten = remembered.has(guest.key);
  if (own.has(guest.key)) return { guest, outcome: "own" };
  if (!selection(guest)) return isWritten ? { guest, outcome: "kept", because: "skipped", reason: filtered } : { guest, outcome: "skipped", reason: filtered };
  if (guest.config && !guest.unreadable) return { guest, outcome: "imported" };
  const reason = guest.unreadable?.message ?? "its configuration was not read";
  const remedy = guest.unreadable?.hint;
  return isWritten ? { guest, outcome: "kept", because: "unreadable", reason, remedy } : { guest, outcome: "unreadable", reason, remedy };
}

/** Guests that have code, that the cluster does not list, and that are not proven gone. */
function unlisted(input: PlanInput): Sighting[] {
  const listed = new Set(input.inventory.guests.map(({ key }) => key));
  // What the code declares and no apply has made yet is a host all the same.
  const coming = [...input.own.keys()].filter((key) => !listed.has(key) && !input.remembered.has(key) && input.known.has(key));
  return [...coming.map((key): Sighting => ({ guest: unseen(key, input.known.get(key)!.name), outcome: "own" })), ...lost(input, listed)];
}

function lost(input: PlanInput, listed: ReadonlySet<ResourceKey>): Sighting[] {
  return [...input.remembered]
    .filter(([key]) => !listed.has(key) && !input.released.has(key) && !isGone(key, input))
    .map(([key, { id }]) => ({ guest: unseen(key, input.known.get(key)?.name ?? id), outcome: "kept", because: "unreadable", ...whyUnlisted(key, input) }));
}

/**
 * Whether a guest is proven gone: the cluster says so of the very number, which is free, or which a guest of the other type has. A list
 * that does not name a guest proves nothing, and credentials that may not see it are not believed.
 */
export function isGone(key: ResourceKey, { inventory: { freeNumbers, guests }, permissions }: Pick<PlanInput, "inventory" | "permissions">): boolean {
  const guest = parseGuestKey(key);
  if (guest === undefined) return false;
  const isElse = freeNumbers.has(guest.vmId) || guestsNumbered(guests, guest.vmId).some(({ type, config }) => type !== guest.type && config !== undefined);
  return isElse && !isHidden(guest.vmId, permissions);
}

/** Whether a guest may be there, and not shown to these credentials. */
const isHidden = (vmId: number, permissions: unknown): boolean => permissions === undefined || mayHide(permissions, vmId);

/** A guest that could not be read keeps the name that it had. */
function called(guest: Guest, { known }: PlanInput): Guest {
  const name = guest.config === undefined ? (guest.name ?? known.get(guest.key)?.name) : guest.name;
  return name === guest.name ? guest : { ...guest, name };
}

function unseen(key: ResourceKey, name: string): Guest {
  return { key, ...parseGuestKey(key)!, node: "", name, status: "unknown", template: false, tags: [] };
}

function whyUnlisted(key: ResourceKey, { permissions }: PlanInput): Pick<Sighting, "reason" | "remedy"> {
  const guest = parseGuestKey(key)!;
  if (!isHidden(guest.vmId, permissions)) return { reason: `the cluster does not list it, but has not confirmed that the number ${guest.vmId} is free`, remedy: `import again; if the guest is gone: pmpc forget ${printGuestName(guest)}` };
  return {
    reason: "the cluster does not list it, and the credentials may not see every guest",
    remedy: "give them VM.Audit on /vms; a guest that is gone then leaves the code as a removed block",
  };
}

/** Ids that were given once stay: those of code, and those of guests that come back. */
function nameGuests(sightings: readonly Sighting[], { remembered, forgotten: before, rememberedResources }: PlanInput): ReadonlyMap<ResourceKey, string> {
  const written = sightings.filter(({ outcome }) => outcome === "imported" || outcome === "kept").map(({ guest }) => guest);
  const keys = new Set(written.map(({ key }) => key));
  const returned = before.filter(({ key }) => !remembered.has(key) && keys.has(key));
  const given = new Map([...returned, ...[...remembered].map(([key, { id }]) => ({ key, id }))].map(({ key, id }) => [key, id]));
  const reserved = [...before.filter(({ key, id }) => given.get(key) !== id).map(({ id }) => id), ...[...(rememberedResources?.values() ?? [])].map(({ id }) => id)];
  return nameConstructs(written.map(nameable), given, reserved);
}

/** What was written once and is not written now must leave Terraform's state without harm. */
function forgotten(input: PlanInput, guests: readonly PlannedGuest[], others: readonly ClusterEntry[]): Forgotten[] {
  const { remembered, forgotten: before, inventory, released } = input;
  const written = new Set([...guests.flatMap(({ entry }) => (entry ? [terraformAddress(entry.key, entry.id)] : [])), ...others.map(({ construct, id }) => addressOfCluster({ construct, id }) ?? "")]);
  const leaving = [...remembered].filter(([key]) => released.has(key) || isGone(key, input)).map(([key, { id }]) => ({ key, address: terraformAddress(key, id), id, name: guestsByKey(inventory.guests).get(key)?.name ?? id }));
  const all = [...before, ...leaving].map(({ key, address, id, name }) => ({ key, address, id, name, released: released.has(key) }));
  // Of those of one address the first.
  const first = new Map([...all].reverse().map((one) => [one.address, one]));
  return all
    .filter((one) => !written.has(one.address) && first.get(one.address) === one)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

const constructOf = ({ type }: Pick<Guest, "type">) => catalog[type].construct;
const nameable = ({ key, vmId, type, name }: Guest) => ({ key, vmId, prefix: guestKinds[type].stem, name });

function decide(sighting: Sighting, ids: ReadonlyMap<ResourceKey, string>, { inventory, remembered, findings }: PlanInput, written: ReadonlySet<ResourceKey>): Omit<PlannedGuest, "host"> {
  const { guest, outcome, reason, remedy } = sighting;
  const nothing = { guest, repairs: [], notSaid: [], counts: { said: 0, default: 0, notSaid: 0 } };
  if (outcome !== "imported" && outcome !== "kept") return { ...nothing, outcome, reason, remedy };
  const before = remembered.get(guest.key);
  const { repairs = [], aside } = findings.get(guest.key) ?? {};
  const carry = (because: NonNullable<PlannedGuest["because"]>, why: Pick<PlannedGuest, "reason" | "remedy">): Omit<PlannedGuest, "host"> => {
    const code = before?.code();
    if (code === undefined) return { ...nothing, outcome: because, ...why };
    return { ...nothing, outcome: "kept", because, ...why, repairs, entry: carriedEntry(guest, before!, code) };
  };
  if (outcome === "kept") return carry(sighting.because!, { reason, remedy });
  if (aside && !before) return { ...nothing, outcome: "refused", ...aside };
  const draft = draftGuest(guest, ids.get(guest.key)!, inventory, { adopt: before?.adopt ?? true, repairs, formatOf: formatLookup(guest, inventory), written });
  if (!("refusal" in draft)) return { guest, outcome, reason, remedy, repairs, ...draft };
  return carry("refused", { reason: draft.refusal, remedy: draft.remedy });
}

/** A guest that is set aside, or that was and could not be read since, where it would be in this file. */
function asideIn(path: string, one: PlannedGuest, { groupBy, asideBefore }: PlanInput): Aside[] {
  if (one.outcome === "refused") return pathOf(one.guest, groupBy) === path ? [asideOf(one)] : [];
  const before = one.outcome === "unreadable" ? asideBefore.get(one.guest.key) : undefined;
  return before?.file === path ? [{ ...asideOf(one), carried: before.text, template: before.template ?? one.guest.template }] : [];
}

function asideOf({ guest, reason = "", remedy }: PlannedGuest): Aside {
  return { key: guest.key, construct: constructOf(guest), template: guest.template, name: guest.name ?? "", reason, ...(remedy === undefined ? {} : { remedy }) };
}

function carriedEntry(guest: Guest, { id, adopt }: Remembered, carried: Carried): Entry {
  return { key: guest.key, construct: constructOf(guest), template: carried.template ?? guest.template, id, adopt, props: {}, ignore: [], notes: [], kin: kinOf(guest), carried };
}

// The class is the cluster, and not the node or the guest of the same name.
const nameStack = (cluster: string): Plan["stack"] => ({ className: className(cluster), id: plainWord(cluster) || "cluster", variable: "cluster" });
