import type { TerraformProvider } from "cdktf";
import type { VirtualMachineProperties } from "../generated/virtual-machine-properties";
import { catalog } from "../../lib/schema/catalog";
import { isSize } from "../../lib/schema/shape";
import type { Size } from "../../lib/pve/size";
import { repeated } from "./repeated";
import { problemsOfRights, rootOnly } from "./rights";
import { isToken } from "../token";

/** What is wrong with a virtual machine's props together: devices that get in each other's way, or that are not there. */
export function checkVirtualMachine(props: VirtualMachineProperties, ignored: readonly string[], provider: () => TerraformProvider | undefined = () => undefined): string[] {
  return drives(props).concat(bootOrder(props, ignored), memory(props), processors(props), passedThrough(props, ignored), addresses(props), watchdog(props), origin(props), problemsOfRights(rootOnly(catalog.qemu, props), provider));
}

// ---- drives --------------------------------------------------------------------------------------------------------------

const slots = /^(ide[0-3]|sata[0-5]|scsi([12]?\d|30)|virtio(\d|1[0-5]))$/;

interface Drive {
  readonly where: string;
  readonly slot: string;
}

/** Every drive with its slot; the provider's own slots if none is given. */
function drivesOf({ disks = [], cdrom, cloudInit }: VirtualMachineProperties): Drive[] {
  return [
    ...disks.map(({ interface: slot }, at) => ({ where: `disks[${at}]`, slot })),
    ...(cdrom === undefined ? [] : [{ where: "cdrom", slot: cdrom.interface ?? "ide3" }]),
    ...(cloudInit === undefined || cloudInit.storage === "" ? [] : [{ where: "cloudInit", slot: cloudInit.interface || "ide2" }]),
  ].filter(({ slot }) => !isToken(slot));
}

function drives(props: VirtualMachineProperties): string[] {
  const all = drivesOf(props);
  const wrong = all.filter(({ where, slot }) => where.startsWith("disks") && !slots.test(slot));
  const paths = (props.disks ?? []).flatMap(({ path, storage }, at) => (path === undefined || storage === "" ? [] : [at]));
  return [
    ...wrong.map(({ where, slot }) => `${where}.interface is "${slot}", which Proxmox VE does not have; say ide0 to ide3, sata0 to sata5, scsi0 to scsi30 or virtio0 to virtio15`),
    ...repeated(all, ({ slot }) => slot).map(({ one, earlier }) => `${one.where} and ${earlier.where} are both ${one.slot}; give one of them another interface`),
    ...paths.map((at) => `disks[${at}].path passes a device through, which is on no storage; say storage: ""`),
  ];
}

function bootOrder(props: VirtualMachineProperties, ignored: readonly string[]): string[] {
  const { bootOrder: order, vmId, networkDevices } = props;
  if (order === undefined || order.some((device) => isToken(device))) return [];
  const twice = repeated(order, (device) => device).map(({ one }) => `bootOrder names ${one} twice; name it once`);
  // The template of a clone brings drives of its own.
  if ("clone" in props || ["bootOrder", "boot_order", "disks", "disk"].some((path) => ignored.includes(path))) return twice;
  const there = new Set(drivesOf(props).map(({ slot }) => slot));
  const missing = order.filter((device) => {
    const [, family, number] = /^([a-z]+)(\d+)$/.exec(device) ?? [];
    // A machine that exists may have further CD drives, which the provider does not read.
    if (family === "ide" || family === "sata") return vmId === undefined && !there.has(device);
    if (family === "scsi" || family === "virtio") return !there.has(device);
    return family === "net" && networkDevices !== undefined && !ignored.includes("networkDevices") && !ignored.includes("network_device") && Number(number) >= networkDevices.length;
  });
  return [...twice, ...missing.map((device) => `bootOrder names ${device}, which the machine does not have; ${there.size === 0 ? "take it away" : `say one of ${[...there].join(", ")}`}`)];
}

// ---- memory and processors ------------------------------------------------------------------------------------------------

const amount = (size: Size | undefined, otherwise: number) => (size === undefined ? otherwise : isToken(size.amount) ? undefined : size.toMebibytes());

function memory({ memory: said }: VirtualMachineProperties): string[] {
  if (said === undefined || isSize(said)) return [];
  const [dedicated, floating] = [amount(said.dedicated, 512), amount(said.floating, 0)];
  if (dedicated === undefined || floating === undefined || floating <= dedicated) return [];
  return [`memory.floating is ${String(said.floating)}, above memory.dedicated (${said.dedicated === undefined ? "512M" : String(said.dedicated)}); a balloon only takes memory away, so say at most that`];
}

function processors({ cpu }: VirtualMachineProperties): string[] {
  if (cpu?.hotplugged === undefined) return [];
  const [cores, sockets, plugged] = [cpu.cores ?? 1, cpu.sockets ?? 1, cpu.hotplugged];
  if ([cores, sockets, plugged].some((number) => isToken(number)) || plugged <= cores * sockets) return [];
  return [`cpu.hotplugged is ${plugged}, of ${cores * sockets} CPUs (${sockets} × ${cores}); say at most that, or more cores`];
}

// ---- other devices --------------------------------------------------------------------------------------------------------

function passedThrough({ pciDevices = none, usbDevices = none, numaNodes = none, machine }: VirtualMachineProperties, ignored: readonly string[]): string[] {
  if (pciDevices.length + usbDevices.length + numaNodes.length === 0) return [];
  const wrong = pciDevices.flatMap(({ slot }, at) => (isToken(slot) || /^hostpci(\d|1[0-5])$/.test(slot) ? [] : [`pciDevices[${at}].slot is "${slot}"; say hostpci0 to hostpci15`]));
  // A machine type that the provider refuses is ignored, and not said.
  const q35 = ignored.includes("machine") || (machine !== undefined && (isToken(machine) || machine.includes("q35")));
  return [
    ...wrong,
    ...repeated(pciDevices, ({ slot }) => slot).map(({ one, earlier }) => `pciDevices[${pciDevices.indexOf(one)}] and pciDevices[${pciDevices.indexOf(earlier)}] are both ${one.slot}; give one of them another slot`),
    ...pciDevices.flatMap(({ id, mapping }, at) => exclusive(`pciDevices[${at}]`, { id, mapping })),
    ...pciDevices.flatMap(({ pcie }, at) => (pcie && !q35 ? [`pciDevices[${at}].pcie needs the machine q35; say machine: "q35"`] : [])),
    ...usbDevices.flatMap(({ host, mapping }, at) => exclusive(`usbDevices[${at}]`, { host, mapping })),
    ...repeated(numaNodes, ({ device }) => device).map(({ one }) => `numaNodes says ${one.device} twice; give one of them another number`),
  ];
}

const none: readonly never[] = [];

function exclusive(where: string, said: Readonly<Record<string, unknown>>): string[] {
  const names = Object.keys(said);
  const given = names.filter((name) => said[name] !== undefined && said[name] !== "");
  if (given.length === 1) return [];
  return [`${where} says ${given.length === 0 ? "neither" : "both"} ${names.join(given.length === 0 ? " nor " : " and ")}; say one of them`];
}

// Proxmox VE drops such a line, gateway and all.
function addresses({ cloudInit }: VirtualMachineProperties): string[] {
  return (cloudInit?.ipConfigs ?? []).flatMap((config, at) =>
    (["ipv4", "ipv6"] as const).flatMap((kind) => {
      const said = config[kind];
      if (said === undefined || typeof said === "string" || !said.gateway) return [];
      const where = `cloudInit.ipConfigs[${at}].${kind}`;
      if (!said.address) return [`${where} has a gateway and no address; say address, or take gateway away`];
      return ["dhcp", "auto"].includes(said.address) ? [`${where} has a gateway beside "${said.address}", which brings its own; take gateway away`] : [];
    }),
  );
}

function watchdog({ watchdog: said }: VirtualMachineProperties): string[] {
  return said !== undefined && said.enabled === undefined ? ["watchdog does not say enabled, so there would be none; say enabled: true"] : [];
}

function origin({ vmId, ...props }: VirtualMachineProperties): string[] {
  // `boot` says it.
  const from = (props as { readonly clone?: { readonly vmId?: number | object } }).clone?.vmId;
  if (from === undefined) return [];
  if (typeof from === "number") return from === vmId && !isToken(from) ? [`clone.vmId is ${from}, the machine itself; say the number of another one`] : [];
  return Symbol.for("pmpc.Container") in from ? ["clone.vmId is a container, and a virtual machine is a copy of a virtual machine; say one"] : [];
}
