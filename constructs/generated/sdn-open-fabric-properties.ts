// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { Duration } from "../../lib/pve/duration";

/** A fabric: nodes that tell one another their routes by OpenFabric. */
export interface SdnOpenFabricProperties {
  /**
   * Its name, of two to eight letters and digits.
   * Proxmox VE: `id`. Terraform: `id`.
   * @default - the ids on its path below the stack, joined by `-`; its own id where it exists already
   */
  readonly name?: string;
  /**
   * IPv4 network that the addresses of its nodes are in.
   * Proxmox VE: `ip_prefix`. Terraform: `ip_prefix`.
   * @default - none
   */
  readonly ipPrefix?: string;
  /**
   * IPv6 network that the addresses of its nodes are in.
   * Proxmox VE: `ip6_prefix`. Terraform: `ip6_prefix`.
   * @default - none
   */
  readonly ip6Prefix?: string;
  /**
   * Time between greetings. A plain number is seconds.
   * Proxmox VE: `hello_interval`. Terraform: `hello_interval`.
   * @default - that of FRR
   */
  readonly helloInterval?: Duration | number;
  /**
   * Time between lists of what is known. A plain number is seconds.
   * Proxmox VE: `csnp_interval`. Terraform: `csnp_interval`.
   * @default - that of FRR
   */
  readonly csnpInterval?: Duration | number;
}
