import type { GuestType } from "../lib/pve/address";
import { isShared } from "../lib/pve/file/storage-config";
import { parseVolumeId } from "../lib/pve/volume-id";
import type { Guest } from "./cluster";
import { enabledStorage, storageOf } from "./disk";
import { readDraft } from "./draft";
import { assertUnlocked, wordOf } from "./precondition";
import { isRunning } from "./guest";
import { isSet } from "./parameter";
import { assertNode } from "./qemu/copy";
import { failed, invalid } from "./refusal";
import { given, type Call } from "./route";
import { existingGuest } from "./route/guest";
import { volumesIn } from "./snapshot";
import { startTask, type Log } from "./task";

/** Moves a guest to another node, with its volumes where no other node has their storages. */
export function migrate(call: Call, type: GuestType): string {
  const { cluster, user } = call;
  const [target, node] = [given(call, "target"), given(call, "node")];
  if (target === node || target === "localhost") throw invalid({ target: "target is local node." });
  assertNode(cluster, target);
  const guest = existingGuest(call, type);
  assertUnlocked(readDraft(guest));
  assertMovable(call, guest);
  const run = (log: Log) => {
    assertStorages(call, guest, target);
    log(`starting migration of ${wordOf(type)} ${guest.vmId} to node '${target}' (${cluster.nodes.get(target)!.ip})`);
    if (type === "lxc" && isRunning(guest)) guest.startedAt = cluster.now();
    guest.node = target;
    log("migration finished successfully (duration 00:00:01)");
  };
  return startTask(cluster, { node, type: type === "qemu" ? "qmigrate" : "vzmigrate", id: String(guest.vmId), user, run });
}

function assertMovable(call: Call, guest: Guest): void {
  if (!isRunning(guest)) return;
  if (guest.type === "qemu" && !isSet(call.given.online)) throw failed("can't migrate running VM without --online");
  if (guest.type === "lxc" && isSet(call.given.online) && !isSet(call.given.restart)) throw failed("lxc live migration is currently not implemented");
  if (guest.type === "lxc" && !isSet(call.given.restart)) throw failed("can't migrate running container without --online or --restart");
}

function assertStorages(call: Call, guest: Guest, target: string): void {
  const { cluster } = call;
  if (!cluster.nodes.get(target)!.online) throw new Error(`can't connect to node '${target}'`);
  for (const file of volumesIn(guest.type, readDraft(guest).values)) {
    const storage = storageOf(cluster, parseVolumeId(file)!.storage);
    if (call.given.targetstorage === undefined) enabledStorage(cluster, storage.id, target);
    const live = guest.type === "qemu" && isRunning(guest) && !isShared(storage);
    if (live && !isSet(call.given["with-local-disks"])) throw new Error(`migration aborted: can't live migrate attached local disks without with-local-disks option`);
  }
}
