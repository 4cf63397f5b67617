import { between } from "../../accept";
import { block, row } from "../../row";
import { mebibytes } from "../../shape/size";

// memory: 2048     swap: 512
export const memory = block("memory", "memory", { says: "Memory.", when: "differs", flat: true }, [
  row("memory", "memory", "dedicated", mebibytes(16, { strict: true }), { absent: 0, default: 512, always: true, accepts: between(16, 268435456), means: 512, says: "Memory of the container." }),
  row("swap",   "swap",   "swap",      mebibytes(0, { strict: true }), { accepts: between(0, 268435456), means: 512, says: "Swap." }),
]);
