import { Token } from "cdktf";
import { Construct } from "constructs";
import { isIPv4, isIPv6 } from "../lib/schema/ip";
import { catalog, unreadAttributes } from "../lib/schema/catalog";
import { addressesOfContainer } from "./check/address";
import { formOfKinds } from "./check/form";
import { amount, pool } from "./check/kind";
import { soundProps } from "./check/sound";
import { formOfTable } from "./check/table-form";
import { checkContainer } from "./check/container";
import type { ContainerProperties } from "./generated/container-properties";
import { withoutCreationStacks } from "./creation-stack";
import { expression } from "./expression";
import { adopt, checkGuest, guestOptions, lifecycleOf, type GuestOptions } from "./guest";
import { PoolMembership } from "./imports/pool-membership";
import { VirtualEnvironmentContainer, type VirtualEnvironmentContainerConfig } from "./imports/virtual-environment-container";
import { checkWord } from "./managed";
import { StateBlocks } from "./state-blocks";
import { toBinding } from "./terraform";
import { escapeText } from "./text";
import type { IContainer, IPool } from "./reference";

const { lxc: container } = catalog;
const form = formOfTable(container.rows, formOfKinds<Omit<ContainerProps, keyof ContainerProperties>>({ ...guestOptions, pool }));

/** What a container is, and how pmpc treats it. */
export interface ContainerProps extends ContainerProperties, GuestOptions {
  /**
   * Resource pool. It is a membership beside the container: the provider forgets the pool of a container.
   * Proxmox VE: `pool`. Terraform: `proxmox_pool_membership`.
   * @default - none
   */
  readonly pool?: IPool | string;
}

const unread = unreadAttributes("lxc");

/**
 * A container.
 *
 * It is protected from being destroyed or replaced (`removalPolicy`). Whether it runs and on which node is where it began, not
 * what Terraform enforces: say `started` to have it otherwise. Its number and its template count only when it is made: the
 * provider does not read them, and another value would replace the container.
 */
export class Container extends Construct implements IContainer {
  /** Refers to a container that is not managed here, by its number. */
  static fromVmId(scope: Construct, vmId: number): IContainer {
    checkWord(scope, "Container.fromVmId", amount, vmId);
    return { vmId };
  }

  /** The provider's resource underneath. */
  readonly resource: VirtualEnvironmentContainer;
  private readonly props: ContainerProperties;

  constructor(scope: Construct, id: string, given: ContainerProps) {
    super(scope, id);
    const { props, problems } = soundProps(form, given);
    this.props = { ...props, hostname: props.hostname === "" ? undefined : (props.hostname ?? id) };
    const { config: binding } = toBinding(container, this.props);
    const ignored = [
      ...(props.started === undefined ? ["started"] : []),
      "node_name",
      "vm_id",
      ...(binding.operatingSystem === undefined ? [] : ["operating_system[0].template_file_id"]),
      ...(props.adopt ? unread : []),
    ];
    const config = { ...binding, provider: props.provider, lifecycle: lifecycleOf(container, props, ignored) };
    this.resource = withoutCreationStacks(() => new VirtualEnvironmentContainer(this, "Default", config as unknown as VirtualEnvironmentContainerConfig));
    if (props.adopt) adopt(this, this.resource, this.resource.nodeNameInput!, props.vmId);
    if (props.pool !== undefined) this.join(props.pool, props);
    checkGuest(this, { table: container, options: props, wrong: problems, said: this.props, addresses: addressesOfContainer, rules: checkContainer });
  }

  private join(pool: IPool | string, { adopt: adopted, provider, vmId }: ContainerProps): void {
    const poolId = typeof pool === "string" ? escapeText(pool) : pool.poolId;
    const membership = new PoolMembership(this, "Pool", { poolId, vmId: this.vmId, provider });
    // The word is vm for containers, too.
    if (adopted && vmId !== undefined) StateBlocks.of(this).import(membership, `${poolId}/vm/${vmId}`);
  }

  get vmId(): number {
    return this.resource.vmId;
  }

  /** The node that it is on. */
  get nodeName(): string {
    return this.resource.nodeName;
  }

  /** The IPv4 address of its first card, as the running container has it; else the static one. Null where there is neither. */
  get ipv4Address(): string {
    return this.address("ipv4", this.props.networkInterfaces?.[0]?.ip, isIPv4);
  }

  /** The IPv6 address of its first card, found as `ipv4Address` is. */
  get ipv6Address(): string {
    return this.address("ipv6", this.props.networkInterfaces?.[0]?.ip6, isIPv6);
  }

  /** The hardware addresses of its cards. */
  get macAddresses(): string[] {
    return Token.asList(this.resource.interpolationForAttribute("network_interface[*].mac_address"));
  }

  private address(attribute: "ipv4" | "ipv6", said: string | undefined, isAddress: (text: string) => boolean): string {
    const address = said?.replace(/\/\d+$/, "") ?? "";
    const of = (name: string) => this.resource.interpolationForAttribute(name);
    return Token.asString(expression`try(${of(attribute)}[${of("network_interface[0].name")}], ${isAddress(address) ? `"${address}"` : "null"})`);
  }
}
