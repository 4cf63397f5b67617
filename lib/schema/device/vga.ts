import { between, oneOf } from "../accept";
import { block, key, row } from "../row";
import { mebibytes } from "../shape/size";
import { word } from "../shape/text";

const types = ["cirrus", "none", "qxl", "qxl2", "qxl3", "qxl4", "serial0", "serial1", "serial2", "serial3", "std", "virtio", "virtio-gl", "vmware"];

// vga: virtio,memory=64,clipboard=vnc
export const vga = block("vga", "vga", { says: "The graphics card.", otherwise: "- `std`, with 16 MiB", from: key("vga"), when: "differs", short: "type", packing: { defaultKey: "type" } }, [
  row("clipboard", "clipboard", "clipboard", word("vnc"), { accepts: oneOf("", "vnc"), says: "Clipboard shared with the console." }),
  row("memory",    "memory",    "memory",    mebibytes(4, { max: 512 }), { default: 16, accepts: between(4, 512), says: "Graphics memory." }),
  row("type",      "type",      "type",      word(...types), { absent: "", default: "std", means: "std", accepts: oneOf(...types), says: "Card that the guest sees; `serial0` is a console on the serial port." }),
]);
