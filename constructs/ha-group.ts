import type { Construct } from "constructs";
import { text } from "./check/kind";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { HaGroupProperties } from "./generated/ha-group-properties";
import { nodeProblems } from "./ha-rule";
import { Hagroup } from "./imports/hagroup";
import { checkWord } from "./managed";
import type { IHaGroup } from "./reference";

/** Nodes that high availability keeps guests on. */
export interface HaGroupProps extends HaGroupProperties, ClusterOptions {}

/** Nodes that high availability keeps guests on: `vm.enableHa({ group })`. Before Proxmox VE 9, which has rules instead (`Ha.prefer`). */
export class HaGroup extends ClusterResource<HaGroupProperties, Hagroup> implements IHaGroup {
  /** Refers to a group that is not managed here: `rack-a`. */
  static fromName(scope: Construct, haGroupName: string): IHaGroup {
    checkWord(scope, "HaGroup.fromName", text, haGroupName);
    return { haGroupName };
  }

  constructor(scope: Construct, id: string, props: HaGroupProps) {
    super(scope, id, props, tableOf("proxmox_hagroup"), Hagroup);
  }

  protected override problems({ nodes }: HaGroupProperties, exists: boolean): readonly string[] {
    return exists ? [] : nodeProblems(nodes);
  }

  /** Its name in the cluster. */
  get haGroupName(): string {
    return this.resource.group;
  }
}
