import { isPmpcError } from "../../lib/error";
import { parseGuestKey, printGuestName, type GuestId, type ResourceKey } from "../../lib/pve/address";
import { awaitsLock } from "../../lib/schema/catalog";
import type { StateStore } from "../store/state-store";
import type { Context } from "./action";
import type { Configuration } from "./configuration";
import { connect, type ConnectionInput } from "./connection";
import type { ResourceReport } from "./grading";
import type { Project } from "./project";

/** What is known of a workspace's cluster without asking it. */
export interface Known {
  readonly store: StateStore;
  readonly configuration: Configuration;
}

/** Where a guest is, and what holds it. */
export interface GuestNow {
  readonly node: string;
  /** `backup` */
  readonly lock?: string;
}

/** The guests of a cluster. */
export interface GuestsNow {
  readonly there: ReadonlyMap<ResourceKey, GuestNow>;
  /** Those that an import wrote code for, there or not. */
  readonly imported: { has(key: ResourceKey): boolean };
}

/** Every guest of the cluster: as the cluster says now, else as it was seen last, which says nothing of locks. */
export async function guestsNow(known: Known, input: ConnectionInput, context: Context): Promise<GuestsNow> {
  const asked = input.apiToken !== undefined || input.username !== undefined ? await askCluster(input, known.configuration, context) : undefined;
  return { there: asked ?? (await guestsSeen(known)), imported: await known.store.names() };
}

async function guestsSeen({ store }: Known): Promise<ReadonlyMap<ResourceKey, GuestNow>> {
  const run = await store.latestRun();
  const seen = run === undefined ? [] : await store.resources(run.id);
  return new Map(seen.flatMap(({ key, node }) => (node !== undefined && parseGuestKey(key) ? [[key, { node }] as const] : [])));
}

async function askCluster(input: ConnectionInput, configuration: Configuration, context: Context): Promise<ReadonlyMap<ResourceKey, GuestNow> | undefined> {
  try {
    const { client } = await connect(input, configuration, context);
    try {
      const { data } = await client.get("/cluster/resources?type=vm");
      const rows = Array.isArray(data) ? (data as readonly Readonly<Record<string, unknown>>[]) : undefined;
      return rows && new Map(rows.map(({ type, vmid, node, lock }) => [`${String(type)}/${String(vmid)}`, { node: String(node), ...(typeof lock === "string" && lock !== "" ? { lock } : {}) }]));
    } finally {
      client.close();
    }
  } catch (error) {
    if (!isPmpcError(error)) throw error;
    return undefined;
  }
}

/** What a plan for a guest means, beside what the cluster says of it. */
export function explain(resource: ResourceReport, { there, imported }: GuestsNow, project: Project): ResourceReport {
  const guest = resource.key === undefined ? undefined : parseGuestKey(resource.key);
  if (!guest) return resource;
  const now = there.get(resource.key!);
  if (resource.grade === "create") return now || imported.has(resource.key!) ? explainCreation(resource, guest, now, project) : resource;
  return now?.lock === undefined ? resource : explainLock(resource, guest, now.lock);
}

/** A guest that Terraform would make may be there: the provider looks for a container only where it was, and forgets it. */
function explainCreation(resource: ResourceReport, guest: GuestId, now: GuestNow | undefined, { binary, folder }: Project): ResourceReport {
  const name = printGuestName(guest);
  if (now === undefined) {
    return { ...resource, reason: `${name} is not in the cluster; an apply makes a new one, with empty disks`, remedy: "if it was removed on purpose: pmpc import takes it out of the code" };
  }
  const moved = guest.type === "lxc" ? "; it has moved, and the provider takes a container that has moved for deleted" : "";
  return {
    ...resource,
    grade: "already there",
    reason: `${name} is on ${now.node}, and not where Terraform's state has it${moved}`,
    remedy: `instead of making it twice:\n  ${binary} -chdir=${folder} state rm '${resource.address}'   (where the state still has it)\n  pmpc import && pmpc apply`,
  };
}

/** Proxmox VE refuses changes of a locked guest; where nothing is to be changed, the provider may wait for the lock all the same. */
function explainLock(resource: ResourceReport, guest: GuestId, lock: string): ResourceReport {
  const { grade, importing } = resource;
  if (grade === "clean" || grade === "forget" || importing || (grade === "state only" && !awaitsLock(guest.type))) return resource;
  const then = grade === "state only" ? ": the provider would wait for that, as long as its timeoutUpdate; an apply leaves it for later" : ", and Proxmox VE changes nothing of it";
  return { ...resource, locked: lock, reason: `it is locked (${lock})${then}`, remedy: `when what locks it has ended: pmpc apply (if nothing does any more: ${guest.type === "qemu" ? "qm" : "pct"} unlock ${guest.vmId})` };
}
