import { isShared } from "../../lib/pve/file/storage-config";
import { parsePropertyString } from "../../lib/pve/property-string";
import { parseVolumeId } from "../../lib/pve/volume-id";
import type { Guest } from "../cluster";
import { canLink, free, isBase, storageOf } from "../disk";
import { newDraft, printDraft, readDraft, type Draft, type Values } from "../draft";
import { newMac, newUuid } from "../invention";
import { originalOf } from "../original";
import { joinPool } from "../pool";
import { failed } from "../refusal";
import { demandAll, demandClone, demandPool } from "../right";
import { given, type Call } from "../route";
import { existingGuest, missing } from "../route/guest";
import { startTask, type Log } from "../task";
import { assertImages, assertNode, copyDisk } from "./copy";
import { fileOf, isCdrom, isCloudInit, isDrive, parseDrive, printDrive, type Drive } from "./drive";
import { parseNetwork, printNetwork } from "./network";
import { demandNetworks, sorted } from "./right";

const leftBehind = /^(parent|snaptime|vmstate|snapstate|runningcpu|runningmachine|running-nets-host-mtu|unused\d+|lock|template)$/;

interface Plan {
  readonly source: Guest;
  readonly values: Values;
  readonly drives: ReadonlyMap<string, { readonly drive: Drive; readonly full: boolean }>;
}

/** Copies a virtual machine, or makes one that builds on a template. */
export function cloneMachine(call: Call): string {
  const { cluster, user } = call;
  const [vmId, newId, node] = [Number(call.given.vmid), Number(call.given.newid), given(call, "node")];
  const pool = given(call, "pool") || undefined;
  demandClone(call, newId, pool);
  const target = [node, "localhost", ""].includes(given(call, "target")) ? undefined : given(call, "target");
  if (!cluster.guests.has(vmId)) throw failed(`unable to find configuration file for VM ${vmId} on node '${node}'`);
  demandPool(call, pool);
  assertNode(cluster, target);
  planClone(call, target);
  const run = (log: Log) => {
    const plan = planClone(call, target);
    log(`creating a clone of VM ${vmId} with ID ${newId}`);
    const guest = make(call, plan, newId, target ?? node, log);
    cluster.guests.set(newId, guest);
    if (pool !== undefined) joinPool(cluster, pool, newId);
  };
  return startTask(cluster, { node, type: "qmclone", id: String(vmId), user, run });
}

function planClone(call: Call, target: string | undefined): Plan {
  const { cluster } = call;
  const [node, newId] = [given(call, "node"), Number(call.given.newid)];
  const storage = given(call, "storage") || undefined;
  if (storage !== undefined) {
    const found = assertImages(cluster, storage, node);
    if (target !== undefined && !isShared(found)) throw failed(`can't clone to non-shared storage '${storage}'`);
  }
  const source = existingGuest(call, "qemu");
  const { draft, values: old, full } = originalOf(call, source);
  if (storage !== undefined && !full) throw failed("parameter 'storage' not allowed for linked clones");
  if (call.given.format !== undefined && !full) throw failed("parameter 'format' not allowed for linked clones");
  const shared = demandStorages(call, old, storage);
  demandNetworks(call, old);
  if (target !== undefined && !shared) throw failed(`can't clone VM to node '${target}' (VM uses local storage)`);
  if (cluster.guests.has(newId)) throw failed(`unable to create VM ${newId}: config file already exists`);
  return { source, ...divide(call, draft, old, full) };
}

/** The right to the storages that the copy will use. Whether all of them are shared. */
function demandStorages(call: Call, values: Values, wanted?: string): boolean {
  let shared = true;
  for (const [key, value] of sorted(values)) {
    const drive = isDrive(key) ? parseDrive(key, value) : undefined;
    const volume = drive && parseVolumeId(fileOf(drive));
    if (!drive || !volume) continue;
    if (!isShared(storageOf(call.cluster, volume.storage))) shared = false;
    if (!isCdrom(drive)) demandAll(call, `/storage/${wanted ?? volume.storage}`, "Datastore.AllocateSpace");
  }
  return shared;
}

function divide(call: Call, { type }: Draft, old: Values, full: boolean): Pick<Plan, "values" | "drives"> {
  const values = newDraft(type).values;
  const drives = new Map<string, { drive: Drive; full: boolean }>();
  for (const [key, value] of sorted(old)) {
    if (leftBehind.test(key)) continue;
    const drive = isDrive(key) ? parseDrive(key, value) : undefined;
    if (/^net\d+$/.test(key)) values.set(key, printNetwork(call.cluster, new Map([...parseNetwork(value), ["macaddr", newMac(call.cluster)]])));
    else if (!drive || isCdrom(drive, true)) values.set(key, value);
    else drives.set(key, { drive, full: assertClonable(call, key, drive, full) });
  }
  return { values, drives };
}

function assertClonable({ cluster }: Call, key: string, drive: Drive, full: boolean): boolean {
  if (full || isCloudInit(drive) || key === "tpmstate0") return true;
  const file = fileOf(drive);
  const volume = parseVolumeId(file);
  if (!volume || !isBase(file) || !canLink(storageOf(cluster, volume.storage), file)) {
    throw failed(`Linked clone feature is not supported for '${file}' (${key})`);
  }
  return false;
}

function make(call: Call, { source, values, drives }: Plan, newId: number, node: string, log: Log): Guest {
  const { cluster } = call;
  const smbios = new Map(parsePropertyString(values.get("smbios1") ?? "")).set("uuid", newUuid(cluster));
  values.set("smbios1", [...smbios].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key}=${value}`).join(","));
  if (values.has("vmgenid")) values.set("vmgenid", newUuid(cluster));
  values.set("name", given(call, "name") || `Copy-of-VM-${readDraft(source).values.get("name") ?? source.vmId}`);
  if (call.given.description) values.set("description", given(call, "description"));
  const made: string[] = [];
  try {
    for (const [key, { drive, full }] of drives) {
      const [storage, format] = [given(call, "storage") || undefined, given(call, "format") || undefined];
      const copy = copyDisk({ cluster, node: source.node, vmId: newId, key, storage, format, log }, drive, full);
      made.push(fileOf(copy));
      values.set(key, printDrive(copy));
    }
  } catch (error) {
    for (const volume of made) free(cluster, volume);
    throw new Error(`clone failed: ${(error as Error).message}`);
  }
  if (source.node !== node && !cluster.guests.has(source.vmId)) throw new Error(missing(source.node, "qemu", source.vmId));
  return { type: "qemu", vmId: newId, node, text: printDraft(newDraft("qemu", values)), power: "stopped", startedAt: cluster.now() };
}
