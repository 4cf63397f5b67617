import { parseVolumeId } from "../../pve/volume-id";
import type { Guest } from "../cluster";
import { destroy } from "../destroy";
import { allocate, enabledStorage, formatOfVolume, free, giveTo, holds, isBase, isOfFiles, makeBase, resizeVolume, storageOf } from "../disk";
import { addUnused, newDraft, printDraft, readDraft, writeDraft, type Draft, type Values } from "../draft";
import { assertUnchanged, assertUnlocked, wordOf } from "../guard";
import { isRunning, isTemplate } from "../guest";
import { isSet } from "../parameter";
import { joinPool } from "../pool";
import { bytesOf, isOwned } from "../qemu/drive";
import { assertNode, canLink } from "../qemu/copy";
import { assertWritable } from "../qemu/lifecycle";
import { failed, invalid } from "../refusal";
import { demandAll, demandPool, denied } from "../right";
import { given, mayAny, type Call } from "../route";
import { existingGuest } from "../route/guest";
import { startTask, type Log } from "../task";
import { isMount, kindOfMount, parseMount, printMount, volumeOf, type Mount } from "./mount";
import { withNewAddress } from "./network";
import { mountSize } from "./update";

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

/** Moves a volume to another storage, or to another container. */
export function moveVolume(call: Call): string {
  const [storage, target] = [call.given.storage, call.given["target-vmid"]];
  const wrong = (message: string) => invalid({ "target-vmid": message, storage: message });
  if (storage !== undefined && target !== undefined) throw wrong("either set 'storage' or 'target-vmid', but not both");
  if (target !== undefined) return moveToContainer(call, Number(target));
  if (storage === undefined) throw wrong("both 'storage' and 'target-vmid' missing, either needs to be set");
  return moveToStorage(call, String(storage));
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
    else addUnused(now, old);
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

/** A copy of a volume. The mount point with it. */
function copyMount({ cluster }: Call, vmId: number, node: string, key: string, mount: Mount, id: string, log: Log): Mount {
  const storage = enabledStorage(cluster, id, node);
  if (!holds(storage, "rootdir")) throw new Error(`content type 'rootdir' is not available or configured on storage '${id}'`);
  const bytes = mountSize(cluster, mount);
  const isFolder = storage.type === "zfspool" || storage.type === "btrfs" || (isOfFiles(storage) && bytes === 0);
  log(`create full clone of mountpoint ${key} (${volumeOf(mount)})`);
  const volume = allocate(cluster, { storage, vmId, format: isFolder ? "subvol" : "raw", bytes });
  return new Map(mount).set("volume", volume).set("size", String(bytes));
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

const leftBehind = /^(parent|snaptime|snapstate|unused\d+|lock|template)$/;

/** Copies a container, or makes one that builds on a template. */
export function cloneContainer(call: Call): string {
  const { cluster, user } = call;
  const newId = Number(call.given.newid);
  const pool = given(call, "pool") || undefined;
  if (!mayAny(call, `/vms/${newId}`, "VM.Allocate") && !(pool !== undefined && mayAny(call, `/pool/${pool}`, "VM.Allocate"))) {
    throw denied(pool === undefined ? `/vms/${newId}, VM.Allocate` : `/pool/${pool}, VM.Allocate`);
  }
  demandPool(call, pool);
  const storage = given(call, "storage") || undefined;
  if (storage !== undefined) demandAll(call, `/storage/${storage}`, "Datastore.AllocateSpace");
  const target = given(call, "target") || given(call, "node");
  assertNode(cluster, target);
  if (storage !== undefined) enabledStorage(cluster, storage, given(call, "node"));
  const taken = cluster.guests.get(newId);
  const source = existingGuest(call, "lxc");
  if (taken) throw failed(`${wordOf(taken.type)} ${newId} already exists on node '${taken.node}'`);
  const draft = readDraft(source);
  assertUnlocked(draft);
  const snapshot = given(call, "snapname") || undefined;
  const old = snapshot === undefined ? draft.values : draft.snapshots.get(snapshot);
  if (!old) throw failed(`snapshot '${snapshot}' does not exist`);
  const full = call.given.full === undefined ? !isTemplate(source) : isSet(call.given.full);
  if (full && isRunning(source) && snapshot === undefined) throw failed("Full clone of a running container is only possible from a snapshot");
  if (!full && storage !== undefined) throw failed("parameter 'storage' not allowed for linked clones");
  assertClonable(call, old, full);
  const run = (log: Log) => {
    log(`creating a clone of container ${source.vmId} with ID ${newId}`);
    const values = copyValues(call, source, old, newId, full, storage, log);
    const text = printDraft({ ...newDraft("lxc", values), raw: new Map([["", draft.raw.get("") ?? []]]) });
    cluster.guests.set(newId, { type: "lxc", vmId: newId, node: target, text, power: "stopped", startedAt: cluster.now() });
    if (pool !== undefined) joinPool(cluster, pool, newId);
  };
  return startTask(cluster, { node: source.node, type: "vzclone", id: String(source.vmId), user, run });
}

function assertClonable({ cluster }: Call, values: Values, full: boolean): void {
  for (const [key, value] of [...values].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!isMount(key)) continue;
    const mount = parseMount(key, value);
    if (kindOfMount(mount) !== "volume") throw failed(`unable to clone mountpoint '${key}' (type ${kindOfMount(mount)})`);
    const file = volumeOf(mount);
    const storage = storageOf(cluster, parseVolumeId(file)!.storage);
    if (!full && !(canLink(storage, file) && !isOfFiles(storage))) throw failed(`Linked clone feature for '${file}' is not available`);
  }
}

function copyValues(call: Call, { node }: Guest, old: Values, newId: number, full: boolean, storage: string | undefined, log: Log): Values {
  const { cluster } = call;
  const values: Values = new Map();
  for (const [key, value] of [...old].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (leftBehind.test(key)) continue;
    if (/^net\d+$/.test(key)) values.set(key, withNewAddress(cluster, value));
    else if (isMount(key)) {
      const mount = parseMount(key, value);
      const home = parseVolumeId(volumeOf(mount))!.storage;
      values.set(key, printMount(key, full ? copyMount(call, newId, node, key, mount, storage ?? home, log) : link(call, newId, mount)));
    } else values.set(key, value);
  }
  if (call.given.hostname !== undefined) values.set("hostname", given(call, "hostname"));
  if (call.given.description !== undefined) values.set("description", given(call, "description"));
  return values;
}

function link({ cluster }: Call, vmId: number, mount: Mount): Mount {
  const file = volumeOf(mount);
  const storage = storageOf(cluster, parseVolumeId(file)!.storage);
  const volume = allocate(cluster, { storage, vmId, format: formatOfVolume(file), bytes: mountSize(cluster, mount), parent: file });
  return new Map(mount).set("volume", volume);
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
