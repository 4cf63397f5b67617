import { LocalBackend, TerraformBackend, TerraformOutput, TerraformProvider, TerraformResource, TerraformStack, type TerraformElement } from "cdktf";
import type { Construct } from "constructs";
import { PmpcError } from "../lib/error";
import { heedAspectsAbove } from "./aspects-above";
import { oddNames } from "./check/address-name";
import { formOfKinds } from "./check/form";
import { decided, flag, text } from "./check/kind";
import { shown } from "./check/shown";
import { elementsOf, sameProviders, unreached } from "./check/reach";
import { compareWithLast } from "./last-synthesis";
import { leftoversIn } from "./leftover";
import { checkManaged, checkWord, sound } from "./managed";
import { attributesOf, toTerraform } from "./rendering";
import { merge, prepare, resolve } from "./resolution";
import type { JsonObject } from "./resolution";
import { StateBlocks } from "./state-blocks";
import { isToken } from "./token";

/** How the constructs of a stack are taken. */
export interface ProxmoxStackOptions {
  /**
   * The guests are older than their code, as in every project that `pmpc import` writes: they are taken as they are in the
   * cluster, and only what the provider itself refuses is a mistake.
   * @default false
   */
  readonly adopted?: boolean;
}

// Each export of cdktf is a getter of a getter, and every element is asked.
const { isTerraformResource } = TerraformResource;
const { isTerraformOutput } = TerraformOutput;
const { isStack } = TerraformStack;

const form = formOfKinds<ProxmoxStackOptions>({ adopted: decided(flag) });

/**
 * One cluster, in one Terraform state.
 *
 * A `TerraformStack` that synthesises the very same text in a fifth of the time; everything that a plain stack takes, it takes,
 * and every construct of pmpc also works in a plain stack. Aspects of the app visit it, too, which cdktf leaves out.
 */
export class ProxmoxStack extends TerraformStack {
  /** Whether its guests are taken as they are in the cluster. */
  readonly adopted: boolean;

  constructor(scope: Construct, id: string, options: ProxmoxStackOptions = {}) {
    super(scope, id);
    heedAspectsAbove(this);
    this.adopted = sound(this, form, options).adopted ?? false;
    this.node.addValidation({
      validate: () => {
        const elements = elementsOf(this);
        const resources = elements.filter(isTerraformResource);
        return [...sharedAddresses(resources), ...oddNames(elements), ...unreached(elements), ...sameProviders(elements), ...compareWithLast(this, resources)];
      },
    });
  }

  /**
   * Takes an existing object into the state: what `resource.importFrom(id)` does, without starting `terraform version` for each one.
   * @param to the resource, or its address: `proxmox_virtual_environment_vm.web01`
   * @param id what the provider calls the object: `pve1/100` for a guest
   */
  addImport(to: TerraformResource | string, id: string): void {
    checkWord(this, "addImport", text, id);
    if (TerraformResource.isTerraformResource(to) || isAddress(this, "addImport", to)) StateBlocks.of(this).import(to, id);
  }

  /**
   * Lets go of a resource that is no longer in the code, and leaves the object itself alone; without this Terraform destroys it.
   * @param address `proxmox_virtual_environment_vm.web01`
   */
  forget(address: string): void {
    if (isAddress(this, "forget", address)) StateBlocks.of(this).forget(address);
  }

  /**
   * Has a resource go on under another address: its construct was renamed. Where the last synthesis had it under its old name, that is
   * said by itself.
   * @param from `proxmox_virtual_environment_vm.web`
   * @param to `proxmox_virtual_environment_vm.web01`
   */
  move(from: string, to: string): void {
    if ([from, to].every((address) => isAddress(this, "move", address))) StateBlocks.of(this).move(from, to);
  }

  /** All providers in it, as cdktf finds them at the price of a promise for each construct. */
  override allProviders(): TerraformProvider[] {
    return this.node.findAll().filter(TerraformProvider.isTerraformProvider);
  }

  /** Where the state lies, as cdktf finds it at the same price. */
  override ensureBackendExists(): TerraformBackend {
    return this.node.findAll().find(TerraformBackend.isBackend) ?? new LocalBackend(this, {});
  }

  /** Has everything in the stack say what it needs of others. cdktf calls it. */
  override prepareStack(): void {
    this.ensureBackendExists();
    const elements = elementsOf(this);
    dropFeatureNotes(this, elements);
    const needed = hasOthers(this) || takesNotes(this);
    for (const element of elements) {
      if (needed || !isTerraformResource(element)) prepare(this, toTerraform(element));
      // Rendered or not, a resource has its logical id now: an aspect comes too late for another one.
      else void element.friendlyUniqueId;
    }
  }

  /** The configuration as Terraform reads it. cdktf calls it. Throws a PmpcError where a number is in a text. */
  override toTerraform(): unknown {
    const elements = elementsOf(this);
    const overrides = this["rawOverrides"] as JsonObject;

    const metadata: JsonObject = { version: this.node.tryGetContext("cdktfVersion"), stackName: this.node.id, backend: "local" };
    if (Object.keys(overrides).length > 0) metadata.overrides = { stack: Object.keys(overrides) };
    for (const element of elements) {
      const own = element.toMetadata() as JsonObject;
      if (Object.keys(own).length > 0) merge(metadata, resolve(this, own) as JsonObject);
    }

    const outputs: JsonObject = {};
    for (const element of elements) if (isTerraformOutput(element)) merge(outputs, outputId(element));

    const terraform = resolve(this, { "//": { metadata, outputs } }) as JsonObject;
    const leftovers: string[] = [];
    for (const element of elements) {
      let isSuspect = false;
      const attributes = attributesOf(element);
      const rendered = resolve(this, attributes ?? element.toTerraform(), () => (isSuspect = true)) as JsonObject;
      if (attributes !== undefined) place(terraform, element as TerraformResource, rendered);
      else merge(terraform, isTerraformResource(element) ? withBareTriggers(element, rendered) : rendered);
      if (isSuspect) leftovers.push(...leftoversIn(this, toTerraform(element), resolve(this, toTerraform(element))));
    }
    if (leftovers.length > 0) throw new PmpcError("number-in-text", leftovers.join("\n"));
    // A lazy value may add elements; where `prepareStack` has not met it yet, they are not among these.
    if (elementsOf(this).length > elements.length) return this.toTerraform();
    return Object.keys(overrides).length === 0 ? terraform : resolve(this, merge(terraform, overrides));
  }
}

/** Whether something is an address of Terraform's; the synthesis says it where not. */
function isAddress(stack: TerraformStack, method: string, address: unknown): boolean {
  const isOne = typeof address === "string" && (isToken(address) || /^[a-z]\w*\.[\w-]+/i.test(address));
  checkManaged(stack, !isOne && `${method}: expected the address of a resource such as "proxmox_virtual_environment_vm.web", got ${shown(address)}`);
  return isOne;
}

/** Whether the app has further stacks. Without any there are no references to them, and nothing is gained from rendering all resources twice. */
const hasOthers = (stack: TerraformStack): boolean => stack.node.root.node.findAll().some((one) => isStack(one) && one !== stack);

/** Logical ids keep only some characters: `web.1` and `web1` would become one resource without a word. */
function sharedAddresses(resources: readonly TerraformResource[]): string[] {
  const owners = new Map<string, string>();
  return resources.flatMap((resource) => {
    const address = `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
    const owner = owners.get(address);
    owners.set(address, resource.node.path);
    return owner === undefined ? [] : `${owner} and ${resource.node.path} are both ${address} in Terraform; rename one of them`;
  });
}

/** Puts a resource under its address. */
function place(terraform: JsonObject, { terraformResourceType: type, friendlyUniqueId: id }: TerraformResource, attributes: JsonObject): void {
  const resources = (terraform.resource ??= {}) as Record<string, JsonObject>;
  const alike = (resources[type] ??= {});
  if (Object.hasOwn(alike, id)) merge(alike[id] as JsonObject, attributes);
  else alike[id] = attributes;
}

/** Terraform takes the resources of `replace_triggered_by` as bare addresses, and cdktf writes `${…}` around them. */
function withBareTriggers(resource: TerraformResource, rendered: JsonObject): JsonObject {
  if (!resource.lifecycle?.replaceTriggeredBy?.length) return rendered;
  const { lifecycle } = (rendered as { readonly resource: Readonly<Record<string, Readonly<Record<string, JsonObject>>>> }).resource[resource.terraformResourceType]![resource.friendlyUniqueId]!;
  const terms = lifecycle as { replace_triggered_by: unknown[] };
  terms.replace_triggered_by = terms.replace_triggered_by.map((one) => (typeof one === "string" ? one.replace(/^\$\{(.*)\}$/, "$1") : one));
  return rendered;
}

/** The name of an output in Terraform, under the path of its construct: `{ home: { address: "address" } }`. */
function outputId(output: TerraformOutput): JsonObject {
  const [last, ...rest] = output.node.path.split("/").reverse();
  return rest.reduce<JsonObject>((inner, part) => ({ [part]: inner }), { [last as string]: output.friendlyUniqueId });
}

/** What CDK Terrain notes while it resolves a stack, for its check that the declared Terraform versions have it. */
interface FeatureNotes {
  readonly _usedFunctions?: Set<string>;
  readonly _usedProviderFunctions?: Set<string>;
  _resetResolveDiscoveredProviderFeatureUsage?(): void;
}

// It takes them while it prepares, even a single stack.
const takesNotes = (stack: TerraformStack): boolean => "_usedFunctions" in stack;

/** CDK Terrain's own `prepareStack` starts with this too; cdktf has nothing of the kind. */
function dropFeatureNotes(stack: TerraformStack, elements: readonly TerraformElement[]): void {
  const notes = stack as FeatureNotes;
  notes._usedFunctions?.clear();
  notes._usedProviderFunctions?.clear();
  for (const element of elements) (element as FeatureNotes)._resetResolveDiscoveredProviderFeatureUsage?.();
}
