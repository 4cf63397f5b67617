// Made from lib/schema by `npm run properties`; edit the table, not this file.
/** An account at an authority that signs certificates by ACME. */
export interface AcmeAccountProperties {
  /**
   * Its name.
   * Proxmox VE: `name`. Terraform: `name`.
   * @default - the ids on its path below the stack, joined by `-`; its own id where it exists already
   */
  readonly name?: string;
  /**
   * E-mail address, which the authority writes to.
   * Proxmox VE: `contact`. Terraform: `contact`.
   * @default - it must be said
   */
  readonly contact: string;
  /**
   * Address of the authority.
   * Proxmox VE: `directory`. Terraform: `directory`.
   * @default - that of Let's Encrypt
   */
  readonly directory?: string;
  /**
   * Address of the terms that are agreed to.
   * Proxmox VE: `tos`. Terraform: `tos`.
   * @default - none
   */
  readonly terms?: string;
  /**
   * Name of the key that binds it to another account, in code only as a sensitive variable.
   * Proxmox VE: `eab-kid`. Terraform: `eab_kid`.
   * @default - none
   */
  readonly eabKeyId?: string;
  /**
   * That key, in code only as a sensitive variable.
   * Proxmox VE: `eab-hmac-key`. Terraform: `eab_hmac_key`.
   * @default - none
   */
  readonly eabKey?: string;
}
