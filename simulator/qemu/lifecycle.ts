import { parseVolumeId } from "../../lib/pve/volume-id";
import type { Guest } from "../cluster";
import { assertUnneeded, destroy } from "../destroy";
import { assertWritable, bytesOf, isBase, makeBase, resizeVolume, sizeOfVolume } from "../disk";
import { readDraft, writeDraft, type Values } from "../draft";
import { assertUnlocked, isStale } from "../precondition";
import { isRunning, isTemplate } from "../guest";
import { isSet } from "../parameter";
import { failed } from "../refusal";
import { demandAll, onlyRoot } from "../right";
import { given, type Call } from "../route";
import { existingGuest, missing } from "../route/guest";
import { startTask, type Log } from "../task";
import { isOwned } from "../volume";
import { fileOf, isCdrom, isDrive, parseDrive, printDrive } from "./drive";
import { sorted } from "./right";

/** Makes a disk larger. What is wrong with it, the task says. */
export function resizeDisk(call: Call): string {
  const { cluster, user } = call;
  onlyRoot(call, "skiplock");
  const [node, vmId, key, size] = [given(call, "node"), Number(call.given.vmid), given(call, "disk"), given(call, "size")];
  const run = () => {
    const guest = cluster.guests.get(vmId);
    if (guest?.type !== "qemu" || guest.node !== node) throw new Error(missing(node, "qemu", vmId));
    const draft = readDraft(guest);
    if (isStale(call, guest)) throw new Error("checksum mismatch (file change by other user?)");
    if (!isSet(call.given.skiplock)) assertUnlocked(draft);
    const drive = draft.values.has(key) ? parseDrive(key, draft.values.get(key)!) : undefined;
    if (!drive) throw new Error(`disk '${key}' does not exist`);
    const file = fileOf(drive);
    const volume = parseVolumeId(file);
    if (!volume) throw new Error(`unable to parse volume ID '${file}'`);
    if (isCdrom(drive)) throw new Error("you can't resize a cdrom");
    demandInTask(call, volume.storage);
    const old = sizeOfVolume(cluster, file);
    if (old === undefined) throw new Error(`Could not determine current size of volume '${file}'`);
    const bytes = bytesOf(size.replace(/^\+/, "")) + (size.startsWith("+") ? old : 0);
    if (bytes < old) throw new Error("shrinking disks is not supported");
    if (bytes === old) return;
    assertWritable(cluster, file, bytes);
    resizeVolume(cluster, file, bytes);
    draft.values.set(key, printDrive(drive.set("size", String(bytes))));
    writeDraft(guest, draft);
  };
  return startTask(cluster, { node, type: "resize", id: String(vmId), user, run });
}

/** The right to a storage that is asked for in the middle of a task, whose result names the status. */
function demandInTask(call: Call, storage: string): void {
  try {
    demandAll(call, `/storage/${storage}`, "Datastore.AllocateSpace");
  } catch (error) {
    throw new Error(`403 ${(error as Error).message}`, { cause: error });
  }
}

/** Makes a virtual machine a template: its disks become what clones build on. */
export function makeTemplate(call: Call): string {
  const { cluster, user } = call;
  const guest = existingGuest(call, "qemu");
  const disk = given(call, "disk") || undefined;
  const check = () => {
    const draft = readDraft(guest);
    assertUnlocked(draft);
    if (draft.snapshots.size > 0) throw failed("unable to create template, because VM contains snapshots");
    if (isTemplate(guest) && disk === undefined) throw failed("you can't convert a template to a template");
    if (isRunning(guest)) throw failed("you can't convert a VM to template if VM is running");
  };
  check();
  const run = () => {
    check();
    const draft = readDraft(guest);
    draft.values.set("template", "1");
    for (const [key, value] of sorted(draft.values)) {
      const drive = isDrive(key) && (disk === undefined || disk === key) ? parseDrive(key, value) : undefined;
      if (!drive || isCdrom(drive) || !parseVolumeId(fileOf(drive)) || isBase(fileOf(drive))) continue;
      draft.values.set(key, printDrive(drive.set("file", makeBase(cluster, fileOf(drive)))));
    }
    writeDraft(guest, draft);
  };
  return startTask(cluster, { node: guest.node, type: "qmtemplate", id: String(guest.vmId), user, run });
}

/** Destroys a virtual machine with every volume that is its own. */
export function destroyMachine(call: Call): string {
  const { cluster, user } = call;
  onlyRoot(call, "skiplock");
  const guest = existingGuest(call, "qemu");
  const check = () => {
    const { values } = readDraft(guest);
    if (values.get("protection") === "1") throw failed(`can't remove VM ${guest.vmId} - protection mode enabled`);
    assertUnneeded(call, guest);
    if (isRunning(guest)) throw failed(`VM ${guest.vmId} is running - destroy failed`);
  };
  check();
  const run = (log: Log) => {
    check();
    const draft = readDraft(guest);
    if (!isSet(call.given.skiplock)) assertUnlocked(draft, "suspended");
    const lost = destroy(call, guest, draft, (values) => ownedVolumes(guest, values), log).filter((volume) => !cluster.storages.has(parseVolumeId(volume)!.storage));
    for (const volume of lost) log(`WARN: failed to get path and owner of volume '${volume}': storage '${parseVolumeId(volume)!.storage}' does not exist`);
    return lost.length;
  };
  return startTask(cluster, { node: guest.node, type: "qmdestroy", id: String(guest.vmId), user, run });
}

function ownedVolumes({ vmId }: Guest, values: Values): string[] {
  return [...values].flatMap(([key, value]) => {
    if (key === "vmstate") return [value];
    const drive = isDrive(key) || /^unused\d+$/.test(key) ? parseDrive(key, value) : undefined;
    return drive && !isCdrom(drive, true) && isOwned(fileOf(drive), vmId) ? [fileOf(drive)] : [];
  });
}
