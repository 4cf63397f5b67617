import { between, exactly, oneOf } from "../../accept";
import { block, row, type Trouble } from "../../row";
import { decimal, strictInteger } from "../../shape/number";
import { word } from "../../shape/text";

/** What `status/current` says of a container's CPUs: its cores, or without them its limit, as text; undefined if it has all of the node's: `0` is no limit. */
export function cpusOf({ cores, cpulimit }: Readonly<Record<string, unknown>>): number | string | undefined {
  return Number(cores) || (cpulimit === undefined || cpulimit === "" || String(cpulimit) === "0" ? undefined : String(cpulimit));
}

/** The number of the node's CPUs, for its shell: with so many cores, a container has what it has without any. */
export const allCpus = "$(nproc)";

function limitForCores({ guest }: Readonly<Record<string, unknown>>): Trouble | undefined {
  const { cpus } = guest as { readonly cpus?: unknown };
  if (typeof cpus !== "string") return undefined;
  // `0.0` is no limit either, but a text all the same.
  if (Number(cpus) === 0) return { why: `the provider wants a number of CPUs, and status/current answers "${cpus}" as text`, key: "cpulimit", cure: "0" };
  return { why: `the provider wants a number of CPUs, and status/current answers "${cpus}" as text; with as many cores as the node has CPUs, the container stays as it is`, key: "cores", cure: allCpus };
}

// cores: 4     cpulimit: 2
export const cpu = block("cpu", "cpu", { says: "Processors.", otherwise: "- one core", when: "differs", refuses: limitForCores }, [
  row("arch",     "architecture", "architecture", word("amd64", "i386", "arm64", "armhf", "riscv32", "riscv64"), { default: "amd64", accepts: oneOf("amd64", "arm64", "armhf", "i386"), says: "Processor architecture." }),
  row("cores",    "cores",        "cores",        strictInteger(1, 8192), { default: 1, always: true, accepts: between(1, 128), isNone: (cores) => Number(cores) === 0, unsayable: "cores: the container has all of the node's, which the provider cannot say: it reads 1, and writes 1 with the next change of cpu", says: "Cores." }),
  row("cpulimit", "limit",        "limit",        decimal(0, 8192), { accepts: between(0, 8192), says: "Upper bound of the processor time.", otherwise: "- no bound", unit: "CPUs" }),
  row("cpuunits", "units",        "units",        strictInteger(0, 500000), { computed: true, accepts: exactly(between(1, 500000)), says: "Weight against other guests.", otherwise: "- Proxmox VE's, which is 100 (1024 with cgroups of version 1)" }),
]);
