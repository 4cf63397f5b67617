import { Fn, Token, type IResolvable } from "cdktf";
import type { Construct } from "constructs";
import { catalog, unreadAttributes } from "../lib/schema/catalog";
import { addressesOfContainer } from "./check/address";
import { formOfKinds } from "./check/form";
import { amount, pool } from "./check/kind";
import { imagesOnOtherNodes } from "./check/place";
import { soundProps } from "./check/sound";
import { formOfTable } from "./check/table-form";
import { checkContainer } from "./check/container";
import { defaultProvider } from "./check/reach";
import type { ContainerMountPoint, ContainerNetworkInterface, ContainerProperties } from "./generated/container-properties";
import { referable } from "./creation-stack";
import { expression } from "./expression";
import { rolled, type WithIterators } from "./dynamic";
import { adopt, checkGuest, existed, guestOptions, lifecycleOf, type GuestOptions } from "./guest";
import { addressOfCard, attributesOf, literalAddress, type Attribute, type IpFamily } from "./guest-address";
import { nameOfGuest } from "./guest-defaults";
import { guestReference, type GuestReferenceOptions } from "./guest-reference";
import { PoolMembership } from "./imports/pool-membership";
import { VirtualEnvironmentContainer, type VirtualEnvironmentContainerConfig } from "./imports/virtual-environment-container";
import { ManagedGuest } from "./managed-guest";
import { checkWord, reached } from "./managed";
import { StateBlocks } from "./state-blocks";
import { toBinding } from "./terraform";
import { escapeText, quoted } from "./text";
import type { IAclTarget, IContainer, IPool } from "./reference";

const { lxc: container } = catalog;
type Options = Omit<ContainerProps, keyof ContainerProperties>;
const form = formOfTable(container.rows, formOfKinds<Options>({ ...guestOptions, pool }));
const mark = Symbol.for("pmpc.Container");

type Lists = "devices" | "idMaps" | "mountPoints" | "networkInterfaces";

/** What a container is, and how pmpc treats it. */
export interface ContainerProps extends WithIterators<ContainerProperties, Lists>, GuestOptions {
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
export class Container extends ManagedGuest<ContainerProperties> implements IContainer {
  /** Refers to a container that is not managed here, by its number. */
  static fromVmId(scope: Construct, vmId: number, options: GuestReferenceOptions = {}): IContainer & IAclTarget {
    checkWord(scope, "Container.fromVmId", amount, vmId);
    return guestReference(scope, "lxc", vmId, options);
  }

  /** Whether something is a container of the code. It holds across copies of the package, where `instanceof` does not. */
  static isContainer(this: void, thing: unknown): thing is Container {
    return typeof thing === "object" && thing !== null && mark in thing;
  }

  /** The provider's resource underneath. */
  readonly resource: VirtualEnvironmentContainer;
  /** @internal */
  protected props: ContainerProperties;
  private readonly wasThere: boolean;

  constructor(scope: Construct, id: string, given: ContainerProps) {
    super(scope, id, given, { table: container, form, mark });
    const { lists } = this;
    const { props: sound, problems: wrong } = soundProps(form, lists.props as ContainerProperties & Options);
    const problems = [...lists.problems, ...wrong];
    const props = reached(this, form, sound);
    this.wasThere = existed(this, props);
    const named = nameOfGuest(this, props.hostname, this.wasThere, props.forEach !== undefined);
    const all = this.withDefaults({ ...props, hostname: named.name });
    this.props = all;
    const { config: binding } = toBinding(container, this.props);
    const ignored = [
      ...(props.started === undefined ? ["started"] : []),
      "node_name",
      "vm_id",
      ...(binding.operatingSystem === undefined ? [] : ["operating_system[0].template_file_id"]),
      ...(props.adopt ? unread : []),
    ];
    const config = { ...binding, ...rolled(container, this.props, lists, binding), provider: props.provider, forEach: props.forEach, lifecycle: lifecycleOf(container, all, ignored) };
    this.resource = referable(() => new VirtualEnvironmentContainer(this, "Default", config as unknown as VirtualEnvironmentContainerConfig));
    if (props.adopt) adopt(this, this.resource, this.resource.nodeNameInput!, props.vmId);
    if (all.pool !== undefined) this.join(all.pool, all);
    checkGuest(this, {
      table: container, resource: this.resource, named, options: all, wrong: problems, said: () => this.props, addresses: addressesOfContainer,
      rules: (said, unchecked) => checkContainer(said, unchecked.concat(...lists.iterators.keys()), () => props.provider ?? defaultProvider(this)).concat(imagesOnOtherNodes(said, said.node)),
    });
  }

  private join(pool: IPool | string, { adopt: adopted, provider, vmId, forEach }: Options & ContainerProperties): void {
    const poolId = typeof pool === "string" ? escapeText(pool) : pool.poolId;
    const number = forEach === undefined ? this.vmId : Token.asNumber(expression`${Token.asAny(this.resource.fqn)}[each.key].vm_id`);
    // An adopted container does not have its number in the state, and a membership without one is refused.
    const member = vmId === undefined || forEach !== undefined ? { vmId: number } : { vmId, dependsOn: [this.resource] };
    const membership = new PoolMembership(this, "Pool", { poolId, ...member, provider, forEach });
    // The word is vm for containers, too.
    if (adopted && vmId !== undefined) StateBlocks.of(this).import(membership, `${poolId}/vm/${vmId}`);
  }

  /** Its host name. */
  get hostname(): string {
    return Token.asString(this.resource.interpolationForAttribute("initialization[0].hostname"));
  }

  /** The IPv4 address of its first card, as the running container has it; else the static one. Null where there is neither. */
  get ipv4Address(): string {
    return Token.asString(this.addressIn(attributesOf(this.resource), "ipv4"));
  }

  /** The IPv6 address of its first card, found as `ipv4Address` is. */
  get ipv6Address(): string {
    return Token.asString(this.addressIn(attributesOf(this.resource), "ipv6"));
  }

  /** The IPv4 addresses of all of its cards, as the running container has them; none where it does not run. */
  get ipv4Addresses(): string[] {
    return Token.asList(Fn.values(this.resource.interpolationForAttribute("ipv4")));
  }

  /** The IPv6 addresses of all of its cards, as the running container has them; none where it does not run. */
  get ipv6Addresses(): string[] {
    return Token.asList(Fn.values(this.resource.interpolationForAttribute("ipv6")));
  }

  /** The hardware addresses of its cards. */
  get macAddresses(): string[] {
    return Token.asList(this.resource.interpolationForAttribute("network_interface[*].mac_address"));
  }

  /** The address of the card of this name, as the running container has it; else the static one. Null where there is neither. */
  addressOf(interfaceName: string, family: IpFamily = "ipv4"): string {
    if (!this.isInterface(interfaceName, family)) return "";
    const card = this.props.networkInterfaces?.find(({ name }) => name === interfaceName);
    return Token.asString(addressOfCard(attributesOf(this.resource), quoted(interfaceName), family, literalAddress(saidOf(card, family), family)));
  }

  /** Adds a file system behind those that it has. */
  addMountPoint(point: ContainerMountPoint): void {
    this.add("mountPoints", point);
    this.resource.putMountPoint(toBinding(container, this.props).config.mountPoint as never);
  }

  /** Adds a network card behind those that it has. */
  addNetworkInterface(card: ContainerNetworkInterface): void {
    this.add("networkInterfaces", card);
    const { networkInterface, initialization } = toBinding(container, this.props).config;
    this.resource.putNetworkInterface(networkInterface as never);
    this.resource.putInitialization(initialization as never);
  }

  /** @internal The provider leaves `vm_id` of one that it imported empty. */
  protected override get numberAttribute(): "vm_id" | "id" {
    return this.wasThere ? "id" : "vm_id";
  }

  /** @internal */
  protected override addressIn(of: Attribute, family: IpFamily): IResolvable {
    return addressOfCard(of, of("network_interface[0].name"), family, literalAddress(saidOf(this.props.networkInterfaces?.[0], family), family));
  }
}

const saidOf = (card: ContainerNetworkInterface | undefined, family: IpFamily) => (family === "ipv4" ? card?.ip : card?.ip6);
