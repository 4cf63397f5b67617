import type { GuestType } from "../../pve/address";
import { catalog } from "../catalog";
import { familyOf } from "../keys";
import { slot } from "../place";
import type { Member } from "../row";

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

/** All that does not go together in a guest's values, with the attributes that take part. */
export function conflictsIn(type: GuestType, values: Values): readonly (Conflict & Pick<Rule, "about">)[] {
  if (type !== "qemu") return [];
  return rules.flatMap(({ about, beside = [], find }) => {
    const conflict = find(values);
    return conflict === undefined ? [] : [{ ...conflict, about: [...about, ...beside] }];
  });
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

/**
 * Why a list cannot be changed: its devices have numbers with a gap, and the provider writes the first of its list to number 0, the next to 1,
 * over other devices. A half-sentence; undefined if nothing is in the way.
 */
export function misnumbered(type: GuestType, path: string, config: Values | undefined): string | undefined {
  const [family] = familiesAt(catalog[type].rows, path.replace(/\[\d+\]/g, "").split("."));
  const slots = family === undefined ? [] : Object.keys(config ?? {}).filter((key) => familyOf(key) === `${family}#`);
  if (!hasGap(slots)) return undefined;
  const sorted = slots.sort((a, b) => numberOf(a) - numberOf(b));
  return `the provider counts ${family} from 0 without gaps, and would write over others of ${sorted.join(", ")}: change it in Proxmox VE, or close the gap there`;
}

/** Of `net0`, `net2` one number is missing. */
export const hasGap = (slots: readonly string[]): boolean => Math.max(-1, ...slots.map(numberOf)) >= slots.length;

const numberOf = (slot: string) => Number(/\d+$/.exec(slot)?.[0]);

/** The families of a list in which an attribute is, where the place in the list is the number. */
function familiesAt(members: readonly Member[], [name, ...rest]: readonly string[]): readonly string[] {
  const block = members.find((one) => one.terraform === name);
  if (block?.kind !== "block") return [];
  const isCounted = block.from?.is === "numbered" && block.gaps !== "empty" && !block.rows.some((one) => one.kind === "row" && one.pve === slot);
  return isCounted && block.from?.is === "numbered" ? block.from.families : familiesAt(block.rows, rest);
}

interface Rule {
  /** Attributes that take part. */
  readonly about: readonly string[];
  /** Others that take part, and whose change alone Proxmox VE does not refuse. */
  readonly beside?: readonly string[];
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
  { about: ["disk.interface", "cdrom.interface", "initialization.interface"], find: slots },
  { about: ["boot_order"], beside: ["disk.interface"], find: bootOrder },
  { about: ["cpu.numa", "numa", "memory.hugepages", "memory.keep_hugepages"], find: numaOff },
  { about: ["initialization.ip_config"], find: gateways },
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

/** Every drive with its slot. */
const drivesOf = (after: Values) => (["disk", "cdrom", "initialization"] as const).flatMap((block) => listOf(after[block]).flatMap(({ interface: slot }) => (typeof slot === "string" && slot !== "" ? [{ block, slot }] : [])));

function slots(after: Values): Conflict | undefined {
  const drives = drivesOf(after);
  const [block, slot] = drives.flatMap((one, at) => drives.slice(0, at).flatMap((other) => (other.slot === one.slot ? [[one.block, one.slot] as const] : [])))[0] ?? [];
  return slot === undefined ? undefined : { says: `two drives are both ${slot}${block === "disk" ? "" : ` (one is the ${block === "cdrom" ? "CD drive" : "drive of cloud-init"})`}, and one would take the place of the other` };
}

function bootOrder(after: Values): Conflict | undefined {
  const order = Array.isArray(after.boot_order) ? (after.boot_order as readonly unknown[]) : [];
  const drives = drivesOf(after).map(({ slot }) => slot);
  // Drives of IDE and SATA may be on the machine without being in the code: the provider reads one CD drive only.
  const missing = order.find((device) => /^(scsi|virtio)\d+$/.test(String(device)) && !drives.includes(String(device)));
  return missing === undefined ? undefined : { says: `the boot order names ${String(missing)}, which the machine does not have, and Proxmox VE refuses that` };
}

function numaOff(after: Values): Conflict | undefined {
  const { hugepages, keep_hugepages: keep } = blockOf(after.memory);
  if (hasNuma(after)) return undefined;
  const what = listOf(after.numa).length > 0 ? "NUMA nodes" : hugepages || keep === true ? "huge pages" : undefined;
  return what && { says: `Proxmox VE takes ${what} only with NUMA, which is off`, options: "--numa" };
}

function gateways(after: Values): Conflict | undefined {
  for (const config of listOf(blockOf(after.initialization).ip_config)) {
    for (const family of ["ipv4", "ipv6"]) {
      const { address, gateway } = blockOf(config[family]);
      if (!gateway || (address && !["dhcp", "auto"].includes(String(address)))) continue;
      return { says: `cloud-init is given the gateway ${String(gateway)} ${address ? `beside "${String(address)}", which brings its own` : "without an address"}` };
    }
  }
  return undefined;
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
