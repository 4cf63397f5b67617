import { block, key, row } from "../row";
import { integer } from "../shape";

// startup: order=1,up=60,down=30
export const startup = block("startup", "startup", { says: "When the guest starts with its node.", from: key("startup"), when: "present", packing: { defaultKey: "order" } }, [
  row("order", "order",     "order",      integer(0), { default: -1, says: "Lower numbers start first and stop last." }),
  row("up",    "upDelay",   "up_delay",   integer(0), { default: -1, says: "Wait before the next guest starts.", unit: "s" }),
  row("down",  "downDelay", "down_delay", integer(0), { default: -1, says: "Wait before the next guest stops.", unit: "s" }),
]);
