import { atLeast, exactly, notEmpty } from "../accept";
import { key } from "../place";
import { block, row } from "../row";
import { milliseconds } from "../shape/duration";
import { integer } from "../shape/number";
import { word } from "../shape/text";

// rng0: source=/dev/urandom,max_bytes=1024,period=1000
export const rng = block("rng", "rng", { says: "Source of random numbers.", from: key("rng0"), when: "present", listed: true, short: "source", packing: { defaultKey: "source" } }, [
  row("source",    "source",   "source",    word("/dev/urandom", "/dev/random", "/dev/hwrng"), { required: true, accepts: notEmpty, says: "Device of the node." }),
  row("max_bytes", "maxBytes", "max_bytes", integer(), { computed: true, accepts: exactly(atLeast(1)), says: "Bytes in each period.", otherwise: "- 1024", unit: "bytes" }),
  row("period",    "period",   "period",    milliseconds, { computed: true, accepts: exactly(atLeast(1)), says: "Length of a period.", otherwise: "- one second", unit: "milliseconds" }),
]);
