import type { Construct } from "constructs";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { HaRuleProperties } from "./generated/ha-rule-properties";
import { Harule } from "./imports/harule";

/** A rule of high availability. */
export interface HaRuleProps extends HaRuleProperties, ClusterOptions {}

/** On which nodes guests are kept, or that they are kept together or apart. */
export class HaRule extends ClusterResource<HaRuleProperties, Harule> {
  constructor(scope: Construct, id: string, props: HaRuleProps) {
    super(scope, id, props, tableOf("proxmox_harule"), Harule);
  }
}
