import { between, oneOf } from "../accept";
import { block, lost, part, row } from "../row";
import { flag } from "../shape/number";
import { mebibytes } from "../shape/size";
import { text, word } from "../shape/text";

const most = 268435456;

/** Without a word about it the machine has a balloon that is never inflated. */
const wholeMemory = (_: object, { memory = 512 }: Readonly<Record<string, unknown>>) => Number(memory);

// memory: 4096     balloon: 2048
export const memory = block("memory", "memory", {
  says: "Memory. A size alone is `dedicated`.", otherwise: "- 512 MiB",
  when: "differs", short: "dedicated", packed: { memory: { defaultKey: "current" }, ivshmem: {} },
}, [
  row("memory",        "dedicated",     "dedicated",      mebibytes(16), { absent: 0, default: 512, means: 512, always: true, accepts: between(64, most), says: "Memory of the guest." }),
  row("balloon",       "floating",      "floating",       mebibytes(0), { means: wholeMemory, follows: "dedicated", accepts: between(0, most), says: "Memory that remains when the balloon is full; 0 switches ballooning off. If it is not set, a change of `dedicated` keeps the old balloon: set both (`pmpc update` does).", otherwise: "- as much as `dedicated`: the guest gives nothing back" }),
  row("ivshmem/size",  "shared",        "shared",         { ...mebibytes(1), loses: () => "the provider gives the memory that it makes a name of its own" }, { accepts: between(0, most), rootOnly: true, says: "Memory shared with other guests or the host.", otherwise: "- none" }),
  row("hugepages",     "hugepages",     "hugepages",      word("any", "2", "1024"), { accepts: oneOf("1024", "2", "any"), requires: "cpu.numa", rootOnly: true, says: "Size of huge pages, in MiB; needs `cpu.numa`.", otherwise: "- ordinary pages" }),
  row("keephugepages", "keepHugepages", "keep_hugepages", flag, { counts: "whenPresent", requires: "cpu.numa", rootOnly: true, says: "Keeps the huge pages when the guest stops." }),
  part("memory/current", mebibytes(16)),
  lost("ivshmem/name", text(/^[a-zA-Z0-9-]+$/), "the provider does not know it"),
]);
