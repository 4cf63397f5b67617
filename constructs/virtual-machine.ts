import { Construct } from "constructs";
import { virtualMachine } from "../lib/schema/resource/virtual-machine";
import { withoutCreationStacks } from "./creation-stack";
import { adopt, lifecycleOf, splitOptions, type GuestOptions } from "./guest";
import { VirtualEnvironmentVm, type VirtualEnvironmentVmConfig } from "./imports/virtual-environment-vm";
import { overridesOf, toBinding } from "./terraform";
import type { VirtualMachineProperties } from "./virtual-machine-properties";

/** What a virtual machine is, and how pmpc treats it. */
export interface VirtualMachineProps extends VirtualMachineProperties, GuestOptions {}

/** A virtual machine, as others refer to it. */
export interface IVirtualMachine {
  /** Its number in the cluster. */
  readonly vmId: number;
}

/**
 * A virtual machine.
 *
 * It is protected from being destroyed or replaced (`removalPolicy`). Whether it runs and on which node is where it began, not
 * what Terraform enforces: say `started` or `migrate` to have it otherwise.
 */
export class VirtualMachine extends Construct implements IVirtualMachine {
  /** The provider's resource underneath. */
  readonly resource: VirtualEnvironmentVm;

  constructor(scope: Construct, id: string, props: VirtualMachineProps) {
    super(scope, id);
    const { options, said } = splitOptions(props);
    const named = { ...said, name: said.name === "" ? undefined : (said.name ?? id) };
    const ignored = [...(said.started === undefined ? ["started"] : []), ...(said.migrate ? [] : ["node_name"])];
    const config = { ...toBinding(virtualMachine, named), lifecycle: lifecycleOf(virtualMachine, options, ignored) };
    this.resource = withoutCreationStacks(() => new VirtualEnvironmentVm(this, "Default", config as unknown as VirtualEnvironmentVmConfig));
    for (const [attribute, value] of Object.entries(overridesOf(virtualMachine, named))) this.resource.addOverride(attribute, value);
    if (options.adopt) adopt(this, this.resource, this.resource.nodeNameInput!, said.vmId);
  }

  get vmId(): number {
    return this.resource.vmId;
  }
}
