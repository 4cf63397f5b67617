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
];

/**
 * What was expected of an address, in words, where its answer has another shape: `a list of nodes`. Nothing of such an answer may be
 * believed: a list without rows and a guest without settings would be taken for what they say.
 */
export function shapeFault(address: string, data: unknown): string | undefined {
  const path = address.split("?")[0]!;
  return shapes.find(([pattern]) => pattern.test(path))?.[1](data);
}
