import { Lazy } from "cdktf";
import { Construct } from "constructs";
import type { Props } from "../lib/schema/props";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { HaRuleProperties } from "./generated/ha-rule-properties";
import type { Haresource } from "./imports/haresource";
import { Harule } from "./imports/harule";
import type { IGuest, INode, NodePriority } from "./reference";
import { isToken } from "./token";

/** A rule of high availability. */
export interface HaRuleProps extends HaRuleProperties, ClusterOptions {}

/**
 * On which nodes guests are kept, or that they are kept together or apart: `Ha.keepApart(stack, "etcd", members)` says one in few words.
 * Guests of the code must be kept by high availability, and are before the rule is made.
 */
export class HaRule extends ClusterResource<HaRuleProperties, Harule> {
  constructor(scope: Construct, id: string, props: HaRuleProps) {
    super(scope, id, props, tableOf("proxmox_harule"), Harule);
  }

  protected override inTable({ guests, ...said }: Props): Props {
    if (!Array.isArray(guests)) return said;
    // Which of them are kept may be said later than the rule.
    const names = (guests as unknown as readonly (IGuest | string)[]).map((one) => (typeof one !== "object" || isToken(one) ? one : Lazy.stringValue({ produce: () => keeperOf(one)?.resourceId ?? one.haId ?? String(one.vmId) })));
    Object.defineProperty(this, members, { value: guests });
    return { ...said, guests: names as never };
  }

  protected override problems({ type, nodes = [], guests }: HaRuleProperties, exists: boolean): readonly string[] {
    if (exists) return [];
    const least = type === "node-affinity" ? 1 : 2;
    const loose = (this as unknown as { readonly [members]: readonly unknown[] })[members].filter((one): one is Construct => one instanceof Construct && keeperOf(one) === undefined);
    return [
      guests.length < least && `guests has ${guests.length}; say at least ${least}`,
      ...(type === "node-affinity" || nodes.length > 0 ? nodeProblems(nodes) : []),
      ...loose.map((one) => `${one.node.path} is not kept by high availability; say enableHa() of it`),
    ].filter((problem) => problem !== false);
  }
}

/** What is wrong with the nodes that high availability is to keep guests on. */
export function nodeProblems(nodes: readonly (INode | NodePriority | string)[]): readonly string[] {
  if (nodes.length === 0) return ['nodes has none; say one such as "pve1"'];
  return nodes.flatMap((one) => {
    if (typeof one !== "object" || !("node" in one) || one.priority === undefined || isToken(one.priority)) return [];
    const { node, priority } = one;
    return Number.isInteger(priority) && priority >= 0 && priority <= 1000 ? [] : [`the priority of ${typeof node === "object" ? node.nodeName : node} is ${priority}; say a whole number from 0 to 1000`];
  });
}

const members = Symbol("guests");
const kept = Symbol.for("pmpc.ha.1");

/** Has rules know by what a guest is kept. */
export const keep = (guest: Construct, by: Haresource): void => void Object.defineProperty(guest, kept, { value: by, configurable: true });

const keeperOf = (guest: object) => (guest as { readonly [kept]?: Haresource })[kept];
