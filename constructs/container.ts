import { Construct } from "constructs";
import { container } from "../lib/schema/resource/container";
import type { ContainerProperties } from "./container-properties";
import { withoutCreationStacks } from "./creation-stack";
import { adopt, lifecycleOf, splitOptions, type GuestOptions } from "./guest";
import { VirtualEnvironmentContainer, type VirtualEnvironmentContainerConfig } from "./imports/virtual-environment-container";
import { toBinding } from "./terraform";

/** What a container is, and how pmpc treats it. */
export interface ContainerProps extends ContainerProperties, GuestOptions {}

/** A container, as others refer to it. */
export interface IContainer {
  /** Its number in the cluster. */
  readonly vmId: number;
}

// The provider's Read leaves these empty after an import, although its schema has defaults (bpg/proxmox pull request 3111).
const unreadTimeouts = ["timeout_create", "timeout_clone", "timeout_update", "timeout_delete", "timeout_start"];

/**
 * A container.
 *
 * It is protected from being destroyed or replaced (`removalPolicy`). Whether it runs and on which node is where it began, not
 * what Terraform enforces: say `started` to have it otherwise. Its number and its template count only when it is made: the
 * provider does not read them, and another value would replace the container.
 */
export class Container extends Construct implements IContainer {
  /** The provider's resource underneath. */
  readonly resource: VirtualEnvironmentContainer;

  constructor(scope: Construct, id: string, props: ContainerProps) {
    super(scope, id);
    const { options, said } = splitOptions(props);
    const named = { ...said, hostname: said.hostname === "" ? undefined : (said.hostname ?? id) };
    const binding = toBinding(container, named);
    const ignored = [
      ...(said.started === undefined ? ["started"] : []),
      "node_name",
      "vm_id",
      ...(binding.operatingSystem === undefined ? [] : ["operating_system[0].template_file_id"]),
      ...(options.adopt ? unreadTimeouts : []),
    ];
    const config = { ...binding, lifecycle: lifecycleOf(container, options, ignored) };
    this.resource = withoutCreationStacks(() => new VirtualEnvironmentContainer(this, "Default", config as unknown as VirtualEnvironmentContainerConfig));
    if (options.adopt) adopt(this, this.resource, this.resource.nodeNameInput!, said.vmId);
  }

  get vmId(): number {
    return this.resource.vmId;
  }
}
