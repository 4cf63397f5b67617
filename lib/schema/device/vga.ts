import { between, oneOf } from "../accept";
import { key } from "../place";
import { block, row } from "../row";
import type { TerraformValue } from "../shape";
import { mebibytes } from "../shape/size";
import { Size } from "../../pve/size";
import { word } from "../shape/text";

type Values = Readonly<Record<string, unknown>>;

const types = ["cirrus", "none", "qxl", "qxl2", "qxl3", "qxl4", "serial0", "serial1", "serial2", "serial3", "std", "virtio", "virtio-gl", "vmware"];

/** Windows from before Vista has another card than the rest. */
const usualType = (_: object, { ostype, arch }: Values) => (arch === "aarch64" ? "virtio" : /^(w2k3?|wxp)$/.test(String(ostype)) ? "cirrus" : "std");

/** MiB of a card's memory that was not set, where that is not what the provider gives to each; what it gives is the most that a virtio card may take of the node's. */
const usualMemory = (type: unknown) => (String(type).startsWith("virtio") ? 256 : type === "cirrus" ? 4 : undefined);
const usualSize = (type: unknown) => (usualMemory(type) === undefined ? undefined : Size.mebibytes(usualMemory(type)!));

/** Whether a machine without a word about it has a tablet: with SPICE or on a serial console none is needed. */
export const hasTablet = (type: unknown): boolean => !/^(qxl[2-4]?|serial\d)$/.test(String(type));

// vga: virtio,memory=64,clipboard=vnc
export const vga = block("vga", "vga", { says: "The graphics card.", otherwise: "- `std`, with 16 MiB", from: key("vga"), when: "differs", assumed: true, short: "type", packing: { defaultKey: "type" } }, [
  row("clipboard", "clipboard", "clipboard", word("vnc"), { accepts: oneOf("", "vnc"), says: "Clipboard shared with the console." }),
  row("memory",    "memory",    "memory",    mebibytes(4, { max: 512 }), {
    default: 16, means: ({ type }: Values, config): TerraformValue | undefined => usualMemory(type ?? usualType({}, config)), follows: ({ type }) => usualSize(type),
    accepts: between(4, 512), says: "Graphics memory. Ignored if it is not set.", otherwise: "- what the card has: 16 MiB, or up to 256 MiB of a `virtio` one" }),
  row("type",      "type",      "type",      word(...types), { absent: "", default: "std", means: usualType, accepts: oneOf(...types), says: "Card that the guest sees; `serial0` is a console on the serial port." }),
]);
