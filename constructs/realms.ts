import type { Construct } from "constructs";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { LdapRealmProperties } from "./generated/ldap-realm-properties";
import type { OpenIdRealmProperties } from "./generated/open-id-realm-properties";
import { RealmLdap } from "./imports/realm-ldap";
import { RealmOpenid } from "./imports/realm-openid";
import { remember } from "./made-before";
import type { IAclTarget } from "./reference";

/** Users of an LDAP directory. */
export interface LdapRealmProps extends LdapRealmProperties, ClusterOptions {}

/** Users of an OpenID provider. */
export interface OpenIdRealmProps extends OpenIdRealmProperties, ClusterOptions {}

/** A realm whose users are in an LDAP directory. It is protected from being destroyed (`removalPolicy`): they could no longer log in. */
export class LdapRealm extends ClusterResource<LdapRealmProperties, RealmLdap> implements IAclTarget {
  constructor(scope: Construct, id: string, props: LdapRealmProps) {
    super(scope, id, props, tableOf("proxmox_realm_ldap"), RealmLdap);
    remember(this, `realm/${this.said.name ?? ""}`, this.resource);
  }

  /** Where rights on it are given: `/access/realm/ldap`. */
  get aclPath(): string {
    return `/access/realm/${this.resource.realm}`;
  }
}

/** A realm whose users log in with OpenID Connect. It is protected from being destroyed (`removalPolicy`): they could no longer log in. */
export class OpenIdRealm extends ClusterResource<OpenIdRealmProperties, RealmOpenid> implements IAclTarget {
  constructor(scope: Construct, id: string, props: OpenIdRealmProps) {
    super(scope, id, props, tableOf("proxmox_realm_openid"), RealmOpenid);
    remember(this, `realm/${this.said.name ?? ""}`, this.resource);
  }

  /** Where rights on it are given: `/access/realm/ldap`. */
  get aclPath(): string {
    return `/access/realm/${this.resource.realm}`;
  }
}
