// Made from lib/schema by `npm run properties`; edit the table, not this file.
/** A realm whose users log in with OpenID Connect. */
export interface OpenIdRealmProperties {
  /**
   * Its name.
   * Proxmox VE: `realm`. Terraform: `realm`.
   * @default - the ids on its path below the stack, joined by `-`; its own id where it exists already
   */
  readonly name?: string;
  /**
   * Address of who issues.
   * Proxmox VE: `issuer-url`. Terraform: `issuer_url`.
   * @default - it must be said
   */
  readonly issuerUrl: string;
  /**
   * What the cluster is called there.
   * Proxmox VE: `client-id`. Terraform: `client_id`.
   * @default - it must be said
   */
  readonly clientId: string;
  /**
   * Secret of the client, in code only as a sensitive variable.
   * Proxmox VE: `client-key`. Terraform: `client_key`.
   * @default - none
   */
  readonly clientKey?: string;
  /**
   * Claim that has the user's name.
   * Proxmox VE: `username-claim`. Terraform: `username_claim`.
   * @default - "sub"
   */
  readonly usernameClaim?: string;
  /**
   * Scopes that are asked for.
   * Proxmox VE: `scopes`. Terraform: `scopes`.
   * @default - "email profile"
   */
  readonly scopes?: string;
  /**
   * What the user is asked.
   * Proxmox VE: `prompt`. Terraform: `prompt`.
   * @default - what the issuer decides
   */
  readonly prompt?: string;
  /**
   * How the user is to be authenticated.
   * Proxmox VE: `acr-values`. Terraform: `acr_values`.
   * @default - what the issuer decides
   */
  readonly acrValues?: string;
  /**
   * For whom tokens may be.
   * Proxmox VE: `audiences`. Terraform: `audiences`.
   * @default - the client
   */
  readonly audiences?: string;
  /**
   * Makes users as they come.
   * Proxmox VE: `autocreate`. Terraform: `autocreate`.
   * @default false
   */
  readonly autoCreate?: boolean;
  /**
   * Claim that has the groups.
   * Proxmox VE: `groups-claim`. Terraform: `groups_claim`.
   * @default - none
   */
  readonly groupsClaim?: string;
  /**
   * Makes groups as they come.
   * Proxmox VE: `groups-autocreate`. Terraform: `groups_autocreate`.
   * @default false
   */
  readonly groupsAutoCreate?: boolean;
  /**
   * Takes users out of groups that are not claimed.
   * Proxmox VE: `groups-overwrite`. Terraform: `groups_overwrite`.
   * @default false
   */
  readonly groupsOverwrite?: boolean;
  /**
   * Asks for what is known of the user.
   * Proxmox VE: `query-userinfo`. Terraform: `query_userinfo`.
   * @default true
   */
  readonly queryUserInfo?: boolean;
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
