import { key } from "../place";
import { block, row } from "../row";
import { seconds } from "../shape/duration";
import { integer } from "../shape/number";

// startup: order=1,up=60,down=30
export const startup = block("startup", "startup", { says: "When the guest starts with its node.", otherwise: "- after those that have an order, without a wait", from: key("startup"), when: "present", packing: { defaultKey: "order" } }, [
  row("order", "order",     "order",      integer(0), { default: -1, says: "Lower numbers start first and stop last.", otherwise: "- after those that have one" }),
  row("up",    "upDelay",   "up_delay",   seconds(0), { default: -1, says: "Wait before the next guest starts.", otherwise: "- none", unit: "seconds" }),
  row("down",  "downDelay", "down_delay", seconds(0), { default: -1, says: "Wait before the next guest stops.", otherwise: "- Proxmox VE's, which is 180 seconds", unit: "seconds" }),
]);
