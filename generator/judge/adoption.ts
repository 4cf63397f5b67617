import { exit, PmpcError } from "../../lib/error";
import { parseGuestKey, type ResourceKey } from "../../lib/pve/address";
import { guestTypeOfTerraform, keyOfGuest, printName } from "../../lib/schema/kind/name";
import { emptiedAttributes, unreadAttributes } from "../../lib/schema/catalog";
import type { Additions, Declared, StackCode } from "../terraform/configuration";
import type { StateDocument } from "../terraform/terraform";
import { knowsKeeping, type Tool } from "../terraform/tool";
import type { Lineage } from "../workspace/lineage";
import type { Names } from "../workspace/names";

/** What Terraform's state lacks of the code, and what pmpc adds to its own plan for that. Shared code stays as it is. */
export interface Adoption extends Additions {
  /** Guests that pmpc itself takes into the state. */
  readonly adopted: readonly ResourceKey[];
  /** Guests that have another name in the code than in the state. */
  readonly renamed: readonly { readonly key: ResourceKey; readonly from: string; readonly to: string }[];
}

export interface AdoptionInput {
  readonly code: StackCode;
  readonly state: StateDocument | undefined;
  readonly names: Names;
  readonly tool: Tool;
}

/** The guest that a resource of the code is; undefined for what is not a guest, or gets its number only when it is made. */
export function keyOfDeclared({ type, values }: Pick<Declared, "type" | "values">): ResourceKey | undefined {
  return keyOfGuest(type, { vm_id: values.vm_id });
}

/** The guests in a state: address → key. */
function heldIn(state: StateDocument | undefined): ReadonlyMap<string, ResourceKey> {
  return new Map(
    (state?.resources ?? []).flatMap(({ mode, module, type, name, instances }) => {
      const key = keyOfGuest(type, { id: instances?.[0]?.attributes?.id });
      return mode === "managed" && module === undefined && key !== undefined ? [[`${type}.${name}`, key] as const] : [];
    }),
  );
}

/**
 * Decides what a state needs before it is planned: a guest that has another name in the code moves there, and one that an import wrote
 * and that this state lacks is taken in. A guest that the code declares and that no import ever wrote is left to be made.
 */
export function planAdoption({ code, state, names, tool }: AdoptionInput): Adoption {
  const held = heldIn(state);
  const addresses = new Set((state?.resources ?? []).map(({ type, name }) => `${type}.${name}`));
  const declared = new Set(code.resources.map(({ address }) => address));
  const lacking = code.resources.filter(({ address }) => !addresses.has(address));
  const renamed = lacking.flatMap((resource) => {
    const key = keyOfDeclared(resource);
    const from = [...held].find(([address, held]) => held === key && !declared.has(address) && !code.left.has(address))?.[0];
    return key === undefined || from === undefined ? [] : [{ key, from, to: resource.address }];
  });
  const moved = new Set(renamed.map(({ to }) => to));
  const taken = new Set(held.values());
  const adopting = lacking.flatMap((resource) => {
    const key = keyOfDeclared(resource);
    return key === undefined || moved.has(resource.address) || code.imported.has(resource.address) || taken.has(key) || !names.has(key) ? [] : [{ key, resource }];
  });
  return {
    adopted: adopting.map(({ key }) => key),
    renamed,
    moves: renamed.map(({ from, to }) => ({ from, to })),
    imports: adopting.map(({ key, resource }) => ({ to: resource.address, id: `${String(resource.values.node_name)}/${parseGuestKey(key)!.vmId}` })),
    lifecycles: new Map([...(knowsKeeping(tool) ? code.resources.flatMap(keep) : []), ...adopting.map(({ resource }) => ignoreUnread(resource, knowsKeeping(tool)))]),
  };
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
 * send a default of its own, another SCSI controller for one. Only where the code says the same; undefined if nothing is to be filled in.
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
        const empty = [...values].filter(([name, value]) => instance.attributes !== undefined && (instance.attributes[name] ?? "") === "" && code.get(`${one.type}.${one.name}`)?.[name] === value);
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

/**
 * Refuses to make a second state over guests that are in another one: two states would undo each other's changes.
 * `place` is where this checkout is.
 */
export function refuseSecondState({ adopted }: Adoption, state: StateDocument | undefined, known: Lineage | undefined, { place, stateIsNew }: { readonly place: string; readonly stateIsNew: boolean }): void {
  const [first] = adopted;
  if (first === undefined || stateIsNew || (known !== undefined && (known.lineage === state?.lineage || known.where === place))) return;
  const where = known?.where === undefined ? (known === undefined ? "a state that this workspace does not name" : `a state in ${known.backend}`) : `the state of ${known.where}`;
  const guests = adopted.length === 1 ? `${printName(first)} is` : `${adopted.length} guests are`;
  throw new PmpcError("second-state", `${guests} in ${where}, and not in this one: two states over the same guests undo each other's changes`, {
    hint: [
      "apply where that state is, or share it: pmpc import --backend s3, pg or http writes the backend into main.ts, and pmpc state --move moves the state there",
      "if that state is lost and no one else has it: pmpc apply --new-state",
    ].join("\n"),
    exit: exit.refused,
    facts: { guests: adopted, ...(known === undefined ? {} : { state: known }) },
  });
}
