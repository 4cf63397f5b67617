import { parseVolumeId } from "../../lib/pve/volume-id";
import type { Cluster, Guest } from "../cluster";
import { storageOf } from "../disk";
import { addPendingDeletion, cleanPending, readDraft, removePendingDeletion, writeDraft, type Draft, type Values } from "../draft";
import { assertUnchanged, assertUnlocked } from "../precondition";
import { isRunning } from "../guest";
import { failed, invalid } from "../refusal";
import { given, type Call } from "../route";
import { existingGuest } from "../route/guest";
import { configSchema } from "../schema/config";
import { splitList } from "../schema/format";
import { holds } from "../storage";
import { clampShares, uniqueTags, valuesOf } from "../value";
import { applyPendingOf, hotplug } from "./apply";
import { isMount, kindOfMount, parseMount, volumeOf, type Mount } from "./mount";
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
