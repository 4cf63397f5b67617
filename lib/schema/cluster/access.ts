import { isBuiltInRole } from "../kind/built-in-role";
import { nameFromPath } from "../phrase";
import { lost, row } from "../row";
import { count, date, filled, grantee, setKeys, wordSet } from "../shape/answer";
import { flag } from "../shape/number";
import { aclPath, reference, references } from "../shape/reference";
import { text, word } from "../shape/text";
import { perhaps, provided, secretRow, type ClusterTable, type Document } from "./table";

const common = { area: "access", policy: "protect" } as const;

/** A grant as its list answers it, with who has it under the word that says what that is. */
const grantDocument = (row: Document): Document => ({ ...row, [String(row.type)]: row.ugid });

const lockOut = ({ realm }: Readonly<Record<string, unknown>>, deed: string) => (deed === "create" ? undefined : `decides whether users of the realm ${String(realm)} can log in${deed === "destroy" ? ": they no longer can" : ""}`);

const granteeOf = ({ token_id, user_id, group_id }: Readonly<Record<string, unknown>>) => [token_id, user_id, group_id].find((one): one is string => typeof one === "string" && one !== "");

const realmName = { ...text(/^[A-Za-z][A-Za-z0-9.\-_]{1,31}$/), expected: "two to 32 letters, digits, - _ ., a letter first" };

export const accessTables: readonly ClusterTable[] = [
  {
    ...common, type: "role", terraform: "proxmox_virtual_environment_role", construct: "Role", named: "name", older: true,
    says: "A role: privileges under one name.",
    does: ({ role_id: role }, deed) => (deed === "create" ? undefined : `changes what everybody may do who has the role ${String(role)}`),
    builtIn: ({ roleid, special }) => special === 1 || isBuiltInRole(String(roleid)),
    rows: [
      row("roleid", "name", "role_id", text(), { says: "Its name.", otherwise: nameFromPath, replaces: true }),
      row("privs", "privileges", "privileges", wordSet(), { shareable: true, says: "What who has it may do: `VM.Audit`.", required: true, always: true, absent: [] }),
      lost("special", flag, "Proxmox VE has it built in", { internal: true }),
    ],
  },
  {
    ...common, type: "group", terraform: "proxmox_virtual_environment_group", construct: "Group", named: "name", older: true,
    says: "A group of users.",
    does: ({ group_id: group }, deed) => (deed === "destroy" ? `takes all rights from the users of ${String(group)} that they have by it` : undefined),
    rows: [
      row("groupid", "name", "group_id", text(), { says: "Its name.", otherwise: nameFromPath, replaces: true }),
      row("comment", "comment", "comment", text(), { says: "Notes.", otherwise: "- none" }),
      { ...provided("members", wordSet(), null), pve: "members" },
      { ...provided("acl", text(), []), pve: "acl" },
      lost("users", text(), "each user says its groups", { internal: true }),
    ],
  },
  {
    ...common, type: "user", terraform: "proxmox_virtual_environment_user", construct: "User", named: "name", older: true,
    says: "A user.",
    does: ({ user_id: user, enabled: was }, deed, { enabled }) => (deed === "destroy" ? `takes all rights from ${String(user)}, and deletes its tokens` : deed === "change" && enabled === false && was !== false ? `locks ${String(user)} out` : undefined),
    rightsOf: ({ user_id: user }) => (typeof user === "string" ? user : undefined),
    aside: ({ userid }) => (/[^\x20-\x7e]/.test(String(userid)) ? { reason: "its name has letters beyond ASCII, which the provider sends in another encoding", remedy: "leave it to Proxmox VE" } : /%[0-9a-f]{2}|\\/i.test(String(userid)) ? { reason: "its name can be read in two ways in an address of the API, and pmpc lets no such request of the provider pass", remedy: "leave it to Proxmox VE" } : userid === "root@pam" ? { reason: "Proxmox VE has it built in; code refers to it by its name" } : undefined),
    rows: [
      row("userid", "name", "user_id", text(), { says: "Its name, without the realm or with it: `ada`, `ada@ldap`.", otherwise: nameFromPath, replaces: true }),
      row("comment", "comment", "comment", text(), { says: "Notes.", otherwise: "- none" }),
      row("email", "email", "email", text(), { says: "Address.", otherwise: "- none" }),
      row("enable", "enabled", "enabled", flag, { says: "May log in.", default: true, absent: false }),
      row("expire", "expires", "expiration_date", date("1970-01-01T00:00:00Z"), { says: "Until when it may log in: `2031-01-01T00:00:00Z`.", otherwise: "- for ever", default: "1970-01-01T00:00:00Z", computed: true }),
      row("firstname", "firstName", "first_name", text(), { says: "First name.", otherwise: "- none" }),
      row("lastname", "lastName", "last_name", text(), { says: "Last name.", otherwise: "- none" }),
      row("groups", "groups", "groups", references("group", wordSet()), { says: "Groups that it is in.", otherwise: "- none" }),
      row("keys", "keys", "keys", text(), { says: "Keys of a second factor, as old ones have them.", otherwise: "- none" }),
      secretRow("password", "password", "password", text(), { says: "Password, in code only as a sensitive variable.", otherwise: "- none", kept: ({ userid }) => (/@pve$/.test(String(userid)) ? { why: "Proxmox VE does not tell whether there is one; who is made anew from the code has none", as: "note" } : undefined) }),
      { ...provided("acl", text(), []), pve: "acl" },
      lost("tokens", text(), "each is a token of its own", { internal: true }),
      lost("realm-type", text(), "its realm tells", { internal: true }),
      lost("tfa-locked-until", text(), "Proxmox VE sets it", { internal: true }),
      lost("totp-locked", text(), "Proxmox VE sets it", { internal: true }),
    ],
  },
  {
    ...common, type: "acl", terraform: "proxmox_acl", construct: "Acl",
    says: "A grant: who has which role where.",
    document: grantDocument,
    does: (values, deed) => `${deed === "destroy" ? "takes a right from" : deed === "create" ? "gives a right to" : "changes what may be done by"} ${granteeOf(values) ?? "somebody"} on ${String(values.path)}`,
    rightsOf: granteeOf,
    aside: ({ ugid }) => (String(ugid).includes("?") ? { reason: "the provider's import takes the question mark in the name for the end of it" } : undefined),
    rows: [
      row("path", "path", "path", aclPath, { says: "Where: what the rights are on, or its path: `/vms/101`.", required: true }),
      row("roleid", "role", "role_id", reference("role"), { says: "The role.", required: true }),
      row("user", "user", "user_id", reference("user"), { says: "The user who has it.", otherwise: "- a group or a token" }),
      row("group", "group", "group_id", reference("group"), { says: "The group that has it.", otherwise: "- a user or a token" }),
      row("token", "token", "token_id", reference("token"), { says: "The token that has it: `ada@pve!ci`.", otherwise: "- a user or a group" }),
      row("propagate", "propagate", "propagate", flag, { says: "It counts below the path, too.", default: true, absent: false }),
      lost("ugid", grantee, "it says who", { internal: true }),
      lost("type", text(), "it says who", { internal: true }),
    ],
  },
  {
    ...common, type: "realm", terraform: "proxmox_realm_ldap", construct: "LdapRealm", named: "name",
    says: "A realm whose users are in an LDAP directory.",
    does: lockOut,
    aside: ({ type }) => (type === "ad" ? { reason: "it is of Active Directory, which the provider takes for plain LDAP and loses the domain of" } : undefined),
    rows: [
      row("realm", "name", "realm", realmName, { says: "Its name.", otherwise: nameFromPath, replaces: true }),
      row("server1", "server", "server1", text(), { says: "Name or address of the server.", required: true }),
      row("server2", "fallbackServer", "server2", filled(text()), { says: "The one that is asked where the first does not answer.", otherwise: "- none" }),
      row("base_dn", "baseDn", "base_dn", text(), { says: "Where users are: `ou=people,dc=example,dc=net`.", required: true }),
      row("user_attr", "userAttribute", "user_attr", text(), { says: "Attribute that has the user's name.", default: "uid", absent: "uid", otherwise: '"uid"' }),
      row("bind_dn", "bindDn", "bind_dn", filled(text()), { says: "The user who asks.", otherwise: "- none, it asks without a name" }),
      secretRow("password", "bindPassword", "bind_password", text(), { says: "Password of who asks, in code only as a sensitive variable.", otherwise: "- none", kept: ({ bind_dn: dn }) => (dn ? { why: "it cannot be read back", as: "variable" } : undefined) }),
      row("mode", "mode", "mode", filled(word("ldap", "ldaps", "ldap+starttls")), { says: "How the connection is protected.", otherwise: '- "ldap"' }),
      row("port", "port", "port", count(), { shareable: false, says: "Port.", otherwise: "- 389, or 636" }),
      row("secure", "secure", "secure", flag, { says: "LDAPS, as old realms have it.", default: false, absent: false }),
      row("verify", "verify", "verify", flag, { says: "Checks the server's certificate.", default: false, absent: false }),
      row("capath", "caPath", "ca_path", filled(text()), { says: "Folder or file of authorities.", otherwise: "- those of the nodes" }),
      row("cert", "certificatePath", "cert_path", filled(text()), { says: "Certificate of the nodes.", otherwise: "- none" }),
      row("certkey", "certificateKeyPath", "cert_key_path", filled(text()), { says: "Its key.", otherwise: "- none" }),
      row("sslversion", "sslVersion", "ssl_version", filled(word("tlsv1", "tlsv1_1", "tlsv1_2", "tlsv1_3")), { says: "Version of TLS.", otherwise: "- any" }),
      row("filter", "filter", "filter", filled(text()), { says: "Which users.", otherwise: "- all" }),
      row("user_classes", "userClasses", "user_classes", filled(text()), { says: "Classes of users.", otherwise: "- those of Proxmox VE" }),
      row("group_dn", "groupDn", "group_dn", filled(text()), { says: "Where groups are.", otherwise: "- `baseDn`" }),
      row("group_filter", "groupFilter", "group_filter", filled(text()), { says: "Which groups.", otherwise: "- all" }),
      row("group_classes", "groupClasses", "group_classes", filled(text()), { says: "Classes of groups.", otherwise: "- those of Proxmox VE" }),
      row("group_name_attr", "groupNameAttribute", "group_name_attr", filled(text()), { says: "Attribute that has the group's name.", otherwise: "- that of its entry" }),
      row("sync_attributes", "syncAttributes", "sync_attributes", filled(text()), { says: "What is taken over of users: `email=mail`.", otherwise: "- nothing" }),
      row("sync-defaults-options", "syncDefaults", "sync_defaults_options", filled(text()), { says: "How it is synchronised if nothing else is given.", otherwise: "- none" }),
      row("case-sensitive", "caseSensitive", "case_sensitive", flag, { says: "Large and small letters differ.", default: true, absent: true }),
      row("default", "default", "default", flag, { says: "The login page shows it first.", default: false, absent: false }),
      row("comment", "comment", "comment", filled(text()), { says: "Notes.", otherwise: "- none" }),
      lost("domain", text(), "the provider has it for no realm"),
    ],
  },
  {
    ...common, type: "realm", terraform: "proxmox_realm_openid", construct: "OpenIdRealm", named: "name",
    says: "A realm whose users log in with OpenID Connect.",
    does: lockOut,
    rows: [
      row("realm", "name", "realm", realmName, { says: "Its name.", otherwise: nameFromPath, replaces: true }),
      row("issuer-url", "issuerUrl", "issuer_url", text(), { says: "Address of who issues.", required: true }),
      row("client-id", "clientId", "client_id", text(), { says: "What the cluster is called there.", required: true }),
      secretRow("client-key", "clientKey", "client_key", text(), { says: "Secret of the client, in code only as a sensitive variable.", otherwise: "- none", kept: (realm) => (realm["client-key"] === undefined ? perhaps : undefined) }),
      ...["client_key_wo", "client_key_wo_version"].map((name) => provided(name, text(), null)),
      row("username-claim", "usernameClaim", "username_claim", filled(text()), { says: "Claim that has the user's name.", otherwise: '- "sub"', replaces: true }),
      row("scopes", "scopes", "scopes", text(), { says: "Scopes that are asked for.", computed: true, otherwise: '- "email profile"' }),
      row("prompt", "prompt", "prompt", filled(text()), { says: "What the user is asked.", otherwise: "- what the issuer decides" }),
      row("acr-values", "acrValues", "acr_values", filled(text()), { says: "How the user is to be authenticated.", otherwise: "- what the issuer decides" }),
      row("audiences", "audiences", "audiences", filled(text()), { says: "For whom tokens may be.", otherwise: "- the client" }),
      row("autocreate", "autoCreate", "autocreate", flag, { says: "Makes users as they come.", computed: true, otherwise: "false" }),
      row("groups-claim", "groupsClaim", "groups_claim", filled(text()), { says: "Claim that has the groups.", otherwise: "- none" }),
      row("groups-autocreate", "groupsAutoCreate", "groups_autocreate", flag, { says: "Makes groups as they come.", computed: true, otherwise: "false" }),
      row("groups-overwrite", "groupsOverwrite", "groups_overwrite", flag, { says: "Takes users out of groups that are not claimed.", computed: true, otherwise: "false" }),
      row("query-userinfo", "queryUserInfo", "query_userinfo", flag, { says: "Asks for what is known of the user.", computed: true, otherwise: "true" }),
      row("default", "default", "default", flag, { says: "The login page shows it first.", computed: true, otherwise: "false" }),
      row("comment", "comment", "comment", filled(text()), { says: "Notes.", otherwise: "- none" }),
    ],
  },
];

/** API tokens: code refers to them, since nobody can read their value. */
export const tokenTable: ClusterTable = {
  ...common, type: "token", terraform: "proxmox_user_token", construct: "UserToken",
  says: "An API token of a user. Its value is known only when it is made.",
  rows: [
    row("userid", "user", "user_id", text(), { says: "Its user: `ada@pve`.", required: true, replaces: true }),
    row("tokenid", "name", "token_name", text(), { says: "Its name behind the user's.", required: true, replaces: true }),
    row("comment", "comment", "comment", filled(text()), { says: "Notes.", otherwise: "- none" }),
    row("expire", "expires", "expiration_date", date(null), { says: "Until when it is valid: `2031-01-01T00:00:00Z`.", otherwise: "- for ever" }),
    row("privsep", "separatePrivileges", "privileges_separation", flag, { says: "It has only rights that are given to itself.", default: true }),
    provided("value", text(), null),
  ],
};

/** A role by its own answer, which has a key for each privilege; its row of the list has them in one text. */
export const roleDocument = (roleid: unknown, privileges: Document): Document => ({ roleid, privs: (setKeys.read(privileges) as readonly string[]).join(",") });

