import { dependable } from "cdktf";
import { Construct } from "constructs";
import { required } from "./check/form";
import { amount, flag, listOf, node } from "./check/kind";
import { Ledger } from "./check/ledger";
import { logLevel } from "./guest-firewall";
import { NodeFirewall as NodeFirewallResource } from "./imports/node-firewall";
import { checkManaged, managed, managedForm, sound, type ManagedOptions } from "./managed";
import { nameOf, type INode } from "./reference";
import type { LogLevel, Rule } from "./rule";
import { management, RuleList, type GroupOptions } from "./rule-list";
import { problemsOfRules, rule, type ISecurityGroup } from "./security-group";
import { isToken } from "./token";

/** The firewall of a node. */
export interface NodeFirewallProps extends ManagedOptions {
  /**
   * Node that it is of.
   * Proxmox VE: `node`. Terraform: `node_name`.
   */
  readonly node: INode | string;
  /**
   * Filters the traffic of the node, where the firewall of the cluster is enabled.
   * Proxmox VE: `enable`. Terraform: `enabled`.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Rules for traffic of this node, in their order. They are read before those of the cluster.
   * Proxmox VE: `rules`. Terraform: `proxmox_virtual_environment_firewall_rules`.
   * @default - none
   */
  readonly rules?: readonly Rule[];
  /**
   * Lets the neighbour discovery of IPv6 pass.
   * Proxmox VE: `ndp`. Terraform: `ndp`.
   * @default true
   */
  readonly neighbourDiscovery?: boolean;
  /**
   * Drops packets whose source is a broadcast address.
   * Proxmox VE: `nosmurfs`. Terraform: `nosmurfs`.
   * @default true
   */
  readonly smurfFilter?: boolean;
  /**
   * Uses nftables instead of iptables, of which Proxmox VE gives a preview.
   * Proxmox VE: `nftables`. Terraform: `nftables`.
   * @default false
   */
  readonly nftables?: boolean;
  /**
   * How many connections are tracked, at least 32768.
   * Proxmox VE: `nf_conntrack_max`. Terraform: `nf_conntrack_max`.
   * @default 262144
   */
  readonly maxConnections?: number;
  /**
   * How long an idle connection is tracked, at least 7875. In seconds.
   * Proxmox VE: `nf_conntrack_tcp_timeout_established`. Terraform: `nf_conntrack_tcp_timeout_established`.
   * @default 432000
   */
  readonly connectionTimeout?: number;
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
  /**
   * Logs traffic that the node passes on and drops.
   * Proxmox VE: `log_level_forward`. Terraform: `log_level_forward`.
   * @default "nolog"
   */
  readonly logForward?: LogLevel;
  /**
   * Logs what `smurfFilter` drops.
   * Proxmox VE: `smurf_log_level`. Terraform: `smurf_log_level`.
   * @default "nolog"
   */
  readonly logSmurfs?: LogLevel;
  /**
   * Logs packets whose TCP flags are illegal.
   * Proxmox VE: `tcp_flags_log_level`. Terraform: `tcp_flags_log_level`.
   * @default "nolog"
   */
  readonly logTcpFlags?: LogLevel;
}

const form = managedForm<NodeFirewallProps>({
  node: required(node), enabled: flag, rules: listOf(rule, "rules"), neighbourDiscovery: flag, smurfFilter: flag, nftables: flag, maxConnections: amount, connectionTimeout: amount,
  logInput: logLevel, logOutput: logLevel, logForward: logLevel, logSmurfs: logLevel, logTcpFlags: logLevel,
});

/**
 * The firewall of a node: its options, and rules beside those of `ClusterFirewall`, which switches it on. Its rules are there before it is
 * switched on. It refuses rules that would lock you out of the ports 22 and 8006.
 */
export class NodeFirewall extends Construct {
  /** The provider's resource underneath. */
  readonly resource: NodeFirewallResource;
  private readonly list = new RuleList();
  private readonly props: NodeFirewallProps;

  constructor(scope: Construct, id: string, given: NodeFirewallProps) {
    super(scope, id);
    const props = sound(this, form, given);
    this.props = props;
    const { enabled = true, neighbourDiscovery, smurfFilter, nftables, maxConnections, connectionTimeout, logInput, logOutput, logForward, logSmurfs, logTcpFlags } = props;
    const config = {
      nodeName: this.nodeName, enabled, ndp: neighbourDiscovery, nosmurfs: smurfFilter, nftables, nfConntrackMax: maxConnections, nfConntrackTcpTimeoutEstablished: connectionTimeout,
      logLevelIn: logInput, logLevelOut: logOutput, logLevelForward: logForward, smurfLogLevel: logSmurfs, tcpFlagsLogLevel: logTcpFlags,
    };
    this.resource = new NodeFirewallResource(this, "Default", managed(config, props, "destroy"));
    checkManaged(this, atLeast("maxConnections", maxConnections, 32768), atLeast("connectionTimeout", connectionTimeout, 7875));
    this.addRule(...(props.rules ?? []));
    Ledger.of(this).add({ construct: this, problems: () => [...problemsOfRules(this.list.own), ...this.lockouts()] });
  }

  /** Adds rules behind those that it has. The first that fits decides. */
  addRule(...rules: readonly Rule[]): this {
    this.list.add(this, rules);
    return this.write();
  }

  /** Includes the rules of a security group. */
  addGroup(group: ISecurityGroup, options: GroupOptions = {}): this {
    this.list.addGroup(group, options);
    return this.write();
  }

  private get nodeName(): string {
    return this.props.node === undefined ? "" : nameOf("node", this.props.node);
  }

  private write(): this {
    const made = this.list.write(this, { nodeName: this.nodeName, provider: this.props.provider });
    if (made !== undefined) this.resource.dependsOn = [dependable(made)];
    return this;
  }

  private lockouts(): readonly string[] {
    if (this.props.enabled === false) return [];
    const closed = management.filter((port) => this.list.decisionOn(port) === "refuse");
    return closed.map((port) => `a rule refuses port ${port} from everywhere, and you would be locked out of the node; say a rule that accepts it before that one`);
  }
}

const atLeast = (prop: string, value: number | undefined, least: number): string | false => value !== undefined && !isToken(value) && !(Number.isInteger(value) && value >= least) && `${prop} is ${value}; say a whole number of at least ${least}`;
