import type { Observation } from "../../lib/inventory/document";
import { readInventory, type Guest, type Inventory } from "../../lib/inventory/inventory";
import { parseGuestKey, type ResourceKey } from "../../lib/pve/address";
import type { Pool } from "../../lib/pve/file/user-config";
import { cpuModelsFile } from "../../lib/pve/file/cpu-models";
import { guestFilePath } from "../../lib/pve/guest-config";
import { redacted } from "../../lib/pve/secret";
import { addressTemplate } from "../../lib/pve/template";
import { guestDocument } from "../../lib/schema/kind/document";
import { poolMemberKind } from "../../lib/schema/kind/pool";
import { printGuestName, printName } from "../../lib/schema/kind/name";
import type { Cluster } from "../../simulator/cluster";
import { isBefore9 } from "../../simulator/release";
import type { GuestFacts, NodeFacts, Scenario, StorageFacts } from "../../simulator/scenario";
import { guestFile } from "./guest-file";
import { lacksOf, type Lacks } from "./known";
import { corosyncFile, interfacesFile, storageFile } from "./node-file";
import { peopleIn } from "./people";
import { userFile } from "./rights";
import { firewallFiles } from "./firewall-files";
import { sectionFiles } from "./section-files";
import { settingFiles } from "./setting-files";
import { waitingIn } from "./waiting";
import { mediaOf, type Media } from "./media";

type Row = Readonly<Record<string, unknown>>;

/** A cluster's twin, before anything is done to it. */
export interface Twin {
  readonly scenario: Scenario;
  readonly guests: ReadonlyMap<ResourceKey, TwinGuest>;
  /** Why it has nothing of what Terraform remembers, or is not like it. */
  readonly lacks: Lacks;
  readonly nodes: readonly string[];
  readonly storages: readonly string[];
  /** Files of storages that guests of the cluster have in use. */
  readonly media: readonly string[];
  /** What is not known of the cluster, and matters to all of it: sentences. */
  readonly unknown: readonly string[];
}

export interface TwinGuest {
  readonly name: string;
  readonly node: string;
  /** Why the twin is not like it; undefined if it is. */
  readonly unlike?: string;
  /** What it said of its addresses, as it was answered; undefined if it said nothing. */
  readonly addresses?: unknown;
}

export interface TwinOptions {
  /** The cluster was read with a token whose rights are known, and which acts here. @default all rights */
  readonly rights?: boolean;
  /** Files of storages that are there, beside those that configurations name. */
  readonly media?: readonly Media[];
}

/** Builds a cluster of what was read of one. */
export function twinOf(observation: Observation, { rights = false, media = [] }: TwinOptions = {}): Twin {
  const { documents } = observation;
  const inventory = readInventory(observation);
  const list = (address: string) => rowsOf(documents.get(address));
  const resources = list("/cluster/resources");
  const version = documents.get("/version") as Cluster["version"] | undefined;
  const networks = inventory.nodes.flatMap(({ name }) => {
    const rows = documents.get(`/nodes/${encodeURIComponent(name)}/network`);
    return [[`nodes/${name}/interfaces`, interfacesFile(Array.isArray(rows) ? (rows as Row[]) : bridgesOf(inventory))] as const];
  });
  const unread = inventory.nodes.filter(({ name, online }) => online && !documents.has(`/nodes/${encodeURIComponent(name)}/network`));
  const corosync = corosyncFile(list("/cluster/status"));
  const used = inventory.guests.flatMap(({ config = {} }) => mediaOf(config));
  const guests = inventory.guests.map((guest) => [guest, twinGuest(guest, documents)] as const);
  return {
    scenario: {
      name: inventory.name,
      ...(version !== undefined && isBefore9({ version }) ? { release: "8.4" } : {}),
      files: {
        ...Object.fromEntries(networks),
        ...(corosync === undefined ? {} : { "corosync.conf": corosync }),
        ...sectionFiles(documents),
        ...firewallFiles(documents),
        ...settingFiles(documents),
        [cpuModelsFile]: processorsFile(inventory),
        "storage.cfg": storageFile(list("/storage")),
        "user.cfg": userFile(rights ? documents.get("/access/permissions") : undefined, poolsOf(inventory, list), peopleIn(documents)),
        ...Object.fromEntries(inventory.guests.map((guest) => [guestFilePath(guest.node, guest.type, guest.vmId), textOf(guest)])),
      },
      nodes: Object.fromEntries(inventory.nodes.map(({ name }) => [name, nodeFacts(name, [...resources, ...list("/nodes")])])),
      guests: Object.fromEntries(inventory.guests.map((guest) => [guest.vmId, guestFacts(guest)])),
      storages: Object.fromEntries(inventory.storages.map(({ name, unreachable }) => [name, storageFacts(name, unreachable.length > 0, resources)])),
      volumes: [...new Map([...media, ...used].map(({ id, size = 0 }) => [id, { id, size, createdAt: 0 }])).values()],
    },
    guests: new Map(guests.map(([{ key }, twin]) => [key, twin])),
    lacks: lacksOf(observation, inventory),
    nodes: inventory.nodes.map(({ name }) => name),
    storages: inventory.storages.map(({ name }) => name),
    media: used.map(({ id }) => id),
    unknown: [...unknownOf(inventory, unread.length > 0, resources), ...edited(inventory)],
  };
}

function twinGuest(guest: Guest, documents: Observation["documents"]): TwinGuest {
  const { key, name, node, config } = guest;
  const addresses = documents.get(guestDocument(guest, "interfaces"));
  const unlike = unlikeness(guest);
  return { name: name ?? printGuestName(parseGuestKey(key)!), node, ...(unlike === undefined ? {} : { unlike }), ...(addresses === undefined || config === undefined ? {} : { addresses }) };
}

function unlikeness({ config, unreadable }: Guest): string | undefined {
  if (unreadable !== undefined) return `it could not be read: ${unreadable.message}`;
  if (config === undefined) return "it was not read";
  return JSON.stringify(config).includes(redacted) ? "its configuration holds a secret, and the store keeps none" : undefined;
}

/** Of the cluster's own processors, those that guests have. */
function processorsFile({ guests }: Inventory): string {
  const named = guests.flatMap(({ config = {} }) => /^(?:.*,)?(?:cputype=)?custom-([^,\s]+)/.exec(String(config.cpu))?.[1] ?? []);
  return [...new Set(named)].map((name) => `cpu-model: ${name}\n\treported-model kvm64\n\n`).join("");
}

/** A number is taken also by a guest of which nothing else is known. */
const textOf = ({ config = {} }: Guest): string => guestFile(config);

function guestFacts({ status, template, state, config }: Guest): GuestFacts {
  if (config === undefined) return { power: "stopped", addresses: "silent" };
  if (status !== "unknown") return { power: status !== "running" ? "stopped" : state?.qmpstatus === "paused" ? "paused" : "running", addresses: "silent" };
  return { power: template ? "stopped" : "running", addresses: "silent" };
}

function nodeFacts(name: string, rows: readonly Row[]): NodeFacts {
  const found = rows.filter((row) => row.type === "node" && row.node === name);
  const number = (key: string) => found.map((row) => row[key]).find((value): value is number => typeof value === "number" && value > 0);
  const [cpus, memory, disk] = ["maxcpu", "maxmem", "maxdisk"].map(number);
  return {
    online: found.every(({ status }) => status !== "offline"),
    ...(cpus === undefined ? {} : { cpus }),
    ...(memory === undefined ? {} : { memory }),
    ...(disk === undefined ? {} : { disk }),
  };
}

function storageFacts(name: string, isUnreachable: boolean, resources: readonly Row[]): StorageFacts {
  const row = resources.find(({ type, storage, maxdisk }) => type === "storage" && storage === name && typeof maxdisk === "number");
  return { ...(row === undefined ? {} : { total: Number(row.maxdisk), used: Number(row.disk ?? 0) }), reachable: !isUnreachable };
}

const membersAt = addressTemplate(poolMemberKind.reads.list);

function poolsOf({ guests }: Inventory, list: (address: string) => readonly Row[]): ReadonlyMap<string, Pool> {
  const pools = list("/pools");
  const names = [...new Set([...pools.map(({ poolid }) => String(poolid)), ...guests.flatMap(({ pool }) => pool ?? [])])];
  const storagesIn = (pool: string) => {
    const members = list(membersAt.print({ poolid: pool })).flatMap(({ members }) => rowsOf(members));
    return [...new Set(members.flatMap(({ type, storage }) => (type === "storage" ? [String(storage)] : [])))];
  };
  return new Map(names.map((name) => [name, { comment: String(pools.find(({ poolid }) => poolid === name)?.comment ?? ""), guests: guests.filter(({ pool }) => pool === name).map(({ vmId }) => vmId), storages: storagesIn(name) }]));
}

function unknownOf({ guests }: Inventory, isNetworkUnread: boolean, resources: readonly Row[]): readonly string[] {
  const powerless = guests.filter(({ status, template, config }) => config !== undefined && status === "unknown" && !template).length;
  return [
    ...(powerless > 0 ? ["whether guests run was not read: they are taken to run, so that a restart shows"] : []),
    ...guests.flatMap((guest) => waitingIn(guest) ?? []),
    ...guests.flatMap((guest) => (resources.some(({ vmid, type, hastate }) => vmid === guest.vmId && type === guest.type && hastate !== undefined) ? [`${printGuestName(guest)} is started and stopped directly: in the cluster its high availability does that`] : [])),
    ...(isNetworkUnread ? ["the network of some nodes was not read: the bridges that guests are on are taken to be there"] : []),
  ];
}

/** What of the software-defined network waits to be applied. */
function edited({ resources }: Inventory): readonly string[] {
  const waiting = [...resources].filter(([, { kind, row, config = row }]) => kind.reads.documents?.pending !== undefined && config.state !== undefined).map(([key]) => printName(key));
  return waiting.length === 0 ? [] : [`the software-defined network has changes that wait to be applied (${waiting.join(", ")}): in the twin they are in force`];
}

/** The bridges that guests are on, for a node of which nothing else is known. */
function bridgesOf({ guests }: Inventory): readonly Row[] {
  const cards = guests.flatMap(({ config = {} }) => Object.entries(config).flatMap(([key, value]) => (/^net\d+$/.test(key) ? [/(?:^|,)bridge=([^,]+)/.exec(String(value))?.[1] ?? ""] : [])));
  return [...new Set(cards)].flatMap((iface, at) => (iface === "" ? [] : [{ iface, type: "bridge", method: "manual", families: ["inet"], autostart: 1, bridge_ports: "", priority: at + 2 }]));
}

const rowsOf = (body: unknown): readonly Row[] => (Array.isArray(body) ? (body as Row[]) : []);
