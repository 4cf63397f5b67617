import { oneOf } from "../accept";
import { key } from "../place";
import { block, lost, row } from "../row";
import { volumeOrPath } from "../pve-format";
import { storageOrText, whyNotOfStorage } from "../shape/reference";
import { diskSize } from "../shape/size";
import { formatted, word } from "../shape/text";

// tpmstate0: local-lvm:vm-100-disk-2,size=4M,version=v2.0
export const tpmState = block("tpm_state", "tpmState", {
  says: "The virtual TPM.", otherwise: "- none",
  from: key("tpmstate0"), when: "differs", packing: { defaultKey: "file" },
  unread: "the provider does not read a TPM whose settings are all its own defaults",
  unsayable: ({ slot, file }) => whyNotOfStorage(slot, file),
}, [
  row("file",    "storage", "datastore_id", formatted(volumeOrPath, storageOrText), { default: "local-lvm", always: true, aliases: ["volume"], says: "Storage that holds the TPM's state." }),
  row("version", "version", "version",      word("v1.2", "v2.0"), { replaces: "where there is a TPM already", default: "v2.0", accepts: oneOf("v1.2", "v2.0"), means: "v1.2", says: "TPM version." }),
  lost("format", word("raw", "qcow2", "vmdk"), "the provider does not know it", { internal: true }),
  lost("size",   diskSize, "Proxmox VE sets it", { internal: true }),
]);
