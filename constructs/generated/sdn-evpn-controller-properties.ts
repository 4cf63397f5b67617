// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { ISdnFabric } from "../reference";

/** A controller that announces routes by EVPN. */
export interface SdnEvpnControllerProperties {
  /**
   * Its name.
   * Proxmox VE: `controller`. Terraform: `id`.
   * @default - the ids on its path below the stack, joined by `-`; its own id where it exists already
   */
  readonly name?: string;
  /**
   * Number of the autonomous system.
   * Proxmox VE: `asn`. Terraform: `asn`.
   * @default - it must be said
   */
  readonly asn: number;
  /**
   * Addresses of its peers.
   * Proxmox VE: `peers`. Terraform: `peers`.
   * @default - those of `fabric`
   */
  readonly peers?: readonly string[];
  /**
   * Fabric that it uses.
   * Proxmox VE: `fabric`. Terraform: `fabric`.
   * @default - none
   */
  readonly fabric?: ISdnFabric | string;
}
