import type { Cluster, Guest } from "./cluster";
import { isBaseInUse, free } from "./disk";
import type { Draft, Values } from "./draft";
import { wordOf } from "./precondition";
import { isSet } from "./parameter";
import { removeService, serviceOf, sidOf } from "./ha";
import { forgetGuest } from "./pool";
import { failed } from "./refusal";
import { splitList } from "./schema/format";
import { readSections, writeSections } from "./section/file";
import { jobs } from "./section/jobs";
import type { Section } from "./section/kind";
import { replicationJobs } from "./section/replication";
import type { Call } from "./route";
import type { Log } from "./task";
import { ownerOf, ownVolumes } from "./volume";

/**
 * Takes a guest away, with its volumes and with what pools, permissions and the firewall know of it.
 * @param ownedIn the guest's own volumes among the values of a section.
 * @returns the volumes that the guest held.
 */
export function destroy({ cluster, given }: Call, guest: Guest, draft: Draft, ownedIn: (values: Values) => readonly string[], log: Log): readonly string[] {
  const { vmId } = guest;
  const owned = [draft.values, draft.pending, ...draft.snapshots.values()].flatMap(ownedIn);
  for (const volume of owned) if (isBaseInUse(cluster, volume)) throw new Error(`base volume '${volume}' is still in use by linked cloned`);
  const unreferenced = isSet(given["destroy-unreferenced-disks"]) ? ownVolumes(cluster).filter((id) => ownerOf(id) === vmId) : [];
  cluster.guests.delete(vmId);
  for (const volume of new Set([...owned, ...unreferenced])) free(cluster, volume);
  forgetGuest(cluster, vmId);
  cluster.files.delete(`firewall/${vmId}.fw`);
  if (isSet(given.purge)) purge(cluster, guest, log);
  return owned;
}

/** Refuses to take away what others still count on, unless they are to forget it. */
export function assertUnneeded({ cluster, given }: Call, guest: Guest): void {
  if (isSet(given.purge)) return;
  if (serviceOf(cluster, guest)) throw failed(`unable to remove ${wordOf(guest.type)} ${guest.vmId} - used in HA resources and purge parameter not set.`);
  const job = [...readSections(cluster, replicationJobs).keys()].find((id) => id.startsWith(`${guest.vmId}-`));
  if (job !== undefined) throw failed(`There is a replication job '${job}' for guest '${guest.vmId}' - Please remove that first.`);
}

function purge(cluster: Cluster, guest: Guest, log: Log): void {
  log(`purging ${wordOf(guest.type)} ${guest.vmId} from related configurations..`);
  const kept = [...readSections(cluster, replicationJobs).values()].map((job): Section => (job.id.startsWith(`${guest.vmId}-`) ? { ...job, values: { ...job.values, remove_job: "full" } } : job));
  writeSections(cluster, replicationJobs, kept);
  if (cluster.files.has(jobs.file)) writeSections(cluster, jobs, [...readSections(cluster, jobs).values()].flatMap((job) => withoutGuest(job, String(guest.vmId))));
  if (!serviceOf(cluster, guest)) return;
  removeService(cluster, sidOf(guest), true);
  log(`NOTE: removed ${wordOf(guest.type)} ${guest.vmId} from HA resource configuration.`);
}

/** A backup of a single guest goes with it. */
function withoutGuest(job: Section, vmId: string): readonly Section[] {
  const key = job.values.vmid !== undefined ? "vmid" : "exclude";
  if (job.type !== "vzdump" || job.values[key] === undefined) return [job];
  const left = splitList(String(job.values[key])).filter((one) => one !== vmId);
  if (left.length === 0 && key === "vmid") return [];
  const { [key]: _, ...values } = job.values;
  return [{ ...job, values: left.length === 0 ? values : { ...values, [key]: left.join(",") } }];
}
