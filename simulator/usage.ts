import { parsePropertyString } from "../lib/pve/property-string";
import { Size } from "../lib/pve/size";
import { cpusOf } from "../lib/schema/device/container/cpu";
import type { Cluster, Guest } from "./cluster";
import { isRunning, readGuest, textOf, type Config } from "./guest";

const MiB = 2 ** 20;

/** Bytes a guest may use. */
export function maxMemory(guest: Guest): number {
  const { current } = readGuest(guest);
  // A virtual machine's memory is text and may read `current=4096`.
  const text = textOf(current.memory)?.replace(/^current=/, "");
  return (Number.parseInt(text ?? "", 10) || 512) * MiB;
}

export function maxSwap(guest: Guest): number {
  return (Number(readGuest(guest).current.swap) || 0) * MiB;
}

/** Processors: never more than the node has for a virtual machine; text when a container's limit is all there is. */
export function processors(cluster: Cluster, guest: Guest): number | string {
  const { current } = readGuest(guest);
  const cpus = cluster.nodes.get(guest.node)?.cpus ?? 1;
  if (guest.type === "lxc") return cpusOf(current) ?? cpus;
  return Number(current.vcpus) || Math.min((Number(current.sockets) || 1) * (Number(current.cores) || 1), cpus);
}

/** Bytes of the disk a virtual machine starts from, or of a container's root file system. */
export function maxDisk(guest: Guest): number {
  const { current } = readGuest(guest);
  if (guest.type === "lxc") return sizeOf(current.rootfs) ?? 4 * 2 ** 30;
  return bootDevices(current)
    .map((device) => textOf(current[device]))
    .filter((drive) => drive !== undefined && !/(^|,)media=cdrom(,|$)/.test(drive))
    .map((drive) => sizeOf(drive) ?? 0)
    .concat(0)[0]!;
}

function bootDevices(config: Config): string[] {
  const order = /(?:^|,)order=([^,]*)/.exec(textOf(config.boot) ?? "")?.[1];
  if (order !== undefined) return order.split(";").filter((device) => /^(scsi|virtio|sata|ide)\d/.test(device));
  const legacy = textOf(config.bootdisk);
  return legacy === undefined ? [] : [legacy];
}

/** The `size=` of a drive or mount point, in bytes. */
export function sizeOf(drive: unknown): number | undefined {
  const size = parsePropertyString(textOf(drive) ?? "").find(([key]) => key === "size")?.[1];
  return size === undefined ? undefined : Size.parse(size)?.toBytes();
}

/** What a guest uses at the moment: plausible, the same at every asking, nothing while it is stopped. */
export function usage(cluster: Cluster, guest: Guest) {
  if (!isRunning(guest)) return { cpu: 0, mem: 0, disk: 0, diskread: 0, diskwrite: 0, netin: 0, netout: 0, uptime: 0 };
  const uptime = Math.max(1, cluster.now() - guest.startedAt);
  const share = (guest.vmId * 37) % 100;
  return {
    cpu: share / 2500,
    mem: Math.round(maxMemory(guest) * (0.3 + share / 250)),
    // Proxmox VE does not look into a virtual machine's disks.
    disk: guest.type === "lxc" ? Math.round(maxDisk(guest) * (0.2 + share / 200)) : 0,
    diskread: share * 4096 * 1024,
    diskwrite: share * 8192 * 1024,
    netin: uptime * share,
    netout: uptime * (100 - share),
    uptime,
  };
}

/** The number of the process that runs a guest. */
export function processOf({ vmId }: Guest): number {
  return 3000 + vmId;
}
