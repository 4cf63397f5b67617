import { addService } from "../ha";
import { isWindows } from "../../lib/schema/os-type";
import type { Guest } from "../cluster";
import { newDraft, printDraft, type Values } from "../draft";
import { wordOf } from "../precondition";
import { newUuid } from "../invention";
import { isSet } from "../parameter";
import { joinPool } from "../pool";
import { beyond, failed } from "../refusal";
import { demandAll, demandGuest, demandPool, denied, mayAllocate } from "../right";
import { given, type Call } from "../route";
import { startTask, type Log } from "../task";
import { assertModel, assertPublicKeys, clampShares, uniqueTags, unescapeUri, valuesOf } from "../value";
import { cleanDrives, createDisks } from "./disks";
import { defaultBoot } from "./drive";
import { parseNetwork, printNetwork } from "./network";
import { demandDevice, demandKeys, demandNetworks, demandStorages, isDevice } from "./right";
import { start } from "./start";

/** Parameters of the creation that are no configuration. */
const own = ["node", "vmid", "archive", "bwlimit", "force", "pool", "start", "ha-managed", "storage", "unique", "live-restore", "import-working-storage"];

/** What creates a virtual machine: refused at once if it may not be, else a task. */
export function createMachine(call: Call): string {
  const { cluster, user } = call;
  const [node, vmId] = [given(call, "node"), Number(call.given.vmid)];
  const [pool, storage] = [optional(call, "pool"), optional(call, "storage")];
  const values = valuesOf(call.given, own);
  if (values.has("sshkeys")) assertPublicKeys(unescapeUri(values.get("sshkeys")!));
  assertModel(cluster, values.get("cpu"));
  if (values.has("cpuunits")) values.set("cpuunits", clampShares(values.get("cpuunits")!));
  demandPool(call, pool);
  if (call.given.archive !== undefined) throw beyond("restoring a backup");
  if (storage !== undefined) demandAll(call, `/storage/${storage}`, "Datastore.AllocateSpace");
  if (isSet(call.given.start)) demandGuest(call, vmId, pool, "VM.PowerMgmt");
  if (!mayAllocate(call, vmId, pool)) throw denied();
  check(call, vmId, pool, values, storage);
  const taken = cluster.guests.get(vmId);
  if (taken) throw failed(`unable to create VM ${vmId} - ${wordOf(taken.type)} ${vmId} already exists on node '${taken.node}'`);
  const guest: Guest = { type: "qemu", vmId, node, text: "lock: create\n", power: "stopped", startedAt: cluster.now() };
  cluster.guests.set(vmId, guest);
  const run = (log: Log) => {
    try {
      fill(call, guest, values, storage, log);
    } catch (error) {
      cluster.guests.delete(vmId);
      throw new Error(`unable to create VM ${vmId} - ${(error as Error).message}`);
    }
    if (pool !== undefined) joinPool(cluster, pool, vmId);
    if (isSet(call.given["ha-managed"])) {
      log("Add as HA resource");
      addService(cluster, guest, isSet(call.given.start) ? "started" : "stopped");
    }
    if (!isSet(call.given.start)) return;
    log("Execute autostart");
    start(call, guest);
  };
  return startTask(cluster, { node, type: "qmcreate", id: String(vmId), user, run });
}

function optional(call: Call, name: string): string | undefined {
  return given(call, name) || undefined;
}

function check(call: Call, vmId: number, pool: string | undefined, values: Values, storage?: string): void {
  takeCdrom(values);
  demandStorages(call, vmId, values, storage);
  demandKeys(call, vmId, pool, [...values.keys()]);
  for (const [key, value] of values) if (isDevice(key)) demandDevice(call, vmId, pool, key, value);
  demandNetworks(call, values);
  cleanDrives(call, values);
  for (const [key, value] of values) if (/^net\d+$/.test(key)) values.set(key, printNetwork(call.cluster, parseNetwork(value)));
}

/** An old name for the second drive of the second bus. */
export function takeCdrom(values: Values): void {
  const cdrom = values.get("cdrom");
  if (cdrom === undefined) return;
  values.delete("cdrom");
  values.set("ide2", cdrom.includes("media=") ? cdrom : `${cdrom},media=cdrom`);
}

function fill(call: Call, guest: Guest, values: Values, defaultStorage: string | undefined, log: Log): void {
  const { cluster } = call;
  const { vmId, node } = guest;
  values.set("meta", `creation-qemu=11.0.0,ctime=${cluster.now()}`);
  for (const [key, drive] of createDisks({ call, vmId, node, values, defaultStorage, log }, values)) values.set(key, drive);
  if (!values.get("boot")) values.set("boot", defaultBoot(values));
  if (!values.has("smbios1")) values.set("smbios1", `uuid=${newUuid(cluster)}`);
  if ((values.get("vmgenid") ?? "1") === "1" && values.get("arch") !== "aarch64") values.set("vmgenid", newUuid(cluster));
  const machine = pinnedMachine(values.get("machine"), values.get("ostype"));
  if (machine !== undefined) values.set("machine", machine);
  const tags = values.get("tags");
  if (tags !== undefined) {
    demandGuest(call, vmId, undefined, "VM.Config.Options");
    values.set("tags", uniqueTags(cluster, tags));
  }
  guest.text = printDraft(newDraft("qemu", values));
}

/** Windows is confused by a machine that changes, so it gets a fixed version. */
export function pinnedMachine(machine: string | undefined, osType = ""): string | undefined {
  if (!isWindows(osType)) return undefined;
  const [type = "", ...rest] = (machine ?? "pc").split(",");
  const kind = /^(type=)?(pc|q35)$/.exec(type)?.[2];
  if (kind === undefined) return undefined;
  return [kind === "q35" ? "pc-q35-11.0" : "pc-i440fx-11.0", ...rest].join(",");
}
