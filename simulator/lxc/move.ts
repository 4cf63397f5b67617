import { destinationOf } from "../destination";
import { free, giveTo, keepAsUnused } from "../disk";
import { readDraft, writeDraft, type Draft } from "../draft";
import { assertUnchanged, assertUnlocked } from "../precondition";
import { isRunning, isTemplate } from "../guest";
import { isSet } from "../parameter";
import { failed, invalid } from "../refusal";
import { demandAll } from "../right";
import { given, type Call } from "../route";
import { existingGuest } from "../route/guest";
import { startTask, type Log } from "../task";
import { kindOfMount, parseMount, printMount, volumeOf, type Mount } from "./mount";
import { copyMount } from "./volume";

/** Moves a volume to another storage, or to another container. */
export function moveVolume(call: Call): string {
  const destination = destinationOf(call);
  return "vmId" in destination ? moveToContainer(call, destination.vmId) : moveToStorage(call, destination.storage);
}

function moveToStorage(call: Call, storage: string): string {
  const { cluster, user } = call;
  demandAll(call, `/storage/${storage}`, "Datastore.AllocateSpace");
  const guest = existingGuest(call, "lxc");
  const key = given(call, "volume");
  const draft = readDraft(guest);
  assertUnlocked(draft);
  if (isRunning(guest)) throw failed("cannot move volumes of a running container");
  assertUnchanged(call, guest);
  const mount = movable(draft, key);
  const old = volumeOf(mount);
  const run = (log: Log) => {
    const copy = copyMount(call, guest.vmId, guest.node, key, mount, storage, log);
    const now = readDraft(guest);
    now.values.set(key, key.startsWith("unused") ? volumeOf(copy) : printMount(key, copy));
    if (isSet(call.given.delete)) free(cluster, old);
    else keepAsUnused(cluster, now, old);
    writeDraft(guest, now);
  };
  return startTask(cluster, { node: guest.node, type: "move_volume", id: String(guest.vmId), user, run });
}

function movable({ values }: Draft, key: string): Mount {
  if (key.startsWith("unused")) {
    const volume = values.get(key);
    if (volume === undefined) throw failed(`volume '${key}' does not exist`);
    return new Map([["volume", volume]]);
  }
  const mount = parseMount(key, values.get(key) ?? "");
  if (kindOfMount(mount) !== "volume") throw failed("you can't move a bind mount or device mount");
  return mount;
}

function moveToContainer(call: Call, targetId: number): string {
  const { cluster, user } = call;
  const source = existingGuest(call, "lxc");
  const key = given(call, "volume");
  const targetKey = given(call, "target-volume") || key;
  demandAll(call, `/vms/${targetId}`, "VM.Config.Disk");
  if (targetId === source.vmId) throw invalid({ "target-vmid": "must be different than source VMID to move disk to another container" });
  const target = cluster.guests.get(targetId);
  if (target?.type !== "lxc") throw failed(`could not find target CT ${targetId}`);
  const check = () => {
    const [from, to] = [readDraft(source), readDraft(target)];
    assertUnlocked(from);
    assertUnlocked(to);
    if (isTemplate(source) || isTemplate(target)) throw failed("Can't move disks from or to template containers");
    if (!from.values.has(key)) throw failed(`volume '${key}' for container '${source.vmId}' does not exist`);
    if (to.values.has(targetKey)) throw failed(`Target volume key '${targetKey}' is already in use for container '${targetId}'`);
    if (isRunning(source) && !key.startsWith("unused")) throw failed("Cannot move volume to another container while the source is running - detach first");
    return { from, to, mount: movable(from, key) };
  };
  check();
  const run = () => {
    const { from, to, mount } = check();
    mount.set("volume", giveTo(cluster, volumeOf(mount), targetId));
    from.values.delete(key);
    to.values.set(targetKey, targetKey.startsWith("unused") ? volumeOf(mount) : printMount(targetKey, mount));
    writeDraft(source, from);
    writeDraft(target, to);
  };
  return startTask(cluster, { node: source.node, type: "move_volume", id: `${source.vmId}-${key}>${targetId}-${targetKey}`, user, run });
}
