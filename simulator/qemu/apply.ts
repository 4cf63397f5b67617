import { parseVolumeId } from "../../lib/pve/volume-id";
import type { Guest } from "../cluster";
import { free, keepAsUnused } from "../disk";
import { pendingDeletions, cleanPending, removePendingDeletion, writeDraft, type Draft, type Values } from "../draft";
import { failed } from "../refusal";
import { demandAll } from "../right";
import type { Call } from "../route";
import { splitList } from "../schema/format";
import { isOwned } from "../volume";
import { agentPartsOf } from "./agent";
import { fileOf, isCdrom, isCloudInit, isDrive, parseDrive, printDrive, type Drive } from "./drive";
import { parseNetwork } from "./network";

/** A change of a configuration on its way: who makes it, to which guest, and what the file is to be. */
export interface Change {
  readonly call: Call;
  readonly guest: Guest;
  readonly draft: Draft;
}

/** Keeps a drive's volume as unused when the drive goes; cloud-init data is made anew, so its volume goes at once. */
export function keepUnused({ call, guest, draft }: Change, drive: Drive): void {
  const file = fileOf(drive);
  if (isCloudInit(drive)) {
    free(call.cluster, file);
    draft.special.delete("cloudinit");
  } else if (!isCdrom(drive) && parseVolumeId(file) && isOwned(file, guest.vmId)) keepAsUnused(call.cluster, draft, file);
}

function detach(change: Change, key: string, force: boolean): void {
  const { call, guest, draft } = change;
  const drive = parseDrive(key, draft.values.get(key)!) ?? new Map<string, string>();
  if (!force) return keepUnused(change, drive);
  demandAll(call, `/vms/${guest.vmId}`, "VM.Config.Disk");
  deallocate(change, key, drive, true);
}

/** Destroys a volume that only this drive has; anything else is just let go. */
export function deallocate({ call, guest, draft }: Change, key: string, drive: Drive, force = false): boolean {
  if (!(force || key.startsWith("unused")) || isCdrom(drive, true)) return false;
  const file = fileOf(drive);
  if (!isOwned(file, guest.vmId)) return true;
  demandAll(call, `/storage/${parseVolumeId(file)!.storage}`, "Datastore.AllocateSpace");
  if (isInUse(draft, key, file)) throw failed(`unable to delete '${file}' - volume is still in use (snapshot?)`);
  free(call.cluster, file);
  return true;
}

export function isInUse({ values, snapshots }: Draft, key: string, file: string): boolean {
  const uses = (own: Values, but?: string) => [...own].some(([name, value]) => name !== but && (isDrive(name) || name === "vmstate") && value.split(",")[0] === file);
  return uses(values, key) || [...snapshots.values()].some((snapshot) => uses(snapshot));
}

/** What waits comes into force while the machine is off. */
export function applyPending(change: Change): void {
  const { guest, draft } = change;
  const { values, pending } = draft;
  if (pending.size === 0) return;
  for (const [key, force] of pendingDeletions(draft)) {
    if (values.has(key) && isDrive(key)) detach(change, key, force);
    removePendingDeletion(draft, key);
    values.delete(key);
  }
  cleanPending(draft);
  for (const [key, value] of [...pending].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (key === "delete") continue;
    const old = values.get(key);
    if (old !== undefined && isDrive(key)) keepUnused(change, parseDrive(key, old) ?? new Map<string, string>());
    values.set(key, value);
    pending.delete(key);
    if (isDrive(key) && isCloudInit(parseDrive(key, value) ?? new Map<string, string>())) draft.special.delete("cloudinit");
  }
  writeDraft(guest, draft);
}

const fast = /^(description|hookscript|lock|migrate_downtime|migrate_speed|name|onboot|protection|shares|startup|tags|vmstatestorage)$/;
const cloudInitKeys = /^(citype|ciuser|cipassword|ciupgrade|cicustom|searchdomain|nameserver|sshkeys|ipconfig\d+)$/;
/** Of these the cloud-init drive holds what was in force when it was made. */
const recorded = /^(citype|ciuser|cipassword|ciupgrade|cicustom|searchdomain|nameserver|sshkeys|ipconfig\d+|name|net\d+)$/;

class Skipped extends Error {}
const skip = (): never => {
  throw new Skipped();
};

/** What waits comes into force while the machine runs, as far as that can be. The rest goes on waiting. */
export function hotplugPending(change: Change, modified: ReadonlySet<string>): Readonly<Record<string, string>> {
  const { guest, draft } = change;
  const { values, pending } = draft;
  for (const [key, value] of [...pending]) {
    if (!fast.test(key) && !cloudInitKeys.test(key)) continue;
    pending.delete(key);
    record(draft, key, values.get(key), value);
    values.set(key, value);
  }
  const errors: Record<string, string> = {};
  const attempt = (key: string, plug: () => void, then: () => void) => {
    try {
      plug();
    } catch (error) {
      if (!(error instanceof Skipped)) errors[key] = `hotplug problem - ${(error as Error).message}\n`;
      return;
    }
    then();
  };
  for (const [key, force] of pendingDeletions(draft)) {
    if (!modified.has(key)) continue;
    attempt(key, () => unplug(change, key, force), () => {
      record(draft, key, values.get(key), undefined);
      values.delete(key);
      removePendingDeletion(draft, key);
    });
  }
  for (const [key, value] of [...pending].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (key === "delete" || !modified.has(key)) continue;
    attempt(key, () => plug(change, key, value), () => {
      record(draft, key, values.get(key), value);
      values.set(key, value);
      pending.delete(key);
    });
  }
  writeDraft(guest, draft);
  return errors;
}

function unplug(change: Change, key: string, force: boolean): void {
  const { draft } = change;
  const { values } = draft;
  const features = hotplugFeatures(values);
  if (key === "hotplug") return /cpu|memory/.test(values.get("hotplug") ?? "") ? skip() : undefined;
  if (key === "tablet") return features.has("usb") ? undefined : skip();
  if (/^usb\d+$/.test(key)) return canPlugUsb(values, features) ? undefined : skip();
  if (key === "vcpus") return features.has("cpu") ? undefined : skip();
  if (key === "balloon") return values.get("balloon") === "0" ? skip() : undefined;
  if (fast.test(key) || cloudInitKeys.test(key)) return;
  if (/^net\d+$/.test(key)) return features.has("network") ? eject(change, key) : skip();
  if (isDrive(key)) {
    if (!features.has("disk") || /^(efidisk|ide|sata|tpmstate)/.test(key)) skip();
    eject(change, key);
    return detach(change, key, force);
  }
  if (key === "memory") return features.has("memory") ? undefined : skip();
  if (key !== "cpuunits" && key !== "cpulimit") skip();
}

function plug(change: Change, key: string, value: string): void {
  const { values } = change.draft;
  const features = hotplugFeatures(values);
  if (key === "hotplug") return /cpu|memory/.test(`${value} ${values.get("hotplug") ?? ""}`) ? skip() : undefined;
  if (key === "tablet") return features.has("usb") ? undefined : skip();
  if (/^usb\d+$/.test(key)) return canPlugUsb(values, features) ? undefined : skip();
  if (key === "vcpus") return features.has("cpu") ? undefined : skip();
  if (key === "balloon") return (values.get("balloon") === "0") === (value === "0") ? undefined : skip();
  if (/^net\d+$/.test(key)) return plugNetwork(change, key, value, features.has("network"));
  if (isDrive(key)) return plugDrive(change, key, value, features.has("disk"));
  if (key === "memory") return features.has("memory") ? undefined : skip();
  if (key === "agent") return plugAgent(values.get("agent"), value);
  if (key !== "cpuunits" && key !== "cpulimit") skip();
}

function hotplugFeatures(values: Values): ReadonlySet<string> {
  const said = values.get("hotplug") ?? "1";
  if (said === "0") return new Set();
  return new Set(said === "1" ? ["network", "disk", "usb"] : splitList(said));
}

function canPlugUsb(values: Values, features: ReadonlySet<string>): boolean {
  return features.has("usb") && /^(l26|win(7|8|1\d))$/.test(values.get("ostype") ?? "");
}

/** Takes a device out of the running machine. Of what sits on its PCI bus, what runs in it has to let go. */
function eject({ guest }: Change, key: string): void {
  if (guest.clings && /^(net|virtio)\d+$/.test(key)) throw failed(`error on hot-unplugging device '${key}' - still busy in guest?`);
}

function plugNetwork(change: Change, key: string, value: string, hotplug: boolean): void {
  const old = change.draft.values.get(key);
  const [before, after] = [parseNetwork(old ?? ""), parseNetwork(value)];
  const isSame = (name: string) => before.get(name) === after.get(name);
  const stays = old !== undefined && ["model", "macaddr", "queues", "mtu"].every(isSame) && before.has("bridge") && after.has("bridge");
  if (stays) return;
  if (!hotplug) skip();
  if (old !== undefined) eject(change, key);
}

const coldParts = ["aio", "discard", "iothread", "queues", "product", "cache", "ssd", "vendor", "ro"];

function plugDrive(change: Change, key: string, value: string, hotplug: boolean): void {
  const { draft, call } = change;
  if (key === "efidisk0" || key === "tpmstate0") skip();
  const drive = parseDrive(key, value)!;
  const old = draft.values.has(key) ? parseDrive(key, draft.values.get(key)!) : undefined;
  if (old) {
    if ((drive.get("media") ?? "disk") !== (old.get("media") ?? "disk")) throw failed("unable to change media type");
    if (isCdrom(old)) {
      if (fileOf(drive) === "none" && isCloudInit(old)) free(call.cluster, fileOf(old));
      return;
    }
    if (fileOf(drive) === fileOf(old)) return coldParts.every((part) => drive.get(part) === old.get(part)) ? undefined : skip();
    if (!hotplug) skip();
    eject(change, key);
    keepUnused(change, old);
  }
  if (!hotplug || /^(ide|sata)/.test(key)) skip();
  draft.pending.set(key, printDrive(drive));
}

function plugAgent(old: string | undefined, value: string): void {
  if (old === undefined) skip();
  const [before, after] = [agentPartsOf(old!), agentPartsOf(value)];
  const names = new Set([...before.keys(), ...after.keys()]);
  names.delete("fstrim_cloned_disks");
  if ([...names].some((name) => before.get(name) !== after.get(name))) skip();
}

/** Notes what the cloud-init drive still holds, so that the difference can be shown. */
function record(draft: Draft, key: string, old: string | undefined, value: string | undefined): void {
  if (!recorded.test(key)) return;
  const held: Values = draft.special.get("cloudinit") ?? new Map();
  const added = new Set(splitList(held.get("added") ?? ""));
  const known = held.get(key);
  if (value !== undefined && value === known) {
    held.delete(key);
    added.delete(key);
  } else if (known === undefined && added.has(key)) {
    if (value === undefined) added.delete(key);
  } else if (known === undefined && old !== undefined) held.set(key, old);
  else if (known === undefined && value !== undefined) added.add(key);
  if (added.size > 0) held.set("added", [...added].sort().join(","));
  else held.delete("added");
  if (held.size > 0 && [...draft.values].some(([name, drive]) => isDrive(name) && isCloudInit(parseDrive(name, drive) ?? new Map<string, string>()))) {
    draft.special.set("cloudinit", held);
  } else draft.special.delete("cloudinit");
}
