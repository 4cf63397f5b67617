import { fileSize } from "../../accept";
import { mountPath } from "../../pve-format";
import { numbered } from "../../place";
import { block, lost, output, row } from "../../row";
import { flag, sentOnlyOn } from "../../shape/number";
import { volumeOrStorage } from "../../shape/reference";
import { sizeText } from "../../shape/size";
import { formatted, text } from "../../shape/text";
import { idmapOfVolume, mountOptions } from "./volume";

const unknown = "the provider does not know it";

// mp0: local-lvm:vm-200-disk-1,mp=/data,size=8G
export const mountPoint = block("mount_point", "mountPoints", {
  says: "Further file systems, mp0 first.",
  from: numbered("mp", 256), replaces: true, has: ({ volume, mp }) => volume !== undefined && mp !== undefined, hasNot: "without a volume and a path it is no mount point", packing: { defaultKey: "volume" },
}, [
  row("volume",       "volume",       "volume",        formatted(mountPath, volumeOrStorage), { required: true, replaces: "on another storage", rootOnly: (volume) => String(volume).startsWith("/"), says: "Volume (`tank:subvol-202-disk-0`), a directory of the node, or the storage on which a volume of `size` is made." }),
  output("volume",                    "path_in_datastore", text()),
  row("mp",           "path",         "path",          formatted(mountPath), { required: true, says: "Path inside the container." }),
  row("size",         "size",         "size",          sizeText, { replaces: true, accepts: fileSize, blank: (size) => /^0[KMGT]?$/.test(size as string), says: "Size, exactly as Proxmox VE writes it. Another text replaces the container.", otherwise: "- that of the volume; a directory has none" }),
  row("acl",          "acl",          "acl",           sentOnlyOn("the file system decides"), { says: "POSIX ACLs." }),
  row("backup",       "backup",       "backup",        flag, { says: "Takes part in backups." }),
  row("quota",        "quota",        "quota",         flag, { says: "Quotas; privileged containers only." }),
  row("ro",           "readOnly",     "read_only",     flag, { says: "Mounted read-only." }),
  row("replicate",    "replicate",    "replicate",     flag, { default: true, says: "Takes part in storage replication." }),
  row("shared",       "shared",       "shared",        flag, { says: "All nodes have it." }),
  row("mountoptions", "mountOptions", "mount_options", mountOptions, { says: "Mount options: `noatime`, `discard`, …" }),
  lost("idmap",     idmapOfVolume, unknown),
  lost("keepattrs", flag, unknown),
]);
