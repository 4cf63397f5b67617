import { Fn, Token, type IResolvable } from "cdktf";
import { Construct } from "constructs";
import { isIPv4, isIPv6 } from "../lib/schema/ip";
import { catalog } from "../lib/schema/catalog";
import { writtenOnce } from "../lib/schema/props";
import type { BootSource } from "./boot-source";
import { addressesOfMachine } from "./check/address";
import { formOfKinds } from "./check/form";
import { amount, made } from "./check/kind";
import { soundProps } from "./check/sound";
import { formOfTable } from "./check/table-form";
import { checkVirtualMachine } from "./check/virtual-machine";
import { withoutCreationStacks } from "./creation-stack";
import { expression } from "./expression";
import { adopt, checkGuest, guestOptions, lifecycleOf, type GuestOptions } from "./guest";
import { VirtualEnvironmentVm, type VirtualEnvironmentVmConfig } from "./imports/virtual-environment-vm";
import { checkWord } from "./managed";
import { toBinding } from "./terraform";
import type { VirtualMachineProperties } from "./generated/virtual-machine-properties";
import type { IVirtualMachine } from "./reference";

const { qemu: virtualMachine } = catalog;
const boot = made<BootSource>("what it is made from, such as BootSource.fromClone(9000)", "BootSource.empty()", "bind");
const form = formOfTable(virtualMachine.rows, formOfKinds<Omit<VirtualMachineProps, keyof VirtualMachineProperties>>({ ...guestOptions, boot }));

/** What a virtual machine is, and how pmpc treats it. */
export interface VirtualMachineProps extends VirtualMachineProperties, GuestOptions {
  /**
   * What it is made from.
   * @default BootSource.empty()
   */
  readonly boot?: BootSource;
}

/**
 * A virtual machine.
 *
 * It is protected from being destroyed or replaced (`removalPolicy`). Whether it runs and on which node is where it began, not
 * what Terraform enforces: say `started` or `migrate` to have it otherwise.
 */
export class VirtualMachine extends Construct implements IVirtualMachine {
  /** Refers to a virtual machine that is not managed here, by its number: a template, for one. */
  static fromVmId(scope: Construct, vmId: number): IVirtualMachine {
    checkWord(scope, "VirtualMachine.fromVmId", amount, vmId);
    return { vmId };
  }

  /** The provider's resource underneath. */
  readonly resource: VirtualEnvironmentVm;
  private readonly props: VirtualMachineProperties;

  constructor(scope: Construct, id: string, given: VirtualMachineProps) {
    super(scope, id);
    const { props, problems } = soundProps(form, given);
    const named = { ...props, name: props.name === "" ? undefined : (props.name ?? id) };
    const { props: said, problems: more } = props.boot === undefined ? { props: named, problems: [] } : soundProps(form, props.boot.bind(named));
    this.props = said;
    const ignored = [...(props.started === undefined ? ["started"] : []), ...(props.migrate ? [] : ["node_name"]), ...writtenOnce(virtualMachine, this.props)];
    const binding = toBinding(virtualMachine, this.props);
    const config = { ...binding.config, provider: props.provider, lifecycle: lifecycleOf(virtualMachine, props, ignored) };
    this.resource = withoutCreationStacks(() => new VirtualEnvironmentVm(this, "Default", config as unknown as VirtualEnvironmentVmConfig));
    for (const [attribute, value] of Object.entries(binding.overrides)) this.resource.addOverride(attribute, value);
    if (props.adopt) adopt(this, this.resource, this.resource.nodeNameInput!, props.vmId);
    checkGuest(this, { table: virtualMachine, options: props, wrong: [...new Set([...problems, ...more])], said: this.props, addresses: addressesOfMachine, rules: checkVirtualMachine });
  }

  get vmId(): number {
    return this.resource.vmId;
  }

  /** Its name in the cluster. */
  get name(): string {
    return this.resource.name;
  }

  /** The node that it is on. */
  get nodeName(): string {
    return this.resource.nodeName;
  }

  /**
   * The IPv4 address of its first card, as the guest agent reports it; without an agent the static one of `cloudInit`. Null where
   * there is neither.
   */
  get ipv4Address(): string {
    return Token.asString(expression`try([for address in ${this.reported("ipv4_addresses")} : address][0], ${this.said("ipv4", isIPv4)})`);
  }

  /** The IPv6 address of its first card beyond the link, found as `ipv4Address` is. */
  get ipv6Address(): string {
    const addresses = this.reported("ipv6_addresses");
    return Token.asString(expression`try([for address in ${addresses} : address if !startswith(lower(address), "fe80:")][0], ${this.said("ipv6", isIPv6)})`);
  }

  /** All IPv4 addresses that the guest agent reports, the loopback's included; none without an agent. */
  get ipv4Addresses(): string[] {
    return Token.asList(Fn.flatten(this.resource.interpolationForAttribute("ipv4_addresses")));
  }

  /** All IPv6 addresses that the guest agent reports, the loopback's included; none without an agent. */
  get ipv6Addresses(): string[] {
    return Token.asList(Fn.flatten(this.resource.interpolationForAttribute("ipv6_addresses")));
  }

  /** The hardware addresses of its cards; with a guest agent, of every interface that it reports, the loopback's included. */
  get macAddresses(): string[] {
    return this.resource.macAddresses;
  }

  // The agent reports a list of addresses for every interface, and its hardware address at the same place of another list.
  private reported(attribute: string): IResolvable {
    const of = (name: string) => this.resource.interpolationForAttribute(name);
    return expression`[for at, mac in ${of("mac_addresses")} : ${of(attribute)}[at] if mac == upper(${of("network_device[0].mac_address")})][0]`;
  }

  private said(kind: "ipv4" | "ipv6", isAddress: (text: string) => boolean): string {
    const config = this.props.cloudInit?.ipConfigs?.[0]?.[kind];
    const address = (typeof config === "object" ? config.address : config)?.replace(/\/\d+$/, "") ?? "";
    return isAddress(address) ? `"${address}"` : "null";
  }
}
