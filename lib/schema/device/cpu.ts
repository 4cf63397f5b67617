import { between, either, matches, nearby, oneOf } from "../accept";
import { cpuTypes } from "../provider/bpg";
import { nearestCpuType } from "../provider/nearest";
import { cpuSet, physicalBits } from "../pve-format";
import { block, lost, row } from "../row";
import { list } from "../shape/list";
import { decimal, flag, integer, strictInteger } from "../shape/number";
import { formatted, text, word } from "../shape/text";

const unknown = "the provider does not know it";
const flags = /^[+-][a-zA-Z0-9\-_.]+(;[+-][a-zA-Z0-9\-_.]+)*$/;

/** A machine says its architecture where it is not the node's, which then has to emulate all of it. */
const defaultType = (_: object, { arch, kvm }: Readonly<Record<string, unknown>>) =>
  arch === "aarch64" ? (kvm === 1 ? "host" : "max") : kvm === 0 ? "qemu64" : "kvm64";
/** An old spelling of sockets. */
const formerSockets = (_: object, { smp = 1 }: Readonly<Record<string, unknown>>) => Number(smp);

// cores: 4     sockets: 1     cpu: x86-64-v2-AES,flags=+aes
export const cpu = block("cpu", "cpu", {
  says: "Processors.", otherwise: "- one core",
  when: "differs", packed: { cpu: { defaultKey: "cputype" } },
  unread: "the provider leaves cpu out where it finds nothing but defaults, numa and affinity",
}, [
  row("arch",        "architecture", "architecture", word("x86_64", "aarch64"), { accepts: oneOf("", "aarch64", "x86_64"), rootOnly: true, says: "Processor architecture.", otherwise: "- the node's" }),
  row("cores",       "cores",        "cores",        strictInteger(1), { default: 1, always: true, accepts: between(1, 2304), says: "Cores of each socket." }),
  row("sockets",     "sockets",      "sockets",      strictInteger(1), { default: 1, means: formerSockets, includes: ["smp"], accepts: between(1, 16), says: "Sockets." }),
  row("vcpus",       "hotplugged",   "hotplugged",   strictInteger(1), { accepts: between(0, 2304), says: "CPUs that are plugged in at the start.", otherwise: "- all" }),
  row("cpulimit",    "limit",        "limit",        decimal(0, 128), { accepts: between(0, 128), says: "Upper bound of the processor time.", otherwise: "- no bound", unit: "CPUs" }),
  row("cpuunits",    "units",        "units",        strictInteger(1, 262144), { computed: true, accepts: between(1, 262144), says: "Weight against other guests.", otherwise: "- Proxmox VE's, which is 100 (1024 with cgroups of version 1)" }),
  row("numa",        "numa",         "numa",         flag, { counts: "never", says: "Exposes NUMA nodes to the guest." }),
  row("affinity",    "affinity",     "affinity",     formatted(cpuSet), { counts: "never", accepts: matches(/^\d+[\d\-,]*$/, "CPUs such as 0-3,7"), rootOnly: true, says: "Host CPUs that the guest runs on: `0-3,7`.", otherwise: "- all of them" }),
  row("cpu/flags",   "flags",        "flags",        list(";", { pattern: flags }), { shareable: true, says: "CPU flags that are added (`+aes`) or removed (`-pcid`)." }),
  row("cpu/cputype", "type",         "type",         text(), { default: "qemu64", means: defaultType, accepts: nearby(either(oneOf(...cpuTypes), matches(/^custom-.+$/, "custom-…")), nearestCpuType), says: "CPU model: `host`, `x86-64-v2-AES`, …" }),
  lost("cpu/hidden",          flag, unknown),
  lost("cpu/hv-vendor-id",    text(/^[a-zA-Z0-9]{1,12}$/), unknown),
  lost("cpu/phys-bits",       formatted(physicalBits), unknown),
  lost("cpu/guest-phys-bits", integer(32, 64), unknown),
  lost("cpu/level",           integer(0, 4294967295), unknown),
  lost("cpu/reported-model",  text(), unknown),
]);
