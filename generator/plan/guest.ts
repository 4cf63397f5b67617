import type { Guest, Inventory } from "../../lib/inventory/inventory";
import { guestsByKey } from "../../lib/inventory/guest-by-key";
import { graphOf } from "../../lib/inventory/link";
import { parseGuestKey, type ResourceKey } from "../../lib/pve/address";
import { catalog } from "../../lib/schema/catalog";
import { guestKinds, kinds } from "../../lib/schema/kind/all";
import { poolMemberKind } from "../../lib/schema/kind/pool";
import { nameOfClaim, type Claim } from "../../lib/schema/coverage";
import { placesOf } from "../../lib/schema/places";
import { propPath, toProps, type Props } from "../../lib/schema/props";
import { waitOf, type ReadableGuest } from "../../lib/schema/read-back";
import { remedyOf } from "../../lib/schema/remedy";
import { Refusal } from "../../lib/schema/shape";
import { writeGuest } from "../../lib/schema/write";
import { variableName } from "./name";
import type { Entry, NotSaid, PlannedGuest, Repair } from "./plan";
import type { FormatLookup } from "./volume";

/** A guest's code, or why the provider cannot read the guest. */
export type Draft = Written | Refused;

export interface Written {
  readonly entry: Entry;
  readonly notSaid: readonly NotSaid[];
  readonly counts: PlannedGuest["counts"];
  /** Terraform waits for the guest, or may. */
  readonly wait?: Refused & { readonly certain: boolean; readonly help: string };
}

export interface Refused {
  readonly refusal: string;
  readonly remedy: string;
}

/** What is known of a guest besides its configuration. */
export interface Background {
  readonly adopt: boolean;
  readonly repairs: readonly Repair[];
  /** What else has code. */
  readonly written: ReadonlySet<ResourceKey>;
  /** How its storages answer. */
  readonly formatOf: FormatLookup;
}

/** Decides what code says of one guest. */
export function draftGuest(guest: Guest, id: string, inventory: Inventory, { adopt, repairs, formatOf, written }: Background): Draft {
  const table = catalog[guest.type];
  const readable: ReadableGuest = { ...guest, running: guest.status === "running", config: guest.config ?? {}, formatOf };
  try {
    const wait = waitOf(readable);
    const { config, ignore, claims, notes } = writeGuest(readable);
    const props = withIdentity(toProps(table, config, placesOf(readable)), guest, id);
    return {
      entry: {
        key: guest.key,
        construct: table.construct,
        template: guest.template,
        id,
        adopt,
        props,
        // The construct itself ignores what every import of its kind must ignore.
        ignore: [...ignore, ...repairs]
          .filter(({ path }, at, all) => !path.startsWith("timeout_") && all.findIndex((one) => one.path === path) === at)
          .map(({ path, why }) => ({ path: propPath(table.rows, path), why })),
        kin: kinOf(guest),
        notes: [...notesOf(claims, ignore.map(({ why }) => why)), ...notes, ...bootNotes(config.boot_order, claims), ...circumstances(guest, inventory, written)],
      },
      notSaid: claims.filter(({ outcome }) => outcome === "notSaid").map(notSaid),
      counts: countClaims(claims),
      ...(wait ? { wait: { certain: wait.certain, help: wait.help, ...refused(readable, wait.refusal) } } : {}),
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refused(readable, error);
  }
}

const refused = (guest: ReadableGuest, refusal: Refusal): Refused => ({ refusal: refusal.message, remedy: wayOut(guest, refusal) });

/** By what people would put it with others: its name without the number, and its tags. */
export function kinOf({ name = "", tags }: Guest): string[] {
  const role = name.replace(/[-_.]?\d+$/, "");
  return [...new Set([role, ...tags].map((word) => variableName(word, "")).filter((word) => word !== ""))];
}

/** A construct's id is its guest's name, unless it says otherwise; a container's number is not read back, so it is said here. */
function withIdentity(props: Props, guest: Guest, id: string): Props {
  const prop = guestKinds[guest.type].nameKey;
  const { [prop]: name, ...others } = props;
  const named = { vmId: guest.vmId, node: props.node, ...(name === id ? {} : { [prop]: name ?? "" }) };
  return { ...named, ...others };
}

/** What the code does not say, by its reason; what is beside an entry of ignoreChanges already is not said again. */
function notesOf(claims: readonly Claim[], told: readonly string[]): string[] {
  const reasons = new Map<string, string[]>();
  for (const claim of claims) {
    const why = claim.why ?? "Terraform cannot express it";
    if (claim.outcome !== "notSaid" || claim.internal || told.some((one) => one === why || one.startsWith(`${nameOfClaim(claim)} is `))) continue;
    const lines = reasons.get(why) ?? [];
    const [last = ""] = lines.splice(-1);
    const one = noteOf(claim);
    reasons.set(why, [...lines, ...(last === "" ? [one] : last.length + one.length < wide ? [`${last}, ${one}`] : [last, one])]);
  }
  return [...reasons].flatMap(([why, lines]) => lines.map((line) => (why.startsWith(line.split(" ")[0]!) ? why : `${line}: ${why}`)));
}

const wide = 120;
const long = 60;

/** `scsi0 wwn 0x5000c500a0b1c2d3` */
function noteOf(claim: Claim): string {
  const value = claim.value.length > long ? `${claim.value.slice(0, long)}…` : claim.value;
  return /^\s*\**$/.test(value) ? nameOfClaim(claim) : `${nameOfClaim(claim)} ${value}`;
}

/** Devices of a boot order that the code does not have: Proxmox VE refuses such an order of a machine that is made again. */
function bootNotes(order: unknown, claims: readonly Claim[]): string[] {
  const isSaid = (slot: unknown) => claims.some(({ key, outcome }) => key === slot && outcome !== "notSaid");
  const missing = Array.isArray(order) ? order.filter((slot) => !isSaid(slot)) : [];
  return missing.length === 0 ? [] : [`bootOrder names ${missing.join(", ")}, which the code does not have: Proxmox VE refuses that of a guest that is made again, unless it is taken out there`];
}

const saysPool = ({ type }: Guest) => catalog[type].rows.some(({ kind, ...member }) => kind === "row" && "pve" in member && member.pve === "guest/pool");

function circumstances(guest: Guest, inventory: Inventory, written: ReadonlySet<ResourceKey>): string[] {
  const isMember = guest.pool !== undefined && written.has(kinds.printKey({ kind: poolMemberKind, parts: { poolid: guest.pool, kind: "vm", member: String(guest.vmId) } }));
  const notes = guest.pool !== undefined && !saysPool(guest) && !isMember ? [`member of the pool ${guest.pool}: the provider cannot set it for a ${guestKinds[guest.type].word.one}`] : [];
  const base = graphOf(inventory).linksOf(guest.key).find(({ as }) => as === "guest");
  if (base === undefined) return notes;
  const template = guestsByKey(inventory.guests).get(base.to);
  return [...notes, `linked clone of template ${parseGuestKey(base.to)!.vmId}${template?.name ? ` (${template.name})` : ""}`];
}

function notSaid(claim: Claim): NotSaid {
  return {
    key: nameOfClaim(claim),
    value: claim.value,
    why: claim.why ?? "Terraform cannot express it",
    ...(claim.internal ? { internal: true } : {}),
  };
}

function countClaims(claims: readonly Claim[]): PlannedGuest["counts"] {
  const count = (outcome: Claim["outcome"]) => claims.filter((claim) => claim.outcome === outcome).length;
  return { said: count("said"), default: count("default"), notSaid: claims.filter((claim) => claim.outcome === "notSaid" && !claim.internal).length };
}

/** Where no command makes the guest readable without making it another, there is one that leaves it out. */
const wayOut = (guest: ReadableGuest, refusal: Refusal): string => remedyOf(guest, refusal) ?? `pmpc import --exclude vmid=${guest.vmId}`;
