import { parseGuestKey, type ResourceKey } from "../../lib/pve/address";
import { kinds } from "../../lib/schema/kind/all";
import { printImport } from "../../lib/schema/kind/kinds";
import { guestTypeOfTerraform, keyOfGuest } from "../../lib/schema/kind/name";
import { clusterTableOf } from "../../lib/schema/cluster/all";
import { emptiedAttributes, runningAttribute, unreadAttributes } from "../../lib/schema/catalog";
import type { Additions, Declared, StackCode } from "../terraform/configuration";
import type { StateDocument } from "../terraform/terraform";
import { knowsKeeping, type Tool } from "../terraform/tool";
import type { Names } from "../workspace/names";
import { identityOf } from "./there-now";

/** What Terraform's state lacks of the code, and what pmpc adds to its own plan for that. Shared code stays as it is. */
export interface Adoption extends Additions {
  /** What pmpc itself takes into the state, in the order of `imports`. */
  readonly adopted: readonly ResourceKey[];
  /** What has another name in the code than in the state. */
  readonly renamed: readonly { readonly key: ResourceKey; readonly from: string; readonly to: string }[];
}

export interface AdoptionInput {
  readonly code: StackCode;
  readonly state: StateDocument | undefined;
  readonly names: Names;
  /** The guests that their user took out of the code to have them destroyed. */
  readonly deleted: ReadonlySet<ResourceKey>;
  /** Everything besides guests that an import wrote: address → key. */
  readonly others: ReadonlyMap<string, ResourceKey>;
  readonly tool: Tool;
}

/** The guest that a resource of the code is; undefined for what is not a guest, or gets its number only when it is made. */
export function keyOfDeclared({ type, values }: Pick<Declared, "type" | "values">): ResourceKey | undefined {
  return keyOfGuest(type, { vm_id: values.vm_id });
}

/** The key of a resource that a state has; undefined if it is of an unknown type. */
export function keyInState({ type, instances }: NonNullable<StateDocument["resources"]>[number]): ResourceKey | undefined {
  const values = instances?.[0]?.attributes ?? {};
  const id = guestTypeOfTerraform(type) === undefined ? kinds.ofValues(type, values) : undefined;
  return id === undefined ? keyOfGuest(type, { id: values.id }) : kinds.printKey(id);
}

/** What a state has: address → key. */
function heldIn(state: StateDocument | undefined): ReadonlyMap<string, ResourceKey> {
  return new Map(
    (state?.resources ?? []).flatMap((resource) => {
      const key = resource.mode === "managed" && resource.module === undefined ? keyInState(resource) : undefined;
      return key === undefined ? [] : [[`${resource.type}.${resource.name}`, key] as const];
    }),
  );
}

/**
 * Decides what a state needs before it is planned: what has another name in the code moves there, and what an import wrote
 * and this state lacks is taken in. What the code declares and no import ever wrote is left to be made.
 */
export function planAdoption({ code, state, names, deleted, others, tool }: AdoptionInput): Adoption {
  const held = heldIn(state);
  const addresses = new Set((state?.resources ?? []).map(({ type, name }) => `${type}.${name}`));
  const declared = new Set(code.resources.map(({ address }) => address));
  const written = new Map([...others].map(([address, key]) => [key, address]));
  const keyOf = (resource: Declared) => keyOfDeclared(resource) ?? others.get(resource.address) ?? keyRenamed(resource, written, declared);
  const wasWritten = (key: ResourceKey) => names.has(key) || written.has(key);
  const lacking = code.resources.filter(({ address }) => !addresses.has(address));
  const renamed = lacking.flatMap((resource) => {
    const key = keyOf(resource);
    const from = [...held].find(([address, held]) => held === key && address.startsWith(`${resource.type}.`) && !declared.has(address) && !code.left.has(address))?.[0];
    return key === undefined || from === undefined ? [] : [{ key, from, to: resource.address }];
  });
  const moved = new Set(renamed.map(({ to }) => to));
  const taken = new Set(held.values());
  const adopting = lacking.flatMap((resource) => {
    const key = keyOf(resource);
    if (key === undefined || moved.has(resource.address) || code.imported.has(resource.address) || taken.has(key) || !wasWritten(key)) return [];
    const id = importIdOf(key, resource);
    return id === undefined ? [] : [{ key, resource, id }];
  });
  const guests = adopting.filter(({ key }) => parseGuestKey(key) !== undefined);
  // The state may say that a guest is kept, which its user has decided otherwise since.
  const unwanted = [...held].filter(([address, key]) => deleted.has(key) && !declared.has(address) && !code.left.has(address) && !renamed.some(({ from }) => from === address));
  return {
    adopted: adopting.map(({ key }) => key),
    renamed,
    moves: renamed.map(({ from, to }) => ({ from, to })),
    imports: adopting.map(({ resource, id }) => ({ to: resource.address, id })),
    destroys: knowsKeeping(tool) ? unwanted.map(([address]) => address) : [],
    lifecycles: new Map([...(knowsKeeping(tool) ? code.resources.flatMap(keep) : []), ...guests.map(({ resource }) => ignoreUnread(resource, knowsKeeping(tool)))]),
  };
}

/** What an import wrote under another name, which the code does not have any more. */
function keyRenamed(resource: Declared, written: ReadonlyMap<ResourceKey, string>, declared: ReadonlySet<string>): ResourceKey | undefined {
  const id = identityOf(resource);
  const key = id && kinds.printKey(id);
  const before = key === undefined ? undefined : written.get(key);
  return before === undefined || declared.has(before) || !before.startsWith(`${resource.type}.`) ? undefined : key;
}

/** The id by which the provider imports it; undefined if it cannot. */
function importIdOf(key: ResourceKey, { type, values }: Declared): string | undefined {
  const guest = parseGuestKey(key);
  if (guest !== undefined) return `${String(values.node_name)}/${guest.vmId}`;
  const id = kinds.parseKey(key);
  // Several kinds may be of one type, each in another place.
  const own = id?.kind.terraform.find((one) => one.type === type || one.aliases?.includes(type));
  return (own && printImport(own, id!.parts)) ?? clusterTableOf(type)?.importId?.(values);
}

interface Lifecycle {
  readonly ignore_changes?: unknown;
  readonly prevent_destroy?: unknown;
}

const lifecycleOf = ({ values }: Declared) => (values.lifecycle ?? {}) as Lifecycle;

// OpenTofu writes it down in its state: whatever leaves the code later is let go of, and not destroyed.
function keep(resource: Declared): (readonly [string, Readonly<Record<string, unknown>>])[] {
  return guestTypeOfTerraform(resource.type) !== undefined && lifecycleOf(resource).prevent_destroy === true ? [[resource.address, { destroy: false }]] : [];
}

/**
 * The state with the note that protected guests are kept, as OpenTofu writes it for what it makes, and not for what it only imports;
 * undefined if nothing is to be noted.
 */
export function keptState({ resources }: StackCode, state: StateDocument | undefined, tool: Tool): StateDocument | undefined {
  if (!knowsKeeping(tool) || state?.resources === undefined) return undefined;
  const kept = new Set(resources.filter((resource) => keep(resource).length > 0).map(({ address }) => address));
  const isNoted = ({ type, name, instances = [] }: NonNullable<StateDocument["resources"]>[number]) => !kept.has(`${type}.${name}`) || instances.every((one) => one.skip_destroy);
  if (state.resources.every(isNoted)) return undefined;
  const noted = state.resources.map((one) => (isNoted(one) ? one : { ...one, instances: one.instances!.map((instance) => ({ ...instance, skip_destroy: true })) }));
  return { ...state, serial: (state.serial ?? 0) + 1, resources: noted };
}

/**
 * The state with what Proxmox VE takes where a guest has no such key, and the provider reads nothing: with any change of the guest it would
 * send a default of its own, another SCSI controller for one. Only where the code says the same. A template is noted as one that does not run. Undefined if nothing is
 * to be filled in.
 */
export function filledState({ resources: declared }: StackCode, state: StateDocument | undefined): StateDocument | undefined {
  const code = new Map(declared.map(({ address, values }) => [address, values]));
  let isFilled = false;
  const resources = state?.resources?.map((one) => {
    const type = one.mode === "managed" ? guestTypeOfTerraform(one.type) : undefined;
    const values = type === undefined ? new Map<string, string>() : emptiedAttributes(type);
    return {
      ...one,
      instances: one.instances?.map((instance) => {
        const { attributes } = instance;
        const said = code.get(`${one.type}.${one.name}`);
        const empty: (readonly [string, unknown])[] = [...values].filter(([name, value]) => attributes !== undefined && (attributes[name] ?? "") === "" && said?.[name] === value);
        // Of a template the provider notes nothing, and plans that it is about to run.
        const running = type === undefined ? undefined : runningAttribute(type);
        if (running !== undefined && attributes?.template === true && (attributes[running] ?? null) === null && said?.[running] === undefined) empty.push([running, false]);
        if (empty.length === 0) return instance;
        isFilled = true;
        return { ...instance, attributes: { ...instance.attributes, ...Object.fromEntries(empty) } };
      }),
    };
  });
  return isFilled ? { ...state, serial: (state!.serial ?? 0) + 1, resources } : undefined;
}

/** An import leaves attributes empty that the schema fills in; they follow once the guest is in the state. */
function ignoreUnread(resource: Declared, keeps: boolean): readonly [string, Readonly<Record<string, unknown>>] {
  const lifecycle = lifecycleOf(resource);
  const ignored = Array.isArray(lifecycle.ignore_changes) ? (lifecycle.ignore_changes as string[]) : [];
  const kept = keeps && lifecycle.prevent_destroy === true ? { destroy: false } : {};
  return [resource.address, { ...kept, ignore_changes: [...new Set([...ignored, ...unreadAttributes(guestTypeOfTerraform(resource.type)!)])] }];
}
