import { block, key, lost, row } from "../row";
import { base64, flag, text } from "../shape";

const uuid = /^[a-fA-F0-9]{8}(?:-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}$/;

// smbios1: uuid=…,manufacturer=QWNtZQ==,base64=1
export const smbios = block("smbios", "smbios", { says: "What the guest reads as its hardware's maker.", from: key("smbios1"), when: "differs" }, [
  row("family",       "family",       "family",       base64, { says: "Family." }),
  row("manufacturer", "manufacturer", "manufacturer", base64, { says: "Manufacturer." }),
  row("product",      "product",      "product",      base64, { says: "Product." }),
  row("serial",       "serial",       "serial",       base64, { says: "Serial number." }),
  row("sku",          "sku",          "sku",          base64, { says: "SKU number." }),
  row("uuid",         "uuid",         "uuid",         text(uuid), { computed: true, counts: "never", internal: true, why: "the provider reads it only beside other SMBIOS texts", says: "UUID; Proxmox VE draws one." }),
  row("version",      "version",      "version",      base64, { says: "Version." }),
  lost("base64", flag, "the provider takes every text for base64", { internal: true }),
]);
