import { parsePropertyString } from "../../pve/property-string";
import { redacted } from "../../pve/secret";
import { items } from "../place";
import { nameFromPath } from "../phrase";
import { configId } from "../pve-format";
import type { Kept } from "../kept";
import { block, lost, row } from "../row";
import { filled } from "../shape/answer";
import { flag } from "../shape/number";
import { reference } from "../shape/reference";
import { formatted, text } from "../shape/text";
import { provided, secretRow, type Aside, type ClusterTable, type Document } from "./table";
import { seconds } from "../shape/duration";

const own = "the provider does not know it, and leaves it as it is";
/** The provider reads it into the state, and would delete it where code says nothing. */
const unreadData: Kept = { why: "settings and secrets of the DNS are not read; where the plugin is made anew, `data` says them, each secret as a Secret.variable", as: "ignored" };
const binding = (account: Document): Kept | undefined =>
  account["eab-hmac-key"] !== undefined || /letsencrypt\.org/.test(String(account.directory)) ? undefined : { why: "Proxmox VE does not tell whether the account is bound to another one; some authorities demand it of one that is made anew", as: "note" };
const common = { area: "datacenter", policy: "protect", named: "name" } as const;

export const acmeTables: readonly ClusterTable[] = [
  {
    ...common, type: "acme-account", terraform: "proxmox_acme_account", construct: "AcmeAccount", rootOnly: true, does: ({ name }, deed) => (deed === "destroy" ? `deactivates the account ${String(name)} at its authority for good: certificates are not renewed by it` : undefined), says: "An account at an authority that signs certificates by ACME.",
    document: withContact,
    aside: ({ directory }) => (directory === undefined ? { reason: "only root@pam, logged in with a password, may read it", remedy: "import with that user and its password, or leave it to Proxmox VE" } : undefined),
    rows: [
      row("name", "name", "name", formatted(configId), { says: "Its name.", otherwise: nameFromPath, computed: true, replaces: true }),
      row("contact", "contact", "contact", text(), { says: "E-mail address, which the authority writes to.", required: true }),
      row("directory", "directory", "directory", filled(text()), { says: "Address of the authority.", otherwise: "- that of Let's Encrypt" }),
      row("tos", "terms", "tos", filled(text()), { says: "Address of the terms that are agreed to.", otherwise: "- none" }),
      secretRow("eab-kid", "eabKeyId", "eab_kid", text(), { says: "Name of the key that binds it to another account, in code only as a sensitive variable.", otherwise: "- none" }),
      secretRow("eab-hmac-key", "eabKey", "eab_hmac_key", text(), { says: "That key, in code only as a sensitive variable.", otherwise: "- none", kept: binding }),
      ...["created_at", "location"].map((name) => provided(name, text(), null)),
      lost("location", text(), "the authority gives it", { internal: true }),
      lost("account", text(), "the authority keeps it", { internal: true }),
      lost("further contacts", text(), "the provider takes one address"),
    ],
  },
  {
    ...common, type: "acme-plugin", terraform: "proxmox_acme_dns_plugin", construct: "AcmeDnsPlugin", says: "How names are proven to an authority by DNS.",
    builtIn: ({ type, nodes, disable }) => type === "standalone" && nodes === undefined && disable === undefined,
    aside: ({ type }) => (type === "standalone" ? { reason: "it is the plugin that is always there, which the provider takes for one of DNS", remedy: "leave it to Proxmox VE" } : undefined),
    rows: [
      row("plugin", "name", "plugin", formatted(configId), { says: "Its name.", otherwise: nameFromPath, replaces: true }),
      row("api", "api", "api", text(), { says: "Provider of the DNS: `cf`.", required: true, absent: "" }),
      row("validation-delay", "validationDelay", "validation_delay", seconds(0, 172800), { says: "How long it is waited for the DNS.", unit: "seconds", default: 30, absent: 0 }),
      secretRow("data", "data", "data", { ...text(), type: "Readonly<Record<string, string>>" }, { says: "Settings and secrets of the provider of the DNS, by the variables of acme.sh; secrets are in code only as sensitive variables.", otherwise: "- none", kept: () => unreadData, why: unreadData.why }),
      ...["data_wo", "data_wo_version", "digest"].map((name) => provided(name, text(), null)),
      { ...provided("disable", text(), null), pve: { is: "constant", value: null } },
      lost("disable", text(), own),
      lost("nodes", text(), own),
    ],
  },
  {
    area: "nodes", policy: "destroy", type: "acme-certificate", terraform: "proxmox_acme_certificate", construct: "AcmeCertificate",
    says: "A certificate of a node, which Proxmox VE orders by ACME and renews by itself.",
    does: ({ node_name: node }, deed) => (deed === "destroy" ? `takes its certificate from ${String(node)}, and restarts its web interface` : `orders a certificate for ${String(node)}, and restarts its web interface`),
    document: certificateOf,
    aside: ordersAnew,
    rows: [
      row("node", "node", "node_name", reference("node"), { says: "Node that has it.", required: true, replaces: true }),
      row("account", "account", "account", reference("acme-account"), { says: "Account by which it is ordered.", required: true }),
      block("domains", "domains", { says: "Names that it is for, at most six.", from: items("domains"), short: "domain", otherwise: "- it must be said" }, [
        row("domain", "domain", "domain", text(), { says: "Name of the node as browsers say it: `pve1.example.org`.", required: true }),
        row("plugin", "plugin", "plugin", filled(reference("acme-plugin")), { says: "How it is proven to be yours.", otherwise: "- by HTTP on port 80 of the node" }),
        row("alias", "alias", "alias", filled(text()), { says: "Name whose record proves it instead.", otherwise: "- the name itself" }),
      ]),
      row("force", "force", "force", flag, { says: "Orders it again although the one of the node is still valid.", default: false, absent: false }),
      ...["certificate", "fingerprint", "issuer", "not_after", "not_before", "subject", "subject_alternative_names"].map((name) => ({ ...provided(name, text(), null), computed: true })),
      lost("acmedomain5", text(), "the provider knows the first five"),
    ],
  },
];

/** How many names with a plugin of their own the provider knows; Proxmox VE has one more. */
const namesRead = 5;

/** What the certificate of a node is ordered by, out of all settings of the node; the provider passes over names beside an account that is not said. */
function certificateOf({ node, acme, ...settings }: Document): Document {
  const { account, domains = "" } = Object.fromEntries(parsePropertyString(String(acme ?? "")));
  const plain = account === undefined ? [] : domains.split(";").filter((domain) => domain !== "").map((domain) => ({ domain }));
  const named = Array.from({ length: namesRead }, (_, at) => settings[`acmedomain${at}`]).filter((one) => one !== undefined).map((one) => Object.fromEntries(parsePropertyString(String(one), { defaultKey: "domain" })));
  const { acmedomain5: last } = settings;
  const all = [...plain, ...named];
  return { node, ...(account === undefined ? { acme } : { account }), ...(all.length === 0 ? {} : { domains: all }), ...(last === undefined ? {} : { acmedomain5: last }) };
}

/** What the provider does not find out would be a difference, and for that it orders a certificate. */
function ordersAnew({ node, account, acme, domains }: Document): Aside | undefined {
  const before = acme === undefined ? "" : `,${String(acme)}`;
  if (account === undefined) return { reason: "its settings name no account, and the provider would order it anew to say one", remedy: `pvesh set /nodes/${String(node)}/config --acme 'account=default${before}'` };
  return domains === undefined ? { reason: "its settings have no name that the provider reads, and it requires one", remedy: "leave it to Proxmox VE" } : undefined;
}

/** The account is inside of the answer. */
function withContact({ account, ...rest }: Document): Document {
  const { contact, externalAccountBinding: bound } = (typeof account === "object" && account !== null ? account : {}) as Document;
  const [first, ...further] = Array.isArray(contact) ? (contact as readonly unknown[]).map((one) => String(one).replace(/^mailto:/, "")) : [];
  return { ...rest, ...(bound === undefined ? {} : { "eab-kid": redacted, "eab-hmac-key": redacted }), ...(first === undefined ? {} : { contact: first }), ...(further.length === 0 ? {} : { "further contacts": further }) };
}
