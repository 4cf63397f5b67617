import { configId } from "../pve-format";
import { numbered } from "../place";
import { block, row } from "../row";
import { flag } from "../shape/number";
import { reference } from "../shape/reference";
import { formatted, text } from "../shape/text";

const device = /^((0x)?[0-9A-Fa-f]{4}:(0x)?[0-9A-Fa-f]{4}|\d+-\d+(\.\d+)*|[Ss][Pp][Ii][Cc][Ee])$/;

// usb0: host=1234:5678,usb3=1          the provider reads the first four of Proxmox VE's fourteen
export const usb = block("usb", "usbDevices", {
  says: "USB devices of the node, passed through.",
  from: numbered("usb", 4, 14), packing: { defaultKey: "host" }, unread: "the provider reads only usb0 to usb3", only: (one) => "host" in one || "mapping" in one,
}, [
  row("host",    "host",    "host",    text(device), { rootOnly: (host) => !/^spice$/i.test(String(host)), says: "Vendor and product (`1234:5678`), bus and port (`1-2.3`), or `spice`." }),
  row("mapping", "mapping", "mapping", reference("usb-mapping", formatted(configId)), { says: "Resource mapping of the cluster, instead of a host device." }),
  row("usb3",    "usb3",    "usb3",    flag,   { says: "Attaches it as USB 3." }),
]);
