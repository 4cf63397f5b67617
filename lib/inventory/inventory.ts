import { compareGuests, parseGuestKey, type Address, type GuestType, type ResourceKey } from "../pve/address";
import { guestKinds, kinds as allKinds } from "../schema/kind/all";
import { documentAddress, guestDocument } from "../schema/kind/document";
import { poolKind } from "../schema/kind/pool";
import type { Observation, Unreadable } from "./document";
import type { Kinds } from "../schema/kind/kinds";
import { readResources, type Resource } from "./resource";
import { leftOutAddress, type LeftOut } from "./left-out";

/** One cluster at one moment: what the documents say, linked and sorted, with nothing left out. */
export interface Inventory {
  /** The cluster's name, or its only node's where there is no cluster. */
  readonly name: string;
  readonly version?: string;
  readonly nodes: readonly Node[];
  /** By number. Guests that could not be read are here, too, with the reason. */
  readonly guests: readonly Guest[];
  readonly storages: readonly Storage[];
  /** Bridges by name, whichever nodes have them. */
  readonly bridges: readonly string[];
  readonly pools: readonly Pool[];
  /** Everything that has a key, guests included; what names what of it: `graphOf`. */
  readonly resources: ReadonlyMap<ResourceKey, Resource>;
  /** Numbers that the cluster was asked for one by one, and that no guest has: the proof that one is gone. */
  readonly freeNumbers: ReadonlySet<number>;
  /** Everything that could not be read, guests' addresses included. */
  readonly unreadable: readonly Unreadable[];
}

export interface Node {
  readonly name: string;
  readonly online: boolean;
  /** Address of the node in the cluster, where the API tells. */
  readonly ip?: string;
  /** Networks that it has an address in, each as that address with its prefix: `10.20.0.2/24`. */
  readonly networks?: readonly string[];
}

export interface Storage {
  readonly name: string;
  /** `dir`, `lvmthin`, `zfspool`, … */
  readonly type: string;
  readonly disabled: boolean;
  /** The only nodes that have it; undefined if all have. */
  readonly nodes?: readonly string[];
  /** Nodes that are online and do not reach it. */
  readonly unreachable: readonly string[];
}

export interface Pool {
  readonly name: string;
  readonly comment?: string;
  /** What belongs to it, where it was asked: each as the provider calls it, the word being vm for containers, too. */
  readonly members?: readonly PoolMember[];
}

export interface PoolMember {
  readonly kind: "vm" | "storage";
  readonly member: string;
  /** The key of what it is: `lxc/202`, `storage/nas`. */
  readonly key: ResourceKey;
}

export interface Guest {
  readonly key: ResourceKey;
  readonly type: GuestType;
  readonly vmId: number;
  readonly node: string;
  /** What people call it; undefined if it has no name or could not be read. */
  readonly name?: string;
  /** `running`, `stopped`, `paused`, …; `unknown` on an offline node. */
  readonly status: string;
  readonly template: boolean;
  readonly pool?: string;
  readonly tags: readonly string[];
  /** The configuration as the API answers it (pending changes applied), without the digest. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** The answer of `status/current`. */
  readonly state?: Readonly<Record<string, unknown>>;
  /** What the guest agent or the container reported, as the API answers it; undefined if it was not asked, or did not answer. */
  readonly interfaces?: readonly Readonly<Record<string, unknown>>[];
  /** The guest agent was asked for addresses and did not answer; undefined if it was not asked, or may not be. */
  readonly silent?: true;
  /** The guest agent answered, and does not tell its addresses. */
  readonly agentRefuses?: true;
  /** Why the configuration, or the state, is missing. */
  readonly unreadable?: Unreadable;
  /** Lines of its file that Proxmox VE does not understand, as far as the way it was read tells; undefined if there are none. */
  readonly leftOut?: readonly LeftOut[];
}

type Json = Readonly<Record<string, unknown>>;

/** Reads the documents of one observation. */
export function readInventory(observation: Observation, kinds: Kinds = allKinds): Inventory {
  const { documents, unreadable } = observation;
  const list = (address: string) => rows(documents.get(address));
  const resources = list("/cluster/resources");
  const status = list("/cluster/status");
  const nodes = readNodes(resources, status, list("/nodes"), (node) => list(`/nodes/${encodeURIComponent(node)}/network`));
  return {
    name: text(status.find(({ type }) => type === "cluster")?.name) ?? text(status.find(({ local }) => local === 1)?.name) ?? nodes[0]?.name ?? "proxmox",
    version: text((documents.get("/version") as Json | undefined)?.version),
    nodes,
    guests: resources.flatMap((row) => readGuest(row, observation) ?? []).sort(compareGuests),
    storages: list("/storage")
      .map((row) => readStorage(row, resources, nodes))
      .sort(byName),
    bridges: unique(
      nodes.flatMap(({ name }) =>
        list(`/nodes/${encodeURIComponent(name)}/network`)
          .filter(({ type }) => type === "bridge" || type === "OVSBridge")
          .map(({ iface }) => String(iface)),
      ),
    ),
    pools: list("/pools")
      .map((row) => ({ name: String(row.poolid), ...(row.comment ? { comment: String(row.comment) } : {}), ...readMembers(String(row.poolid), list) }))
      .sort(byName),
    resources: readResources(observation, kinds),
    freeNumbers: new Set([...documents].flatMap(([address, body]) => (isFreeNumber(address, body) ? [Number(body)] : []))),
    unreadable: [...unreadable.values()].sort((a, b) => (a.address < b.address ? -1 : 1)),
  };
}

/** Asked for a number, Proxmox VE answers it where it is free, and with an error where a guest of any kind has it. */
export const numberAddress = (vmId: number): Address => `/cluster/nextid?vmid=${vmId}`;
const isFreeNumber = (address: Address, body: unknown) => address.startsWith("/cluster/nextid?vmid=") && address === numberAddress(Number(body));

function readNodes(resources: readonly Json[], status: readonly Json[], nodes: readonly Json[], interfacesOf: (node: string) => readonly Json[]): Node[] {
  const names = unique([...resources, ...nodes, ...status].filter(({ type }) => type === "node").map((row) => String(row.node ?? row.name)));
  return names.map((name) => {
    const named = ({ node, name: own }: Json) => (node ?? own) === name;
    const online = [...resources, ...nodes].filter(({ type }) => type === "node").filter(named).some(({ status: s }) => s === "online");
    const ip = text(status.find((row) => row.type === "node" && named(row))?.ip);
    const networks = unique(interfacesOf(name).flatMap(({ cidr, cidr6 }) => [text(cidr) ?? [], text(cidr6) ?? []].flat()));
    return { name, online, ...(ip === undefined ? {} : { ip }), ...(networks.length === 0 ? {} : { networks }) };
  });
}

/** What belongs to a pool, by the list of one. */
export function readMembers(name: string, list: (address: string) => readonly Json[]): Pick<Pool, "members"> {
  const [pool] = list(documentAddress(poolKind, "members", { poolid: name }));
  if (pool === undefined || !Array.isArray(pool.members)) return {};
  const members = (pool.members as readonly Json[]).flatMap(({ type, vmid, storage }): PoolMember[] => {
    if (type === "storage") return [{ kind: "storage", member: String(storage), key: `storage/${String(storage)}` }];
    return vmid === undefined ? [] : [{ kind: "vm", member: String(vmid), key: `${String(type)}/${String(vmid)}` }];
  });
  // A storage is there once for each node.
  return { members: members.filter(({ key }, at) => members.findIndex((one) => one.key === key) === at) };
}

function readStorage({ storage, type, disable, nodes: only }: Json, resources: readonly Json[], nodes: readonly Node[]): Storage {
  const lost = resources.filter((row) => row.type === "storage" && row.storage === storage && row.status === "unknown").map(({ node }) => String(node));
  return {
    name: String(storage),
    type: String(type),
    disabled: disable === 1,
    ...(only === undefined ? {} : { nodes: String(only).split(",") }),
    unreachable: nodes.filter(({ name, online }) => online && lost.includes(name)).map(({ name }) => name),
  };
}

function readGuest(row: Json, { documents, unreadable }: Observation): Guest | undefined {
  const id = parseGuestKey(`${String(row.type)}/${String(row.vmid)}`);
  if (!id) return undefined;
  const node = String(row.node);
  const kind = guestKinds[id.type];
  const address = (name: "config" | "state" | "interfaces") => guestDocument({ ...id, node }, name);
  const config = documents.get(address("config")) as Json | undefined;
  const state = documents.get(address("state")) as Json | undefined;
  const reporting = address("interfaces");
  const silence = kind.hasAgent ? unreadable.get(reporting)?.why : undefined;
  // Without its state it is unknown what may be asked of it, and what it would be written as.
  const why = unreadable.get(address("config")) ?? unreadable.get(address("state"));
  // Names and flags in the list lag behind by up to 20 seconds and are missing on a new guest: the configuration knows better.
  return {
    key: `${id.type}/${id.vmId}`,
    ...id,
    node,
    name: text(config ? config[kind.nameKey] : row.name),
    status: text(state?.status) ?? text(row.status) ?? "unknown",
    template: (config ? config.template : row.template) === 1,
    pool: text(row.pool),
    tags: splitTags(text(config ? config.tags : row.tags) ?? ""),
    config: config && withoutDigest(config),
    state,
    interfaces: readInterfaces(documents.get(reporting)),
    // Who may not ask does not know; neither does who was answered by something on the way.
    silent: silence === "timeout" || silence === "agent-silent" ? true : undefined,
    ...(silence === "agent-refuses" || isAgentsError(documents.get(reporting)) ? { agentRefuses: true } : {}),
    unreadable: why,
    leftOut: documents.get(leftOutAddress(node, id)) as readonly LeftOut[] | undefined,
  };
}

function readInterfaces(reported: unknown): readonly Json[] | undefined {
  if (Array.isArray(reported)) return reported as Json[];
  const result = (reported as Json | null | undefined)?.result;
  return Array.isArray(result) ? (result as Json[]) : undefined;
}

/** An agent that does not know the question says so in place of a list. */
function isAgentsError(reported: unknown): boolean {
  const result = (reported as Json | null | undefined)?.result;
  return typeof result === "object" && result !== null && "error" in result;
}

/** Proxmox VE separates tags by `;`, and reads `,` and blanks as well. */
function splitTags(tags: string): string[] {
  return unique(tags.split(/[;,\s]+/).filter((tag) => tag !== ""));
}

function withoutDigest({ digest: _, ...config }: Json): Json {
  return config;
}

const rows = (body: unknown): readonly Json[] => (Array.isArray(body) ? (body as Json[]) : []);
const text = (value: unknown) => (value === undefined || value === null || value === "" ? undefined : String(value));
const unique = (values: readonly string[]) => [...new Set(values)].sort();
const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
