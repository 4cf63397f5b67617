import { parsePropertyString } from "../lib/pve/property-string";
import { hasAgent } from "../lib/schema/device/agent";
import type { Cluster, Guest } from "./cluster";
import { maxDisk, maxMemory, maxSwap, processOf, processors, usage } from "./usage";
import { isRunning, isTemplate, nameOf, readGuest, textOf, type Config } from "./guest";
import { availabilityOf } from "./ha";
import { labelsOf, statusOf } from "./resource";

/** A guest in its node's own list. */
export function describeForNode(cluster: Cluster, guest: Guest) {
  const { diskread, diskwrite, ...used } = usage(cluster, guest);
  const common = {
    ...used,
    vmid: guest.vmId,
    name: nameOf(guest),
    status: statusOf(guest),
    cpus: processors(cluster, guest),
    maxmem: maxMemory(guest),
    maxdisk: maxDisk(guest),
    ...labelsOf(guest),
    ...(isTemplate(guest) ? { template: 1 } : {}),
    ...(isRunning(guest) ? { pid: processOf(guest), ...pressure(guest) } : {}),
  };
  if (guest.type === "lxc") return { ...common, type: "lxc", diskread, diskwrite, swap: 0, maxswap: maxSwap(guest) };
  return { ...common, memhost: used.mem, ...hardwareOf(readGuest(guest).current) };
}

/** The answer of `status/current`. */
export function describeState(cluster: Cluster, guest: Guest) {
  const common = { ...describeForNode(cluster, guest), ha: availabilityOf(cluster, guest) };
  if (guest.type === "lxc") return common;
  const { current } = readGuest(guest);
  return { ...common, ...machineState(cluster, guest), ...(hasAgent(current) ? { agent: 1 } : {}), ...display(current) };
}

/** A virtual machine in its node's list when everything is asked for. */
export function describeFully(cluster: Cluster, guest: Guest) {
  return { ...describeForNode(cluster, guest), ...machineState(cluster, guest) };
}

function hardwareOf(config: Config) {
  const balloon = Number(config.balloon) || 0;
  return {
    ...(balloon > 0 ? { balloon_min: balloon * 2 ** 20, shares: Number(config.shares ?? 1000) } : {}),
    ...(Object.keys(config).some((key) => /^serial\d$/.test(key)) ? { serial: 1 } : {}),
  };
}

function display({ vga }: Config) {
  if (textOf(vga) === undefined) return {};
  const parts = new Map(parsePropertyString(String(vga), { defaultKey: "type" }));
  return { clipboard: parts.get("clipboard") ?? null, ...(/^(virtio|qxl)/.test(parts.get("type") ?? "") ? { spice: 1 } : {}) };
}

function machineState(cluster: Cluster, guest: Guest) {
  if (!isRunning(guest)) return { qmpstatus: guest.power };
  const config = readGuest(guest).current;
  const { diskread, diskwrite, mem } = usage(cluster, guest);
  const taps = Object.keys(config).flatMap((key) => /^net(\d+)$/.exec(key)?.[1] ?? []);
  return {
    qmpstatus: guest.power,
    diskread,
    diskwrite,
    balloon: maxMemory(guest),
    freemem: maxMemory(guest) - mem,
    nics: Object.fromEntries(taps.map((number) => [`tap${guest.vmId}i${number}`, { netin: 0, netout: 0 }])),
    "running-machine": `pc-${/q35/.test(textOf(config.machine) ?? "") ? "q35" : "i440fx"}-10.1+pve0`,
    "running-qemu": "10.1.2",
  };
}

/** How long work had to wait for the processor, the disk and memory; Proxmox VE does not know it of containers without a cgroup. */
function pressure({ type }: Guest) {
  const value = type === "qemu" ? 0 : null;
  const names = ["cpu", "io", "memory"].flatMap((kind) => [`pressure${kind}some`, `pressure${kind}full`]);
  return Object.fromEntries(names.map((name) => [name, value]));
}
