import { flag, formatted, integer, oneOf, required, text } from "../parameter";
import type { SectionKind } from "./kind";

const line = (maxLength: number) => ({ ...text, maxLength });
const host = { ...formatted("address"), maxLength: 256 };
const common = { default: flag, comment: line(4096) };
const tfa = line(128);
/** What a directory is asked, whichever it is. */
const directory = {
  ...common,
  server1: required(host),
  server2: host,
  port: integer(1, 65535),
  secure: flag,
  sslversion: oneOf("tlsv1", "tlsv1_1", "tlsv1_2", "tlsv1_3"),
  tfa,
  verify: flag,
  capath: text,
  cert: text,
  certkey: text,
  base_dn: line(256),
  bind_dn: line(256),
  user_attr: { ...line(256), pattern: "\\S{2,}" },
  filter: line(2048),
  sync_attributes: { ...text, pattern: "\\w+=[^,]+(,\\s*\\w+=[^,]+)*" },
  user_classes: text,
  group_dn: line(256),
  group_name_attr: line(256),
  group_filter: line(2048),
  group_classes: text,
  "sync-defaults-options": text,
  mode: oneOf("ldap", "ldaps", "ldap+starttls"),
  "case-sensitive": flag,
};

/** `domains.cfg`: where users are known. */
export const realms: SectionKind = {
  file: "domains.cfg",
  encoded: ["comment"],
  types: {
    pam: { properties: { ...common, tfa } },
    pve: { properties: { ...common, tfa } },
    ad: { properties: { ...directory, domain: required({ ...line(256), pattern: "\\S+" }) } },
    ldap: { properties: { ...directory, base_dn: required(directory.base_dn), user_attr: required(directory.user_attr) } },
    openid: {
      properties: {
        ...common,
        "issuer-url": required(line(256)),
        "client-id": required(line(256)),
        "client-key": line(256),
        autocreate: flag,
        "username-claim": text,
        "groups-claim": line(256),
        "groups-autocreate": flag,
        "groups-overwrite": flag,
        prompt: text,
        scopes: text,
        "acr-values": text,
        audiences: text,
        "query-userinfo": flag,
      },
      fixed: ["username-claim"],
    },
  },
};
