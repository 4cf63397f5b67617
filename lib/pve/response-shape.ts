type Row = Readonly<Record<string, unknown>>;

/** What is wrong with an answer that its address cannot have given, as what was expected instead; undefined if nothing is. */
type Check = (data: unknown) => string | undefined;

const isObject = (data: unknown): data is Row => typeof data === "object" && data !== null && !Array.isArray(data);
const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
const isNumber = (value: unknown): boolean => /^\d+$/.test(String(value)) && (typeof value === "string" || typeof value === "number");
const isScalar = (value: unknown): boolean => typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** A list whose every row is an object with what names it. */
const listOf =
  (what: string, isRow: (row: Row) => boolean): Check =>
  (data) =>
    Array.isArray(data) && data.every((row) => isObject(row) && isRow(row)) ? undefined : `a list of ${what}`;

const object =
  (what: string, isWhole: (data: Row) => boolean): Check =>
  (data) =>
    isObject(data) && isWhole(data) ? undefined : what;

function isResource({ type, vmid, node, storage }: Row): boolean {
  if (type === "qemu" || type === "lxc") return isNumber(vmid) && Number(vmid) > 0 && isText(node);
  if (type === "node") return isText(node);
  return type === "storage" ? isText(storage) && isText(node) : isText(type);
}

/** Every value of a configuration is a line of text or a number; raw lines of a container are pairs. */
function isConfig(config: Row): boolean {
  const entries = Object.entries(config);
  const isPair = (pair: unknown) => Array.isArray(pair) && pair.length === 2 && pair.every(isScalar);
  return entries.length > 0 && entries.every(([key, value]) => isScalar(value) || (key === "lxc" && Array.isArray(value) && value.every(isPair)));
}

const isReport = ({ result }: Row) => isObject(result) || (Array.isArray(result) && result.every(isObject));

/** Lists beside those of guests and nodes, with what names a row of them. */
const collections: readonly (readonly [RegExp, string, string])[] = [
  [/^\/access\/users$/, "users", "userid"],
  [/^\/access\/users\/[^/]+\/token$/, "tokens", "tokenid"],
  [/^\/access\/groups$/, "groups", "groupid"],
  [/^\/access\/roles$/, "roles", "roleid"],
  [/^\/access\/domains$/, "realms", "realm"],
  [/^\/access\/acl$/, "permissions", "roleid"],
  [/^\/cluster\/acme\/account$/, "accounts", "name"],
  [/^\/cluster\/acme\/plugins$/, "plugins", "plugin"],
  [/^\/cluster\/(?:backup|replication|jobs\/realm-sync)$/, "jobs", "id"],
  [/^\/cluster\/ha\/resources$/, "resources of high availability", "sid"],
  [/^\/cluster\/ha\/groups$/, "groups of high availability", "group"],
  [/^\/cluster\/ha\/rules$/, "rules of high availability", "rule"],
  [/^\/cluster\/mapping\/[^/]+$/, "mappings", "id"],
  [/^\/cluster\/metrics\/server$/, "metrics servers", "id"],
  [/^\/cluster\/sdn\/zones$/, "zones", "zone"],
  [/^\/cluster\/sdn\/vnets$/, "virtual networks", "vnet"],
  [/^\/cluster\/sdn\/vnets\/[^/]+\/subnets$/, "subnets", "subnet"],
  [/^\/cluster\/sdn\/controllers$/, "controllers", "controller"],
  [/^\/cluster\/sdn\/ipams$/, "address managements", "ipam"],
  [/^\/cluster\/sdn\/dns$/, "name servers", "dns"],
  [/^\/cluster\/sdn\/fabrics\/fabric$/, "fabrics", "id"],
  [/^\/cluster\/sdn\/fabrics\/node(?:\/[^/]+)?$/, "nodes of fabrics", "node_id"],
  [/\/firewall\/aliases$/, "aliases", "name"],
  [/\/firewall\/ipset$/, "IP sets", "name"],
  [/\/firewall\/ipset\/[^/]+$/, "addresses", "cidr"],
  [/^\/cluster\/firewall\/groups$/, "security groups", "group"],
  [/\/firewall\/(?:rules|groups\/[^/]+)$/, "rules", "action"],
  [/^\/nodes\/[^/]+\/storage$/, "storages", "storage"],
  [/^\/nodes\/[^/]+\/storage\/[^/]+\/content$/, "volumes", "volid"],
];

/** What an object beside those of guests has in every case; nothing where it may be empty. */
const objects: readonly (readonly [RegExp, string, string?])[] = [
  [/^\/access\/users\/[^/]+$/, "a user with their groups", "groups"],
  [/^\/access\/groups\/[^/]+$/, "a group with its members", "members"],
  [/^\/access\/roles\/[^/]+$/, "the rights of a role"],
  [/^\/access\/domains\/[^/]+$/, "a realm with its type", "type"],
  [/^\/pools\/[^/]+$/, "a pool with its members", "members"],
  [/^\/storage\/[^/]+$/, "a storage with its type", "type"],
  [/^\/cluster\/(?:backup|replication)\/[^/]+$/, "a job with its number", "id"],
  [/^\/cluster\/jobs\/realm-sync\/[^/]+$/, "a job with its realm", "realm"],
  [/^\/cluster\/mapping\/[^/]+\/[^/]+$/, "a mapping with its devices", "map"],
  [/^\/cluster\/metrics\/server\/[^/]+$/, "a metrics server with its type", "type"],
  [/^\/cluster\/ha\/resources\/[^/]+$/, "a resource of high availability", "sid"],
  [/^\/cluster\/ha\/groups\/[^/]+$/, "a group of high availability", "group"],
  [/^\/cluster\/ha\/rules\/[^/]+$/, "a rule of high availability", "rule"],
  [/^\/cluster\/sdn\/(?:zones|vnets|controllers|ipams|dns)\/[^/]+$/, "an object of the software-defined network with its type", "type"],
  // Proxmox VE adds the digest even where nothing is set.
  [/\/firewall\/options$/, "options of the firewall with their digest", "digest"],
  [/^\/nodes\/[^/]+\/hosts$/, "a node's /etc/hosts with its text", "digest"],
  [/^\/nodes\/[^/]+\/time$/, "a node's time with its zone", "timezone"],
  [/^\/(?:cluster\/options|nodes\/[^/]+\/(?:config|dns))$/, "an object of options"],
  [/^\/nodes\/[^/]+\/network\/[^/]+$/, "a network interface with its type", "type"],
];

const has = (row: Row, key: string): boolean => row[key] !== undefined && row[key] !== null && row[key] !== "";

/** The first that fits counts; what is not here may be anything. */
const shapes: readonly (readonly [RegExp, Check])[] = [
  [/^\/version$/, object("an object with the version", ({ version }) => isText(version))],
  [/^\/cluster\/resources$/, listOf("guests, nodes and storages", isResource)],
  [/^\/cluster\/status$/, listOf("nodes", ({ type, name }) => isText(type) && isText(name))],
  [/^\/cluster\/nextid$/, (data) => (isNumber(data) ? undefined : "a number")],
  [/^\/nodes$/, listOf("nodes", ({ node }) => isText(node))],
  [/^\/storage$/, listOf("storages", ({ storage, type }) => isText(storage) && isText(type))],
  [/^\/pools$/, listOf("pools", ({ poolid }) => isText(poolid))],
  [/^\/access\/permissions$/, object("an object of rights by path", (paths) => Object.values(paths).every(isObject))],
  [/^\/nodes\/[^/]+\/network$/, listOf("network interfaces", ({ iface }) => isText(iface))],
  [/^\/nodes\/[^/]+\/(?:qemu|lxc)$/, listOf("guests", ({ vmid }) => isNumber(vmid))],
  [/^\/nodes\/[^/]+\/(?:qemu|lxc)\/\d+\/config$/, object("a guest's configuration", isConfig)],
  [/^\/nodes\/[^/]+\/(?:qemu|lxc)\/\d+\/status\/current$/, object("a guest's state", ({ status }) => isText(status))],
  // A container that has just stopped has none.
  [/^\/nodes\/[^/]+\/lxc\/\d+\/interfaces$/, (data) => (data === null ? undefined : listOf("network interfaces", () => true)(data))],
  [/^\/nodes\/[^/]+\/qemu\/\d+\/agent\/network-get-interfaces$/, object("what the agent says of its interfaces", isReport)],
  [/^\/nodes\/[^/]+\/tasks\/[^/]+\/status$/, object("a task's state", ({ status }) => isText(status))],
  [/^\/nodes\/[^/]+\/tasks\/[^/]+\/log$/, listOf("lines", ({ t }) => typeof t === "string")],
  ...collections.map(([pattern, what, name]): [RegExp, Check] => [pattern, listOf(what, (row) => has(row, name))]),
  ...objects.map(([pattern, what, name]): [RegExp, Check] => [pattern, object(what, (data) => name === undefined || has(data, name))]),
];

/**
 * What was expected of an address, in words, where its answer has another shape: `a list of nodes`. Nothing of such an answer may be
 * believed: a list without rows and a guest without settings would be taken for what they say.
 */
export function shapeFault(address: string, data: unknown): string | undefined {
  const path = address.split("?")[0]!;
  return shapes.find(([pattern]) => pattern.test(path))?.[1](data);
}
