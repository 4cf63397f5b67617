// Made from lib/schema by `npm run properties`; edit the table, not this file.
/** A realm whose users are in an LDAP directory. */
export interface LdapRealmProperties {
  /**
   * Its name.
   * Proxmox VE: `realm`. Terraform: `realm`.
   * @default - the ids on its path below the stack, joined by `-`; its own id where it exists already
   */
  readonly name?: string;
  /**
   * Name or address of the server.
   * Proxmox VE: `server1`. Terraform: `server1`.
   * @default - it must be said
   */
  readonly server: string;
  /**
   * The one that is asked where the first does not answer.
   * Proxmox VE: `server2`. Terraform: `server2`.
   * @default - none
   */
  readonly fallbackServer?: string;
  /**
   * Where users are: `ou=people,dc=example,dc=net`.
   * Proxmox VE: `base_dn`. Terraform: `base_dn`.
   * @default - it must be said
   */
  readonly baseDn: string;
  /**
   * Attribute that has the user's name.
   * Proxmox VE: `user_attr`. Terraform: `user_attr`.
   * @default "uid"
   */
  readonly userAttribute?: string;
  /**
   * The user who asks.
   * Proxmox VE: `bind_dn`. Terraform: `bind_dn`.
   * @default - none, it asks without a name
   */
  readonly bindDn?: string;
  /**
   * Password of who asks, in code only as a sensitive variable.
   * Proxmox VE: `password`. Terraform: `bind_password`.
   * @default - none
   */
  readonly bindPassword?: string;
  /**
   * How the connection is protected.
   * Proxmox VE: `mode`. Terraform: `mode`.
   * @default - "ldap"
   */
  readonly mode?: "ldap" | "ldaps" | "ldap+starttls";
  /**
   * Port.
   * Proxmox VE: `port`. Terraform: `port`.
   * @default - 389, or 636
   */
  readonly port?: number;
  /**
   * LDAPS, as old realms have it.
   * Proxmox VE: `secure`. Terraform: `secure`.
   * @default false
   */
  readonly secure?: boolean;
  /**
   * Checks the server's certificate.
   * Proxmox VE: `verify`. Terraform: `verify`.
   * @default false
   */
  readonly verify?: boolean;
  /**
   * Folder or file of authorities.
   * Proxmox VE: `capath`. Terraform: `ca_path`.
   * @default - those of the nodes
   */
  readonly caPath?: string;
  /**
   * Certificate of the nodes.
   * Proxmox VE: `cert`. Terraform: `cert_path`.
   * @default - none
   */
  readonly certificatePath?: string;
  /**
   * Its key.
   * Proxmox VE: `certkey`. Terraform: `cert_key_path`.
   * @default - none
   */
  readonly certificateKeyPath?: string;
  /**
   * Version of TLS.
   * Proxmox VE: `sslversion`. Terraform: `ssl_version`.
   * @default - any
   */
  readonly sslVersion?: "tlsv1" | "tlsv1_1" | "tlsv1_2" | "tlsv1_3";
  /**
   * Which users.
   * Proxmox VE: `filter`. Terraform: `filter`.
   * @default - all
   */
  readonly filter?: string;
  /**
   * Classes of users.
   * Proxmox VE: `user_classes`. Terraform: `user_classes`.
   * @default - those of Proxmox VE
   */
  readonly userClasses?: string;
  /**
   * Where groups are.
   * Proxmox VE: `group_dn`. Terraform: `group_dn`.
   * @default - `baseDn`
   */
  readonly groupDn?: string;
  /**
   * Which groups.
   * Proxmox VE: `group_filter`. Terraform: `group_filter`.
   * @default - all
   */
  readonly groupFilter?: string;
  /**
   * Classes of groups.
   * Proxmox VE: `group_classes`. Terraform: `group_classes`.
   * @default - those of Proxmox VE
   */
  readonly groupClasses?: string;
  /**
   * Attribute that has the group's name.
   * Proxmox VE: `group_name_attr`. Terraform: `group_name_attr`.
   * @default - that of its entry
   */
  readonly groupNameAttribute?: string;
  /**
   * What is taken over of users: `email=mail`.
   * Proxmox VE: `sync_attributes`. Terraform: `sync_attributes`.
   * @default - nothing
   */
  readonly syncAttributes?: string;
  /**
   * How it is synchronised if nothing else is given.
   * Proxmox VE: `sync-defaults-options`. Terraform: `sync_defaults_options`.
   * @default - none
   */
  readonly syncDefaults?: string;
  /**
   * Large and small letters differ.
   * Proxmox VE: `case-sensitive`. Terraform: `case_sensitive`.
   * @default true
   */
  readonly caseSensitive?: boolean;
  /**
   * The login page shows it first.
   * Proxmox VE: `default`. Terraform: `default`.
   * @default false
   */
  readonly default?: boolean;
  /**
   * Notes.
   * Proxmox VE: `comment`. Terraform: `comment`.
   * @default - none
   */
  readonly comment?: string;
}
