import type { Cluster, Guest } from "../cluster";
import { free, keepAsUnused } from "../disk";
import { cleanPending, pendingDeletions, removePendingDeletion, type Draft, type Values } from "../draft";
import { isMount, kindOfMount, parseMount, printMount, volumeOf, wantedVolume } from "./mount";
import { printInterface } from "./network";
import { makeVolume, mountSize } from "./volume";

const fast = /^(description|onboot|startup|protection|hostname|hookscript|cores|tags|lock)$/;

/** What waits comes into force while the container runs, as far as that can be. */
export function hotplug(cluster: Cluster, guest: Guest, draft: Draft, modified: ReadonlySet<string>): Record<string, string> {
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
    if (value !== undefined && /^mp\d+$/.test(key)) letGo(cluster, draft, key, value);
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

function letGo(cluster: Cluster, draft: Draft, key: string, value: string): void {
  const mount = parseMount(key, value);
  if (kindOfMount(mount) === "volume" && !isUsed(draft, volumeOf(mount), key)) keepAsUnused(cluster, draft, volumeOf(mount));
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
  if (old !== undefined && volumeOf(parseMount(key, old)) !== volumeOf(mount)) letGo(cluster, draft, key, old);
  return printMount(key, mount);
}
