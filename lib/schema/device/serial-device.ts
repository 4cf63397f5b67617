import { matches } from "../accept";
import { numbered } from "../place";
import { block, row } from "../row";
import { text } from "../shape/text";

// serial0: socket
export const serialDevice = block("serial_device", "serialDevices", {
  says: "Serial ports, serial0 first.",
  from: numbered("serial", 4), gaps: "empty", short: "device", packing: { defaultKey: "device" },
}, [
  row("device", "device", "device", text(/^(\/dev\/[^,]+|socket)$/), { absent: "", default: "socket", always: true, accepts: matches(/^\/dev\/|^socket$/, "socket or a device below /dev"), rootOnly: (device) => device !== "socket", says: "`socket`, or a device of the node." }),
]);
