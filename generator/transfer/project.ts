import { readInventory, type Guest, type Inventory } from "../../lib/inventory/inventory";
import type { Observation } from "../../lib/inventory/document";
import { parseVolumeId } from "../../lib/pve/volume-id";
import { guestKinds } from "../../lib/schema/kind/all";
import { printGuestName, printName } from "../../lib/schema/kind/name";
import { membershipsIn } from "../../lib/inventory/membership";
import type { ResourceKey } from "../../lib/pve/address";
import { catalog } from "../../lib/schema/catalog";
import { ownProps } from "../../lib/schema/rewrite";
import { isDuration, isReference, isSize, type PropValue } from "../../lib/schema/shape";
import { emitAnsible } from "../emit/ansible/inventory";
import { emitProject, type ProjectFacts } from "../emit/cdktf/project";
import { emitDocs } from "../emit/docs/documents";
import type { EmittedFile } from "../emit/file";
import { buildPlan } from "../plan/build";
import type { Grouping } from "../plan/group";
import type { Plan, PlannedGuest } from "../plan/plan";
import { withReferences } from "../plan/refer";
import { stackMembers } from "../session/stack-members";
import type { TargetMap } from "./map";

/** What a project of a cluster needs beside what was seen. */
export interface Place {
  readonly endpoint: string;
  readonly groupBy: Grouping;
  readonly facts: ProjectFacts;
}

/** A guest without code, and why. */
export interface Behind {
  readonly guest: string;
  readonly reason: string;
}

export interface Made {
  readonly files: readonly EmittedFile[];
  /** The same without a guest: what an import of an empty cluster would write. */
  readonly ground: readonly EmittedFile[];
  readonly behind: readonly Behind[];
  /** Numbers of the guests in the code. */
  readonly guests: readonly number[];
  /** Keys of what else is in the code. */
  readonly others: readonly ResourceKey[];
  /** Variables that the code takes secrets from: `nas-password`. */
  readonly secrets: readonly string[];
}

/** The project of guests, and of what came along with these keys, that are to be made anew on the other cluster: with the templates of containers there, and hardware addresses that stay or not. */
export function makeProject(observation: Observation, { endpoint, groupBy, facts }: Place, { templates = {}, macs = "new" }: Pick<TargetMap, "templates" | "macs">, keys: ReadonlySet<ResourceKey>): Made {
  const inventory = readInventory(observation);
  const adopting = planOf(inventory, endpoint, groupBy, keys);
  const made = adopting.guests.map((one) => asNew(one, templates, macs));
  const entries = new Map(made.flatMap(({ guest, entry }) => (entry === undefined ? [] : [[guest.key, entry] as const])));
  const groups = adopting.groups.map((group) => ({ ...group, entries: group.entries.flatMap(({ key }) => entries.get(key) ?? []), aside: [] })).filter((group) => group.entries.length > 0);
  const areas = adopting.areas.map((area) => ({ ...area, entries: area.entries.map((entry) => ({ ...entry, adopt: false })), aside: [] }));
  const plan: Plan = { ...adopting, isNew: true, guests: made, ...withReferences({ ...adopting, groups, areas }, { stack: adopting.stack, named: unnamed, members: stackMembers }) };
  const empty: Plan = { ...planOf({ ...inventory, guests: [] }, endpoint, groupBy, new Set()), isNew: true, stack: plan.stack };
  const behind = made.flatMap(({ guest, entry, reason = "" }) => (entry === undefined ? [{ guest: `${printGuestName(guest)} ${guest.name ?? ""}`.trim(), reason }] : []));
  return {
    files: emitProject(plan, facts),
    ground: [...emitProject(empty, facts), ...emitAnsible(empty, { facts: "slim", known: new Map() }), ...emitDocs(empty, { settings: { endpoint } })],
    behind: [...behind, ...adopting.resources.flatMap(({ key, outcome, reason = "" }) => (outcome === "aside" ? [{ guest: printName(key), reason }] : []))],
    others: areas.flatMap(({ entries }) => entries.map(({ key }) => key)),
    secrets: areas.flatMap(({ entries }) => entries.flatMap(({ props }) => Object.values(props).flatMap((value) => (typeof value === "object" && isReference(value) && value.kind === "secret" ? [value.name] : [])))),
    guests: made.flatMap(({ guest, entry }) => (entry === undefined ? [] : [guest.vmId])),
  };
}

/** The project that an import of that cluster would write. */
export function importedProject(observation: Observation, { endpoint, groupBy, facts }: Place, keys: ReadonlySet<ResourceKey>): readonly EmittedFile[] {
  const plan = planOf(readInventory(observation), endpoint, groupBy, keys);
  return [...emitProject(plan, facts), ...emitAnsible(plan, { facts: "slim", known: new Map() }), ...emitDocs(plan, { settings: { endpoint } })];
}

const unnamed = { functions: new Map<string, string>(), fields: [] };

function planOf(inventory: Inventory, endpoint: string, groupBy: Grouping, keys: ReadonlySet<ResourceKey>): Plan {
  const others = [...inventory.resources.values(), ...membershipsIn(inventory)];
  return buildPlan({
    kinds: [...new Set(others.flatMap(({ key, kind }) => (keys.has(key) ? [kind] : [])))], ownResources: new Set(others.flatMap(({ key }) => (keys.has(key) ? [] : [key]))),
    inventory, endpoint, groupBy, permissions: undefined, insecure: false, remembered: new Map(), forgotten: [], own: new Map(),
    named: unnamed, findings: new Map(), released: new Set(), deleted: new Set(), selection: () => true,
    asideBefore: new Map(), known: new Map(), members: stackMembers,
  });
}

type Props = Readonly<Record<string, PropValue | undefined>>;

/** What an import says of a guest that is there, as it has to be said of one that is to be made. */
function asNew(planned: PlannedGuest, templates: Readonly<Record<string, string>>, macs: "new" | "keep"): PlannedGuest {
  const { guest, entry } = planned;
  if (entry === undefined) return planned;
  const own = new Set([...ownProps(catalog[guest.type])].filter((prop) => macs === "new" || prop !== "macAddress"));
  const props: Record<string, PropValue | undefined> = { ...(without(own, entry.props) as Props), ...(guest.status === "running" || guest.template ? {} : { started: false }) };
  const system = systemOf(guest);
  if (system !== undefined) {
    const template = templates[system];
    if (template === undefined) return { ...planned, entry: undefined, reason: `no template for containers of ${system} is known there: templates: { ${system}: local:vztmpl/… } in the map` };
    props.operatingSystem = { type: system, template: { kind: "image", name: template } };
    if (Array.isArray(props.mountPoints)) props.mountPoints = (props.mountPoints as readonly Props[]).map(newVolume) as unknown as PropValue;
  }
  return { ...planned, entry: { ...entry, adopt: false, props } };
}

/** A value without what a copy must not have, at any depth; an object of which nothing is left goes, too. */
function without(own: ReadonlySet<string>, value: PropValue | Props): PropValue | Props | undefined {
  if (typeof value !== "object" || isSize(value) || isDuration(value) || isReference(value)) return value;
  if (Array.isArray(value)) return (value as readonly PropValue[]).map((one) => without(own, one) ?? {}) as unknown as PropValue;
  const kept = Object.entries(value as Props).flatMap(([name, one]) => {
    const left = one === undefined || own.has(name) ? undefined : without(own, one);
    return left === undefined ? [] : [[name, left] as const];
  });
  return kept.length === 0 && Object.keys(value).length > 0 ? undefined : (Object.fromEntries(kept) as Props);
}

/** The system that the template of a guest is looked up by; undefined if it is not made from a template. */
export function systemOf({ type, config = {} }: Guest): string | undefined {
  return guestKinds[type].createdFrom === undefined ? undefined : String(config.ostype ?? "unmanaged");
}

/** A volume of a storage is made anew there; a directory of the node stays one. */
function newVolume(mount: Props): Props {
  const id = typeof mount.volume === "string" ? parseVolumeId(mount.volume) : undefined;
  return id === undefined ? mount : { ...mount, volume: { kind: "storage", name: id.storage } };
}
