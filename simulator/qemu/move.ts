import { parseVolumeId } from "../../lib/pve/volume-id";
import type { Guest } from "../cluster";
import { destinationOf } from "../destination";
import { free, giveTo, isBase, keepAsUnused, makeBase } from "../disk";
import { readDraft, writeDraft } from "../draft";
import { assertUnchanged, assertUnlocked } from "../precondition";
import { isRunning, isTemplate } from "../guest";
import { isSet } from "../parameter";
import { failed, invalid } from "../refusal";
import { demandAll } from "../right";
import { given, type Call } from "../route";
import { existingGuest } from "../route/guest";
import { startTask, type Log } from "../task";
import { formatOfVolume } from "../volume";
import { isInUse } from "./apply";
import { assertImages, copyDisk } from "./copy";
import { bootDevices, fileOf, isCdrom, isDrive, parseDrive, printBoot, printDrive, type Drive } from "./drive";

/** Moves a disk to another storage, or to another virtual machine. */
export function moveDisk(call: Call): string {
  const destination = destinationOf(call);
  return "vmId" in destination ? moveToGuest(call, destination.vmId) : moveToStorage(call, destination.storage);
}

function moveToStorage(call: Call, storage: string): string {
  const { cluster, user } = call;
  demandAll(call, `/storage/${storage}`, "Datastore.AllocateSpace");
  const guest = existingGuest(call, "qemu");
  const key = given(call, "disk");
  movable(call, guest, key, storage);
  const run = (log: Log) => {
    const drive = movable(call, guest, key, storage);
    const old = fileOf(drive);
    log(`copying volume '${old}' from current storage '${parseVolumeId(old)!.storage}' to target storage '${storage}'`);
    const draft = readDraft(guest);
    const copy = copyDisk({ cluster, node: guest.node, vmId: guest.vmId, key, storage, format: given(call, "format") || undefined, log }, drive, true);
    if (isTemplate(guest)) copy.set("file", makeBase(cluster, fileOf(copy)));
    draft.values.set(key, key.startsWith("unused") ? fileOf(copy) : printDrive(copy));
    if (isSet(call.given.delete)) free(cluster, old);
    else log(`adding source volume '${old}' as '${keepAsUnused(cluster, draft, old)}' to config`);
    writeDraft(guest, draft);
    if (isSet(call.given.delete)) log(`removing source volume '${old}' after successful copy`);
  };
  return startTask(cluster, { node: guest.node, type: "qmmove", id: String(guest.vmId), user, run });
}

function movable(call: Call, guest: Guest, key: string, storage: string): Drive {
  const draft = readDraft(guest);
  assertUnlocked(draft);
  assertUnchanged(call, guest);
  const text = draft.values.get(key);
  if (text === undefined) throw failed(`disk '${key}' does not exist`);
  const drive = parseDrive(key, text) ?? new Map<string, string>();
  if (isCdrom(drive, true)) throw failed("you can't move a cdrom");
  const old = fileOf(drive);
  const volume = parseVolumeId(old);
  if (!volume) throw failed(`disk '${key}' has no associated volume`);
  const format = given(call, "format");
  if (volume.storage === storage && (format === "" || format === formatOfVolume(old))) throw failed("you can't move to the same storage with same format");
  assertImages(call.cluster, storage, guest.node);
  if (isSet(call.given.delete) && isInUse(draft, key, old)) throw failed("you can't move a disk with snapshots and delete the source");
  return drive;
}

function moveToGuest(call: Call, targetId: number): string {
  const { cluster, user } = call;
  const vmId = Number(call.given.vmid);
  const key = given(call, "disk");
  const targetKey = given(call, "target-disk") || key;
  demandAll(call, `/vms/${targetId}`, "VM.Config.Disk");
  if (targetId === vmId) throw invalid({ "target-vmid": "must be different than source VMID to reassign disk" });
  const { drive } = givable(call, vmId, targetId, key, targetKey);
  demandAll(call, `/storage/${parseVolumeId(fileOf(drive))!.storage}`, "Datastore.AllocateSpace");
  const node = given(call, "node");
  const run = (log: Log) => {
    const { source, target, drive: own } = givable(call, vmId, targetId, key, targetKey);
    log(`reassign disk '${key}' from VM '${vmId}' as '${targetKey}' to VM '${targetId}'`);
    const [from, to] = [readDraft(source), readDraft(target)];
    own.set("file", giveTo(cluster, fileOf(own), targetId));
    const devices = bootDevices(from.values.get("boot"));
    if (devices?.includes(key)) {
      log(`removing disk '${key}' from boot order config`);
      from.values.set("boot", printBoot(devices.filter((device) => device !== key)));
    }
    from.values.delete(key);
    log(`removing disk '${key}' from VM '${vmId}' config`);
    writeDraft(source, from);
    to.values.set(targetKey, isDrive(targetKey) ? printDrive(own) : fileOf(own));
    writeDraft(target, to);
  };
  return startTask(cluster, { node, type: "qmmove", id: `${vmId}-${key}>${targetId}-${targetKey}`, user, run });
}

function givable(call: Call, vmId: number, targetId: number, key: string, targetKey: string) {
  const { guests } = call.cluster;
  const [source, target] = [guests.get(vmId), guests.get(targetId)];
  if (!source) throw failed(`could not find VM ${vmId}`);
  if (!target) throw failed(`could not find target VM ${targetId}`);
  if (source.node !== target.node) throw failed(`Both VMs need to be on the same node (${source.node} != ${target.node})`);
  assertUnlocked(readDraft(source));
  assertUnlocked(readDraft(target));
  if (isTemplate(source) || isTemplate(target)) throw failed("Can't move disks from or to template VMs");
  const text = readDraft(source).values.get(key);
  if (text === undefined) throw failed(`Disk '${key}' for VM '${vmId}' does not exist`);
  if (readDraft(target).values.has(targetKey)) throw failed(`Target disk key '${targetKey}' is already in use for VM '${targetId}'`);
  const drive = parseDrive(key, text) ?? new Map<string, string>();
  if (isCdrom(drive, true)) throw failed("CD drive contents can't be moved to another VM");
  if (!parseVolumeId(fileOf(drive))) throw failed(`Volume '${fileOf(drive)}' not managed by PVE`);
  if (isInUse(readDraft(source), key, fileOf(drive))) throw failed("Can't move disk used by a snapshot to another VM");
  if (isBase(fileOf(drive))) throw failed("Storage does not support moving of this disk to another VM");
  if (isRunning(source) && !key.startsWith("unused")) throw failed("Cannot move disk to another VM while the source VM is running - detach first");
  return { source, target, drive };
}
