import { parsePropertyString } from "../../lib/pve/property-string";
import { parseVolumeId } from "../../lib/pve/volume-id";
import { storageOf } from "../disk";
import type { Values } from "../draft";
import { failed, invalid } from "../refusal";
import { demandAll, demandBridges, demandGuest, demandVolume, kindOf } from "../right";
import { demand, type Call } from "../route";
import { holds } from "../storage";
import { fileOf, isCdrom, isCloudInit, isDrive, parseDrive, wantedDisk, type Drive } from "./drive";

const words = (list: string) => list.split(" ");

/** Which privilege changes which keys of a virtual machine. */
const keyRights: readonly (readonly [privilege: string, keys: readonly string[], family?: RegExp])[] = [
  ["VM.Config.CPU", words("cores cpu runningcpu cpulimit cpuunits numa smp sockets vcpus"), /^numa\d+$/],
  ["VM.Config.Memory", words("memory balloon shares allow-ksm")],
  ["VM.Config.HWType", words("acpi hotplug kvm machine runningmachine scsihw smbios1 tablet vga watchdog audio0 rng0")],
  [
    "VM.Config.Options",
    words(
      "agent autostart bios description keyboard localtime migrate_downtime migrate_speed name onboot ostype protection reboot startdate startup tdf template",
    ),
  ],
  ["VM.PowerMgmt", ["freeze"]],
  ["VM.Config.Disk", words("boot bootdisk vmstatestorage")],
  ["VM.Config.Network", ["running-nets-host-mtu"], /^net\d+$/],
];

const cloudInit = /^(cicustom|cipassword|citype|ciuser|ciupgrade|nameserver|searchdomain|sshkeys|ipconfig\d+)$/;
/** Keys whose rights depend on their values, and are asked for elsewhere. */
const elsewhere = /^(unused|serial|usb|hostpci|virtiofs)\d+$|^(cdrom|tags)$/;

/** The rights to change these keys. What no privilege covers, root@pam alone may do, and not with a token. */
export function demandKeys(call: Call, vmId: number, pool: string | undefined, keys: readonly string[]): void {
  if (call.isRoot) return;
  for (const key of keys) {
    if (isDrive(key) || elsewhere.test(key)) continue;
    const found = keyRights.find(([, names, family]) => names.includes(key) || family?.test(key));
    if (found) {
      demandGuest(call, vmId, pool, found[0]);
      if (key === "startup") demandAll(call, "/", "Sys.Modify");
    } else if (cloudInit.test(key)) demand(call, `/vms/${vmId}`, "VM.Config.Cloudinit", "VM.Config.Network");
    else if (key === "vmstate") demandGuest(call, vmId, pool, "VM.Config.Disk", "VM.PowerMgmt");
    else throw failed(`only root can set '${key}' config`);
  }
}

/** The rights that hang on a device's value: what is real belongs to root@pam, what is mapped to anyone who may use the mapping. */
export function demandDevice(call: Call, vmId: number, pool: string | undefined, key: string, value: string, verb = "set"): void {
  if (call.isRoot) return;
  const parts = new Map(parsePropertyString(value, { defaultKey: /^hostpci|^usb/.test(key) ? "host" : key.startsWith("virtiofs") ? "dirid" : "source" }));
  const mapping = (kind: string) => demandAll(call, `/mapping/${kind}/${parts.get("mapping") ?? parts.get("dirid")}`, "Mapping.Use");
  if (key.startsWith("serial")) {
    if (value !== "socket") throw failed(`only root can ${verb} '${key}' config for real devices`);
    demandGuest(call, vmId, pool, "VM.Config.HWType");
  } else if (key.startsWith("usb")) {
    demandGuest(call, vmId, pool, "VM.Config.HWType");
    const host = parts.get("host");
    if (host !== undefined && !/^spice$/i.test(host)) throw failed(`only root can set '${key}' config for real devices`);
    if (host === undefined && !parts.has("mapping")) throw failed("either 'host' or 'mapping' must be set.");
    if (host === undefined) mapping("usb");
  } else if (key.startsWith("hostpci")) {
    if (parts.has("host")) throw failed(`only root can set '${key}' config for non-mapped devices`);
    if (!parts.has("mapping")) throw failed("either 'host' or 'mapping' must be set.");
    mapping("pci");
    demandGuest(call, vmId, pool, "VM.Config.HWType");
    if (parts.has("romfile")) throw invalid({ [key]: "only root@pam can set 'romfile' option" });
  } else if (key.startsWith("rng")) {
    demandGuest(call, vmId, pool, "VM.Config.HWType");
    if (parts.get("source") === "/dev/hwrng") demandAll(call, "/mapping/hwrng", "Mapping.Use");
  } else if (key.startsWith("virtiofs")) {
    demandGuest(call, vmId, pool, "VM.Config.Disk");
    mapping("dir");
  }
}

export const isDevice = (key: string) => /^(serial|usb|hostpci|virtiofs|rng)\d+$/.test(key);

/** The right to the storages and volumes that drives name. */
export function demandStorages(call: Call, vmId: number, values: Values, defaultStorage?: string): void {
  for (const [key, value] of sorted(values)) {
    const drive = isDrive(key) ? parseDrive(key, value) : undefined;
    if (drive) demandDriveStorage(call, vmId, key, drive, defaultStorage);
  }
  for (const [key, value] of sorted(values)) if (/^unused\d+$/.test(key)) demandVolume(call, vmId, value, "images");
  const state = values.get("vmstatestorage");
  if (state !== undefined) demandAll(call, `/storage/${state}`, "Datastore.AllocateSpace");
}

export const sorted = (values: Values) => [...values].sort(([a], [b]) => (a < b ? -1 : 1));

function demandDriveStorage(call: Call, vmId: number, key: string, drive: Drive, defaultStorage?: string): void {
  const file = fileOf(drive);
  const wanted = wantedDisk(file);
  if (file === "" || file === "none" || /(^|:)cloudinit$/.test(file)) return;
  if (isCdrom(drive) && file === "cdrom") demandAll(call, "/", "Sys.Console");
  else if (!isCdrom(drive) && wanted) {
    const storage = wanted.storage ?? defaultStorage;
    if (storage === undefined) throw failed("no storage ID specified (and no default storage)");
    demandAll(call, `/storage/${storage}`, "Datastore.AllocateSpace");
    if (!holds(storageOf(call.cluster, storage), "images")) throw invalid({ storage: `storage '${storage}' does not support vm images` });
  } else {
    demandVolume(call, vmId, file);
    const kind = parseVolumeId(file) && kindOf(call, file);
    if (kind !== undefined && kind !== "images" && kind !== "iso") throw invalid({ [key]: "content type needs to be 'images' or 'iso'" });
  }
  const image = drive.get("import-from");
  if (image !== undefined) demandImage(call, vmId, key, image);
}

function demandImage(call: Call, vmId: number, key: string, image: string): void {
  const kind = parseVolumeId(image) && kindOf(call, image);
  if (kind !== undefined && kind !== "images" && kind !== "import") {
    throw invalid({ [key]: `${image} has wrong type '${kind}' - needs to be 'images' or 'import'` });
  }
  const owner = kind === "images" ? /(?:vm|base)-(\d+)-/.exec(image)?.[1] : undefined;
  if (owner !== undefined) demandAll(call, `/vms/${owner}`, "VM.Clone");
  else demandVolume(call, vmId, image);
}

/** The right to change what is in a drive. */
export function demandDrive(call: Call, vmId: number, key: string, value: string): void {
  const drive = parseDrive(key, value) ?? new Map<string, string>();
  if (isCloudInit(drive)) demandAll(call, `/vms/${vmId}`, "VM.Config.Cloudinit", "VM.Config.CDROM");
  else demandAll(call, `/vms/${vmId}`, isCdrom(drive, true) ? "VM.Config.CDROM" : "VM.Config.Disk");
}

/** The right to the bridges of all network devices. */
export function demandNetworks(call: Call, values: Values): void {
  demandBridges(call, sorted(values).flatMap(([key, value]) => (/^net\d+$/.test(key) ? [value] : [])));
}
