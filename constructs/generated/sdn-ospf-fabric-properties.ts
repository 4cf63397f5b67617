// Made from lib/schema by `npm run properties`; edit the table, not this file.
/** A fabric: nodes that tell one another their routes by OSPF. */
export interface SdnOspfFabricProperties {
  /**
   * Its name, of two to eight letters and digits.
   * Proxmox VE: `id`. Terraform: `id`.
   * @default - the ids on its path below the stack, joined by `-`; its own id where it exists already
   */
  readonly name?: string;
  /**
   * Area: `0`.
   * Proxmox VE: `area`. Terraform: `area`.
   * @default - it must be said
   */
  readonly area: string;
  /**
   * IPv4 network that the addresses of its nodes are in.
   * Proxmox VE: `ip_prefix`. Terraform: `ip_prefix`.
   * @default - none
   */
  readonly ipPrefix: string;
}
