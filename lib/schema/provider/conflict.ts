import type { GuestType } from "../../pve/address";

type Values = Readonly<Record<string, unknown>>;

/** Values of a guest that do not go together after a change. */
export interface Conflict {
  /** Why the change fails, as half a sentence. */
  readonly says: string;
  /** What the code has to say instead, as options of `pmpc update`; undefined if only a person can decide. */
  readonly options?: string;
}

/**
 * What Proxmox VE refuses in a machine's values together, or does not start: the provider would shut the machine down for the change, and
 * it would stay off. Only what the changed attribute takes part in. As in qemu-server's update of a machine and in its start.
 */
export function conflictIn(type: GuestType, path: string, after: Values): Conflict | undefined {
  if (type !== "qemu") return undefined;
  const changed = path.replace(/\[\d+\]/g, "");
  const found = rules.filter(({ about }) => about.some((one) => changed === one || changed.startsWith(`${one}.`) || one.startsWith(`${changed}.`)));
  for (const { find } of found) {
    const conflict = find(after);
    if (conflict !== undefined) return conflict;
  }
  return undefined;
}

/**
 * What the provider writes beside a change, although the guest has no such key: it sends the whole of a device, with the defaults in its
 * state. A half-sentence with what to say instead; undefined if it writes nothing else that counts.
 */
export function alongside(type: GuestType, path: string, after: Values, config: Values | undefined): string | undefined {
  if (type !== "qemu" || config === undefined) return undefined;
  if (/^memory\b/.test(path) && config.balloon === undefined && blockOf(after.memory).floating === 0) return "balloon=0 is written with it, which switches ballooning off, unless the code says memory.floating, too";
  const { type: card, memory } = blockOf(after.vga);
  if (/^vga\b/.test(path) && !/(^|,)memory=/.test(String(config.vga ?? "")) && String(card).startsWith("virtio") && memory === 16) return "memory=16 is written with it, less than the card has by itself, unless the code says vga.memory, too";
  return undefined;
}

interface Rule {
  /** Attributes that take part. */
  readonly about: readonly string[];
  readonly find: (after: Values) => Conflict | undefined;
}

const rules: readonly Rule[] = [
  { about: ["memory.dedicated", "memory.floating"], find: balloon },
  { about: ["memory.dedicated", "numa.memory", "cpu.numa"], find: numaMemory },
  { about: ["memory.dedicated", "hotplug"], find: pluggedMemory },
  { about: ["memory.dedicated", "memory.hugepages"], find: hugePages },
  { about: ["cpu.cores", "cpu.sockets", "cpu.hotplugged"], find: processors },
  { about: ["cpu.cores", "cpu.sockets", "cpu.numa", "numa.cpus"], find: numaProcessors },
  { about: ["machine", "hostpci.pcie"], find: pciExpress },
];

function balloon(after: Values): Conflict | undefined {
  const { dedicated, floating } = blockOf(after.memory);
  if (!isNumber(dedicated) || !isNumber(floating) || floating <= dedicated) return undefined;
  return { says: `Proxmox VE refuses a balloon (${floating} MiB) that is larger than the memory (${dedicated} MiB)`, options: `--memory ${dedicated}MiB --floating ${dedicated}MiB` };
}

function numaMemory(after: Values): Conflict | undefined {
  const { dedicated } = blockOf(after.memory);
  const nodes = listOf(after.numa);
  const sum = nodes.reduce((total, { memory }) => total + Number(memory ?? 0), 0);
  if (!hasNuma(after) || nodes.length === 0 || !isNumber(dedicated) || sum === dedicated) return undefined;
  return { says: `Proxmox VE does not start the guest: its NUMA nodes have ${sum} MiB together, and its memory is ${dedicated} MiB` };
}

const staticMemory = 1024;

function pluggedMemory(after: Values): Conflict | undefined {
  const { dedicated, hugepages } = blockOf(after.memory);
  if (!/(^|,)memory(,|$)/.test(String(after.hotplug ?? "")) || !isNumber(dedicated)) return undefined;
  const least = staticMemory * (hugepages === "1024" ? socketsOf(after) : 1);
  return dedicated >= least ? undefined : { says: `Proxmox VE does not start the guest: with memory hotplug it needs at least ${least} MiB of memory`, options: `--memory ${least}MiB` };
}

function hugePages(after: Values): Conflict | undefined {
  const { dedicated, hugepages } = blockOf(after.memory);
  const page = Number(hugepages === "any" ? 2 : hugepages) || 0;
  if (page === 0 || !isNumber(dedicated) || dedicated % page === 0) return undefined;
  const whole = Math.ceil(dedicated / page) * page;
  return { says: `Proxmox VE does not start the guest: ${dedicated} MiB of memory are not made of whole huge pages of ${page} MiB`, options: `--memory ${whole}MiB` };
}

function processors(after: Values): Conflict | undefined {
  const { hotplugged } = blockOf(after.cpu);
  const all = cpusOf(after);
  if (!isNumber(hotplugged) || all === undefined || hotplugged <= all) return undefined;
  return { says: `the guest does not start with ${hotplugged} CPUs plugged in (vcpus) of ${all}`, options: `--hotplugged ${all}` };
}

function numaProcessors(after: Values): Conflict | undefined {
  const all = cpusOf(after);
  if (!hasNuma(after) || all === undefined) return undefined;
  for (const { device, cpus } of listOf(after.numa)) {
    const last = Math.max(...(String(cpus).match(/\d+/g) ?? []).map(Number));
    if (last >= all) return { says: `the guest does not start: its ${String(device)} has CPU ${last}, and the guest has CPUs 0 to ${all - 1} only` };
  }
  return undefined;
}

function pciExpress(after: Values): Conflict | undefined {
  const { machine } = after;
  const device = listOf(after.hostpci).find(({ pcie }) => pcie === true);
  if (device === undefined || typeof machine !== "string" || /q35|virt/.test(machine)) return undefined;
  return { says: `Proxmox VE does not start the guest: ${String(device.device)} is attached as PCI Express, which needs the machine q35`, options: "--machine q35" };
}

const isNumber = (value: unknown): value is number => typeof value === "number";
const listOf = (value: unknown): readonly Values[] => (Array.isArray(value) ? (value as readonly unknown[]).filter((one): one is Values => typeof one === "object" && one !== null) : []);
const blockOf = (value: unknown): Values => listOf(value)[0] ?? {};
const hasNuma = (after: Values) => blockOf(after.cpu).numa === true;
const socketsOf = (after: Values) => Number(blockOf(after.cpu).sockets ?? 1);

function cpusOf(after: Values): number | undefined {
  const { cores } = blockOf(after.cpu);
  return isNumber(cores) ? cores * socketsOf(after) : undefined;
}
