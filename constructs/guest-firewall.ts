import { Construct } from "constructs";
import type { GuestType } from "../lib/pve/address";
import { numberOfGuestFirewall } from "../lib/schema/kind/firewall-place";
import { formOfKinds } from "./check/form";
import { addresses, flag, oneOf, type Kind } from "./check/kind";
import { Ledger } from "./check/ledger";
import { shown } from "./check/shown";
import { VirtualEnvironmentFirewallOptions } from "./imports/virtual-environment-firewall-options";
import { checkSound, sound, type ManagedOptions } from "./managed";
import type { Port } from "./port";
import type { ISecurityGroup } from "./reference";
import { logLevel, portKind, Rule, type FirewallRule, type IAddresses, type LogLevel } from "./rule";
import { RuleList, type GroupOptions } from "./rule-list";
import { bindingName } from "./terraform";
import { isToken } from "./token";

/** What becomes of traffic that no rule is about. */
export type FirewallPolicy = "ACCEPT" | "DROP" | "REJECT";

/** How the firewall of a guest works. */
export interface GuestFirewallOptions {
  /**
   * What becomes of incoming traffic that no rule is about.
   * Proxmox VE: `policy_in`. Terraform: `input_policy`.
   * @default "DROP"
   */
  readonly input?: FirewallPolicy;
  /**
   * What becomes of outgoing traffic that no rule is about.
   * Proxmox VE: `policy_out`. Terraform: `output_policy`.
   * @default "ACCEPT"
   */
  readonly output?: FirewallPolicy;
  /**
   * Lets DHCP pass.
   * Proxmox VE: `dhcp`. Terraform: `dhcp`.
   * @default false
   */
  readonly dhcp?: boolean;
  /**
   * Lets the neighbour discovery of IPv6 pass.
   * Proxmox VE: `ndp`. Terraform: `ndp`.
   * @default true
   */
  readonly neighbourDiscovery?: boolean;
  /**
   * Lets it announce itself as a router of IPv6.
   * Proxmox VE: `radv`. Terraform: `radv`.
   * @default false
   */
  readonly routerAdvertisements?: boolean;
  /**
   * Lets only its own hardware addresses send.
   * Proxmox VE: `macfilter`. Terraform: `macfilter`.
   * @default true
   */
  readonly macFilter?: boolean;
  /**
   * Lets only its own IP addresses send.
   * Proxmox VE: `ipfilter`. Terraform: `ipfilter`.
   * @default false
   */
  readonly ipFilter?: boolean;
  /**
   * Logs incoming traffic that is dropped.
   * Proxmox VE: `log_level_in`. Terraform: `log_level_in`.
   * @default "nolog"
   */
  readonly logInput?: LogLevel;
  /**
   * Logs outgoing traffic that is dropped.
   * Proxmox VE: `log_level_out`. Terraform: `log_level_out`.
   * @default "nolog"
   */
  readonly logOutput?: LogLevel;
}

const policy: Kind<FirewallPolicy> = oneOf("ACCEPT", "DROP", "REJECT");
const form = formOfKinds<GuestFirewallOptions>({ input: policy, output: policy, dhcp: flag, neighbourDiscovery: flag, routerAdvertisements: flag, macFilter: flag, ipFilter: flag, logInput: logLevel, logOutput: logLevel });

/** A guest, as its firewall needs it. */
export interface FirewalledGuest extends Construct {
  readonly vmId: number;
  readonly nodeName: string;
  readonly resource: { readonly provider?: ManagedOptions["provider"] };
}

/** A guest whose addresses the code says. */
interface Addressed {
  /** Its addresses without their prefix lengths. */
  readonly staticAddresses: readonly string[];
}

/**
 * The firewall of a guest: `vm.firewall.enable()`. It works where the cluster's firewall is enabled (`ClusterFirewall`), and for the cards of
 * the guest that have `firewall: true`.
 */
export class GuestFirewall {
  private readonly list = new RuleList();
  private readonly unknown: string[] = [];
  private home?: Construct;
  private options?: VirtualEnvironmentFirewallOptions;

  /** @internal */
  constructor(
    private readonly guest: FirewalledGuest,
    private readonly type: GuestType,
    /** The cards that are not filtered. */
    private readonly openCards: () => readonly string[],
  ) {}

  /** Filters the traffic of the guest. Said again, the later options count. */
  enable(given: GuestFirewallOptions = {}): this {
    const { input, output, neighbourDiscovery, routerAdvertisements, macFilter, ipFilter, logInput, logOutput, dhcp } = sound(this.scope, form, given, "enable: ");
    const config = {
      enabled: true, inputPolicy: input ?? "DROP", outputPolicy: output, dhcp, ndp: neighbourDiscovery, radv: routerAdvertisements, macfilter: macFilter, ipfilter: ipFilter,
      logLevelIn: logInput, logLevelOut: logOutput,
    };
    if (this.options === undefined) this.options = new VirtualEnvironmentFirewallOptions(this.scope, "Options", { ...this.place, ...config });
    else Object.assign(this.options, config);
    return this;
  }

  /** Adds rules behind those that it has. The first that fits decides. */
  addRule(...rules: readonly (Rule | FirewallRule)[]): this {
    this.list.add(this.scope, rules);
    return this.write();
  }

  /** Includes the rules of a security group. */
  addGroup(group: ISecurityGroup | string, options: GroupOptions = {}): this {
    this.list.addGroup(this.scope, group, options);
    return this.write();
  }

  /**
   * Lets traffic to a port in.
   * @param source an IP set, an alias, an address, or a guest whose static addresses the code says
   */
  allowFrom(source: IAddresses | Addressed | string, port: Port): this {
    if (!portKind.takes(port)) return this.refuse(`expected ${portKind.expected(port)}, got ${shown(port)}`);
    if (typeof source !== "object" || source === null || !("staticAddresses" in source)) {
      return isToken(source) || addresses.takes(source) ? this.addRule(Rule.accept(port).from(source)) : this.refuse(`expected ${addresses.expected(source)}, got ${shown(source)}`);
    }
    const { staticAddresses: said } = source;
    if (said.length > 0) return this.addRule(...said.map((address) => Rule.accept(port).from(address)));
    this.unknown.push(`firewall.allowFrom: the code says no static address of ${(source as unknown as Construct).node?.path ?? "the guest"}, and a rule needs one; say its address, or an IpSet`);
    void this.scope;
    return this;
  }

  private refuse(problem: string): this {
    checkSound(this.scope, [`allowFrom: ${problem}`]);
    return this;
  }

  private get scope(): Construct {
    if (this.home !== undefined) return this.home;
    this.home = new Construct(this.guest, "Firewall");
    Ledger.of(this.guest).add({ construct: this.guest, problems: () => [...this.unknown, ...this.list.problems.map((problem) => `firewall.${problem}`), ...this.unfiltered()] });
    return this.home;
  }

  private get place() {
    const { vmId, nodeName, resource } = this.guest;
    return { nodeName, provider: resource.provider, [bindingName(numberOfGuestFirewall(this.type))]: vmId };
  }

  private write(): this {
    this.list.write(this.scope, this.place);
    return this;
  }

  private unfiltered(): readonly string[] {
    return this.options === undefined ? [] : this.openCards().map((card) => `${card} has no firewall, so that its traffic is not filtered; say firewall: true, or firewall: false where that is meant`);
  }
}
