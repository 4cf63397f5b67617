import type { Address } from "../../lib/pve/address";
import { volumeFormat } from "../../lib/pve/volume-format";
import { bodyOf, type GateResponse, type Parameters, type Request } from "./message";

/** What was read of the cluster, by address. */
interface Readings {
  read(address: Address): unknown;
}

type Row = Readonly<Record<string, unknown>>;

/** What an import does not ask, and what follows from what it does; undefined if nothing does. */
export function derive({ path, query, address }: Request, recording: Readings): GateResponse | undefined {
  const at = path.join("/");
  if (at === "cluster/resources" && "type" in query) return resourcesOf(query, recording);
  if (at === "pools" && query.poolid !== undefined) return poolOf(query.poolid, recording);
  if (path.length === 2 && path[0] === "storage") return storageOf(path[1]!, recording);
  if (path.includes("firewall") && /^\d+$/.test(path.at(-1)!)) return ruleOf(address.slice(0, address.lastIndexOf("/")), Number(path.at(-1)), recording);
  return derivedFormat({ path }, recording);
}

/** What a storage says of a volume, as far as the provider looks at it; undefined if something else is asked, or the storages are not known. */
export function derivedFormat({ path }: Pick<Request, "path">, recording: Readings): GateResponse | undefined {
  const [nodes, node, storage, name, content, ...volume] = path;
  return nodes === "nodes" && storage === "storage" && content === "content" && volume.length > 0 ? volumeOf(node!, name!, volume.join("/"), recording) : undefined;
}

const rows = (body: unknown): readonly Row[] => (Array.isArray(body) ? (body as readonly Row[]) : []);
const well = (data: unknown): GateResponse => ({ status: 200, data });

// The provider asks for the same part of the list with each guest. A list that is read again is another one.
const partsSent = new WeakMap<object, Map<string | undefined, GateResponse>>();

/** One kind of the rows of the list: `vm` is both kinds of guests. */
function resourcesOf({ type }: Parameters, recording: Readings): GateResponse | undefined {
  const list = recording.read("/cluster/resources");
  if (list === undefined) return undefined;
  const wanted = type === "vm" ? ["qemu", "lxc"] : [type];
  const parts = partsSent.get(list as object) ?? new Map<string | undefined, GateResponse>();
  partsSent.set(list as object, parts);
  const part = parts.get(type) ?? { status: 200, body: bodyOf(rows(list).filter((row) => wanted.includes(String(row.type)))) };
  parts.set(type, part);
  return part;
}

/** A pool with its members, each of whose rows in the list names it: as much of them as names them. */
function poolOf(poolid: string, recording: Readings): GateResponse | undefined {
  const pool = rows(recording.read("/pools")).find((row) => row.poolid === poolid);
  if (pool === undefined) return undefined;
  const members = rows(recording.read("/cluster/resources")).filter((row) => row.pool === poolid && row.type !== "pool").map(({ id, type, node, vmid, storage }) => ({ id, type, node, vmid, storage }));
  return well([{ ...pool, members }]);
}

/** A storage by itself, which is its row of the list: to ask for that one takes the right to change it. */
export function storageOf(name: string, recording: Readings): GateResponse | undefined {
  const list = recording.read("/storage");
  if (list === undefined) return undefined;
  const storage = rows(list).find((row) => row.storage === name);
  return storage === undefined ? { status: 500, reason: `storage '${name}' does not exist` } : well(storage);
}

/** A rule by its place, where the list of them was read; alone, its place is a text. */
function ruleOf(list: Address, pos: number, recording: Readings): GateResponse | undefined {
  const rule = rows(recording.read(list)).find((row) => row.pos === pos);
  return rule && well({ ...rule, pos: String(pos) });
}

/** A volume's format; the provider looks at nothing else of it. If the storage cannot be asked, or may not be, it says so. */
function volumeOf(node: string, name: string, volume: string, recording: Readings): GateResponse | undefined {
  const list = recording.read("/storage");
  if (list === undefined) return undefined;
  const id = volume.startsWith(`${name}:`) ? volume : `${name}:${volume}`;
  const storage = rows(list).find((row) => row.storage === name);
  const failed = (reason: string): GateResponse => ({ status: 500, reason });
  if (storage === undefined) return failed(`storage '${name}' does not exist`);
  if (storage.disable === 1) return failed(`storage '${name}' is disabled`);
  if (storage.nodes !== undefined && !String(storage.nodes).split(",").includes(node)) return failed(`storage '${name}' is not available on node '${node}'`);
  const isAway = rows(recording.read("/cluster/resources")).some((row) => row.type === "storage" && row.storage === name && row.node === node && row.status === "unknown");
  if (isAway) return failed(`storage '${name}' is not online`);
  const format = volumeFormat(String(storage.type), id);
  return format === undefined ? failed(`unable to parse directory volume name '${volume}'`) : well({ path: id, format, size: 0, used: 0 });
}
