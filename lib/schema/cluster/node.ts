import { items } from "../place";
import { block, lost, row } from "../row";
import { count, filled, wordList } from "../shape/answer";
import { flag } from "../shape/number";
import { reference } from "../shape/reference";
import { text } from "../shape/text";
import { provided, type ClusterTable, type Document } from "./table";

const own = "the provider does not know it, and leaves it as it is";
const common = { area: "nodes", policy: "destroy" } as const;
const node = row("node", "node", "node_name", reference("node"), { says: "The node.", required: true, replaces: true });
const moment = (...names: readonly string[]) => names.map((name) => lost(name, text(), "it is of the moment", { internal: true }));

export const nodeTables: readonly ClusterTable[] = [
  {
    ...common, type: "node-config", terraform: "proxmox_node_config", construct: "NodeNotes", says: "Notes of a node.",
    document: ({ description, ...rest }) => (description === undefined || description === "" ? rest : { ...rest, description }),
    rows: [
      node,
      row("description", "description", "description", { ...filled(text()), read: (value) => String(value).replace(/\n$/, "") || null }, { says: "Notes, in Markdown.", otherwise: "- none" }),
      ...["startall-onboot-delay", "wakeonlan", "ballooning-target", "location"].map((name) => lost(name, text(), own)),
      ...["acme", ...Array.from({ length: 6 }, (_, at) => `acmedomain${at}`)].map((name) => lost(name, text(), "it is of the ACME certificate of the node", { internal: true })),
    ],
  },
  {
    ...common, type: "node-dns", terraform: "proxmox_virtual_environment_dns", construct: "NodeNameServers", older: true, says: "Name servers of a node.",
    document: serversOf,
    rows: [
      node,
      row("search", "domain", "domain", text(), { says: "Domain that names without one are looked for in.", required: true, always: true, absent: "" }),
      row("servers", "servers", "servers", wordList(), { says: "Addresses, at most three.", otherwise: "- none", absent: [] }),
    ],
  },
  {
    ...common, type: "node-time", terraform: "proxmox_virtual_environment_time", construct: "NodeTimeZone", older: true, says: "Time zone of a node.",
    rows: [
      node,
      row("timezone", "timeZone", "time_zone", text(), { says: "Its name: `Europe/Berlin`.", required: true }),
      ...["local_time", "utc_time"].map((name) => provided(name, text(), null)),
      ...moment("time", "localtime"),
    ],
  },
  {
    ...common, type: "node-hosts", terraform: "proxmox_virtual_environment_hosts", construct: "NodeHosts", older: true, says: "The hosts file of a node.",
    document: linesOf,
    cautions: ({ entries }) => (Array.isArray(entries) && (entries as readonly { readonly hostnames: readonly string[] }[]).some(({ hostnames }) => hostnames.some((name) => name.startsWith("#"))) ? ["a comment behind a line is among its names: the provider takes it for those, and Proxmox VE refuses such names. Give the comment a line of its own before you change anything here"] : []),
    rows: [
      node,
      block("entry", "entries", { says: "Its lines.", from: items("entries"), otherwise: "- none" }, [
        row("address", "address", "address", text(), { says: "Address.", required: true }),
        row("hostnames", "names", "hostnames", wordList(), { says: "Names that it has.", required: true }),
      ]),
      ...["addresses", "entries", "hostnames", "digest"].map((name) => provided(name, text(), null)),
      lost("comments", text(), "the provider leaves comments out when it writes the file"),
    ],
  },
  {
    ...common, type: "apt-standard-repository", terraform: "proxmox_apt_standard_repository", construct: "AptStandardRepository", says: "A repository of Proxmox's that a file of APT has. Whether it is on, that entry says.",
    rows: [
      row("node", "node", "node", reference("node"), { says: "The node.", required: true, replaces: true }),
      row("handle", "handle", "handle", text(), { says: "What Proxmox VE calls it: `no-subscription`.", required: true, replaces: true }),
      ...["description", "file_path", "index", "name", "status"].map((name) => provided(name, text(), null)),
      ...["name", "status", "description"].map((name) => lost(name, text(), "Proxmox VE says it", { internal: true })),
    ],
  },
  {
    ...common, type: "apt-repository", terraform: "proxmox_apt_repository", construct: "AptRepository", says: "An entry of a file of APT, which is on or off. The entry itself is in the file.",
    cautions: entryOf,
    rows: [
      row("node", "node", "node", reference("node"), { says: "The node.", required: true, replaces: true }),
      row("file", "file", "file_path", text(), { says: "The file: `/etc/apt/sources.list.d/proxmox.sources`.", required: true, replaces: true }),
      row("index", "index", "index", count(0), { says: "Its place in the file, from 0.", required: true, replaces: true }),
      row("Enabled", "enabled", "enabled", flag, { says: "Packages are taken from it.", always: true, computed: true, otherwise: "true" }),
      ...["comment", "components", "file_type", "package_types", "suites", "uris"].map((name) => provided(name, text(), null)),
      ...["Types", "URIs", "Suites", "Components", "Options", "Comment", "FileType"].map((name) => lost(name, text(), "it is in the file", { internal: true })),
    ],
  },
];

/** What the entry is, for people. */
function entryOf({ URIs: uris, Suites: suites, Components: components }: Document): readonly string[] {
  return [[uris, suites, components].flatMap((one) => (Array.isArray(one) ? (one as readonly string[]) : [])).join(" ")];
}

/** Proxmox VE has a key for each name server. */
function serversOf({ dns1, dns2, dns3, ...rest }: Document): Document {
  const servers = [dns1, dns2, dns3].filter((one) => one !== undefined && one !== null);
  return servers.length === 0 ? rest : { ...rest, servers };
}

/** Proxmox VE answers the file as one text. */
function linesOf({ data, ...rest }: Document): Document {
  if (typeof data !== "string") return { ...rest, data };
  const lines = data.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const comments = lines.filter((line) => line.startsWith("#"));
  const entries = lines.filter((line) => !line.startsWith("#")).map((line) => {
    const [address, ...hostnames] = line.split(/\s+/);
    return { address, hostnames };
  });
  return { ...rest, entries, ...(comments.length === 0 ? {} : { comments }) };
}
