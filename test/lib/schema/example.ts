import type { GuestType } from "../../../lib/pve/address";
import { readBack, sameValue, type ReadableGuest, type State } from "../../../lib/schema/read-back";
import { Refusal } from "../../../lib/schema/shape";
import { writeGuest } from "../../../lib/schema/write";
import type { Only } from "./check";

/** A guest that shows how we write, and all that is written of it. */
export interface Example {
  readonly shows: string;
  readonly guest: ReadableGuest;
  readonly config: State;
  /** A container's timeouts aside. */
  readonly ignore: readonly string[];
}

/** A guest on which the provider's Read fails. */
export interface Refused {
  readonly shows: string;
  readonly guest: ReadableGuest;
  /** The attribute, block or key that Read fails on. */
  readonly at: string;
}

const formatOf = (volume: string) => /\.(qcow2|raw|vmdk)$/.exec(volume)?.[1] ?? "raw";
const guest = (type: GuestType, config: Readonly<Record<string, unknown>>): ReadableGuest => ({ type, vmId: 100, node: "pve", running: false, config, formatOf });
const virtualMachine = (config: Readonly<Record<string, unknown>>) => guest("qemu", { ostype: "l26", scsihw: "virtio-scsi-single", memory: "512", ...config });
const container = (config: Readonly<Record<string, unknown>>) =>
  guest("lxc", { hostname: "dns", ostype: "debian", memory: 512, rootfs: "local:100/vm-100-disk-0.raw,size=4G", ...config });

const machine = { vm_id: 100, node_name: "pve", operating_system: [{ type: "l26" }], scsi_hardware: "virtio-scsi-single" };
const box = { node_name: "pve", operating_system: [{ type: "debian" }], disk: [{ datastore_id: "local", size: 4 }], initialization: [{ hostname: "dns" }] };

/** What a reader of the code should find there, and what not. */
export const examples: readonly Example[] = [
  {
    shows: "only what differs from the defaults, but where disks, cards and ports are",
    guest: virtualMachine({
      name: "web", onboot: 0, scsihw: "virtio-scsi-pci", cores: 1, sockets: 1, numa: 0, serial0: "socket",
      scsi0: "local-lvm:vm-100-disk-0,size=8G", net0: "virtio=BC:24:11:00:00:01,bridge=vmbr0",
    }),
    config: {
      vm_id: 100, node_name: "pve", operating_system: [{ type: "l26" }], name: "web", serial_device: [{ device: "socket" }],
      disk: [{ interface: "scsi0", datastore_id: "local-lvm", size: 8 }], network_device: [{ bridge: "vmbr0", mac_address: "BC:24:11:00:00:01" }],
    },
    ignore: [],
  },
  {
    shows: "the whole of a block of which something is said, as far as a reader needs it",
    guest: virtualMachine({
      cores: 1, cpu: "host", balloon: 256, efidisk0: "local-lvm:vm-100-disk-1,efitype=4m,size=4M", tpmstate0: "local-lvm:vm-100-disk-2,version=v1.2",
      ide2: "local-lvm:vm-100-cloudinit,media=cdrom", ciuser: "kim",
    }),
    config: {
      ...machine, cpu: [{ cores: 1, type: "host" }], memory: [{ dedicated: 512, floating: 256 }], efi_disk: [{ datastore_id: "local-lvm", type: "4m" }],
      tpm_state: [{ datastore_id: "local-lvm", version: "v1.2" }],
      initialization: [{ datastore_id: "local-lvm", interface: "ide2", user_account: [{ username: "kim" }] }],
    },
    ignore: [],
  },
  {
    shows: "a default that the provider wants to see said beside another value",
    guest: virtualMachine({ cores: 2, hugepages: "2" }),
    config: { ...machine, cpu: [{ cores: 2, numa: false }], memory: [{ dedicated: 512, hugepages: "2" }] },
    ignore: [],
  },
  {
    shows: "nothing of a word that the provider understands at the beginning only",
    guest: virtualMachine({ "amd-sev": "kernel-hashes=1,es" }),
    config: { ...machine, amd_sev: [{ allow_smt: false, kernel_hashes: true }] },
    ignore: ["amd_sev[0].type"],
  },
  {
    shows: "numbers as the provider prints them",
    guest: virtualMachine({ net0: "virtio=BC:24:11:00:00:01,bridge=vmbr0,trunks=10;024" }),
    config: { ...machine, network_device: [{ bridge: "vmbr0", mac_address: "BC:24:11:00:00:01", trunks: "10;24" }] },
    ignore: [],
  },
  {
    shows: "no password",
    guest: virtualMachine({ ciuser: "kim", cipassword: "**********" }),
    config: { ...machine, initialization: [{ datastore_id: "", user_account: [{ username: "kim" }] }] },
    ignore: ["initialization[0].user_account[0].password"],
  },
  {
    shows: "the format where the file names one, the path where there is no storage",
    guest: virtualMachine({ scsi0: "local:100/vm-100-disk-0.qcow2,size=8G", scsi1: "tank:vm-100-disk-0,size=8G", scsi2: "/dev/disk/by-id/ata-X,size=8G" }),
    config: {
      ...machine,
      disk: [
        { interface: "scsi0", datastore_id: "local", file_format: "qcow2", size: 8 },
        { interface: "scsi1", datastore_id: "tank", size: 8 },
        { interface: "scsi2", datastore_id: "", path_in_datastore: "/dev/disk/by-id/ata-X", size: 8 },
      ],
    },
    ignore: [],
  },
  {
    shows: "the ROM bar only where it is off",
    guest: virtualMachine({ hostpci0: "0000:01:00.0", hostpci1: "0000:02:00.0,rombar=0" }),
    config: {
      ...machine,
      hostpci: [
        { device: "hostpci0", id: "0000:01:00.0" },
        { device: "hostpci1", id: "0000:02:00.0", rombar: false },
      ],
    },
    ignore: [],
  },
  {
    shows: "the truth where Read leaves a device out, and ignores it",
    guest: virtualMachine({
      numa: 1, efidisk0: "local-lvm:vm-100-disk-1,format=raw", tpmstate0: "local-lvm:vm-100-disk-2,version=v2.0", "amd-sev": "std,allow-smt=1",
      ide2: "local:iso/debian.iso,media=cdrom",
    }),
    config: {
      ...machine, cpu: [{ cores: 1, numa: true }], efi_disk: [{ datastore_id: "local-lvm" }], tpm_state: [{ datastore_id: "local-lvm" }], amd_sev: [{}],
      cdrom: [{ file_id: "local:iso/debian.iso", interface: "ide2" }],
    },
    ignore: ["cpu", "amd_sev", "efi_disk", "tpm_state", "cdrom"],
  },
  {
    shows: "no CD drive that the provider would refuse",
    guest: virtualMachine({ ide2: "/dev/sr0,media=cdrom", scsi0: "local-lvm:vm-100-disk-0,size=8G" }),
    config: { ...machine, disk: [{ interface: "scsi0", datastore_id: "local-lvm", size: 8 }] },
    ignore: [],
  },
  {
    shows: "no list that holds a card the provider would refuse",
    guest: virtualMachine({ net0: "ne2k_pci=BC:24:11:00:00:01,bridge=vmbr0", net1: "virtio=BC:24:11:00:00:02,bridge=vmbr0" }),
    config: machine,
    ignore: [],
  },
  {
    shows: "no longer list than the provider takes",
    guest: virtualMachine(Object.fromEntries(Array.from({ length: 9 }, (_, number) => [`virtiofs${number}`, `share${number}`]))),
    config: machine,
    ignore: ["virtiofs"],
  },
  {
    shows: "a container in a few lines",
    guest: container({ cores: 1, cpulimit: "2", swap: 256, net0: "name=eth0,bridge=vmbr0,ip=dhcp", net1: "name=eth1,bridge=vmbr1,ip6=auto" }),
    config: {
      ...box, cpu: [{ cores: 1, limit: 2 }], memory: [{ dedicated: 512, swap: 256 }],
      network_interface: [{ name: "eth0", bridge: "vmbr0" }, { name: "eth1", bridge: "vmbr1" }],
      initialization: [{ hostname: "dns", ip_config: [{ ipv4: [{ address: "dhcp" }] }, { ipv6: [{ address: "auto" }] }] }],
    },
    ignore: [],
  },
  {
    shows: "nothing of a console that says its defaults aloud, and ignores it",
    guest: container({ console: 1 }),
    config: box,
    ignore: ["console"],
  },
  {
    shows: "no addresses of cards that cannot be written",
    guest: container(Object.fromEntries(Array.from({ length: 11 }, (_, number) => [`net${number}`, `name=eth${number},bridge=vmbr0${number === 3 ? ",ip=dhcp" : ""}`]))),
    config: box,
    ignore: ["network_interface", "initialization[0].ip_config"],
  },
];

/** Guests that cannot be imported as they are. */
export const refusedGuests: readonly Refused[] = [
  { shows: "a memory of an old spelling", at: "memory", guest: virtualMachine({ memory: "current=2048" }) },
  { shows: "a rate with a fraction", at: "disk", guest: virtualMachine({ scsi1: "local-lvm:vm-100-disk-0,mbps_rd=150.5" }) },
  { shows: "a range of trunks", at: "network_device", guest: virtualMachine({ net1: "virtio=BC:24:11:00:00:01,trunks=10;20;30-35" }) },
  { shows: "a downtime, which comes as text", at: "migrate_downtime", guest: virtualMachine({ migrate_downtime: "0.1" }) },
  { shows: "SMBIOS text that is not base64", at: "smbios", guest: virtualMachine({ smbios1: "manufacturer=Acme Inc." }) },
  ...["0", "no"].map((off) => ({ shows: "ACLs without extended attributes", at: "virtiofs", guest: virtualMachine({ virtiofs0: `share,expose-acl=1,expose-xattr=${off}` }) })),
  { shows: "an EFI disk whose volume stands last", at: "efi_disk", guest: virtualMachine({ efidisk0: "efitype=4m,local-lvm:vm-100-disk-1" }) },
  {
    shows: "two cloud-init drives",
    at: "initialization",
    guest: virtualMachine({ ide2: "local-lvm:vm-100-cloudinit,media=cdrom", scsi2: "tank:vm-100-cloudinit,media=cdrom" }),
  },
  { shows: "a range of VLANs that a container's card takes", at: "network_interface", guest: container({ net0: "name=eth0,bridge=vmbr0,trunks=10;20-30" }) },
  { shows: "a path with a colon", at: "disk", guest: virtualMachine({ scsi0: "/dev/disk/by-id/usb-Stick:0" }) },
  { shows: "a quote in a packed value", at: "network_device", guest: virtualMachine({ net0: 'virtio=BC:24:11:00:00:01,bridge="' }) },
  // A container's API answers a value that Proxmox VE does not accept as it stands, as text.
  ...["cores", "sockets", "vcpus", "cpuunits"].map((key) => ({ shows: `${key} that come as text`, at: "cpu", guest: virtualMachine({ [key]: "2" }) })),
  ...["cores", "cpuunits"].map((key) => ({ shows: `a container's ${key} that come as text`, at: "cpu", guest: container({ [key]: "2" }) })),
  ...["memory", "swap"].map((key) => ({ shows: `a container's ${key} that comes as text`, at: "memory", guest: container({ [key]: "12" }) })),
  { shows: "terminals that come as text", at: "console", guest: container({ tty: "9" }) },
  { shows: "a container's CPUs that come as text", at: "cpu", guest: { ...container({ cpulimit: "1.5" }), state: { cpus: "1.5" } } },
];

const topOf = (path: string) => path.split(/[.[]/)[0]!;

/** Where we write an example in another way. */
export function exampleProblems({ guest: one, config, ignore }: Example, only?: Only): string[] {
  const looksAt = (path: string) => only === undefined || only.has(topOf(path));
  const written = writeGuest(one);
  const names = [...new Set([...Object.keys(config), ...Object.keys(written.config)])].filter(looksAt);
  const differing = names.filter((name) => !sameValue(written.config[name] ?? null, config[name] ?? null)).map((name) => `${name}: ${JSON.stringify(written.config[name])}`);
  const ours = written.ignore.map(({ path }) => path).filter((path) => looksAt(path) && !/^timeout_/.test(path));
  const same = [...ours].sort().join() === ignore.filter(looksAt).sort().join();
  return same ? differing : [...differing, `ignored ${ours.join(", ") || "nothing"}`];
}

/** Nothing where Read fails, as it must. */
export function refusalProblems({ guest: one, shows }: Refused): string[] {
  try {
    readBack(one);
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
  return [`${shows} is read`];
}
