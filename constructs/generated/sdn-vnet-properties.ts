// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { ISdnZone } from "../reference";

/** A virtual network, which guests are plugged into as into a bridge. */
export interface SdnVnetProperties {
  /**
   * Its name, of at most eight letters and digits.
   * Proxmox VE: `vnet`. Terraform: `id`.
   * @default - its own id, whatever it is in
   */
  readonly name?: string;
  /**
   * Zone that it is in; `zone.addVnet(…)` says it.
   * Proxmox VE: `zone`. Terraform: `zone`.
   * @default - it must be said
   */
  readonly zone: ISdnZone | string;
  /**
   * VLAN or VXLAN.
   * Proxmox VE: `tag`. Terraform: `tag`.
   * @default - none
   */
  readonly tag?: number;
  /**
   * What people call it.
   * Proxmox VE: `alias`. Terraform: `alias`.
   * @default - none
   */
  readonly alias?: string;
  /**
   * Passes VLANs of guests on.
   * Proxmox VE: `vlanaware`. Terraform: `vlan_aware`.
   * @default - false
   */
  readonly vlanAware?: boolean;
  /**
   * Keeps its guests apart.
   * Proxmox VE: `isolate-ports`. Terraform: `isolate_ports`.
   * @default - false
   */
  readonly isolatePorts?: boolean;
}
