import { isPmpcError } from "../../lib/error";
import { compareMarks, marksOf, type Marks } from "../../lib/inventory/identity";
import type { Guest } from "../../lib/inventory/inventory";
import { numberAddress } from "../../lib/inventory/inventory";
import { parseGuestKey, type GuestId, type ResourceKey } from "../../lib/pve/address";
import { guestKinds, kinds } from "../../lib/schema/kind/all";
import type { ResourceId } from "../../lib/schema/kind/kinds";
import { guestDocument } from "../../lib/schema/kind/document";
import { printGuestName } from "../../lib/schema/kind/name";
import { addedDisks } from "../../lib/schema/provider/unrecorded";
import { awaitsLock } from "../../lib/schema/catalog";
import type { StateStore } from "../store/state-store";
import type { Cluster } from "../gate/live";
import type { Client } from "../transport/client";
import { readNames, type Names } from "../workspace/names";
import type { Context } from "../engine/action";
import type { Configuration } from "../settings/configuration";
import { connect, type Connecting, type ConnectionInput } from "../connect/connection";
import { isLeftOut } from "../terraform/grade";
import { askingLists, identityOf, isMadeOnce, remedyFor } from "./there-now";
import type { ResourceReport } from "./grading";
import { waitingAt } from "./waiting";
import type { Stranger } from "../session/names";
import { guestsInState, type Project } from "./project";

/** What is known of a workspace's cluster without asking it. */
export interface Known {
  readonly root: string;
  readonly store: StateStore;
  readonly configuration: Configuration;
  /** The cluster, where a gate asks it already. */
  readonly cluster?: Cluster;
}

/** Where a guest is, and what holds it. */
export interface GuestNow {
  readonly node: string;
  /** `backup` */
  readonly lock?: string;
  readonly runs?: boolean;
}

/** The guests of a cluster, as it says now; else as they were seen last, which says nothing of locks. */
export interface GuestsNow {
  readonly there: ReadonlyMap<ResourceKey, GuestNow>;
  /** Those that have code of pmpc's. */
  readonly names: Names;
  /** Guests of the code, of these, that have the number of another one. */
  strangers(keys: readonly ResourceKey[]): Promise<readonly Stranger[]>;
  /** A guest that has no code and is the one of the code, under another number. */
  renumbered(key: ResourceKey): Promise<GuestId | undefined>;
  /** A guest's configuration; undefined if unknown. */
  config(key: ResourceKey): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** What waits for a guest's next start: nothing where it does not run; undefined if unknown. */
  waiting(key: ResourceKey): Promise<readonly string[] | undefined>;
  /** Whether a guest has the number, listed or not; undefined if unknown. */
  isTaken(vmId: number): Promise<boolean | undefined>;
  /** Whether something besides guests is there; undefined if unknown. */
  isThere(id: ResourceId): Promise<boolean | undefined>;
}

/** Asks the cluster about its guests, where there are credentials for it, and does something with what it says. */
export async function withGuestsNow<T>(known: Known, input: ConnectionInput, context: Context<Connecting>, work: (guests: GuestsNow) => Promise<T>): Promise<T> {
  const names = await readNames(known.root);
  const client = await (known.cluster?.client() ?? reachQuietly(input, known.configuration, context));
  try {
    const listed = client && (await listQuietly(client));
    if (client === undefined || listed === undefined) return await work({ there: await guestsSeen(known), names, strangers: async () => [], renumbered: async () => undefined, config: async () => undefined, waiting: async () => [], isTaken: async () => undefined, isThere: async () => undefined });
    return await work({
      there: listed,
      names,
      strangers: async (keys) => (await Promise.all(keys.map((key) => strangerAt(key, client, listed.get(key), names)))).flatMap((one) => one ?? []),
      renumbered: (key) => renumberedFrom(key, client, listed, names),
      config: (key) => configAt(key, client, listed.get(key)),
      waiting: async (key) => {
        const [id, now] = [parseGuestKey(key), listed.get(key)];
        return id === undefined || !now?.runs ? [] : waitingAt(client, { ...id, node: now.node });
      },
      isTaken: (vmId) => askNumber(client, vmId),
      isThere: askingLists(client),
    });
  } finally {
    if (!known.cluster) client?.close();
  }
}

async function guestsSeen({ store, configuration }: Known): Promise<ReadonlyMap<ResourceKey, GuestNow>> {
  const run = await store.latestRun(configuration);
  const seen = run === undefined ? [] : await store.resources(run.id);
  return new Map(seen.flatMap(({ key, node }) => (node !== undefined && parseGuestKey(key) ? [[key, { node }] as const] : [])));
}

async function reachQuietly(input: ConnectionInput, configuration: Configuration, context: Context<Connecting>): Promise<Client | undefined> {
  if (input.apiToken === undefined && input.username === undefined) return undefined;
  try {
    return (await connect(input, configuration, context)).client;
  } catch (error) {
    if (!isPmpcError(error)) throw error;
    return undefined;
  }
}

async function listQuietly(client: Client): ReturnType<typeof listGuests> {
  try {
    return await listGuests(client);
  } catch (error) {
    if (!isPmpcError(error)) throw error;
    return undefined;
  }
}

async function listGuests(client: Client): Promise<ReadonlyMap<ResourceKey, GuestNow> | undefined> {
  const { data } = await client.get("/cluster/resources?type=vm");
  const rows = Array.isArray(data) ? (data as readonly Readonly<Record<string, unknown>>[]) : undefined;
  return rows && new Map(rows.map(({ type, vmid, node, lock, status }) => [`${String(type)}/${String(vmid)}`, { node: String(node), runs: status === "running", ...(typeof lock === "string" && lock !== "" ? { lock } : {}) }]));
}

async function strangerAt(key: ResourceKey, client: Client, now: GuestNow | undefined, names: Names): Promise<Stranger | undefined> {
  const name = names.get(key);
  if (name?.marks === undefined) return undefined;
  // A guest whose node is away is not written either.
  const guest = await guestAt(key, client, now);
  if (guest === undefined) return undefined;
  const sameness = compareMarks(guest.type, name.marks as Marks, marksOf(guest));
  return sameness === "same" ? undefined : { guest, name, sameness };
}

async function renumberedFrom(key: ResourceKey, client: Client, listed: ReadonlyMap<ResourceKey, GuestNow>, names: Names): Promise<GuestId | undefined> {
  const [id, name] = [parseGuestKey(key), names.get(key)];
  if (id === undefined || name?.marks === undefined) return undefined;
  const uncoded = [...listed].filter(([other]) => !names.has(other) && parseGuestKey(other)?.type === id.type);
  const guests = await Promise.all(uncoded.map(([other, now]) => guestAt(other, client, now)));
  return guests.find((guest) => guest !== undefined && compareMarks(id.type, name.marks as Marks, marksOf(guest)) === "same");
}

async function guestAt(key: ResourceKey, client: Client, now: GuestNow | undefined): Promise<Guest | undefined> {
  const [id, config] = [parseGuestKey(key), await configAt(key, client, now)];
  if (id === undefined || now === undefined || config === undefined) return undefined;
  const called = config[guestKinds[id.type].nameKey];
  return { key, ...id, node: now.node, ...(typeof called === "string" ? { name: called } : {}), status: "unknown", template: false, tags: [], config };
}

async function configAt(key: ResourceKey, client: Client, now: GuestNow | undefined): Promise<Readonly<Record<string, unknown>> | undefined> {
  const id = parseGuestKey(key);
  if (id === undefined || now === undefined) return undefined;
  const { status, data } = await client.get(guestDocument({ ...id, node: now.node }, "config"));
  return status === 200 ? (data as Readonly<Record<string, unknown>>) : undefined;
}

async function askNumber(client: Client, vmId: number): Promise<boolean | undefined> {
  const { status, data } = await client.get(numberAddress(vmId));
  if (status === 200) return String(data) !== String(vmId);
  return status === 400 ? true : undefined;
}

/** What a plan for a resource means, beside what the cluster says of it. */
export async function explain(resource: ResourceReport, guests: GuestsNow, project: Project): Promise<ResourceReport> {
  const guest = resource.key === undefined ? undefined : parseGuestKey(resource.key);
  if (!guest) return resource.grade === "create" ? explainMaking(resource, guests, project) : resource;
  const now = guests.there.get(resource.key!);
  if (resource.grade === "create") return explainCreation(resource, guest, guests, project);
  if (now?.lock !== undefined) return explainLock(resource, guest, now.lock);
  if (resource.grade === "clean" && !resource.importing) return explainClean(resource, guest, guests);
  return explainRecord(resource, guest, guests);
}

/** A change that was written and not started: the code says it, the configuration, too, and the guest runs without it. */
async function explainClean(resource: ResourceReport, guest: GuestId, guests: GuestsNow): Promise<ResourceReport> {
  const waiting = await guests.waiting(resource.key!);
  if (waiting?.length === 0) return resource;
  if (waiting === undefined) return { ...resource, waiting: [], reason: "its configuration is as in the code; whether it runs with it, the cluster did not tell", remedy: "pmpc plan asks again" };
  return { ...resource, waiting, reason: `its configuration is as in the code, and it runs without ${waiting.join(", ")}`, remedy: `pmpc reboot ${printGuestName(guest)}` };
}

/** A disk that came since Terraform's record of its guest was made is not seen by the provider: it would put an empty one in its place. */
async function explainRecord(resource: ResourceReport, guest: GuestId, guests: GuestsNow): Promise<ResourceReport> {
  const added = resource.importing || isLeftOut(resource.grade) ? [] : resource.changes.flatMap(addedDisks);
  if (added.length === 0) return resource;
  const config = await guests.config(resource.key!);
  const there = added.filter((slot) => config?.[slot] !== undefined);
  if (there.length === 0) return resource;
  const anew = `has ${there.join(", ")}, which Terraform's record does not know`;
  return { ...resource, grade: "already there", anew, reason: `${printGuestName(guest)} ${anew}: with this record, an empty disk would take ${there.length === 1 ? "its" : "their"} place`, remedy: recordAnew };
}

const recordAnew = "pmpc apply makes Terraform's record of it again, and sends nothing to the cluster";

/** A guest that Terraform would make may be there: the provider looks for a container only where it was, and forgets it. */
async function explainCreation(resource: ResourceReport, guest: GuestId, { there, names, isTaken, renumbered }: GuestsNow, project: Project): Promise<ResourceReport> {
  const name = printGuestName(guest);
  const now = there.get(resource.key!);
  if (now !== undefined && names.has(resource.key!) && guestsInState(project.state).has(resource.key!)) {
    const reason = `${name} has moved to ${now.node}; the provider looks for it on its old node, and assumes that it was deleted`;
    return { ...resource, grade: "already there", moved: now.node, anew: `has moved to ${now.node}`, reason, remedy: recordAnew };
  }
  if (now !== undefined) {
    const remedy = "to avoid creating it twice: give the code another vmId, or set `adopt: true` there to adopt the guest";
    return { ...resource, grade: "already there", reason: `${name} is on ${now.node}, and Terraform's state does not have it`, remedy };
  }
  if (await isTaken(guest.vmId)) {
    return { ...resource, grade: "already there", reason: `the cluster does not list ${name}, but says that the number ${guest.vmId} is in use`, remedy: "plan again; if the problem remains: pmpc doctor shows which rights are missing" };
  }
  if (!names.has(resource.key!)) return resource;
  const other = await renumbered(resource.key!);
  if (other !== undefined) return { ...resource, grade: "already there", reason: `${name} is ${printGuestName(other)} now: an apply would make a second one, with the same addresses and empty disks`, remedy: "to take its new number into the code: pmpc import --confirm" };
  return { ...resource, reason: `${name} is not in the cluster; an apply makes a new one, with empty disks`, remedy: "if it was removed on purpose: pmpc import removes it from the code" };
}

/** What Proxmox VE has under the same name already it does not make again. */
async function explainMaking(resource: ResourceReport, { isThere }: GuestsNow, { code }: Project): Promise<ResourceReport> {
  const declared = code.resources.find(({ address }) => address === resource.address);
  const id = declared === undefined ? undefined : identityOf(declared);
  if (declared === undefined || id === undefined || !isMadeOnce(id) || !(await isThere(id))) return resource;
  return { ...resource, grade: "already there", reason: `${kinds.printName(id)} is on the cluster, and Terraform's state does not have it`, remedy: remedyFor(id, declared.type) };
}

/** Proxmox VE refuses changes of a locked guest; where nothing is to be changed, the provider may wait for the lock all the same. */
function explainLock(resource: ResourceReport, guest: GuestId, lock: string): ResourceReport {
  const { grade, importing } = resource;
  if (isLeftOut(grade)) return resource;
  if (grade === "clean" || grade === "forget" || importing || (grade === "state only" && !awaitsLock(guest.type))) return resource;
  const then = grade === "state only" ? ": the provider would wait for that, as long as its timeoutUpdate; an apply leaves it for later" : ", and Proxmox VE changes nothing of it";
  return { ...resource, locked: lock, reason: `it is locked (${lock})${then}`, remedy: `when what locks it has ended: pmpc apply (if nothing does any more: ${guestKinds[guest.type].tool} unlock ${guest.vmId})` };
}
