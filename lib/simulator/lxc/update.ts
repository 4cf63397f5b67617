import { parseVolumeId } from "../../pve/volume-id";
import type { Cluster, Guest } from "../cluster";
import { allocate, enabledStorage, free, holds, isOfFiles, sizeOfVolume, storageOf } from "../disk";
import { addPendingDeletion, addUnused, cleanPending, pendingDeletions, readDraft, removePendingDeletion, writeDraft, type Draft, type Values } from "../draft";
import { assertUnchanged, assertUnlocked } from "../guard";
import { isRunning } from "../guest";
import { clampShares, uniqueTags, valuesOf } from "../qemu/value";
import { failed, invalid } from "../refusal";
import { given, type Call } from "../route";
import { existingGuest } from "../route/guest";
import { configSchema } from "../schema/config";
import { splitList } from "../schema/format";
import { isMount, kindOfMount, parseMount, printMount, volumeOf, wantedVolume, type Mount } from "./mount";
import { printInterface } from "./network";
import { demandChanges } from "./right";

const own = ["node", "vmid", "digest", "delete", "revert"];

/** Changes a container's configuration: what it can take while it runs at once, the rest when it stops. */
export function updateContainer(call: Call): null {
  const guest = existingOrFailed(call);
  const values = valuesOf(call.given, own);
  const [deleted, reverted] = [listOf(call, "delete"), listOf(call, "revert")];
  if (values.size === 0 && call.given.delete === undefined && call.given.revert === undefined) throw failed("no options specified");
  if (values.has("cpuunits")) values.set("cpuunits", clampShares(values.get("cpuunits")!));
  const draft = readDraft(guest);
  assertUnlocked(draft);
  assertUnchanged(call, guest);
  const modification = { call, vmId: guest.vmId, old: draft.values, unprivileged: draft.values.get("unprivileged") === "1" };
  demandChanges(modification, new Map(), deleted);
  demandChanges(modification, new Map(), reverted);
  checkLists(values, deleted, reverted);
  demandChanges(modification, values, []);
  apply(call, guest, draft, values, deleted, reverted);
  return null;
}

function existingOrFailed(call: Call): Guest {
  if (Object.keys(call.given).every((name) => name === "node" || name === "vmid" || name === "digest")) throw failed("no options specified");
  return existingGuest(call, "lxc");
}

function listOf(call: Call, name: string): string[] {
  const value = call.given[name];
  return splitList(Array.isArray(value) ? value.join(",") : given(call, name));
}

const exists = (key: string) => Object.hasOwn(configSchema("lxc"), key);

function checkLists(values: Values, deleted: readonly string[], reverted: readonly string[]): void {
  for (const key of reverted) {
    if (!exists(key)) throw invalid({ revert: `unknown option '${key}'` });
    if (values.has(key)) throw invalid({ revert: `you can't use '-${key}' and '-revert ${key}' at the same time` });
  }
  for (const key of deleted) {
    if (!exists(key)) throw invalid({ delete: `unknown option '${key}'` });
    if (values.has(key)) throw invalid({ delete: `you can't use '-${key}' and -delete ${key}' at the same time` });
    if (reverted.includes(key)) throw invalid({ delete: `you can't use '-delete ${key}' and '-revert ${key}' at the same time` });
  }
}

function apply(call: Call, guest: Guest, draft: Draft, values: Values, deleted: readonly string[], reverted: readonly string[]): void {
  for (const key of reverted) {
    draft.pending.delete(key);
    removePendingDeletion(draft, key);
  }
  const modified = queue(call.cluster, guest.vmId, draft, values, deleted);
  cleanPending(draft);
  const errors = isRunning(guest) ? hotplug(call.cluster, guest, draft, modified) : applyPendingOf(call.cluster, guest, draft, modified);
  if (Object.keys(errors).length > 0) throw invalid(errors);
  writeDraft(guest, draft);
}

/** Checks what is to change, and lets it wait. The keys that it is about. */
export function queue(cluster: Cluster, vmId: number, draft: Draft, values: Values, deleted: readonly string[]): ReadonlySet<string> {
  const modified = new Set<string>();
  const isProtected = () => draft.values.get("protection") === "1";
  for (const key of deleted) {
    if (!draft.values.has(key) && !draft.pending.has(key)) continue;
    modified.add(key);
    if (/^(memory|rootfs|ostype)$/.test(key)) throw failed(`unable to delete required option '${key}'`);
    if (/^(unused|mp)\d+$/.test(key) && isProtected()) throw failed(`can't remove CT ${vmId} drive '${key}' - protection mode enabled`);
    if (key === "unprivileged") throw failed(`unable to delete read-only option: '${key}'`);
    addPendingDeletion(draft, key, false);
  }
  for (const [key, value] of values) {
    modified.add(key);
    if (isMount(key)) {
      if (isProtected()) throw failed(`can't update CT ${vmId} drive '${key}' - protection mode enabled`);
      assertContent(cluster, parseMount(key, value));
    } else if (key === "unprivileged") throw failed(`unable to modify read-only option: '${key}'`);
    else if (/^dev\d+$/.test(key)) assertDevice(value);
    draft.pending.set(key, accepted(cluster, key, value));
    removePendingDeletion(draft, key);
  }
  return modified;
}

function accepted(cluster: Cluster, key: string, value: string): string {
  if (key === "tags") return uniqueTags(cluster, value);
  return key === "nameserver" || key === "searchdomain" ? splitList(value).join(" ") : value;
}

function assertContent(cluster: Cluster, mount: Mount): void {
  if (kindOfMount(mount) !== "volume") return;
  const storage = parseVolumeId(volumeOf(mount))?.storage;
  if (storage !== undefined && !holds(storageOf(cluster, storage), "rootdir")) {
    throw failed(`storage '${storage}' does not allow content type 'rootdir' (Container)`);
  }
}

/** Devices that every node has. */
const devices = /^\/dev\/(null|zero|full|random|urandom|tty\d*|console|ptmx|fuse|kvm|net\/tun|dri\/\w+|ttyUSB\d+|ttyACM\d+|sd[a-z]\d*|nvme\d.*)$/;

function assertDevice(value: string): void {
  const path = /(?:^|,)(?:path=)?(\/dev\/[^,]*)/.exec(value)?.[1];
  if (path !== undefined && !devices.test(path)) throw failed(`Device ${path} does not exist`);
}

const fast = /^(description|onboot|startup|protection|hostname|hookscript|cores|tags|lock)$/;

/** What waits comes into force while the container runs, as far as that can be. */
function hotplug(cluster: Cluster, guest: Guest, draft: Draft, modified: ReadonlySet<string>): Record<string, string> {
  const { values, pending } = draft;
  const isHot = (key: string) => fast.test(key) || /^(unused|net)\d+$/.test(key) || /^(swap|cpulimit|cpuunits)$/.test(key);
  for (const key of [...pendingDeletions(draft).keys()].filter((one) => modified.has(one) && isHot(one))) {
    if (/^unused\d+$/.test(key)) destroyUnused(cluster, guest, draft, key);
    values.delete(key);
    removePendingDeletion(draft, key);
  }
  for (const [key, value] of [...pending].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (key === "delete" || !modified.has(key)) continue;
    const isNewDevice = /^(mp|dev)\d+$/.test(key) && !values.has(key);
    if (!isNewDevice && !fast.test(key) && !/^(cpulimit|cpuunits|memory|swap)$|^net\d+$/.test(key)) continue;
    values.set(key, settled(cluster, guest, draft, key, value));
    pending.delete(key);
  }
  return {};
}

/** What waits comes into force. */
export function applyPendingOf(cluster: Cluster, guest: Guest, draft: Draft, modified?: ReadonlySet<string>): Record<string, string> {
  const { values, pending } = draft;
  const wanted = (key: string) => modified?.has(key) ?? true;
  for (const key of [...pendingDeletions(draft).keys()].filter(wanted)) {
    const value = values.get(key);
    if (value !== undefined && /^mp\d+$/.test(key)) letGo(draft, key, value);
    if (value !== undefined && /^unused\d+$/.test(key)) destroyUnused(cluster, guest, draft, key);
    values.delete(key);
    removePendingDeletion(draft, key);
  }
  cleanPending(draft);
  for (const [key, value] of [...pending].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (key === "delete" || !wanted(key)) continue;
    values.set(key, settled(cluster, guest, draft, key, value));
    pending.delete(key);
  }
  return {};
}

function letGo(draft: Draft, key: string, value: string): void {
  const mount = parseMount(key, value);
  if (kindOfMount(mount) === "volume" && !isUsed(draft, volumeOf(mount), key)) addUnused(draft, volumeOf(mount));
}

function destroyUnused(cluster: Cluster, guest: Guest, draft: Draft, key: string): void {
  const volume = draft.values.get(key)!;
  if (!isUsed(draft, volume, key)) free(cluster, volume);
}

function isUsed({ values, snapshots }: Draft, volume: string, but: string): boolean {
  const uses = (own: Values, key?: string) => [...own].some(([name, value]) => name !== key && isMount(name) && value.split(",")[0]!.replace(/^volume=/, "") === volume);
  return uses(values, but) || [...snapshots.values()].some((snapshot) => uses(snapshot));
}

/** A value as it is in the end: volumes made, addresses given. */
function settled(cluster: Cluster, guest: Guest, draft: Draft, key: string, value: string): string {
  if (/^net\d+$/.test(key)) return printInterface(cluster, value);
  if (!/^mp\d+$/.test(key)) return value;
  const mount = parseMount(key, value);
  if (wantedVolume(mount)) makeVolume(cluster, guest.vmId, guest.node, mount);
  else if (kindOfMount(mount) === "volume") mount.set("size", String(mountSize(cluster, mount)));
  const old = draft.values.get(key);
  if (old !== undefined && volumeOf(parseMount(key, old)) !== volumeOf(mount)) letGo(draft, key, old);
  return printMount(key, mount);
}

const KiB = 1024;

/** Makes the volume that a mount point asks for; a directory where it is to have no size, or the storage gives no other. */
export function makeVolume(cluster: Cluster, vmId: number, node: string, mount: Mount): string {
  const { storage: id, gibibytes } = wantedVolume(mount)!;
  const storage = enabledStorage(cluster, id, node);
  if (!holds(storage, "rootdir")) throw failed(`content type 'rootdir' is not available or configured on storage '${id}'`);
  const bytes = Math.trunc(gibibytes * KiB) * KiB * KiB;
  const format = storage.type === "zfspool" || storage.type === "btrfs" || (isOfFiles(storage) && bytes === 0) ? "subvol" : "raw";
  const volume = allocate(cluster, { storage, vmId, format, bytes });
  mount.set("volume", volume).set("size", String(bytes));
  return volume;
}

export function mountSize(cluster: Cluster, mount: Mount): number {
  return sizeOfVolume(cluster, volumeOf(mount)) ?? Number(mount.get("size") ?? 0);
}
