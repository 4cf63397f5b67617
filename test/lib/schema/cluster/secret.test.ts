import { expect } from "chai";
import { knownTables } from "../../../../lib/schema/cluster/all";
import type { Document } from "../../../../lib/schema/cluster/table";
import { isAside, writeDocument } from "../../../../lib/schema/cluster/write";
import { redacted } from "../../../../lib/pve/secret";

interface Case {
  readonly what: string;
  readonly terraform: string;
  readonly document: Document;
  /** Attributes that the code takes from a variable. */
  readonly variables?: readonly string[];
  readonly ignored?: readonly string[];
  /** Keys that the report lists. */
  readonly listed?: readonly string[];
}

const ldap = { realm: "ldap", type: "ldap", server1: "ldap.example.net", base_dn: "dc=example" };
const openId = { realm: "sso", type: "openid", "issuer-url": "https://sso.example.net", "client-id": "pve" };
const influx = { id: "influx", type: "influxdb", server: "influx.example.net", port: 8086 };
const collector = { id: "otel", type: "opentelemetry", server: "otel.example.net", port: 4318 };
const backups = { storage: "pbs", type: "pbs", server: "pbs.example.net", datastore: "main", username: "pve@pbs", content: "backup" };
const account = { name: "default", directory: "https://acme-v02.api.letsencrypt.org/directory", account: { contact: ["mailto:ops@example.net"] } };
const elsewhere = { ...account, directory: "https://acme.example.net/directory" };

const cases: readonly Case[] = [
  { what: "an LDAP realm that asks without a name", terraform: "proxmox_realm_ldap", document: ldap },
  { what: "an LDAP realm that asks with a name", terraform: "proxmox_realm_ldap", document: { ...ldap, bind_dn: "cn=pve" }, variables: ["bind_password"] },
  { what: "an OpenID realm whose key is not answered", terraform: "proxmox_realm_openid", document: openId, variables: ["client_key"] },
  { what: "an OpenID realm whose key was answered", terraform: "proxmox_realm_openid", document: { ...openId, "client-key": redacted }, variables: ["client_key"] },
  { what: "InfluxDB over UDP", terraform: "proxmox_metrics_server", document: influx },
  { what: "InfluxDB over HTTPS", terraform: "proxmox_metrics_server", document: { ...influx, influxdbproto: "https" }, variables: ["influx_token"] },
  { what: "InfluxDB over HTTP", terraform: "proxmox_metrics_server", document: { ...influx, influxdbproto: "http" }, variables: ["influx_token"] },
  { what: "OpenTelemetry without headers", terraform: "proxmox_metrics_server", document: collector },
  // The provider reads them, and would delete them.
  { what: "OpenTelemetry with headers", terraform: "proxmox_metrics_server", document: { ...collector, "otel-headers": redacted }, variables: ["opentelemetry_headers"] },
  { what: "a backup server", terraform: "proxmox_storage_pbs", document: backups, variables: ["password"] },
  { what: "a backup server with a key", terraform: "proxmox_storage_pbs", document: { ...backups, "encryption-key": redacted }, variables: ["password", "encryption_key"] },
  { what: "a share", terraform: "proxmox_storage_cifs", document: { storage: "smb", type: "cifs", server: "smb.example.net", share: "pve", username: "pve", content: "iso" }, variables: ["password"] },
  { what: "a plugin of DNS", terraform: "proxmox_acme_dns_plugin", document: { plugin: "cf", type: "dns", api: "cf" }, ignored: ["data"], listed: ["data"] },
  { what: "a plugin of DNS whose settings were answered", terraform: "proxmox_acme_dns_plugin", document: { plugin: "cf", type: "dns", api: "cf", data: redacted }, ignored: ["data"], listed: ["data"] },
  { what: "an account of an authority that binds none", terraform: "proxmox_acme_account", document: account },
  { what: "an account of another authority", terraform: "proxmox_acme_account", document: elsewhere, listed: ["eab-hmac-key"] },
  { what: "an account that is bound", terraform: "proxmox_acme_account", document: { ...elsewhere, account: { ...account.account, externalAccountBinding: {} } }, variables: ["eab_kid", "eab_hmac_key"] },
  { what: "a proxy without a password", terraform: "proxmox_cluster_options", document: { http_proxy: "http://proxy.example.net:3128" } },
  { what: "a proxy with a password", terraform: "proxmox_cluster_options", document: { http_proxy: redacted }, variables: ["http_proxy"] },
  { what: "a user of Proxmox VE's own realm", terraform: "proxmox_virtual_environment_user", document: { userid: "ada@pve", enable: 1 }, listed: ["password"] },
  { what: "a user whose password is elsewhere", terraform: "proxmox_virtual_environment_user", document: { userid: "ada@ldap", enable: 1 } },
];

describe("a secret that nobody can read back", () => {
  for (const { what, terraform, document, variables = [], ignored = [], listed = [] } of cases) {
    it(`${what}: ${variables.length > 0 ? `${variables.join(" and ")} from a variable` : listed.length > 0 ? `${listed.join(" and ")} in the report` : "there is none"}`, () => {
      const writing = writeDocument(knownTables.find((table) => table.terraform === terraform)!, document);
      if (isAside(writing)) throw new Error(writing.reason);
      expect(writing.secrets).to.have.members(variables);
      // Terraform writes none of them as long as it is there.
      expect(writing.ignore.map(({ path }) => path)).to.have.members([...variables, ...ignored]);
      expect(writing.claims.filter(({ value, outcome }) => value === "**********" && outcome === "notSaid").map(({ key }) => key)).to.deep.equal(listed);
      expect(JSON.stringify(writing)).not.to.include(redacted);
    });
  }
});
