import { parseVolumeId } from "../../lib/pve/volume-id";
import type { Guest } from "../cluster";
import { assertUnneeded, destroy } from "../destroy";
import { assertWritable, bytesOf, isBase, makeBase, resizeVolume } from "../disk";
import { readDraft, writeDraft, type Values } from "../draft";
import { assertUnchanged, assertUnlocked } from "../precondition";
import { isRunning, isTemplate } from "../guest";
import { isSet } from "../parameter";
import { failed } from "../refusal";
import { demandAll } from "../right";
import { given, type Call } from "../route";
import { existingGuest } from "../route/guest";
import { startTask, type Log } from "../task";
import { isOwned } from "../volume";
import { isMount, kindOfMount, parseMount, printMount, volumeOf } from "./mount";
import { mountSize } from "./volume";

/** Makes a volume larger. What is wrong with it is said at once. */
export function resizeVolumeOf(call: Call): string {
  const { cluster, user } = call;
  const guest = existingGuest(call, "lxc");
  const [key, size] = [given(call, "disk"), given(call, "size")];
  const draft = readDraft(guest);
  assertUnlocked(draft);
  assertUnchanged(call, guest);
  const mount = parseMount(key, draft.values.get(key) ?? "");
  const volume = parseVolumeId(volumeOf(mount));
  if (!volume || kindOfMount(mount) !== "volume") throw failed(`disk '${key}' has no associated volume`);
  demandAll(call, `/storage/${volume.storage}`, "Datastore.AllocateSpace");
  const old = mountSize(cluster, mount);
  const bytes = bytesOf(size.replace(/^\+/, "")) + (size.startsWith("+") ? old : 0);
  if (bytes < old) throw failed("unable to shrink disk size");
  if (bytes === old) throw failed("disk is already at specified size");
  const run = () => {
    assertWritable(cluster, volumeOf(mount), bytes);
    resizeVolume(cluster, volumeOf(mount), bytes);
    const now = readDraft(guest);
    now.values.set(key, printMount(key, mount.set("size", String(bytes))));
    writeDraft(guest, now);
  };
  return startTask(cluster, { node: guest.node, type: "resize", id: String(guest.vmId), user, run });
}

/** Makes a container a template: its volumes become what clones build on. */
export function makeContainerTemplate(call: Call): null {
  const { cluster, user } = call;
  const guest = existingGuest(call, "lxc");
  const draft = readDraft(guest);
  assertUnlocked(draft);
  if (draft.snapshots.size > 0) throw failed("unable to create template, because CT contains snapshots");
  if (isTemplate(guest)) throw failed("you can't convert a template to a template");
  if (isRunning(guest)) throw failed("you can't convert a CT to template if the CT is running");
  const run = () => {
    draft.values.set("template", "1");
    for (const [key, value] of draft.values) {
      const mount = isMount(key) ? parseMount(key, value) : undefined;
      if (!mount || kindOfMount(mount) !== "volume" || isBase(volumeOf(mount))) continue;
      draft.values.set(key, printMount(key, mount.set("volume", makeBase(cluster, volumeOf(mount)))));
    }
    writeDraft(guest, draft);
  };
  startTask(cluster, { node: guest.node, type: "vztemplate", id: String(guest.vmId), user, run });
  return null;
}

/** Destroys a container with every volume that is its own. */
export function destroyContainer(call: Call): string {
  const { cluster, user } = call;
  const guest = existingGuest(call, "lxc");
  const draft = readDraft(guest);
  assertUnlocked(draft, "destroyed");
  if (draft.values.get("protection") === "1") throw failed(`can't remove CT ${guest.vmId} - protection mode enabled`);
  assertUnneeded(call, guest);
  if (isRunning(guest) && !isSet(call.given.force)) throw failed(`unable to destroy CT ${guest.vmId} - container is running`);
  const run = (log: Log) => {
    if (isRunning(guest)) {
      log(`forced to stop CT ${guest.vmId} before destroying!`);
      guest.power = "stopped";
    }
    destroy(call, guest, draft, (values) => ownedVolumes(guest, values), log);
  };
  return startTask(cluster, { node: guest.node, type: "vzdestroy", id: String(guest.vmId), user, run });
}

function ownedVolumes({ vmId }: Guest, values: Values): string[] {
  return [...values].flatMap(([key, value]) => {
    const volume = isMount(key) ? value.split(",")[0]!.replace(/^volume=/, "") : /^unused\d+$/.test(key) ? value : "";
    return isOwned(volume, vmId) ? [volume] : [];
  });
}
