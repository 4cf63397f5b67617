import { parsePropertyString } from "../property-string";
import { parseBlocks } from "./section-config";

type Row = Readonly<Record<string, unknown>>;

/** The files of the software-defined network, below `/etc/pve`, that have what waits to be applied, or what runs. */
export const sdnFiles = ["sdn/zones.cfg", "sdn/vnets.cfg", "sdn/subnets.cfg", "sdn/controllers.cfg", "sdn/fabrics.cfg", "sdn/.running-config"] as const;

/** The software-defined network as the API lists it: address → rows, each with what of it waits to be applied; fabrics tell nothing of that. */
export function sdnLists(texts: ReadonlyMap<string, string>): readonly (readonly [string, readonly Row[]])[] {
  const running = runningIn(texts.get("sdn/.running-config"));
  const sections = (name: string) => parseBlocks(texts.get(`sdn/${name}.cfg`) ?? "").map(({ type, id, lines }) => ({ type, id, values: valuesOf(lines), waits: waiting(valuesOf(lines), running === undefined ? undefined : (running[name]?.ids ?? {}), id) }));
  const listed = (name: string, part: string): readonly Row[] => sections(name).map(({ type, id, values, waits }) => ({ [part]: id, type, ...values, ...waits }));
  const vnets = listed("vnets", "vnet");
  const subnets = sections("subnets").map(({ id, values, waits }) => subnetOf(id, values, vnets, waits));
  const fabrics = sections("fabrics").map((one) => ({ ...one, protocol: one.type.replace(/_(fabric|node)$/, ""), isNode: one.type.endsWith("_node") }));
  const own = fabrics.filter(({ isNode }) => !isNode);
  const leaving = (name: string, part: string): readonly Row[] => {
    const here = new Set(sections(name).map(({ id }) => id));
    return Object.entries(running?.[name]?.ids ?? {}).flatMap(([id, values]) => (here.has(id) ? [] : [{ ...values, [part]: id, state: "deleted" }]));
  };
  return [
    ["/cluster/sdn/zones?pending=1", leaving("zones", "zone")],
    ["/cluster/sdn/vnets?pending=1", leaving("vnets", "vnet")],
    ["/cluster/sdn/controllers?pending=1", leaving("controllers", "controller")],
    ...vnets.map(({ vnet }) => [`/cluster/sdn/vnets/${String(vnet)}/subnets?pending=1`, leaving("subnets", "subnet").filter((one) => one.vnet === vnet)] as const),
    ["/cluster/sdn/zones", listed("zones", "zone")],
    ["/cluster/sdn/vnets", vnets],
    ["/cluster/sdn/controllers", listed("controllers", "controller")],
    ...vnets.map(({ vnet }) => [`/cluster/sdn/vnets/${String(vnet)}/subnets`, subnets.filter((subnet) => subnet.vnet === vnet)] as const),
    ["/cluster/sdn/fabrics/fabric", own.map(({ id, protocol, values }) => ({ id, protocol, ...values }))],
    ...own.map(({ id: fabric }) => [`/cluster/sdn/fabrics/node/${fabric}`, fabrics.flatMap(({ id, protocol, values, isNode }) => (isNode && id.startsWith(`${fabric}_`) ? [{ fabric_id: fabric, node_id: id.slice(fabric.length + 1), protocol, ...values }] : []))] as const),
  ];
}

/** The names of the virtual networks that run. */
export const runningVnets = (texts: ReadonlyMap<string, string>): readonly string[] => Object.keys(runningIn(texts.get("sdn/.running-config"))?.vnets?.ids ?? {});

const lists = new Set(["dhcp-range", "interfaces"]);

/** Lines that are there several times are a list. */
function valuesOf(lines: readonly (readonly [string, string | undefined])[]): Row {
  const values: Record<string, unknown> = {};
  for (const [key, value = "1"] of lines) {
    if (lists.has(key)) values[key] = [...((values[key] ?? []) as readonly unknown[]), key === "dhcp-range" ? Object.fromEntries(parsePropertyString(value)) : value];
    else values[key] ??= value;
  }
  return values;
}

function subnetOf(id: string, values: Row, vnets: readonly Row[], waits: Row): Row {
  const zone = String(vnets.find(({ vnet }) => vnet === values.vnet)?.zone);
  return { subnet: id, id, type: "subnet", zone, cidr: id.slice(zone.length + 1).replace(/-(\d+)$/, "/$1"), ...values, ...waits };
}

type Running = Readonly<Record<string, { readonly ids?: Readonly<Record<string, Row>> } | undefined>>;

function runningIn(text: string | undefined): Running | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Running);
  } catch {
    return undefined;
  }
}

/** What waits to be applied, where it is known what runs. */
function waiting(values: Row, ids: Readonly<Record<string, Row>> | undefined, id: string): Row {
  if (ids === undefined) return {};
  const now = ids[id];
  if (now === undefined) return { state: "new" };
  const keys = [...new Set([...Object.keys(values), ...Object.keys(now)])].filter((key) => key !== "type" && plain(values[key]) !== plain(now[key]));
  if (keys.length === 0) return {};
  const runs = keys.flatMap((key) => (now[key] === undefined ? [] : [[key, asAnswered(now[key])] as const]));
  return { state: "changed", pending: Object.fromEntries(keys.map((key) => [key, values[key] ?? "deleted"])), running: Object.fromEntries(runs) };
}

/** Sets of nodes are objects in what runs, and text in answers. */
const asAnswered = (value: unknown): unknown => (typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value).sort().join(",") : value);

/** The same for the same, whichever way it is said. */
function plain(value: unknown): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return value.map((one) => (typeof one === "object" && one !== null ? plain(Object.entries(one as Row).map(([name, part]) => `${name}=${String(part)}`).join(",")) : plain(one))).join(";");
  if (typeof value === "object" && value !== null) return Object.keys(value).sort().join(",");
  return String(value as string | number).split(",").sort().join(",");
}
