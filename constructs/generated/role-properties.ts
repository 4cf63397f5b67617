// Made from lib/schema by `npm run properties`; edit the table, not this file.
/** A role: privileges under one name. */
export interface RoleProperties {
  /**
   * Its name.
   * Proxmox VE: `roleid`. Terraform: `role_id`.
   * @default - the ids on its path below the stack, joined by `-`; its own id where it exists already
   */
  readonly name?: string;
  /**
   * What who has it may do: `VM.Audit`.
   * Proxmox VE: `privs`. Terraform: `privileges`.
   * @default - it must be said
   */
  readonly privileges: readonly string[];
}
