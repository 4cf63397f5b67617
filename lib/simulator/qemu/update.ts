import type { Guest } from "../cluster";
import { addPendingDeletion, cleanPending, readDraft, removePendingDeletion, writeDraft, type Draft, type Values } from "../draft";
import { assertUnlocked, isStale } from "../guard";
import { isRunning } from "../guest";
import { hashPassword, newUuid } from "../invention";
import { failed, invalid } from "../refusal";
import { denied, demandGuest, onlyRoot } from "../right";
import { given, mayAny, type Call } from "../route";
import { isSet } from "../parameter";
import { existingGuest, missing } from "../route/guest";
import { configSchema } from "../schema/config";
import { splitList } from "../schema/format";
import { startTask, type Log } from "../task";
import { findVolume, kindOfVolume } from "../volume";
import { storageOf } from "../disk";
import { parseVolumeId } from "../../pve/volume-id";
import { applyPending, deallocate, hotplugPending, keepUnused, type Change } from "./apply";
import { pinnedMachine, takeCdrom } from "./create";
import { cleanDrives, createDisks } from "./disks";
import { bootDevices, isCdrom, isDrive, parseDrive, printBoot } from "./drive";
import { parseNetwork, printNetwork } from "./network";
import { demandDevice, demandDrive, demandKeys, demandNetworks, demandStorages, isDevice } from "./right";
import { assertPublicKeys, clampShares, uniqueTags, unescapeUri, valuesOf } from "./value";

/** Parameters that are no configuration. */
const own = ["node", "vmid", "digest", "background_delay", "skip_cloud_init", "import-working-storage", "skiplock", "delete", "revert", "force"];

interface Wish {
  readonly values: Values;
  readonly deleted: string[];
  readonly reverted: readonly string[];
  readonly force: boolean;
}

/** Changes a virtual machine's configuration: at once, or in a task of which the UPID is answered. */
export function updateMachine(call: Call, atOnce: boolean): string | null {
  const { cluster, user } = call;
  onlyRoot(call, "skiplock");
  const wish = readWish(call);
  const vmId = Number(call.given.vmid);
  checkWish(call, vmId, wish);
  const guest = existingGuest(call, "qemu");
  load(call, guest, wish);
  const run = (log: Log) => perform(call, guest, wish, log);
  if (atOnce) {
    run(() => undefined);
    return null;
  }
  const upid = startTask(cluster, { node: guest.node, type: "qmconfig", id: String(vmId), user, run });
  if (!Number(call.given.background_delay ?? 0)) return upid;
  const { result } = cluster.tasks.at(-1)!;
  if (result !== "OK") throw failed(`failed to update VM ${vmId}: ${result}`);
  return null;
}

function readWish(call: Call): Wish {
  const nothing = Object.entries(call.given).find(([, value]) => value === null);
  const values = valuesOf(call.given, own);
  if (values.has("sshkeys")) assertPublicKeys(unescapeUri(values.get("sshkeys")!));
  if (values.has("cpuunits")) values.set("cpuunits", clampShares(values.get("cpuunits")!));
  const [deleted, reverted] = [listOf(call, "delete"), listOf(call, "revert")];
  if (values.size === 0 && deleted.length === 0 && reverted.length === 0 && !nothing) throw failed("no options specified");
  takeCdrom(values);
  for (const key of reverted) {
    if (!exists(key)) throw invalid({ revert: `unknown option '${key}'` });
    if (values.has(key)) throw invalid({ delete: `you can't use '-${key}' and -revert ${key}' at the same time` });
  }
  for (const key of deleted) {
    if (values.has(key)) throw invalid({ delete: `you can't use '-${key}' and -delete ${key}' at the same time` });
    if (reverted.includes(key)) throw invalid({ revert: `you can't use '-delete ${key}' and -revert ${key}' at the same time` });
    if (!exists(key)) throw invalid({ delete: `unknown option '${key}'` });
  }
  if (nothing) throw failed(`unable to parse value of '${nothing[0]}' - got undefined value`);
  return { values, deleted, reverted, force: isSet(call.given.force) };
}

function listOf(call: Call, name: string): string[] {
  const value = call.given[name];
  return splitList(Array.isArray(value) ? value.join(",") : given(call, name)).map((key) => (key === "cdrom" ? "ide2" : key));
}

const exists = (key: string) => Object.hasOwn(configSchema("qemu"), key) && key !== "digest";

function checkWish(call: Call, vmId: number, { values, deleted }: Wish): void {
  const { cluster } = call;
  cleanDrives(call, values);
  for (const [key, value] of values) {
    if (/^net\d+$/.test(key)) values.set(key, printNetwork(cluster, parseNetwork(value)));
    else if (key === "vmgenid" && value === "1") values.set(key, newUuid(cluster));
    else if (key === "hookscript") assertHookScript(call, value);
  }
  demandKeys(call, vmId, undefined, deleted);
  demandKeys(call, vmId, undefined, [...values.keys()]);
  demandStorages(call, vmId, values);
  demandNetworks(call, values);
}

function assertHookScript({ cluster }: Call, id: string): void {
  const { storage, volume } = parseVolumeId(id)!;
  if (kindOfVolume(storageOf(cluster, storage), volume) !== "snippets") throw invalid({ hookscript: `'${id}' not allowed as hookscript, has to be a snippet\n` });
  if (!findVolume(cluster, id)) throw invalid({ hookscript: `script '${id}' does not exist\n` });
}

/** The configuration, once it was seen that it may be changed. */
function load(call: Call, guest: Guest, { values, deleted, reverted }: Wish): Draft {
  if (call.cluster.guests.get(guest.vmId) !== guest) throw failed(missing(guest.node, "qemu", guest.vmId));
  const draft = readDraft(guest);
  if (isStale(call, guest)) throw failed("checksum mismatch (file change by other user?)");
  if (deleted.includes("vmstate") && draft.values.get("lock") === "suspended") {
    draft.values.delete("lock");
    for (const key of ["lock", "runningmachine", "runningcpu", "running-nets-host-mtu"]) if (!deleted.includes(key)) deleted.push(key);
  }
  if (!isSet(call.given.skiplock)) assertUnlocked(draft);
  for (const key of reverted) {
    const current = draft.values.get(key);
    if (current !== undefined) values.set(key, current);
    else if (draft.pending.has(key) && !deleted.includes(key)) deleted.push(key);
  }
  assertBalloon(draft, values);
  return draft;
}

function assertBalloon(draft: Draft, values: Values): void {
  if (!values.has("memory") && !values.has("balloon")) return;
  const memory = values.get("memory") ?? draft.pending.get("memory") ?? draft.values.get("memory") ?? "512";
  const balloon = Number(values.get("balloon") ?? draft.pending.get("balloon") ?? draft.values.get("balloon") ?? 0);
  if (balloon > Number(/(\d+)$/.exec(memory)?.[1] ?? 512)) throw failed("balloon value too large (must be smaller than assigned memory)");
}

function perform(call: Call, guest: Guest, wish: Wish, log: Log): void {
  const draft = load(call, guest, wish);
  log(`update VM ${guest.vmId}: ${describe(call)}`);
  const change: Change = { call, guest, draft };
  const modified = new Set<string>();
  const order: { devices?: string[] } = { devices: bootDevices(draft.values.get("boot")) };
  for (const key of wish.deleted) remove(change, key, wish.force, modified, order, log);
  for (const [key, value] of wish.values) {
    modified.add(key);
    if (draft.pending.get(key) !== value) set(change, key, value, wish, modified, order, log);
  }
  cleanPending(draft);
  writeDraft(guest, draft);
  if (draft.pending.size === 0) return;
  if (!isRunning(guest)) return applyPending(change);
  const errors = hotplugPending(change, modified);
  if (Object.keys(errors).length > 0) throw invalid(errors);
}

function describe(call: Call): string {
  const names = Object.keys(call.given).filter((name) => !["node", "vmid", "digest", "background_delay", "skip_cloud_init"].includes(name));
  return names.sort().map((name) => `-${name} ${name === "cipassword" ? "<hidden>" : String(call.given[name])}`).join(" ");
}

type Order = { devices?: string[] };

function remove(change: Change, key: string, force: boolean, modified: Set<string>, order: Order, log: Log): void {
  const { call, guest, draft } = change;
  const value = draft.values.get(key) ?? draft.pending.get(key);
  if (value === undefined) return log(`cannot delete '${key}' - not set in current configuration!`);
  modified.add(key);
  const waited = draft.pending.delete(key);
  if (order.devices?.includes(key)) {
    order.devices = order.devices.filter((device) => device !== key);
    draft.pending.set("boot", printBoot(order.devices) || blank);
    modified.add("boot");
  }
  const drive = isDrive(key) || key.startsWith("unused") ? (parseDrive(key, value) ?? new Map<string, string>()) : undefined;
  if (key.startsWith("unused")) {
    assertUnprotected(draft, `can't remove unused disk '${drive?.get("file")}'`);
    demandDrive(call, guest.vmId, key, value);
    if (deallocate(change, key, drive!)) draft.values.delete(key);
  } else if (key === "vmstate") {
    assertUnprotected(draft, `can't remove vmstate '${value}'`);
    if (deallocate(change, key, new Map([["file", value]]), true)) draft.values.delete(key);
  } else if (drive) {
    assertUnprotected(draft, `can't remove drive '${key}'`);
    demandDrive(call, guest.vmId, key, value);
    if (waited) keepUnused(change, drive);
    addPendingDeletion(draft, key, force);
  } else if (key === "tags") {
    demandTags(call, guest.vmId, value, "");
    draft.values.delete(key);
  } else {
    if (isDevice(key)) demandDevice(call, guest.vmId, undefined, key, value, "delete");
    if (/^net\d+$/.test(key)) demandNetworks(call, new Map([[key, value]]));
    addPendingDeletion(draft, key, force);
  }
  writeDraft(guest, draft);
}

function assertUnprotected({ values }: Draft, what: string): void {
  if (values.get("protection") === "1") throw failed(`${what} - protection mode enabled`);
}

function set(change: Change, key: string, value: string, wish: Wish, modified: Set<string>, order: Order, log: Log): void {
  const { call, guest, draft } = change;
  const { values, pending } = draft;
  const old = values.get(key);
  if (isDrive(key)) setDrive(change, key, value, modified, order, log);
  else if (isDevice(key)) {
    if (key.startsWith("serial")) demandSerial(call, guest.vmId, key, old, value);
    else for (const one of [old, value]) if (one !== undefined) demandDevice(call, guest.vmId, undefined, key, one);
    pending.set(key, value);
  } else if (key === "tags") {
    demandTags(call, guest.vmId, old ?? "", value);
    pending.set(key, uniqueTags(call.cluster, value) || blank);
  } else if (/^net\d+$/.test(key)) {
    if (old !== undefined) demandNetworks(call, new Map([[key, old]]));
    pending.set(key, value);
  } else if (key === "ostype") {
    const machine = wish.values.has("machine") || pending.has("machine") || modified.has("machine") ? undefined : pinnedMachine(values.get("machine"), value);
    if (machine !== undefined) pending.set("machine", machine);
    pending.set(key, value);
  } else if (key === "cipassword") {
    const isWindows = (values.get("ostype") ?? "").startsWith("w");
    const plain = !/^\$(?:[156]|2[ay])(\$.+){2}/.test(value);
    values.set(key, isWindows || !plain ? value : hashPassword(call.cluster, value));
  } else if (key === "boot") setBoot(draft, value || blank, wish);
  else pending.set(key, value || blank);
  removePendingDeletion(draft, key);
  writeDraft(guest, draft);
}

function setDrive(change: Change, key: string, value: string, modified: Set<string>, order: Order, log: Log): void {
  const { call, guest, draft } = change;
  const { values, pending } = draft;
  if (values.has(key)) {
    demandDrive(call, guest.vmId, key, values.get(key)!);
    if (key === "tpmstate0") assertSameTpm(values.get(key)!, value);
  }
  demandDrive(call, guest.vmId, key, value);
  const waiting = pending.get(key);
  if (waiting !== undefined) keepUnused(change, parseDrive(key, waiting) ?? new Map<string, string>());
  const making = { call, vmId: guest.vmId, node: guest.node, values, pending, log };
  for (const [name, drive] of createDisks(making, new Map([[key, value]]))) pending.set(name, drive);
  const isNewCdrom = isCdrom(parseDrive(key, value) ?? new Map<string, string>(), true);
  if (!isNewCdrom || !order.devices || order.devices.length === 0 || order.devices.includes(key)) return;
  order.devices.push(key);
  pending.set("boot", printBoot(order.devices));
  modified.add("boot");
}

function assertSameTpm(old: string, value: string): void {
  const [before, after] = [parseDrive("tpmstate0", old), parseDrive("tpmstate0", value)];
  if (before?.get("file") !== after?.get("file")) return;
  if ((before?.get("version") ?? "v1.2") !== (after?.get("version") ?? "v1.2")) throw failed("cannot change TPM state version after creation");
}

function demandSerial(call: Call, vmId: number, key: string, old: string | undefined, value: string): void {
  if ((old ?? "socket") === "socket" && value === "socket") demandGuest(call, vmId, undefined, "VM.Config.HWType");
  else if (!call.isRoot) throw failed(`only root can modify '${key}' config for real devices`);
}

// What is written as nothing is read as a blank.
const blank = " ";

function setBoot(draft: Draft, value: string, { values: wanted, deleted }: Wish): void {
  const { values, pending } = draft;
  pending.set("boot", value);
  const devices = bootDevices(value);
  if (!devices || devices.length === 0) return;
  const lost = devices.find((device) => deleted.includes(device) || ![values, pending, wanted].some((where) => where.has(device)));
  if (lost !== undefined) throw failed(`invalid bootorder: device '${lost}' does not exist'`);
  pending.set("boot", printBoot(devices));
  if (values.has("bootdisk")) addPendingDeletion(draft, "bootdisk", false);
}

/** Tags that somebody kept for himself, or that nobody allowed, are changed by those who may change the datacenter. */
export function demandTags(call: Call, vmId: number, old: string, tags: string): void {
  demandGuest(call, vmId, undefined, "VM.Config.Options");
  if (mayAny(call, "/", "Sys.Modify")) return;
  const { options } = call.cluster;
  const registered = splitList(options.get("registered-tags") ?? "");
  const access = options.get("user-tag-access") ?? "";
  const policy = /(?:^|,)user-allow=(\w+)/.exec(access)?.[1] ?? "free";
  const [before, after] = [new Set(splitList(old)), new Set(splitList(tags))];
  for (const tag of new Set([...before, ...after])) {
    if (before.has(tag) === after.has(tag)) continue;
    const listed = splitList(/(?:^|,)user-allow-list=([^,]*)/.exec(access)?.[1] ?? "").includes(tag);
    if (registered.includes(tag) || (policy !== "free" && !(policy === "list" && listed))) throw denied(`/, Sys.Modify for modifying tag '${tag}'`);
  }
}
