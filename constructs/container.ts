import { Fn, Token, type IResolvable } from "cdktf";
import { Construct } from "constructs";
import { isIP } from "../lib/schema/ip";
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
import { withoutCreationStacks } from "./creation-stack";
import { expression } from "./expression";
import { rolled, unrolled, type Unrolled, type WithIterators } from "./dynamic";
import { adopt, checkGuest, existed, guestOptions, lifecycleOf, type GuestOptions } from "./guest";
import { addressOfCard, attributesOf, attributesOfEach, eachGuest, literalAddress, type Attribute, type EachGuest, type IpFamily } from "./guest-address";
import { nameOfGuest, withDefaults } from "./guest-defaults";
import { guestReference, type GuestReferenceOptions } from "./guest-reference";
import { Grant, type GrantOptions, type IGrantee, type IRole } from "./grant";
import { GuestFirewall } from "./guest-firewall";
import { enableHa, type HaOptions } from "./ha";
import type { Haresource } from "./imports/haresource";
import type { Replication } from "./imports/replication";
import { PoolMembership } from "./imports/pool-membership";
import { VirtualEnvironmentContainer, type VirtualEnvironmentContainerConfig } from "./imports/virtual-environment-container";
import { checkManaged, checkSound, checkWord, reached } from "./managed";
import { StateBlocks } from "./state-blocks";
import { toBinding } from "./terraform";
import { escapeText, quoted } from "./text";
import type { IBridge, IContainer, INode, IPool } from "./reference";
import { replicate, type ReplicationOptions } from "./replicate";
import { isToken } from "./token";

const { lxc: container } = catalog;
type Options = Omit<ContainerProps, keyof ContainerProperties>;
const form = formOfTable(container.rows, formOfKinds<Options>({ ...guestOptions, pool }));
const places = { storage: ["rootDisk"], bridge: ["networkInterfaces"] };
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
export class Container extends Construct implements IContainer {
  /** Refers to a container that is not managed here, by its number. */
  static fromVmId(scope: Construct, vmId: number, options: GuestReferenceOptions = {}): IContainer {
    checkWord(scope, "Container.fromVmId", amount, vmId);
    return guestReference(scope, "lxc", vmId, options);
  }

  /** Whether something is a container of the code. It holds across copies of the package, where `instanceof` does not. */
  static isContainer(this: void, thing: unknown): thing is Container {
    return typeof thing === "object" && thing !== null && mark in thing;
  }

  /** The provider's resource underneath. */
  readonly resource: VirtualEnvironmentContainer;
  private props: ContainerProperties;
  private readonly lists: Unrolled<unknown>;
  private filter?: GuestFirewall;

  constructor(scope: Construct, id: string, given: ContainerProps) {
    super(scope, id);
    Object.defineProperty(this, mark, { value: true });
    const lists = unrolled<ContainerProps>(given);
    this.lists = lists;
    const { props: sound, problems } = soundProps(form, lists.props as ContainerProperties & Options);
    const props = reached(this, form, sound);
    const named = nameOfGuest(this, props.hostname, existed(this, props), props.forEach !== undefined);
    const all = withDefaults(this, { ...props, hostname: named.name }, places);
    this.props = all;
    const { config: binding } = toBinding(container, this.props);
    const ignored = [
      ...(props.started === undefined ? ["started"] : []),
      "node_name",
      "vm_id",
      ...(binding.operatingSystem === undefined ? [] : ["operating_system[0].template_file_id"]),
      ...(props.adopt ? unread : []),
    ];
    const config = { ...binding, ...rolled(container, this.props, lists), provider: props.provider, forEach: props.forEach, lifecycle: lifecycleOf(container, all, ignored) };
    this.resource = withoutCreationStacks(() => new VirtualEnvironmentContainer(this, "Default", config as unknown as VirtualEnvironmentContainerConfig));
    if (props.adopt) adopt(this, this.resource, this.resource.nodeNameInput!, props.vmId);
    if (all.pool !== undefined) this.join(all.pool, all);
    checkGuest(this, {
      table: container, resource: this.resource, named, options: all, wrong: problems, said: () => this.props, addresses: addressesOfContainer,
      rules: (said, unchecked) => [...checkContainer(said, [...unchecked, ...lists.iterators.keys()], () => props.provider ?? defaultProvider(this)), ...imagesOnOtherNodes(said, said.node)],
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

  get vmId(): number {
    return this.resource.vmId;
  }

  /** Its number, for texts: a number of cdktf is lost between other characters, as in `vm-${vmId}-disk-0`. */
  get vmIdText(): string {
    return Token.asString(this.resource.interpolationForAttribute("vm_id"));
  }

  /** What high availability calls it: `ct:202`. */
  get haId(): string {
    return `ct:${this.vmIdText}`;
  }

  /** Where rights on it are given: `/vms/202`. */
  get aclPath(): string {
    return `/vms/${this.vmIdText}`;
  }

  /** Its host name. */
  get hostname(): string {
    return Token.asString(this.resource.interpolationForAttribute("initialization[0].hostname"));
  }

  /** The node that it is on. */
  get nodeName(): string {
    return this.resource.nodeName;
  }

  /** The IPv4 address of its first card, as the running container has it; else the static one. Null where there is neither. */
  get ipv4Address(): string {
    return Token.asString(this.address(attributesOf(this.resource), "ipv4"));
  }

  /** The IPv6 address of its first card, found as `ipv4Address` is. */
  get ipv6Address(): string {
    return Token.asString(this.address(attributesOf(this.resource), "ipv6"));
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
    const card = this.props.networkInterfaces?.find(({ name }) => name === interfaceName);
    return Token.asString(addressOfCard(attributesOf(this.resource), quoted(interfaceName), family, literalAddress(saidOf(card, family), family)));
  }

  /** One of the containers that it is with `forEach`: for a map its key, for a list the element itself. */
  each(key: string): EachGuest {
    const of = attributesOfEach(this.resource, key);
    return eachGuest(of, (family) => this.address(of, family));
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

  /** Adds tags to those that it has. `Tags.of(scope)` does so for many guests. */
  addTags(...tags: readonly string[]): void {
    this.props = { ...this.props, tags: [...new Set([...(this.props.tags ?? []), ...tags])] };
    this.resource.tags = toBinding(container, this.props).config.tags as string[];
  }

  /** Its firewall: `firewall.enable()`. */
  get firewall(): GuestFirewall {
    this.filter ??= new GuestFirewall(this, "lxc", () => this.openCards());
    return this.filter;
  }

  /** The addresses that the code says, without their prefix lengths; those that it gets from elsewhere are not among them. */
  get staticAddresses(): readonly string[] {
    return (this.props.networkInterfaces ?? []).flatMap(({ ip, ip6 }) => [ip, ip6]).filter((address): address is string => address !== undefined).map((address) => address.replace(/\/\d+$/, "")).filter((address) => isToken(address) || isIP(address));
  }

  /** The bridges of its cards, as they were said. */
  get bridges(): readonly (IBridge | string)[] {
    return (this.props.networkInterfaces ?? []).flatMap(({ bridge }) => (bridge === undefined ? [] : [bridge]));
  }

  /** Gives rights on it: `grant(user, Role.VM_USER)`. */
  grant(who: IGrantee, role: IRole | string, options: GrantOptions = {}): Grant {
    return Grant.on(this, this, who, role, { provider: this.resource.provider, ...options });
  }

  /** Has high availability keep it. Needs a cluster of at least three nodes, and disks that the others reach. */
  enableHa(options: HaOptions = {}): Haresource {
    return enableHa(this, options);
  }

  /** Has its disks copied to another node, where they lie on ZFS. */
  replicateTo(node: INode | string, options: ReplicationOptions = {}): Replication {
    return replicate(this, this.props.node, node, options);
  }

  private openCards(): readonly string[] {
    return (this.props.networkInterfaces ?? []).flatMap(({ firewall }, at) => (firewall === undefined ? [`networkInterfaces[${at}]`] : []));
  }

  private add(list: "mountPoints" | "networkInterfaces", element: object): void {
    checkManaged(this, this.lists.iterators.has(list) && `${list} come from an iterator, and nothing can be added to them; add it to what the iterator goes over`);
    const before: readonly object[] = this.props[list] ?? [];
    const { props, problems } = soundProps(form, { node: "", [list]: [...before, element] });
    checkSound(this, problems);
    this.props = withDefaults(this, { ...this.props, [list]: props[list] }, places);
  }

  private address(of: Attribute, family: IpFamily): IResolvable {
    return addressOfCard(of, of("network_interface[0].name"), family, literalAddress(saidOf(this.props.networkInterfaces?.[0], family), family));
  }
}

const saidOf = (card: ContainerNetworkInterface | undefined, family: IpFamily) => (family === "ipv4" ? card?.ip : card?.ip6);
