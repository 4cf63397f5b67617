import { isWindows } from "../../lib/schema/os-type";
import { addPendingDeletion, removePendingDeletion, writeDraft, type Draft } from "../draft";
import { hashPassword } from "../invention";
import { failed } from "../refusal";
import { demandGuest, demandTags } from "../right";
import type { Call } from "../route";
import type { Log } from "../task";
import { uniqueTags } from "../value";
import { deallocate, keepUnused, type Change } from "./apply";
import { pinnedMachine } from "./create";
import { createDisks } from "./disks";
import { bootDevices, isCdrom, isDrive, parseDrive, printBoot } from "./drive";
import { demandDevice, demandDrive, demandNetworks, isDevice } from "./right";
import type { Wish } from "./wish";

/** A wish on its way into a machine's draft, key by key. */
export interface Edit extends Change {
  readonly wish: Wish;
  /** The keys that were changed. */
  readonly modified: Set<string>;
  /** The devices of the boot order as it will be; undefined for one that names none. */
  order: string[] | undefined;
  readonly log: Log;
}

/** Lets a key wait for its deletion; what no machine holds on to goes at once. */
export function remove(edit: Edit, key: string): void {
  const { call, guest, draft, modified } = edit;
  const value = draft.values.get(key) ?? draft.pending.get(key);
  if (value === undefined) return edit.log(`cannot delete '${key}' - not set in current configuration!`);
  modified.add(key);
  const waited = draft.pending.delete(key);
  if (edit.order?.includes(key)) {
    edit.order = edit.order.filter((device) => device !== key);
    draft.pending.set("boot", printBoot(edit.order) || blank);
    modified.add("boot");
  }
  const drive = isDrive(key) || key.startsWith("unused") ? (parseDrive(key, value) ?? new Map<string, string>()) : undefined;
  if (key.startsWith("unused")) {
    assertUnprotected(draft, `can't remove unused disk '${drive?.get("file")}'`);
    demandDrive(call, guest.vmId, key, value);
    if (deallocate(edit, key, drive!)) draft.values.delete(key);
  } else if (key === "vmstate") {
    assertUnprotected(draft, `can't remove vmstate '${value}'`);
    if (deallocate(edit, key, new Map([["file", value]]), true)) draft.values.delete(key);
  } else if (drive) {
    assertUnprotected(draft, `can't remove drive '${key}'`);
    demandDrive(call, guest.vmId, key, value);
    if (waited) keepUnused(edit, drive);
    addPendingDeletion(draft, key, edit.wish.force);
  } else if (key === "tags") {
    demandTags(call, guest.vmId, value, "");
    draft.values.delete(key);
  } else {
    if (isDevice(key)) demandDevice(call, guest.vmId, undefined, key, value, "delete");
    if (/^net\d+$/.test(key)) demandNetworks(call, new Map([[key, value]]));
    addPendingDeletion(draft, key, edit.wish.force);
  }
  writeDraft(guest, draft);
}

function assertUnprotected({ values }: Draft, what: string): void {
  if (values.get("protection") === "1") throw failed(`${what} - protection mode enabled`);
}

/** Lets a new value wait, once it was seen that it may be set; the volumes of a drive are made. */
export function set(edit: Edit, key: string, value: string): void {
  const { call, guest, draft, wish, modified } = edit;
  const { values, pending } = draft;
  const old = values.get(key);
  if (isDrive(key)) setDrive(edit, key, value);
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
    const plain = !/^\$(?:[156]|2[ay])(\$.+){2}/.test(value);
    values.set(key, isWindows(values.get("ostype")) || !plain ? value : hashPassword(call.cluster, value));
  } else if (key === "boot") setBoot(draft, value || blank, wish);
  else pending.set(key, key === "description" ? value : value || blank);
  removePendingDeletion(draft, key);
  writeDraft(guest, draft);
}

function setDrive(edit: Edit, key: string, value: string): void {
  const { call, guest, draft, modified, order, log } = edit;
  const { values, pending } = draft;
  if (values.has(key)) {
    demandDrive(call, guest.vmId, key, values.get(key)!);
    if (key === "tpmstate0") assertSameTpm(values.get(key)!, value);
  }
  demandDrive(call, guest.vmId, key, value);
  const waiting = pending.get(key);
  if (waiting !== undefined) keepUnused(edit, parseDrive(key, waiting) ?? new Map<string, string>());
  const making = { call, vmId: guest.vmId, node: guest.node, values, pending, log };
  for (const [name, drive] of createDisks(making, new Map([[key, value]]))) pending.set(name, drive);
  const isNewCdrom = isCdrom(parseDrive(key, value) ?? new Map<string, string>(), true);
  if (!isNewCdrom || !order || order.length === 0 || order.includes(key)) return;
  order.push(key);
  pending.set("boot", printBoot(order));
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
