import type { Guest, Inventory } from "../../lib/inventory/inventory";
import { hostNames } from "../../lib/inventory/host-name";
import { missingRights } from "../../lib/inventory/rights";
import { compareGuests, printGuestName, type ResourceKey } from "../../lib/pve/address";
import { draftGuest, type Draft } from "./guest";
import { groupEntries, pathOf, type Grouping } from "./group";
import { className, nameConstructs, plainWord, variableName } from "./name";
import type { Finding, Forgotten, Group, Outcome, Plan, PlannedGuest } from "./plan";
import { declareReferences } from "./reference";
import type { Selection } from "./select";
import { formatByName, formatLookup } from "./volume";

/** What earlier imports wrote for a guest. */
export interface Remembered {
  readonly id: string;
  /** As it was seen when its code was written last. */
  readonly guest: Guest;
  /** The cluster proved it gone, and its code became a `removed` block. */
  readonly forgotten: boolean;
  /** It is in Terraform's state. */
  readonly adopted: boolean;
}

export interface PlanInput {
  readonly inventory: Inventory;
  /** The answer of `/access/permissions`, which tells what the credentials could not see. */
  readonly permissions: unknown;
  readonly endpoint: string;
  readonly insecure: boolean;
  readonly remembered: ReadonlyMap<ResourceKey, Remembered>;
  /** What plans of Terraform's found out about guests as they are. */
  readonly findings: ReadonlyMap<ResourceKey, Finding>;
  /** Guests that the user let go of. */
  readonly released: ReadonlySet<ResourceKey>;
  readonly selection: Selection;
  /** Guests without code get none either. @default false */
  readonly onlyWritten?: boolean;
  readonly groupBy: Grouping;
  /** Names that the stack's class has already. */
  readonly members: ReadonlySet<string>;
}

/** Decides everything that will be written. The same input gives the same plan. */
export function buildPlan(input: PlanInput): Plan {
  const { inventory, remembered, groupBy } = input;
  const sightings = [...inventory.guests.map((guest) => sight(guest, input)), ...unlisted(input)].sort((a, b) => compareGuests(a.guest, b.guest));
  const ids = nameConstructs(
    sightings.filter(({ outcome }) => outcome === "imported" || outcome === "kept").map(({ guest }) => nameable(guest)),
    new Map([...remembered].map(([key, { id }]) => [key, id])),
  );
  const decided = sightings.map((sighting) => decide(sighting, ids, input));
  const hosts = hostNames(decided.map(({ guest }) => guest));
  const guests = decided.map(
    (guest): PlannedGuest => ({ ...guest, host: hosts.get(guest.guest.key)!, ...(guest.entry ? { file: pathOf(guest.guest, groupBy) } : {}) }),
  );
  const written = guests.flatMap(({ guest, entry }) => (entry ? [{ guest, entry }] : []));
  const groups = groupEntries(written, groupBy);
  return {
    inventory,
    endpoint: input.endpoint,
    insecure: input.insecure,
    stack: nameStack(inventory.name, groups),
    references: declareReferences(written.map(({ entry }) => entry), input.members),
    groups,
    forgotten: forgotten(input, guests),
    guests,
  };
}

interface Sighting {
  readonly guest: Guest;
  readonly outcome: Exclude<Outcome, "refused">;
  readonly because?: PlannedGuest["because"];
  readonly reason?: string;
  readonly remedy?: string;
}

const filtered = "left out by the filters";

// Code never goes because something was not seen: what was written once stays, as it was seen last.
function sight(guest: Guest, { remembered, released, selection }: PlanInput): Sighting {
  if (released.has(guest.key)) return { guest, outcome: "released", reason: "let go with pmpc forget", remedy: `pmpc forget ${printGuestName(guest)} --undo` };
  const before = remembered.get(guest.key);
  const written = before && !before.forgotten ? before.guest : undefined;
  if (!selection(guest)) {
    const reason = filtered;
    return written ? { guest: written, outcome: "kept", because: "skipped", reason } : { guest, outcome: "skipped", reason };
  }
  if (guest.config) return { guest, outcome: "imported" };
  const reason = guest.unreadable?.message ?? "its configuration was not read";
  const remedy = guest.unreadable?.hint;
  return written ? { guest: written, outcome: "kept", because: "unreadable", reason, remedy } : { guest, outcome: "unreadable", reason, remedy };
}

/** Guests that were written once and that the cluster does not list. */
function unlisted(input: PlanInput): Sighting[] {
  const listed = new Set(input.inventory.guests.map(({ key }) => key));
  return [...input.remembered.values()]
    .filter(({ guest, forgotten }) => !forgotten && !listed.has(guest.key) && !input.released.has(guest.key) && !isProvenGone(guest, input))
    .map(({ guest }) => ({
      guest,
      outcome: "kept",
      because: "unreadable",
      reason: "the cluster does not list it, and the credentials may not see every guest",
      remedy: "give them VM.Audit on /vms; a guest that is gone then leaves the code as a removed block",
    }));
}

/** Only a list that shows every guest proves that one is gone. */
function isProvenGone(guest: Guest, { permissions }: PlanInput): boolean {
  if (permissions === undefined) return false;
  return !missingRights(permissions).some(({ anyOf, paths }) => anyOf.includes("VM.Audit") && paths.some((path) => path === "/vms" || path === `/vms/${guest.vmId}`));
}

/** What was written once and is not written now must leave Terraform's state without harm. */
function forgotten({ remembered, released }: PlanInput, guests: readonly PlannedGuest[]): Forgotten[] {
  const written = guests.flatMap(({ entry }) => (entry ? [entry] : []));
  return [...remembered.values()]
    .filter(({ id, guest }) => !written.some((entry) => entry.key === guest.key || entry.id === id))
    .map(({ id, guest }) => ({ key: guest.key, construct: constructOf(guest), id, name: guest.name ?? guest.key, released: released.has(guest.key) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

const constructOf = ({ type }: Guest): Forgotten["construct"] => (type === "qemu" ? "VirtualMachine" : "Container");
const nameable = ({ key, vmId, type, name }: Guest) => ({ key, vmId, prefix: type === "qemu" ? "vm" : "ct", name });

function decide(
  { guest, outcome, because, reason, remedy }: Sighting,
  ids: ReadonlyMap<ResourceKey, string>,
  { inventory, remembered, findings, onlyWritten }: PlanInput,
): Omit<PlannedGuest, "host"> {
  const nothing = { guest, repairs: [], notSaid: [], counts: { said: 0, default: 0, notSaid: 0 } };
  if (outcome === "released" || outcome === "skipped" || outcome === "unreadable") return { ...nothing, outcome, reason, remedy };
  const id = ids.get(guest.key)!;
  const before = remembered.get(guest.key);
  const { repairs = [], aside } = findings.get(guest.key) ?? {};
  if (aside && !before) return { ...nothing, outcome: "refused", ...aside };
  const inCode = before !== undefined && !before.forgotten;
  const background = { adopt: !before?.adopted, repairs, formatOf: outcome === "kept" ? formatByName : formatLookup(guest, inventory) };
  const written = draftGuest(guest, id, inventory, background);
  // What is in the code stays there: however long Terraform waits for it, and if a storage is away for an hour, as it was before.
  const draft: Draft = !("refusal" in written) && written.wait?.certain && !inCode ? written.wait : written;
  if (!("refusal" in draft) && onlyWritten && !before) return { ...nothing, outcome: "skipped", reason: filtered };
  if (!("refusal" in draft)) return { guest, outcome, because, reason, remedy, repairs, ...draft };
  const why = { reason: draft.refusal, remedy: draft.remedy };
  const kept = inCode ? draftGuest(before.guest, id, inventory, { ...background, formatOf: formatByName }) : undefined;
  if (kept && !("refusal" in kept)) return { guest: before!.guest, outcome: "kept", because: "refused", ...why, repairs, ...kept };
  return { ...nothing, outcome: "refused", ...why };
}

// A function must not have the name of its own parameter: the node pve of the cluster pve.
function nameStack(cluster: string, groups: readonly Group[]): Plan["stack"] {
  const name = variableName(cluster, "Cluster");
  const clash = groups.some((group) => group.name === name);
  return { className: className(cluster), id: plainWord(cluster) || "cluster", variable: clash ? "cluster" : name };
}
