// Made from lib/schema by `npm run properties`; edit the table, not this file.
/** The options of the cluster's firewall, which switches on those of nodes and guests. */
export interface ClusterFirewallOptionsProperties {
  /**
   * Switches the firewall on. Where no rule lets ports 22 and 8006 in, everybody is locked out.
   * Proxmox VE: `enable`. Terraform: `enabled`.
   * @default false
   */
  readonly enabled?: boolean;
  /**
   * What becomes of incoming traffic that no rule is about: `ACCEPT`, `DROP`, `REJECT`.
   * Proxmox VE: `policy_in`. Terraform: `input_policy`.
   * @default "DROP"
   */
  readonly input?: string;
  /**
   * What becomes of outgoing traffic that no rule is about: `ACCEPT`, `DROP`, `REJECT`.
   * Proxmox VE: `policy_out`. Terraform: `output_policy`.
   * @default "ACCEPT"
   */
  readonly output?: string;
  /**
   * What becomes of traffic that is passed on that no rule is about: `ACCEPT`, `DROP`, `REJECT`.
   * Proxmox VE: `policy_forward`. Terraform: `forward_policy`.
   * @default "ACCEPT"
   */
  readonly forward?: string;
  /**
   * Filters what is not IP, too.
   * Proxmox VE: `ebtables`. Terraform: `ebtables`.
   * @default true
   */
  readonly ebtables?: boolean;
  /**
   * How often what is dropped is logged.
   * Proxmox VE: `log_ratelimit`. Terraform: `log_ratelimit`.
   * @default - none
   */
  readonly logLimit?: ClusterFirewallOptionsLogRatelimit;
}

/** How often what is dropped is logged. */
export interface ClusterFirewallOptionsLogRatelimit {
  /**
   * Limits it.
   * Proxmox VE: `enable`. Terraform: `enabled`.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * How many are logged before the rate counts.
   * Proxmox VE: `burst`. Terraform: `burst`.
   * @default 5
   */
  readonly burst?: number;
  /**
   * How often afterwards.
   * Proxmox VE: `rate`. Terraform: `rate`.
   * @default "1/second"
   */
  readonly rate?: string;
}
