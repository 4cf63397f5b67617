// Made from lib/schema by `npm run properties`; edit the table, not this file.
/** The options of the cluster's firewall, which switches on those of nodes and guests. */
export interface ClusterFirewallProperties {
  /**
   * Switches the firewall on, for the nodes and for every guest that has one.
   * Proxmox VE: `enable`. Terraform: `enabled`.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * What becomes of incoming traffic that no rule is about.
   * Proxmox VE: `policy_in`. Terraform: `input_policy`.
   * @default "DROP"
   */
  readonly input?: "ACCEPT" | "DROP" | "REJECT";
  /**
   * What becomes of outgoing traffic that no rule is about.
   * Proxmox VE: `policy_out`. Terraform: `output_policy`.
   * @default "ACCEPT"
   */
  readonly output?: "ACCEPT" | "DROP" | "REJECT";
  /**
   * What becomes of traffic that nodes pass on that no rule is about.
   * Proxmox VE: `policy_forward`. Terraform: `forward_policy`.
   * @default "ACCEPT"
   */
  readonly forward?: "ACCEPT" | "DROP";
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
  readonly logLimit?: ClusterFirewallLogRatelimit;
}

/** How often what is dropped is logged. */
export interface ClusterFirewallLogRatelimit {
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
