// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { IAddresses, IContainer, INode, IVirtualMachine } from "../reference";

/** Addresses under one name, for rules. */
export interface IpSetProperties {
  /**
   * Its name.
   * Proxmox VE: `name`. Terraform: `name`.
   * @default - the ids on its path below the stack, joined by `-`; its own id where it exists already
   */
  readonly name?: string;
  /**
   * Node that it is on, or whose it is.
   * Proxmox VE: `node`. Terraform: `node_name`.
   * @default - none: it is the cluster's
   */
  readonly node?: INode | string;
  /**
   * Virtual machine whose it is.
   * Proxmox VE: `vmid`. Terraform: `vm_id`.
   * @default - none
   */
  readonly virtualMachine?: IVirtualMachine | number;
  /**
   * Container whose it is.
   * Proxmox VE: `container`. Terraform: `container_id`.
   * @default - none
   */
  readonly container?: IContainer | number;
  /**
   * Notes.
   * Proxmox VE: `comment`. Terraform: `comment`.
   * @default - none
   */
  readonly comment?: string;
  /**
   * What is in it.
   * Proxmox VE: `list`. Terraform: `cidr`.
   * @default - nothing
   */
  readonly entries?: readonly (IpSetCidr | IAddresses | string)[];
}

/** What is in it. */
export interface IpSetCidr {
  /**
   * Address or network: `10.0.0.0/24`; or an alias.
   * Proxmox VE: `cidr`. Terraform: `name`.
   * @default - it must be said
   */
  readonly cidr: IAddresses | string;
  /**
   * Takes it out of the set.
   * Proxmox VE: `nomatch`. Terraform: `nomatch`.
   * @default false
   */
  readonly except?: boolean;
  /**
   * Notes.
   * Proxmox VE: `comment`. Terraform: `comment`.
   * @default - none
   */
  readonly comment?: string;
}
