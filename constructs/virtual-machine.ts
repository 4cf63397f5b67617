import { Fn, Token, type IResolvable } from "cdktf";
import type { Construct } from "constructs";
import { catalog } from "../lib/schema/catalog";
import { isWindows } from "../lib/schema/os-type";
import { writtenOnce } from "../lib/schema/props";
import type { BootSource } from "./boot-source";
import { addressesOfMachine } from "./check/address";
import { formOfKinds } from "./check/form";
import { amount, isProps, made } from "./check/kind";
import { soundProps } from "./check/sound";
import { imagesOnOtherNodes } from "./check/place";
import { formOfTable } from "./check/table-form";
import { checkVirtualMachine } from "./check/virtual-machine";
import { defaultProvider } from "./check/reach";
import { referable } from "./creation-stack";
import { rolled, type WithIterators, type WithIteratorsIn } from "./dynamic";
import { adopt, checkGuest, existed, guestOptions, lifecycleOf, type GuestOptions } from "./guest";
import { addressOfInterface, addressOfMachine, attributesOf, literalAddress, type Attribute, type IpFamily } from "./guest-address";
import { nameOfGuest } from "./guest-defaults";
import { VirtualEnvironmentVm, type VirtualEnvironmentVmConfig } from "./imports/virtual-environment-vm";
import { ManagedGuest } from "./managed-guest";
import { checkWord, reached } from "./managed";
import { quoted } from "./text";
import { bindingName, toBinding } from "./terraform";
import type { VirtualMachineDisk, VirtualMachineNetworkDevice, VirtualMachineProperties } from "./generated/virtual-machine-properties";
import { guestReference, type GuestReferenceOptions } from "./guest-reference";
import type { IAclTarget, IVirtualMachine } from "./reference";

const { qemu: virtualMachine } = catalog;
const boot = {
  ...made<BootSource>("what it is made from, such as BootSource.fromClone(9000)", "BootSource.empty()", "bind"),
  // A function has a `bind`, too.
  takes: (value: unknown) => typeof value === "object" && typeof (value as { readonly bind?: unknown } | null)?.bind === "function",
};
type Options = Omit<VirtualMachineProps, keyof VirtualMachineProperties>;
const form = formOfTable(virtualMachine.rows, formOfKinds<Options>({ ...guestOptions, boot }));
const mark = Symbol.for("pmpc.VirtualMachine");

type Lists = "disks" | "networkDevices" | "numaNodes" | "pciDevices" | "serialDevices" | "usbDevices" | "virtiofs";

/** What a virtual machine is, and how pmpc treats it. */
export interface VirtualMachineProps extends WithIteratorsIn<WithIterators<VirtualMachineProperties, Lists>, "cloudInit", "ipConfigs">, GuestOptions {
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
export class VirtualMachine extends ManagedGuest<VirtualMachineProperties> implements IVirtualMachine {
  /**
   * Refers to a virtual machine that is not managed here, by its number: a template, for one. With its `node`, a clone of it finds it from
   * other nodes.
   */
  static fromVmId(scope: Construct, vmId: number, options: GuestReferenceOptions = {}): IVirtualMachine & IAclTarget {
    checkWord(scope, "VirtualMachine.fromVmId", amount, vmId);
    return guestReference(scope, "qemu", vmId, options);
  }

  /** Whether something is a virtual machine of the code. It holds across copies of the package, where `instanceof` does not. */
  static isVirtualMachine(this: void, thing: unknown): thing is VirtualMachine {
    return typeof thing === "object" && thing !== null && mark in thing;
  }

  /** The provider's resource underneath. */
  readonly resource: VirtualEnvironmentVm;
  /** @internal */
  protected props: VirtualMachineProperties;

  constructor(scope: Construct, id: string, given: VirtualMachineProps) {
    super(scope, id, given, { table: virtualMachine, form, mark });
    const { lists } = this;
    const { props: sound, problems: wrong } = soundProps(form, lists.props as VirtualMachineProperties & Options);
    const problems = [...lists.problems, ...wrong];
    const props = reached(this, form, sound);
    const wasThere = existed(this, props);
    const named = nameOfGuest(this, props.name, wasThere, props.forEach !== undefined);
    const all = { ...props, name: named.name };
    // A template never runs. The provider's state has no word on it, so each plan would take its default for a change.
    if (props.template === true && props.started === undefined && !wasThere) Object.assign(all, { started: false });
    const { props: made, problems: more } = props.boot === undefined ? { props: all, problems: [] } : soundProps(form, props.boot.bind(all));
    this.props = this.withDefaults(made);
    const options = this.props as Options;
    // Proxmox VE gives a new Windows the newest version of the machine that it asks for, and keeps it at that.
    const pinned = isWindows(osTypeOf(this.props)) && !wasThere && !/-\d/.test(this.props.machine ?? "") ? ["machine"] : [];
    const ignored = [...(all.started === undefined ? ["started"] : []), ...(props.migrate ? [] : ["node_name"]), ...pinned, ...writtenOnce(virtualMachine, this.props)];
    const binding = toBinding(virtualMachine, this.props);
    const fromIterators = rolled(virtualMachine, this.props, lists, binding.config);
    const config = { ...binding.config, ...fromIterators, provider: props.provider, forEach: props.forEach, lifecycle: lifecycleOf(virtualMachine, options, ignored) };
    this.resource = referable(() => new VirtualEnvironmentVm(this, "Default", config as unknown as VirtualEnvironmentVmConfig));
    for (const [attribute, value] of Object.entries(binding.overrides)) if (!(bindingName(attribute) in fromIterators)) this.resource.addOverride(attribute, value);
    if (props.adopt) adopt(this, this.resource, this.resource.nodeNameInput!, props.vmId);
    checkGuest(this, {
      table: virtualMachine, resource: this.resource, named, options, wrong: [...new Set([...problems, ...more])], said: () => this.props, addresses: addressesOfMachine,
      rules: (said, unchecked) => checkVirtualMachine(said, unchecked.concat(...lists.iterators.keys()), () => props.provider ?? defaultProvider(this)).concat(imagesOnOtherNodes(said, said.node)),
    });
  }

  /** Its name in the cluster. */
  get name(): string {
    return this.resource.name;
  }

  /**
   * The IPv4 address of its first card, as the guest agent reports it; without an agent the static one of `cloudInit`. Null where
   * there is neither.
   */
  get ipv4Address(): string {
    return Token.asString(this.addressIn(attributesOf(this.resource), "ipv4"));
  }

  /** The IPv6 address of its first card beyond the link, found as `ipv4Address` is. */
  get ipv6Address(): string {
    return Token.asString(this.addressIn(attributesOf(this.resource), "ipv6"));
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

  /** The first address of an interface that the guest agent reports under this name: `eth1`. Null where there is none. */
  addressOf(interfaceName: string, family: IpFamily = "ipv4"): string {
    if (!this.isInterface(interfaceName, family)) return "";
    return Token.asString(addressOfInterface(attributesOf(this.resource), quoted(interfaceName), family));
  }

  /**
   * Adds a disk: on the next free number of the SCSI bus, where no interface is said.
   */
  addDisk(disk: Omit<VirtualMachineDisk, "interface"> & { readonly interface?: string }): void {
    const { disks = [] } = this.props;
    const taken = new Set(disks.map((one) => one.interface));
    const free = Array.from({ length: 31 }, (_, at) => `scsi${at}`).find((slot) => !taken.has(slot)) ?? "scsi31";
    this.add("disks", isProps(disk) ? { ...disk, interface: disk.interface ?? free } : disk);
    this.resource.putDisk(toBinding(virtualMachine, this.props).config.disk as never);
  }

  /** Adds a network card behind those that it has. */
  addNetworkDevice(card: VirtualMachineNetworkDevice): void {
    this.add("networkDevices", card);
    this.resource.addOverride("network_device", toBinding(virtualMachine, this.props).overrides.network_device);
  }

  /** @internal */
  protected override addressIn(of: Attribute, family: IpFamily): IResolvable {
    return addressOfMachine(of, family, this.said(family));
  }

  // The agent reports a list of addresses for every interface, and its hardware address at the same place of another list.
  private said(family: IpFamily): string {
    const config = this.props.cloudInit?.ipConfigs?.[0]?.[family];
    return literalAddress(typeof config === "object" ? config.address : config, family);
  }
}

const osTypeOf = ({ operatingSystem }: VirtualMachineProperties) => (typeof operatingSystem === "object" ? operatingSystem.type : operatingSystem);
