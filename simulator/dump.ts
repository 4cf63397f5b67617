import type { Cluster, Guest } from "./cluster";
import { sizeOfVolume } from "./disk";
import { readDraft } from "./draft";
import { readGuest } from "./guest";
import { isSet } from "./parameter";
import { assertUnlocked } from "./precondition";
import { demand, given, type Call } from "./route";
import { guestsOf, volumesOf } from "./saved";
import { holds, isOn } from "./storage";
import { startTask, type Log } from "./task";

/**
 * Makes backups, each a file or a snapshot of a backup server on the storage: what is in it is not kept, so that it cannot be restored,
 * and older ones are not pruned.
 */
export function dump(call: Call): string {
  const { cluster, user } = call;
  const [node, storage] = [given(call, "node"), given(call, "storage") || "local"];
  demand(call, `/storage/${storage}`, "Datastore.AllocateSpace");
  const vmIds = chosenBy(call).filter((vmId) => (cluster.guests.get(vmId)?.node ?? node) === node);
  const run = (log: Log) => {
    log(`INFO: starting new backup job: vzdump ${vmIds.join(" ")} --storage ${storage} --node ${node}`);
    assertTakesBackups(cluster, storage, node);
    const failures = vmIds.filter((vmId) => !saved(call, vmId, storage, log));
    log(`INFO: Backup job finished ${failures.length === 0 ? "successfully" : "with errors"}`);
    if (failures.length > 0) throw new Error("job errors");
  };
  return startTask(cluster, { node, type: "vzdump", id: vmIds.length === 1 ? String(vmIds[0]) : "", user, run });
}

/** The guests that are named, those of a pool, or all. */
function chosenBy({ cluster, given: { vmid, pool, exclude, all } }: Call): readonly number[] {
  const said = { vmid, pool, exclude };
  const values = Object.fromEntries(Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value as string)]])));
  return guestsOf(cluster, { values: { ...values, ...(isSet(all) ? { all: 1 } : {}) } });
}

function assertTakesBackups({ storages }: Cluster, id: string, node: string): void {
  const storage = storages.get(id);
  if (storage === undefined) throw new Error(`could not activate storage '${id}': storage '${id}' does not exist\ncould not get storage information for '${id}': storage '${id}' does not exist\n`);
  if (!holds(storage, "backup")) throw new Error(`could not get storage information for '${id}': can't use storage '${id}' for backups - wrong content type\n`);
  if (!storage.reachable || storage.settings.get("disable") === "1" || !isOn(storage, node)) throw new Error(`could not activate storage '${id}': storage '${id}' is not online\n`);
}

/** Whether it could be saved; the log says why not. */
function saved(call: Call, vmId: number, storage: string, log: Log): boolean {
  const { cluster } = call;
  const guest = cluster.guests.get(vmId);
  try {
    if (guest === undefined) throw new Error(`unable to find VM '${vmId}'`);
    demand(call, `/vms/${vmId}`, "VM.Backup");
    log(`INFO: Starting Backup of VM ${vmId} (${guest.type})`);
    log(`INFO: status = ${guest.power}`);
    assertUnlocked(readDraft(guest));
    const volume = keep(call, guest, storage);
    log(`INFO: creating vzdump archive '${volume}'`);
    log(`INFO: Finished Backup of VM ${vmId} (00:00:01)`);
    return true;
  } catch (error) {
    log(`ERROR: Backup of VM ${vmId} failed - ${(error as Error).message.trim()}`);
    return false;
  }
}

/** Puts it on the storage, and says where. */
function keep(call: Call, guest: Guest, storage: string): string {
  const { cluster } = call;
  const now = cluster.now();
  const at = new Date(now * 1000).toISOString();
  const isServer = cluster.storages.get(storage)!.type === "pbs";
  const [date, time] = [at.slice(0, 10).replaceAll("-", "_"), at.slice(11, 19).replaceAll(":", "_")];
  const name = isServer ? `backup/${guest.type === "qemu" ? "vm" : "ct"}/${guest.vmId}/${at.slice(0, 19)}Z` : `backup/vzdump-${guest.type}-${guest.vmId}-${date}-${time}.${guest.type === "qemu" ? "vma" : "tar"}${packed(given(call, "compress"))}`;
  const bytes = volumesOf(guest).reduce((sum, { name: volume, included }) => sum + (included ? (sizeOfVolume(cluster, volume) ?? 0) : 0), 0);
  const notes = notesOf(given(call, "notes-template"), guest, cluster);
  // What a disk without data comes to.
  cluster.volumes.push({ id: `${storage}:${name}`, size: Math.ceil(bytes / 1024), createdAt: now, ...(notes === "" ? {} : { notes }) });
  return `${storage}:${name}`;
}

const packed = (compress: string): string => ({ "1": ".lzo", lzo: ".lzo", gzip: ".gz", zstd: ".zst" })[compress] ?? "";

function notesOf(template: string, guest: Guest, cluster: Cluster): string {
  const { name, hostname } = readGuest(guest).current;
  const words: Readonly<Record<string, unknown>> = { guestname: name ?? hostname ?? `VM ${guest.vmId}`, vmid: guest.vmId, node: guest.node, cluster: cluster.name ?? "" };
  return template.replace(/\\n/g, "\n").replace(/\{\{(\w+)\}\}/g, (whole, word: string) => (word in words ? String(words[word]) : whole));
}
