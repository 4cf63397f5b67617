import type { DriveRole } from "./row";

/** What a drive line is for: a disk, a CD drive, the cloud-init drive, or nothing. The file's name and `media` tell. */
export function driveRole(drive: Readonly<Record<string, unknown>>, vmId: number): DriveRole {
  if (typeof drive.file === "string" && drive.file.includes(`vm-${vmId}-cloudinit`)) return "cloudInit";
  if (drive.media === "cdrom") return "cdrom";
  return drive.file === "none" ? "empty" : "disk";
}
