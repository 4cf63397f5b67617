import type { GuestType } from "../lib/pve/address";
import { parseVolumeId } from "../lib/pve/volume-id";
import type { Guest } from "./cluster";
import { allocate, free, keepAsUnused, storageOf } from "./disk";
import { readDraft, writeDraft, type Draft, type Values } from "./draft";
import { assertUnlocked } from "./precondition";
import { isRunning } from "./guest";
import { newUuid } from "./invention";
import { isMount, kindOfMount, parseMount, volumeOf } from "./lxc/mount";
import { isSet } from "./parameter";
import { fileOf, isCdrom, isDrive, parseDrive } from "./qemu/drive";
import { canSnapshot } from "./qemu/feature";
import { failed } from "./refusal";
import { given, type Call } from "./route";
import { existingGuest, missing } from "./route/guest";
import { holds, isOfFiles } from "./storage";
import { startTask } from "./task";
import { formatOfVolume } from "./volume";

const prefixes: Readonly<Record<GuestType, string>> = { qemu: "qm", lxc: "vz" };

/** A task about a guest's snapshots: all that goes wrong goes wrong in it. */
function task(call: Call, type: GuestType, name: string, run: (guest: Guest, draft: Draft) => void): string {
  const { cluster, user } = call;
  const [node, vmId] = [given(call, "node"), Number(call.given.vmid)];
  const work = () => {
    const guest = cluster.guests.get(vmId);
    if (guest?.type !== type || guest.node !== node) throw new Error(missing(node, type, vmId));
    run(guest, readDraft(guest));
  };
  return startTask(cluster, { node, type: `${prefixes[type]}${name}`, id: String(vmId), user, run: work });
}

/** Volumes of which a snapshot keeps how they were. */
export function volumesIn(type: GuestType, values: Values): string[] {
  return [...values].flatMap(([key, value]) => {
    if (type === "lxc") {
      const mount = isMount(key) ? parseMount(key, value) : undefined;
      return mount && kindOfMount(mount) === "volume" ? [volumeOf(mount)] : [];
    }
    const drive = isDrive(key) ? parseDrive(key, value) : undefined;
    return drive && !isCdrom(drive) && parseVolumeId(fileOf(drive)) ? [fileOf(drive)] : [];
  });
}

export function canBeSnapshot(call: Call, type: GuestType, values: Values): boolean {
  return volumesIn(type, values).every((file) => canSnapshot(storageOf(call.cluster, parseVolumeId(file)!.storage), file));
}

const leftOut = /^(snapstate|snaptime|vmstate|lock|digest|description|unused\d+)$/;
const copy = (values: Values): Values => new Map([...values].filter(([key]) => !leftOut.test(key)));

export function createSnapshot(call: Call, type: GuestType): string {
  const name = given(call, "snapname");
  if (["current", "pending"].includes(name.toLowerCase())) throw failed(`unable to use snapshot name '${name.toLowerCase()}' (reserved name)`);
  // A machine that is not there is noticed at once, a container's in the task.
  if (type === "qemu") existingGuest(call, type);
  return task(call, type, "snapshot", (guest, draft) => {
    if (draft.values.get("template") === "1") throw failed("you can't take a snapshot if it's a template");
    assertUnlocked(draft);
    if (draft.snapshots.has(name)) throw failed(`snapshot name '${name}' already used`);
    if (!canBeSnapshot(call, type, draft.values)) throw failed("snapshot feature is not available");
    const snapshot = copy(draft.values).set("snaptime", String(call.cluster.now()));
    const description = given(call, "description");
    if (description !== "") snapshot.set("description", description);
    if (type === "qemu" && isSet(call.given.vmstate) && isRunning(guest)) saveState(call, guest, draft, name, snapshot);
    draft.snapshots.set(name, snapshot);
    draft.raw.set(name, draft.raw.get("") ?? []);
    draft.values.set("parent", name);
    writeDraft(guest, draft);
  });
}

/** Suspends a machine to disk: its memory goes to a volume, and it stops. */
export function hibernate(call: Call, guest: Guest): void {
  const draft = readDraft(guest);
  const state: Values = new Map();
  saveState(call, guest, draft, `suspend-${new Date(call.cluster.now() * 1000).toISOString().slice(0, 10)}`, state);
  for (const [key, value] of state) draft.values.set(key, value);
  draft.values.set("lock", "suspended");
  writeDraft(guest, draft);
  guest.power = "stopped";
}

/** Writes the machine's memory to a volume of its own. */
function saveState({ cluster }: Call, guest: Guest, { values }: Draft, name: string, snapshot: Values): void {
  const first = volumesIn("qemu", values).map((file) => parseVolumeId(file)!.storage);
  const id = values.get("vmstatestorage") ?? first[0] ?? [...cluster.storages.values()].find((storage) => holds(storage, "images"))?.id ?? "local";
  const storage = storageOf(cluster, id);
  const bytes = (Number(/(\d+)$/.exec(values.get("memory") ?? "512")?.[1]) * 2 + 500) * 2 ** 20;
  const file = `vm-${guest.vmId}-state-${name}${isOfFiles(storage) ? ".raw" : ""}`;
  snapshot.set("vmstate", allocate(cluster, { storage, vmId: guest.vmId, format: "raw", bytes, name: file }));
  snapshot.set("runningmachine", values.get("machine") ?? "pc-i440fx-11.0+pve0");
  snapshot.set("running-nets-host-mtu", "");
  snapshot.set("runningcpu", "kvm64,enforce,+kvm_pv_eoi,+kvm_pv_unhalt,+lahf_lm,+sep");
}

export function deleteSnapshot(call: Call, type: GuestType): string {
  const name = given(call, "snapname");
  return task(call, type, "delsnapshot", (guest, draft) => {
    const snapshot = draft.snapshots.get(name);
    if (!snapshot) throw failed(`snapshot '${name}' does not exist`);
    assertUnlocked(draft);
    const state = snapshot.get("vmstate");
    if (state !== undefined) free(call.cluster, state);
    const parent = snapshot.get("parent");
    for (const values of [draft.values, ...draft.snapshots.values()]) {
      if (values.get("parent") !== name) continue;
      if (parent === undefined) values.delete("parent");
      else values.set("parent", parent);
    }
    draft.snapshots.delete(name);
    writeDraft(guest, draft);
  });
}

export function rollBack(call: Call, type: GuestType): string {
  const name = given(call, "snapname");
  return task(call, type, "rollback", (guest, draft) => {
    if (draft.values.get("template") === "1") throw failed("you can't rollback if vm is a template");
    const snapshot = draft.snapshots.get(name);
    if (!snapshot) throw failed(`snapshot '${name}' does not exist`);
    assertUnlocked(draft);
    const kept = [...draft.values].filter(([key]) => /^unused\d+$|^description$/.test(key));
    const before = volumesIn(type, draft.values);
    const runs = isSet(call.given.start) || snapshot.has("vmstate");
    draft.values.clear();
    for (const [key, value] of [...kept, ...copy(snapshot)]) draft.values.set(key, value);
    for (const key of ["runningmachine", "runningcpu", "running-nets-host-mtu"]) draft.values.delete(key);
    if (draft.values.has("vmgenid")) draft.values.set("vmgenid", newUuid(call.cluster));
    draft.values.set("parent", name);
    draft.pending.clear();
    draft.raw.set("", draft.raw.get(name) ?? []);
    const now = new Set(volumesIn(type, draft.values));
    for (const file of before) if (!now.has(file) && formatOfVolume(file) !== "") keepAsUnused(call.cluster, draft, file);
    writeDraft(guest, draft);
    guest.power = runs ? "running" : "stopped";
    if (runs) guest.startedAt = call.cluster.now();
  });
}

/** Changes a snapshot's notes. */
export function describeSnapshot(call: Call, type: GuestType): null {
  const guest = existingGuest(call, type);
  const draft = readDraft(guest);
  assertUnlocked(draft);
  const name = given(call, "snapname");
  const snapshot = draft.snapshots.get(name);
  if (!snapshot) throw failed(`snapshot '${name}' does not exist`);
  if (call.given.description !== undefined) snapshot.set("description", given(call, "description"));
  writeDraft(guest, draft);
  return null;
}
