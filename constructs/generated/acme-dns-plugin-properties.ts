// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { Duration } from "../../lib/pve/duration";

/** How names are proven to an authority by DNS. */
export interface AcmeDnsPluginProperties {
  /**
   * Its name.
   * Proxmox VE: `plugin`. Terraform: `plugin`.
   * @default - the ids on its path below the stack, joined by `-`; its own id where it exists already
   */
  readonly name?: string;
  /**
   * Provider of the DNS: `cf`.
   * Proxmox VE: `api`. Terraform: `api`.
   * @default - it must be said
   */
  readonly api: string;
  /**
   * How long it is waited for the DNS. A plain number is seconds.
   * Proxmox VE: `validation-delay`. Terraform: `validation_delay`.
   * @default 30
   */
  readonly validationDelay?: Duration | number;
  /**
   * Settings and secrets of the provider of the DNS, by the variables of acme.sh; secrets are in code only as sensitive variables.
   * Proxmox VE: `data`. Terraform: `data`.
   * @default - none
   */
  readonly data?: Readonly<Record<string, string>>;
}
