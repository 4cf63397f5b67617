import { Token } from "cdktf";
import type { Construct } from "constructs";
import { formOfKinds, required } from "./check/form";
import { amount, flag, guest, haGroup, listOf, oneOf, text, type Kind } from "./check/kind";
import { HaRule, keep } from "./ha-rule";
import { Haresource } from "./imports/haresource";
import { checkManaged, managed, managedForm, sound, type ManagedOptions } from "./managed";
import { nameOf, type IGuest, type IHaGroup } from "./reference";

/** How high availability keeps a guest. */
export interface HaOptions {
  /**
   * What it is kept at.
   * Proxmox VE: `state`. Terraform: `state`.
   * @default "started"
   */
  readonly state?: "started" | "stopped" | "disabled" | "ignored";
  /**
   * How often it is started again on its node, before it is moved.
   * Proxmox VE: `max_restart`. Terraform: `max_restart`.
   * @default 1
   */
  readonly maxRestart?: number;
  /**
   * How often it is moved, before it is given up.
   * Proxmox VE: `max_relocate`. Terraform: `max_relocate`.
   * @default 1
   */
  readonly maxRelocate?: number;
  /**
   * Moves it back to a node that is preferred, once that is there again.
   * Proxmox VE: `failback`. Terraform: `failback`.
   * @default true
   */
  readonly failback?: boolean;
  /**
   * Group of nodes that it is kept on, before Proxmox VE 9.
   * Proxmox VE: `group`. Terraform: `group`.
   * @default - none
   */
  readonly group?: IHaGroup | string;
  /**
   * Notes.
   * Proxmox VE: `comment`. Terraform: `comment`.
   * @default - none
   */
  readonly comment?: string;
}

/** What every rule of high availability has. */
export interface HaRuleOptions extends ManagedOptions {
  /**
   * Guests that it is about. Each of them must be kept by high availability: `vm.enableHa()`.
   * Proxmox VE: `resources`. Terraform: `resources`.
   */
  readonly guests: readonly IGuest[];
  /**
   * Its name in the cluster.
   * Proxmox VE: `rule`. Terraform: `rule`.
   * @default - the ids on the construct's path below the stack, joined by `-`
   */
  readonly name?: string;
  /**
   * Notes.
   * Proxmox VE: `comment`. Terraform: `comment`.
   * @default - none
   */
  readonly comment?: string;
}

/** On which nodes guests are best. */
export interface HaPreference extends HaRuleOptions {
  /**
   * Nodes by their priorities: the highest is best.
   * Proxmox VE: `nodes`. Terraform: `nodes`.
   */
  readonly nodes: Readonly<Record<string, number>>;
  /**
   * Never runs them on other nodes, even where none of these is there.
   * Proxmox VE: `strict`. Terraform: `strict`.
   * @default false
   */
  readonly strict?: boolean;
}

/** A guest that may be kept by high availability. */
export interface HaGuest extends IGuest, Construct {
  readonly resource: { readonly provider?: ManagedOptions["provider"] };
}

const optionsForm = formOfKinds<HaOptions>({ state: oneOf("started", "stopped", "disabled", "ignored"), maxRestart: amount, maxRelocate: amount, failback: flag, group: haGroup, comment: text });

/** Has a guest kept by high availability. */
export function enableHa(owner: HaGuest, given: HaOptions): Haresource {
  const { state = "started", group, ...rest } = sound(owner, optionsForm, given, "enableHa: ");
  const before = owner.node.tryFindChild("Ha");
  if (before !== undefined) {
    checkManaged(owner, "enableHa is said twice; say it once");
    return before as Haresource;
  }
  const resource = new Haresource(owner, "Ha", { ...managed({ ...rest, group: group && nameOf("ha-group", group), state, resourceId: owner.haId! }, { provider: owner.resource.provider, removalPolicy: "destroy" }, "destroy") });
  keep(owner, resource);
  for (const [word, value] of [["maxRestart", rest.maxRestart], ["maxRelocate", rest.maxRelocate]] as const) {
    checkManaged(owner, value !== undefined && !Token.isUnresolved(value) && !(Number.isInteger(value) && value >= 0 && value <= 10) && `enableHa: ${word} is ${value}; say a whole number from 0 to 10`);
  }
  return resource;
}

const guests = required(listOf(guest as Kind<IGuest>, "guests") as never) as never;
const ruleForm = managedForm<HaRuleOptions>({ guests, name: text, comment: text });
const nodes: Kind<Readonly<Record<string, number>>> = {
  expected: () => "an object of priorities such as { pve1: 2, pve2: 1 }",
  takes: (value) => typeof value === "object" && value !== null && Object.values(value).every((one) => typeof one === "number"),
  example: () => "{ pve1: 2, pve2: 1 }",
};
const preferenceForm = managedForm<HaPreference>({ guests, name: text, comment: text, nodes: required(nodes), strict: flag });

/** Rules of high availability in few words: which guests are kept apart or together, and which nodes they prefer. Needs Proxmox VE 9. */
export class Ha {
  private constructor() {}

  /** Keeps guests on different nodes: members of one service, so that one node's failure is not the end of it. */
  static keepApart(scope: Construct, id: string, guests: readonly IGuest[] | HaRuleOptions): HaRule {
    return new HaRule(scope, id, { ...sound(scope, ruleForm, optionsOf(guests), `Ha.keepApart ${id}: `), type: "resource-affinity", affinity: "negative" });
  }

  /** Keeps guests on one node: those that talk to one another a lot. */
  static keepTogether(scope: Construct, id: string, guests: readonly IGuest[] | HaRuleOptions): HaRule {
    return new HaRule(scope, id, { ...sound(scope, ruleForm, optionsOf(guests), `Ha.keepTogether ${id}: `), type: "resource-affinity", affinity: "positive" });
  }

  /** Has guests run on some nodes rather than on others. */
  static prefer(scope: Construct, id: string, options: HaPreference): HaRule {
    const { nodes: priorities = {}, ...rest } = sound(scope, preferenceForm, options, `Ha.prefer ${id}: `);
    return new HaRule(scope, id, { ...rest, type: "node-affinity", nodes: Object.entries(priorities).map(([node, priority]) => ({ node, priority })) });
  }
}

const optionsOf = (guests: readonly IGuest[] | HaRuleOptions): HaRuleOptions => (isList(guests) ? { guests } : guests);
const isList = (guests: readonly IGuest[] | HaRuleOptions): guests is readonly IGuest[] => Array.isArray(guests);
