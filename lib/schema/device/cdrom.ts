import { either, fileId, matches, nearby, oneOf } from "../accept";
import { key, slot } from "../place";
import { block, providerOnly, row } from "../row";
import type { TerraformValue } from "../shape";
import { flag } from "../shape/number";
import { reference } from "../shape/reference";
import { text } from "../shape/text";

const isDevice = (path: TerraformValue) => String(path).startsWith("/dev/");

// ide3: local:iso/debian.iso,media=cdrom          the provider looks nowhere else, and takes whatever it finds there
export const cdrom = block("cdrom", "cdrom", {
  says: "The CD drive.", otherwise: "- none, or what `boot` says",
  from: key("ide3"), role: "cdrom", drive: "ide3", unsought: ["ide", "sata", "scsi"], unread: "the provider looks for a CD drive on ide3 only", when: "present", packing: { defaultKey: "file" },
}, [
  row("file", "image",     "file_id",   reference("image"), { accepts: nearby(either(oneOf("", "none", "cdrom"), fileId), (path) => (isDevice(path) ? "cdrom" : undefined)), says: "Image in the drive; `none` is an empty drive, `cdrom` the node's own.", otherwise: "- an empty drive" }),
  row(slot,   "interface", "interface", text(),             { default: "ide3", accepts: matches(/^(ide[0-3]|sata[0-5]|scsi(\d|1[0-3]))$/, "ide0 to ide3, sata0 to sata5, scsi0 to scsi13"), says: "Bus and number." }),
  providerOnly(null, "enabled", flag, { state: false, why: "deprecated by the provider" }),
]);
