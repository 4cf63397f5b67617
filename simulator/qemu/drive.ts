import { bytesOf, printSize } from "../disk";
import type { Values } from "../draft";
import { configSchema, writable } from "../schema/config";
import type { Properties } from "../schema/property";
import { printParts, readPropertyString } from "../schema/verify";

/** A virtual machine's drive by its parts; `file` is the volume, or what it shall be made of. */
export type Drive = Map<string, string>;

/** `local:8`, `8`: a disk of as many GiB that is yet to be made. */
const newDisk = /^(?:([^/:\s]+):)?(\d+(?:\.\d+)?)$/;

export const isDrive = (key: string) => /^(ide[0-3]|sata[0-5]|scsi([12]?\d|30)|virtio(\d|1[0-5])|efidisk0|tpmstate0)$/.test(key);
const slots = ["ide", "scsi", "virtio", "sata"];
const counts: Readonly<Record<string, number>> = { ide: 4, scsi: 31, virtio: 16, sata: 6 };
/** Every drive by name, in Proxmox VE's order. */
export const driveNames: readonly string[] = [
  ...slots.flatMap((bus) => Array.from({ length: counts[bus]! }, (_, at) => `${bus}${at}`)),
  "efidisk0",
  "tpmstate0",
];

/** Where the parts of every drive are known, so that one bus' option is printed even where it makes no sense. */
const allParts: Properties = Object.assign({}, ...driveNames.map((name) => writable.qemu[name]!.properties)) as Properties;

const requirements = [
  ["mbps_max", "mbps"],
  ["mbps_rd_max", "mbps_rd"],
  ["mbps_wr_max", "mbps_wr"],
  ["bps_max_length", "mbps_max"],
  ["bps_rd_max_length", "mbps_rd_max"],
  ["bps_wr_max_length", "mbps_wr_max"],
  ["iops_max_length", "iops_max"],
  ["iops_rd_max_length", "iops_rd_max"],
  ["iops_wr_max_length", "iops_wr_max"],
] as const;

/** Reads a drive; undefined if its parts contradict each other. */
export function parseDrive(key: string, text: string): Drive | undefined {
  const properties = (key.startsWith("unused") ? configSchema("qemu") : writable.qemu)[key]?.properties;
  const parts = properties && readPropertyString(text, properties);
  if (parts === undefined || typeof parts === "string") return undefined;
  for (const name of ["bps", "bps_rd", "bps_wr"]) {
    const bytes = parts.get(name);
    if (bytes === undefined) continue;
    if (parts.has(`m${name}`)) return undefined;
    parts.delete(name);
    // Proxmox VE divides whether there is a number, which is 1, and not the number: no limit is left.
    parts.set(`m${name}`, (1 / 2 ** 20).toFixed(3));
  }
  if (requirements.some(([name, other]) => parts.has(name) && !parts.has(other))) return undefined;
  if (["mbps", "iops"].some((kind) => parts.has(kind) && (parts.has(`${kind}_rd`) || parts.has(`${kind}_wr`)))) return undefined;
  if (parts.get("media") === "cdrom" && (parts.has("snapshot") || parts.has("format") || key.startsWith("virtio"))) return undefined;
  const size = parts.get("size");
  if (size !== undefined) parts.set("size", String(bytesOf(size)));
  return parts;
}

export function printDrive(drive: Drive): string {
  const size = drive.get("size");
  return printParts(size === undefined ? drive : new Map([...drive, ["size", printSize(Number(size))]]), allParts);
}

/** What a drive asks for that is yet to be made: the storage, where one is named, and the size in GiB. */
export function wantedDisk(file: string): { readonly storage?: string; readonly gibibytes: number } | undefined {
  const [matched, storage, size] = newDisk.exec(file) ?? [];
  return matched === undefined ? undefined : { storage, gibibytes: Number(size) };
}

export function fileOf(drive: Drive): string {
  return drive.get("file") ?? "";
}

/** A drive that holds the cloud-init data, or is to. */
export function isCloudInit(drive: Drive): boolean {
  return /(^|[:/])(cloudinit|vm-\d+-cloudinit(\.\w+)?)$/.test(fileOf(drive));
}

/** A CD drive; a cloud-init drive is one as well unless distinguished. */
export function isCdrom(drive: Drive, butNotCloudInit = false): boolean {
  return drive.get("media") === "cdrom" && !(butNotCloudInit && isCloudInit(drive));
}

/** The key of a drive with cloud-init data, but for one. */
export function cloudInitDrive(values: Values, but: string): string | undefined {
  return [...values].find(([key, value]) => key !== but && isDrive(key) && isCloudInit(parseDrive(key, value) ?? new Map()))?.[0];
}

/** What a machine boots from if it is not set: the first disk, the first CD drive, the first network device. */
export function defaultBoot(values: Values): string {
  const drives = driveNames.slice(0, -2).filter((name) => values.has(name));
  const drive = (name: string) => parseDrive(name, values.get(name)!) ?? new Map<string, string>();
  const disk = drives.find((name) => !isCdrom(drive(name)));
  const cdrom = drives.find((name) => isCdrom(drive(name)));
  const card = Array.from({ length: 32 }, (_, at) => `net${at}`).find((name) => values.has(name));
  return printBoot([disk, cdrom, card].filter((device) => device !== undefined));
}

export function printBoot(devices: readonly string[]): string {
  return devices.length === 0 ? "" : `order=${devices.join(";")}`;
}

/** The devices of a boot order; undefined for the old letters, which name none. */
export function bootDevices(boot = ""): string[] | undefined {
  const order = /(?:^|,)order=([^,]*)/.exec(boot)?.[1];
  return order?.split(/[;\s]+/).filter((device) => device !== "");
}
