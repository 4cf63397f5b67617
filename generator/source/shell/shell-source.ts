import { exit, PmpcError } from "../../../lib/error";
import type { Document, Unreadable } from "../../../lib/inventory/document";
import { numberAddress } from "../../../lib/inventory/inventory";
import { leftOutAddress, type LeftOut } from "../../../lib/inventory/left-out";
import { everyRight } from "../../../lib/inventory/rights";
import { printGuestAddress, printGuestKey, type Address } from "../../../lib/pve/address";
import type { GuestKind } from "../../../lib/schema/kind/guest";
import { canTellAddresses } from "../../../lib/schema/device/agent";
import { guestKinds } from "../../../lib/schema/kind/all";
import { guestDocument } from "../../../lib/schema/kind/document";
import { CommandError, isMissing } from "../../transport/command-error";
import type { NodeShell } from "../../transport/node-shell";
import { readCluster } from "../api/cluster";
import { concurrent } from "../concurrent";
import { byKey, clusterNameOf, configDocument, guestTexts, leftOutDocuments, listDocuments, nodeOf, stateDocument, statusOf, versionOf, type ClusterFiles } from "../files/document";
import type { OpenedSource } from "../files/files-source";
import { readFolder } from "../files/folder";
import { gone, isUnreadable, offline, type Finding, type Place } from "../finding";
import { guestsByKey, missingNumbers, rows, watchNodes } from "../overview";
import { withoutSecrets } from "../secret";
import type { ReadOptions } from "../source";
import { complaintsIn, isTooStrict, parseConfig, saysNothing } from "./guest-command";
import { parseGuestList } from "./guest-list";
import { explain, pveshOn, type Pvesh } from "./pvesh";
import { readRemoteFolder } from "./remote-folder";

export interface ShellSourceOptions extends NodeShell {
  /** Milliseconds for all guests together to say their addresses. @default 60000 */
  readonly addressTimeout?: number;
  readonly signal?: AbortSignal;
}

type Row = Readonly<Record<string, unknown>>;

export interface OpenedShellSource extends OpenedSource {
  /** Whether the cluster file system was there. */
  readonly files: boolean;
}

/** What is known before anything is read in earnest. */
interface Overview {
  readonly resources: readonly Row[];
  readonly files: ClusterFiles | undefined;
  readonly status: unknown;
  /** Every guest of the cluster is listed: what is not there is gone. */
  readonly complete: boolean;
}

/** Each start of a command costs a processor of the node half a second. */
const concurrency = 4;
/** Milliseconds for one guest to say its addresses. */
const oneAddressTimeout = 10_000;

/**
 * A cluster, read on one of its nodes with pvesh and the cluster file system: one command, and two for each node that is up, its
 * bridges and its machines. Where that file system is not to be had, each guest costs one, too. Closing it closes the shell.
 */
export async function openShellSource(options: ShellSourceOptions): Promise<OpenedShellSource> {
  const { shell, remote, folder, timeout, signal } = options;
  const pvesh = pveshOn(shell, options.commands.pvesh, { timeout, signal });
  const listed = await pvesh.list("/cluster/resources").catch((error: unknown) => (isMissing(error) ? error : Promise.reject(error as Error)));
  // After the list, so that each guest on it has its file.
  const files = await (remote ? readRemoteFolder(shell, folder, { timeout, signal }) : readFolder(folder));
  const resources = isMissing(listed) ? await listOwnGuests(options, nodeOf(files) ?? options.node, listed) : listed;
  const nodes = new Map(resources.filter(({ type }) => type === "node").map(({ node, status }) => [String(node), status === "online"]));
  const status = files === undefined && !isMissing(listed) ? await pvesh.list("/cluster/status") : statusOf(files ?? new Map(), nodes, options.node);
  const here = rows(status).find(({ type, local }) => type === "node" && local === 1);
  const local = here === undefined ? undefined : String(here.name);
  checkNode(options.node, local, [...nodes.keys()]);
  return {
    name: remote ? `${shell.name} (pvesh)` : `${local ?? shell.name} (pvesh)`,
    cluster: clusterNameOf(status) ?? [...nodes.keys()][0],
    nodes: [...nodes.keys()],
    files: files !== undefined,
    node: here?.ip === undefined ? local : String(here.ip),
    read: (reading) => withoutSecrets(walk({ resources, files, status, complete: !isMissing(listed) }, { ...options, node: local }, reading), reading.onAnswer),
    close: shell.close,
  };
}

/** The guests of this node alone, by `pct list` and `qm list`: what is left where there is no pvesh. */
async function listOwnGuests({ shell, commands, timeout, signal }: ShellSourceOptions, node: string | undefined, cause: CommandError): Promise<readonly Row[]> {
  const list = async ({ prefix: type, tool }: GuestKind) => {
    const ran = await shell.run(commands[tool], ["list"], { timeout, signal }).catch((error: unknown) => (isMissing(error) ? undefined : Promise.reject(error as Error)));
    return ran === undefined || ran.code === 127 ? undefined : parseGuestList(type, ran);
  };
  const lists = await Promise.all(Object.values(guestKinds).map(list));
  if (lists.every((one) => one === undefined)) throw cause;
  if (node === undefined) throw new PmpcError("node-missing", "without pvesh, the name of this node is unknown", { hint: "pvesh is on every node of Proxmox VE: if it is not on the PATH here, say in .proxmox/config.yml where it lies (`pvesh_path`), or what the node is called (`node`)", exit: exit.usage, cause });
  const guests = lists.flatMap((one) => one ?? []);
  return [{ id: `node/${node}`, type: "node", node, status: "online" }, ...guests.map((guest) => ({ id: `${guest.type}/${guest.vmid}`, node, ...guest }))];
}

function checkNode(expected: string | undefined, local: string | undefined, names: readonly string[]): void {
  if (expected === undefined || (names.includes(expected) && (local === undefined || local === expected))) return;
  const what = names.includes(expected) ? `this is node ${local}` : `the cluster has ${names.join(", ")}`;
  throw new PmpcError("another-node", `.proxmox/config.yml expects node ${expected}, but ${what}`, { hint: "change `node` there, or connect to the right one", exit: exit.refused });
}

async function* walk({ resources, files, status, complete }: Overview, options: ShellSourceOptions, { addresses = true, expected = [], kinds = [], onProgress, signal }: ReadOptions): AsyncGenerator<Finding> {
  const pvesh = pveshOn(options.shell, options.commands.pvesh, { timeout: options.timeout, signal });
  const attempt = async (address: Address): Promise<Finding> => orExplain(address, async () => ({ address, body: await pvesh.get(address) }));
  const nodes = watchNodes([resources, status]);
  const online = nodes.names.filter((node) => !nodes.isDown(node));

  // These tools are root's, whom Proxmox VE refuses nothing.
  if (complete) yield { address: "/access/permissions", body: everyRight };
  yield { address: "/nodes", body: resources.filter(({ type }) => type === "node") };
  if (files !== undefined) yield* listDocuments(files, resources);
  const version = files && versionOf(files);
  if (version !== undefined) yield { address: "/version", body: version };
  const guests = [...guestsByKey(resources).values()];
  const machines = new Map<number, Row>();
  const work = [
    ...online.map((node) => () => attempt(`/nodes/${encodeURIComponent(node)}/network`)),
    ...online.filter((node) => guests.some(({ place }) => tellsMore(place) && place.node === node)).map((node) => () => listMachines(node, pvesh, machines)),
    // What the files do not tell.
    ...(files === undefined ? ["/storage", "/pools", "/version"] : []).map((address) => () => attempt(address)),
  ];
  const networks = new Map<Address, unknown>();
  for await (const finding of concurrent(work, concurrency, (one) => one())) {
    if (finding === undefined) continue;
    if (!isUnreadable(finding)) networks.set(finding.address, finding.body);
    yield finding;
  }
  // Files say what waits and what is encoded in their own way: what is asked for besides guests is asked as the API is.
  if (kinds.length > 0 && complete) yield* readCluster(kinds, { read: askFor(pvesh), concurrency, known: new Map([...networks].map(([address, body]) => [address, { address, body }])), isDown: (node) => nodes.isDown(node) });
  yield { address: "/cluster/status", body: withAddresses(status, networks) };
  if (complete) yield* askForNumbers(missingNumbers(expected, guestsByKey(resources)), pvesh);
  let done = 0;
  const tell = (more: number) => onProgress?.({ nodes: nodes.names, guests: { done: (done += more), total: guests.length } });
  tell(0);
  const texts = files && byKey(guestTexts(files));
  const listed = new Map(resources.map((row) => [row.id, row]));
  const running: { readonly place: Place; readonly config: Row }[] = [];
  const look = async ({ row, place }: (typeof guests)[number]) => {
    const text = texts?.first.get(printGuestKey(place));
    // A guest may have moved since the list was made.
    const at = text?.place ?? place;
    const told = (config: Finding, ...leftOut: readonly Document[]) => ({ config, leftOut });
    const { config, leftOut } =
      texts === undefined
        ? await (nodes.isDown(at.node) ? told(offline(at)) : askForConfig(at, pvesh, options, signal))
        : text === undefined
          ? told(gone(place))
          : told(configDocument(text), ...leftOutDocuments(text));
    if (at.node !== place.node || nodes.isDown(at.node)) listed.set(row.id, { ...row, ...nameOf(at, config), node: at.node });
    return { row, at, config, leftOut };
  };
  for await (const { row, at, config, leftOut } of concurrent(guests, concurrency, look)) {
    tell(1);
    if (nodes.isDown(at.node)) yield offline(at);
    else if (isUnreadable(config)) yield config;
    else {
      yield config;
      yield* leftOut;
      yield stateDocument(at, config.body as Row, row, tellsMore(at) ? machines.get(at.vmId) : undefined);
      if (row.status === "running") running.push({ place: at, config: config.body as Row });
    }
  }
  yield { address: "/cluster/resources", body: [...listed.values()] };
  if (addresses && complete) yield* askForAddresses(running, pvesh, options, signal);
}

/** Asks as HTTP would: parameters come after the address, and what has no such address says so. */
const askFor = (pvesh: Pvesh) => (address: Address) => orExplain(address, async () => {
  const [path = "", query = ""] = address.split("?");
  const parameters = [...new URLSearchParams(query)].flatMap(([name, value]) => [`--${name}`, value]);
  return { address, body: await pvesh.get(decodeURI(path), { parameters }) };
});

/** Each number that should be taken and is not listed: one command, whose error says that it is taken, or that this is unknown. */
async function* askForNumbers(numbers: readonly number[], pvesh: Pvesh): AsyncGenerator<Document> {
  for (const number of numbers) {
    const free = await pvesh.get("/cluster/nextid", { parameters: ["--vmid", String(number)] }).catch((error: unknown) => {
      if (error instanceof CommandError) return undefined;
      throw error;
    });
    if (String(free) === String(number)) yield { address: numberAddress(number), body: String(number) };
  }
}

/** What is known of a guest on a node that is down, for which the list has not even a name. */
function nameOf({ type }: Place, config: Finding): Row {
  if (isUnreadable(config)) return {};
  const { [guestKinds[type].nameKey]: called, template } = config.body as Row;
  return { ...(called === undefined ? {} : { name: called }), ...(template === 1 ? { template } : {}) };
}

/** One command for each guest: `qm config` and `pct config` know their own node's, and refuse values that Proxmox VE itself no longer takes. */
async function askForConfig(place: Place, pvesh: Pvesh, { shell, commands, timeout, node }: ShellSourceOptions, signal: AbortSignal | undefined): Promise<{ readonly config: Finding; readonly leftOut: readonly Document[] }> {
  const address = printGuestAddress(place.node, place, "config");
  let leftOut: readonly LeftOut[] = [];
  const config = await orExplain(address, async () => {
    if (place.node !== node) return { address, body: await pvesh.get(address) };
    const ran = await shell.run(commands[guestKinds[place.type].tool], ["config", String(place.vmId)], { timeout, signal });
    leftOut = complaintsIn(place.type, ran);
    return { address, body: isTooStrict(ran) || saysNothing(ran) ? await pvesh.get(address) : parseConfig(place.type, ran) };
  });
  return { config, leftOut: leftOut.length === 0 ? [] : [{ address: leftOutAddress(place.node, place), body: leftOut }] };
}

/** Whether a list of its node says more of it than the cluster's: that it is paused, for example. */
const tellsMore = ({ type }: Place) => guestKinds[type].tells.includes("qmpstatus");

/** One command for each guest that can answer, as long as the time allowed for all of them lasts. */
async function* askForAddresses(
  guests: readonly { readonly place: Place; readonly config: Row }[],
  pvesh: Pvesh,
  { addressTimeout = 60_000 }: ShellSourceOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<Finding> {
  const end = AbortSignal.timeout(addressTimeout);
  const stop = signal ? AbortSignal.any([signal, end]) : end;
  const askable = guests.filter(({ place, config }) => canTellAddresses(place.type, config));
  yield* concurrent(askable, concurrency, async ({ place }): Promise<Finding> => {
    const address = guestDocument(place, "interfaces");
    try {
      if (end.aborted) return late(address, addressTimeout);
      return await orExplain(address, async () => ({ address, body: await pvesh.get(address, { signal: stop, timeout: oneAddressTimeout }) }));
    } catch (error) {
      signal?.throwIfAborted();
      if (end.aborted) return late(address, addressTimeout);
      throw error;
    }
  });
}

function late(address: Address, allowed: number): Unreadable {
  return { address, why: "timeout", message: `asking all guests for their addresses took longer than ${allowed / 1000} s`, hint: "each needs a command of its own: --no-addresses skips this" };
}

async function orExplain(address: Address, work: () => Promise<Document>): Promise<Finding> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CommandError) || (error.code === "not-available" && !isMissing(error))) throw error;
    return explain(address, error);
  }
}

/** What the machines themselves say of their state, which the cluster's list does not know: paused, for example. */
async function listMachines(node: string, pvesh: Pvesh, machines: Map<number, Row>): Promise<Unreadable | undefined> {
  const address = `/nodes/${encodeURIComponent(node)}/qemu`;
  const found = await orExplain(address, async () => ({ address, body: await pvesh.list(address, ["--full", "1"]) }));
  if (isUnreadable(found)) return found;
  for (const row of rows(found.body)) machines.set(Number(row.vmid), row);
  return undefined;
}

/** A node on its own does not say its address in a file; it is the one that has the gateway. */
function withAddresses(status: unknown, networks: ReadonlyMap<Address, unknown>): readonly Row[] {
  return rows(status).map((row) => {
    if (row.type !== "node" || row.ip !== undefined) return row;
    const interfaces = rows(networks.get(`/nodes/${encodeURIComponent(String(row.name))}/network`));
    const ip = interfaces.find(({ address, gateway }) => address !== undefined && gateway !== undefined)?.address;
    return ip === undefined ? row : { ...row, ip };
  });
}
