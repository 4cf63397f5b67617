import { atLeast, each, notEmpty } from "../../accept";
import { mountPath } from "../../pve-format";
import { key } from "../../place";
import { block, lost, output, row } from "../../row";
import { flag, sentOnlyOn } from "../../shape/number";
import { isOfStorage, isPath, storageOrText, whyNotOfStorage } from "../../shape/reference";
import { wholeGibibytes } from "../../shape/size";
import { formatted, text } from "../../shape/text";
import { idmapOfVolume, mountOptions } from "./volume";

const unknown = "the provider does not know it";

// rootfs: local-lvm:vm-200-disk-0,size=8G
export const rootDisk = block("disk", "rootDisk", {
  says: "The root file system.", otherwise: "- 4 GiB on `local`",
  from: key("rootfs"), when: "always", packing: { defaultKey: "volume" },
  missing: { state: { datastore_id: "local", size: 4 }, why: "it is missing, and Proxmox VE neither has a root disk then nor starts the container; the provider takes it for 4 GiB on local" },
  // The provider reads an empty storage there, and would make the container anew on its own default.
  unsayable: ({ slot: rootfs, volume }) => {
    const why = whyNotOfStorage(rootfs, volume);
    return why === undefined ? undefined : `${why}: a guest that is made again gets 4 GiB on local`;
  },
  refuses: ({ slot: rootfs, volume = "" }) => (rootfs !== undefined && !isOfStorage(volume) && !isPath(volume) ? { why: "it names no volume, and a container without one cannot be told in code" } : undefined),
}, [
  row("volume",       "storage",      "datastore_id",  formatted(mountPath, storageOrText), { default: "local", replaces: true, always: true, says: "Storage that holds it." }),
  output("volume",                    "path_in_datastore", text()),
  row("size",         "size",         "size",          wholeGibibytes, { absent: 0, default: 4, replaces: "when it shrinks", always: true, accepts: atLeast(0), blank: (size) => size === 0, says: "Size, in whole GiB. Shrinking replaces the container." }),
  row("acl",          "acl",          "acl",           sentOnlyOn("the file system decides"), { says: "POSIX ACLs." }),
  row("quota",        "quota",        "quota",         flag, { says: "Quotas; privileged containers only." }),
  row("replicate",    "replicate",    "replicate",     sentOnlyOn("it is replicated"), { says: "Takes part in storage replication." }),
  row("mountoptions", "mountOptions", "mount_options", mountOptions, { accepts: each(notEmpty), says: "Mount options: `noatime`, `discard`, …" }),
  lost("ro",        flag, unknown),
  lost("shared",    flag, unknown),
  lost("idmap",     idmapOfVolume, unknown),
]);
