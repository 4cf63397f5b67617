import { between } from "../../accept";
import { block, row } from "../../row";
import { mebibytes } from "../../shape/size";

const amount = mebibytes(16, { strict: true });
// Zero counts as nothing in Perl.
const orUsual = { ...amount, mean: (value: unknown) => (Number(value) === 0 ? 512 : amount.read(value)) };

// memory: 2048     swap: 512
export const memory = block("memory", "memory", { says: "Memory.", when: "differs", flat: true }, [
  row("memory", "memory", "dedicated", orUsual, { absent: 0, default: 512, always: true, accepts: between(16, 268435456), means: 512, says: "Memory of the container." }),
  row("swap",   "swap",   "swap",      mebibytes(0, { strict: true }), { accepts: between(0, 268435456), says: "Swap." }),
]);
