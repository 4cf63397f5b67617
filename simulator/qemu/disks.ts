import { parseVolumeId } from "../../lib/pve/volume-id";
import type { Cluster } from "../cluster";
import { allocate, creationLog, enabledStorage, free, makeBase, sizeOfVolume, storageOf } from "../disk";
import type { Values } from "../draft";
import { failed, invalid } from "../refusal";
import { demandVolume, kindOf } from "../right";
import type { Call } from "../route";
import { isOfFiles } from "../storage";
import type { Log } from "../task";
import { findVolume, formatOfVolume, sizeOfDevice } from "../volume";
import { cloudInitDrive, fileOf, isCdrom, isCloudInit, isDrive, parseDrive, printDrive, wantedDisk, type Drive } from "./drive";
import { sorted } from "./right";

const GiB = 2 ** 30;
/** Bytes of what is always as large: the variables of the firmware, the state of the TPM, the cloud-init data. */
export const fixedSizes: Readonly<Record<string, number>> = { efidisk0: 528 * 1024, tpmstate0: 4 * 2 ** 20, cloudinit: 4 * 2 ** 20 };

/** Reads the drives among what was sent, and writes them as Proxmox VE would. */
export function cleanDrives(call: Call, values: Values): void {
  for (const [key, value] of sorted(values)) {
    if (!isDrive(key)) continue;
    const drive = parseDrive(key, value);
    if (!drive) throw invalid({ [key]: "unable to parse drive options" });
    if (drive.has("import-from")) checkImport(key, drive);
    const file = fileOf(drive);
    if (/^(cdrom|none)$/.test(file) && !drive.has("media")) drive.set("media", "cdrom");
    const volume = parseVolumeId(file);
    if (volume && !wantedDisk(file) && volume.volume !== "cloudinit" && kindOf(call, file) === "iso" && !isCdrom(drive)) {
      throw invalid({ [key]: "explicit 'media=cdrom' is required for iso images" });
    }
    values.set(key, printDrive(drive));
  }
}

function checkImport(key: string, drive: Drive): void {
  if (wantedDisk(fileOf(drive))?.gibibytes !== 0) {
    throw invalid({ [key]: "'import-from' requires special syntax - use <storage ID>:0,import-from=<source>" });
  }
  const needed = key === "efidisk0" ? ["efitype", "pre-enrolled-keys"] : [];
  for (const name of needed) if (!drive.has(name)) throw invalid({ [key]: `need to specify '${name}' when using 'import-from'` });
  if (key === "tpmstate0" && !drive.has("version")) throw invalid({ [key]: "need to specify 'version' when using 'import-from'" });
}

/** What is made for a guest's drives, and under which conditions. */
export interface Making {
  readonly call: Call;
  readonly vmId: number;
  readonly node: string;
  /** What is in force, and what waits: there is one cloud-init drive at most. */
  readonly values: Values;
  readonly pending?: Values;
  readonly defaultStorage?: string;
  readonly log: Log;
}

/** Makes the volumes that drives ask for, or none where one of them cannot be made. The drives as they are then. */
export function createDisks(making: Making, wanted: Values): Values {
  const made: string[] = [];
  const drives: Values = new Map();
  try {
    for (const [key, value] of sorted(wanted)) {
      const drive = isDrive(key) ? parseDrive(key, value) : undefined;
      if (drive) drives.set(key, printDrive(createDisk(making, key, drive, drives, made)));
    }
  } catch (error) {
    for (const volume of made) free(making.call.cluster, volume);
    throw error;
  }
  return drives;
}

function createDisk(making: Making, key: string, drive: Drive, drives: Values, made: string[]): Drive {
  const { log } = making;
  const file = fileOf(drive);
  if (file === "" || file === "none" || file === "cdrom") {
    drive.delete("size");
    return drive;
  }
  const wanted = wantedDisk(file);
  if (/^([^/:]+:)?cloudinit$/.test(file)) createCloudInit(making, key, drive, drives, made);
  else if (wanted) fillDisk(making, key, drive, wanted, made);
  else {
    attach(making, key, drive, drives);
    return drive;
  }
  drive.delete("format");
  log(`${key}: successfully created disk '${printDrive(drive)}'`);
  return drive;
}

function assertOneCloudInit({ values, pending = new Map() }: Making, key: string, drives: Values): void {
  const other = cloudInitDrive(values, key) ?? cloudInitDrive(pending, key) ?? cloudInitDrive(drives, key);
  if (other !== undefined) throw failed(`${key} - cloud-init drive is already attached at '${other}'`);
}

function createCloudInit(making: Making, key: string, drive: Drive, drives: Values, made: string[]): void {
  const { call, vmId, node, defaultStorage } = making;
  const id = parseVolumeId(fileOf(drive))?.storage ?? defaultStorage;
  if (id === undefined) throw failed("no storage ID specified (and no default storage)");
  assertOneCloudInit(making, key, drives);
  const storage = enabledStorage(call.cluster, id, node);
  const files = isOfFiles(storage);
  const format = drive.get("format") ?? (files ? "qcow2" : "raw");
  const volume = allocate(call.cluster, { storage, vmId, format, bytes: fixedSizes.cloudinit!, name: `vm-${vmId}-cloudinit${files ? `.${format}` : ""}` });
  made.push(volume);
  drive.set("file", volume).set("media", "cdrom");
}

function fillDisk(making: Making, key: string, drive: Drive, wanted: NonNullable<ReturnType<typeof wantedDisk>>, made: string[]): void {
  const { call, vmId, node, defaultStorage, values, log } = making;
  const id = wanted.storage ?? defaultStorage;
  if (id === undefined) throw failed("no storage ID specified (and no default storage)");
  const storage = enabledStorage(call.cluster, id, node);
  const image = drive.get("import-from");
  drive.delete("import-from");
  if (key === "efidisk0" && image === undefined) prepareFirmware(drive);
  const bytes = image === undefined ? (fixedSizes[key] ?? Math.ceil((wanted.gibibytes * GiB) / 1024) * 1024) : sizeOfImage(call.cluster, image);
  const format = image === undefined ? (drive.get("format") ?? defaultFormat(storage)) : imageFormat(storage, image, drive.get("format"));
  let volume = allocate(call.cluster, { storage, vmId, format, bytes });
  const said = creationLog(storage, volume, bytes);
  if (said !== undefined) log(said);
  if (values.get("template") === "1") volume = makeBase(call.cluster, volume);
  made.push(volume);
  drive.set("file", volume);
  drive.set("size", String(key in fixedSizes ? (sizeOfVolume(call.cluster, volume) ?? bytes) : bytes));
}

/** The kind of firmware decides which certificates its variables hold. */
function prepareFirmware(drive: Drive): void {
  if (drive.get("efitype") !== "4m") throw failed("EFI base image '/usr/share/pve-edk2-firmware//OVMF_CODE.fd' not found");
  if (drive.get("pre-enrolled-keys") === "1") drive.set("ms-cert", "2023k");
}

function sizeOfImage(cluster: Cluster, image: string): number {
  const bytes = sizeOfVolume(cluster, image);
  if (bytes === undefined) throw failed(`cannot import from '${image}' - volume_size_info on '${image}' failed - no format`);
  return bytes;
}

export function defaultFormat({ settings }: { readonly settings: ReadonlyMap<string, string> }): string {
  return settings.get("format") ?? "raw";
}

/** A copy keeps the format of what it is a copy of, if the storage can hold it and no other was asked for. */
function imageFormat(storage: Parameters<typeof isOfFiles>[0], image: string, wanted?: string): string {
  if (!isOfFiles(storage)) return "raw";
  return wanted ?? (/\.(qcow2|vmdk|raw)$/.exec(image)?.[1] ?? "raw");
}

/** Takes a volume that is there. */
function attach(making: Making, key: string, drive: Drive, drives: Values): void {
  const { call, vmId } = making;
  const file = fileOf(drive);
  demandVolume(call, vmId, file);
  const volume = parseVolumeId(file);
  const said = drive.get("format");
  if (volume) {
    storageOf(call.cluster, volume.storage);
    const format = kindOf(call, file) === "images" ? formatOfVolume(file) : "raw";
    if (said !== undefined && said !== format) {
      throw failed(`drive '${key}' - volume '${file}' - 'format=${said}' option different from storage format '${format}'`);
    }
    if (isCloudInit(drive)) assertOneCloudInit(making, key, drives);
  }
  const size = volume ? findVolume(call.cluster, file) && sizeOfVolume(call.cluster, file) : sizeOfDevice(call.cluster, file);
  if (size === undefined) throw failed(volume && kindOf(call, file) !== "images" ? `volume '${file}' does not exist` : `volume ${file} does not exist`);
  drive.set("size", String(size));
}
