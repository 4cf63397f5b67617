import type { DriveRole } from "./row";

type Drive = Readonly<Record<string, unknown>>;

/** What the provider takes a drive line for. The file's name and `media` tell. */
export function driveRole(drive: Drive, vmId: number): DriveRole {
  if (typeof drive.file === "string" && drive.file.includes(`vm-${vmId}-cloudinit`)) return "cloudInit";
  return roleByMedia(drive);
}

/** What a drive line is to Proxmox VE: a cloud-init drive carries the name, whatever its number. */
export function meantRole(drive: Drive): DriveRole {
  if (/[:/](?:vm-\d+-)?cloudinit(?:\.(?:raw|qcow2?|qed|vmdk|cloop))?$/.test(String(drive.file))) return "cloudInit";
  return isNamedOnly(drive) ? "empty" : roleByMedia(drive);
}

/** The words for a drive's content where the drive is no CD drive: Proxmox VE takes each for a file's name, and the machine does not start. */
const isNamedOnly = ({ file, media }: Drive) => media !== "cdrom" && (file === "none" || file === "cdrom");

function roleByMedia(drive: Drive): DriveRole {
  if (drive.media === "cdrom") return "cdrom";
  return drive.file === "none" ? "empty" : "disk";
}

/** Whether what a key holds is no disk: a CD, a drive that is empty, or that of cloud-init. */
export const holdsDisc = (value: unknown): boolean => /(^|,)media=cdrom(,|$)|cloudinit/.test(String(value)) || /^none\b/.test(String(value));

/** For people: `a hard disk`. */
export const roleName: Readonly<Record<DriveRole, string>> = { disk: "a hard disk", cdrom: "a CD drive", cloudInit: "the cloud-init drive", empty: "no drive without media=cdrom" };
