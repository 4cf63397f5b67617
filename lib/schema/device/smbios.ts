import { key } from "../place";
import { block, lost, row, type Trouble } from "../row";
import { flag } from "../shape/number";
import { base64, encodeBase64, isBase64, text } from "../shape/text";

const uuid = /^[a-fA-F0-9]{8}(?:-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}$/;

/** What a machine without one reads. */
const nobody = "00000000-0000-0000-0000-000000000000";

const texts = ["family", "manufacturer", "product", "serial", "sku", "version"] as const;

// Without base64=1 Proxmox VE has plain text, of which the provider decodes what it can.
function notBase64(device: Readonly<Record<string, unknown>>): Trouble | undefined {
  const plain = texts.filter((name) => device[name] !== undefined);
  if (plain.every((name) => isBase64(String(device[name])))) return undefined;
  const why = "the provider takes every text for base64, and not all of them are";
  // With it Proxmox VE decodes what it can, which is said without the rest.
  if (device.base64 === "1" || device.base64 === "on") return { why, cure: Object.fromEntries(plain.map((name) => [name, decodable(String(device[name]))])) };
  return { why, cure: { ...Object.fromEntries(plain.map((name) => [name, encodeBase64(String(device[name]))])), base64: "1" } };
}

/** The part of a text that a lenient decoder makes something of. */
function decodable(text: string): string {
  const [body = ""] = text.split("=");
  const whole = body.length % 4 === 1 ? body.slice(0, -1) : body;
  return whole.padEnd(Math.ceil(whole.length / 4) * 4, "=");
}

// smbios1: uuid=…,manufacturer=QWNtZQ==,base64=1
export const smbios = block("smbios", "smbios", { 
  says: "What the guest sees as its hardware's maker.",
  from: key("smbios1"), when: "differs", assumed: true, onceAlone: "uuid", refuses: notBase64,
  unread: "the provider reads a UUID only beside other SMBIOS texts",
}, [
  row("family",       "family",       "family",       base64, { says: "Family." }),
  row("manufacturer", "manufacturer", "manufacturer", base64, { says: "Manufacturer." }),
  row("product",      "product",      "product",      base64, { says: "Product." }),
  row("serial",       "serial",       "serial",       base64, { says: "Serial number." }),
  row("sku",          "sku",          "sku",          { ...base64, loses: () => "the provider reads it, and never writes it" }, { says: "SKU number." }),
  row("uuid",         "uuid",         "uuid",         text(uuid), { identity: true, computed: true, counts: "never", means: nobody, says: "UUID that the guest's system identifies the machine by. If it is the only property, it is given to a new machine and ignored later.", otherwise: "- Proxmox VE draws one" }),
  row("version",      "version",      "version",      base64, { says: "Version." }),
  lost("base64", flag, "the provider takes every text for base64", { internal: true }),
]);
