import type { Guest } from "./cluster";
import { isBaseInUse, free } from "./disk";
import type { Draft, Values } from "./draft";
import { wordOf } from "./precondition";
import { isSet } from "./parameter";
import { forgetGuest } from "./pool";
import type { Call } from "./route";
import type { Log } from "./task";
import { ownerOf, ownVolumes } from "./volume";

/**
 * Takes a guest away, with its volumes and with what pools, permissions and the firewall know of it.
 * @param ownedIn the guest's own volumes among the values of a section.
 * @returns the volumes that the guest held.
 */
export function destroy({ cluster, given }: Call, { type, vmId }: Guest, draft: Draft, ownedIn: (values: Values) => readonly string[], log: Log): readonly string[] {
  const owned = [draft.values, draft.pending, ...draft.snapshots.values()].flatMap(ownedIn);
  for (const volume of owned) if (isBaseInUse(cluster, volume)) throw new Error(`base volume '${volume}' is still in use by linked cloned`);
  const unreferenced = isSet(given["destroy-unreferenced-disks"]) ? ownVolumes(cluster).filter((id) => ownerOf(id) === vmId) : [];
  cluster.guests.delete(vmId);
  for (const volume of new Set([...owned, ...unreferenced])) free(cluster, volume);
  forgetGuest(cluster, vmId);
  cluster.files.delete(`firewall/${vmId}.fw`);
  if (isSet(given.purge)) log(`purging ${wordOf(type)} ${vmId} from related configurations..`);
  return owned;
}
