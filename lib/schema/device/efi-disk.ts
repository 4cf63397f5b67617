import { fileFormat, oneOf } from "../accept";
import { first, key, storedFormat } from "../place";
import { block, lost, row } from "../row";
import { volumeOrPath } from "../pve-format";
import { flag } from "../shape/number";
import { storageOrText, whyNotOfStorage } from "../shape/reference";
import { diskSize } from "../shape/size";
import { formatted, lowerCased, word } from "../shape/text";

// efidisk0: local-lvm:vm-100-disk-1,efitype=4m,pre-enrolled-keys=1,size=4M
export const efiDisk = block("efi_disk", "efiDisk", {
  says: "Disk that keeps the UEFI variables.", otherwise: "- they are forgotten when it stops",
  from: key("efidisk0"), when: "differs", packing: { defaultKey: "file" },
  unread: "the provider does not read an EFI disk whose settings are all its own defaults",
  unsayable: ({ slot, file }) => whyNotOfStorage(slot, file),
  refuses: (device) => (device.file === undefined ? { why: "the provider finds the disk's volume only at the beginning", cure: {} } : undefined),
}, [
  row("file",                                "storage",         "datastore_id",      formatted(volumeOrPath, storageOrText), { default: "local-lvm", always: true, aliases: ["volume"], says: "Storage that holds the disk." }),
  row(first("format", storedFormat("file")), "format",          "file_format",       word("raw", "qcow", "qed", "qcow2", "vmdk", "cloop"), { absent: "", default: "raw", computed: true, counts: "whenAbsent", accepts: fileFormat, says: "Image format." }),
  row("efitype",                             "type",            "type",              lowerCased(word("2m", "4m")), { replaces: "where there is an EFI disk already", default: "2m", accepts: oneOf("2m", "4m"), says: "Size of the variable store; Secure Boot needs `4m`." }),
  row("pre-enrolled-keys",                   "preEnrolledKeys", "pre_enrolled_keys", flag,          { counts: "whenPresent", says: "Comes with the Secure Boot keys of distributions and Microsoft." }),
  lost("ms-cert", word("2011", "2023", "2023w", "2023k"), "the provider does not know it", { default: "2011" }),
  lost("size",    diskSize, "Proxmox VE sets it", { internal: true }),
]);
