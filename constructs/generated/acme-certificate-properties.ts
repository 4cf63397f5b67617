// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { IAcmeAccount, IAcmeDnsPlugin, INode } from "../reference";

/** A certificate of a node, which Proxmox VE orders by ACME and renews by itself. */
export interface AcmeCertificateProperties {
  /**
   * Node that has it.
   * Proxmox VE: `node`. Terraform: `node_name`.
   * @default - it must be said
   */
  readonly node: INode | string;
  /**
   * Account by which it is ordered.
   * Proxmox VE: `account`. Terraform: `account`.
   * @default - it must be said
   */
  readonly account: IAcmeAccount | string;
  /**
   * Names that it is for, at most six.
   * Proxmox VE: `domains`. Terraform: `domains`.
   * @default - it must be said
   */
  readonly domains: readonly (AcmeCertificateDomains | string)[];
  /**
   * Orders it again although the one of the node is still valid.
   * Proxmox VE: `force`. Terraform: `force`.
   * @default false
   */
  readonly force?: boolean;
}

/** Names that it is for, at most six. */
export interface AcmeCertificateDomains {
  /**
   * Name of the node as browsers say it: `pve1.example.org`.
   * Proxmox VE: `domain`. Terraform: `domain`.
   * @default - it must be said
   */
  readonly domain: string;
  /**
   * How it is proven to be yours.
   * Proxmox VE: `plugin`. Terraform: `plugin`.
   * @default - by HTTP on port 80 of the node
   */
  readonly plugin?: IAcmeDnsPlugin | string;
  /**
   * Name whose record proves it instead.
   * Proxmox VE: `alias`. Terraform: `alias`.
   * @default - the name itself
   */
  readonly alias?: string;
}
