import type { GuestType } from "../../../lib/pve/address";
import { catalog } from "../../../lib/schema/catalog";
import { nameOfClaim } from "../../../lib/schema/coverage";
import { placesOf } from "../../../lib/schema/places";
import { toProps, toTerraform } from "../../../lib/schema/props";
import { readBack, sameValue, type ReadableGuest, type State } from "../../../lib/schema/read-back";
import { Refusal } from "../../../lib/schema/shape";
import { writeGuest, type Writing } from "../../../lib/schema/write";
import type { Only } from "./check";

/** A guest that shows how we write, and all that is written of it. */
export interface Example {
  readonly shows: string;
  readonly guest: ReadableGuest;
  readonly config: State;
  /** A container's timeouts aside. */
  readonly ignore: readonly string[];
  /** By path, where that tells what nothing else does: the reason for an entry of `ignore`, */
  readonly why?: Readonly<Record<string, string>>;
  /** a note, */
  readonly notes?: Readonly<Record<string, string>>;
  /** an old key whose meaning is said there, */
  readonly says?: Readonly<Record<string, string>>;
  /** what a construct makes of it. */
  readonly built?: State;
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
const uuid = "0c83b7cd-0000-4000-8000-000000000100";
const virtualMachine = (config: Readonly<Record<string, unknown>>) =>
  guest("qemu", { ostype: "l26", scsihw: "virtio-scsi-single", cpu: "qemu64", memory: "512", balloon: 0, boot: "order=net0", smbios1: `uuid=${uuid}`, ...config });
const container = (config: Readonly<Record<string, unknown>>) =>
  guest("lxc", { hostname: "dns", ostype: "debian", memory: 512, swap: 0, rootfs: "local:100/vm-100-disk-0.raw,size=4G", ...config });

const machine = { vm_id: 100, node_name: "pve", operating_system: [{ type: "l26" }], scsi_hardware: "virtio-scsi-single", boot_order: ["net0"], smbios: [{ uuid }] };
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
      vm_id: 100, node_name: "pve", operating_system: [{ type: "l26" }], name: "web", serial_device: [{ device: "socket" }], boot_order: ["net0"], smbios: [{ uuid }],
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
    config: { ...machine, cpu: [{ cores: 2, numa: false }], memory: [{ dedicated: 512, hugepages: "2", floating: 0 }] },
    ignore: [],
  },
  {
    shows: "a word that the provider understands at the beginning only, and what holds where there is none",
    guest: virtualMachine({ "amd-sev": "kernel-hashes=1,es" }),
    config: { ...machine, amd_sev: [{ type: "es", kernel_hashes: true }] },
    ignore: ["amd_sev[0].type", "amd_sev[0].allow_smt"],
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
      ...machine, cpu: [{ cores: 1, numa: true }], efi_disk: [{ datastore_id: "local-lvm" }], tpm_state: [{ datastore_id: "local-lvm" }], amd_sev: [{ type: "std" }],
      cdrom: [{ file_id: "local:iso/debian.iso", interface: "ide2" }],
    },
    ignore: ["cpu", "amd_sev", "efi_disk", "tpm_state", "cdrom"],
  },
  {
    shows: "no CD drive that the provider would refuse",
    guest: virtualMachine({ ide2: "/srv/debian.iso,media=cdrom", scsi0: "local-lvm:vm-100-disk-0,size=8G" }),
    config: { ...machine, disk: [{ interface: "scsi0", datastore_id: "local-lvm", size: 8 }] },
    ignore: [],
  },
  {
    shows: "the node's own drive in the provider's word",
    guest: virtualMachine({ ide2: "/dev/sr0,media=cdrom" }),
    config: { ...machine, cdrom: [{ file_id: "cdrom", interface: "ide2" }] },
    ignore: ["cdrom"],
  },
  {
    shows: "an empty CD drive, and of several one that holds something",
    guest: virtualMachine({ sata0: "none,media=cdrom", scsi2: "local:iso/debian.iso,media=cdrom" }),
    config: { ...machine, cdrom: [{ file_id: "local:iso/debian.iso", interface: "scsi2" }] },
    ignore: ["cdrom"],
  },
  {
    shows: "a hard disk where the provider looks for a CD drive",
    guest: virtualMachine({ ide3: "local-lvm:vm-100-disk-0,size=8G", sata1: "none,media=cdrom" }),
    config: { ...machine, disk: [{ interface: "ide3", datastore_id: "local-lvm", size: 8 }], cdrom: [{ file_id: "none", interface: "sata1" }] },
    ignore: ["cdrom"],
  },
  {
    shows: "no CD drive where the cloud-init drive is on its slot",
    guest: virtualMachine({ ide3: "local-lvm:vm-100-cloudinit,media=cdrom" }),
    config: { ...machine, initialization: [{ datastore_id: "local-lvm", interface: "ide3" }] },
    ignore: ["cdrom"],
  },
  {
    shows: "a cloud-init drive that carries another number",
    guest: virtualMachine({ ide2: "local-lvm:vm-999-cloudinit,media=cdrom", ciuser: "kim" }),
    config: { ...machine, initialization: [{ datastore_id: "local-lvm", interface: "ide2", user_account: [{ username: "kim" }] }] },
    ignore: ["initialization[0].datastore_id", "initialization[0].interface"],
  },
  {
    shows: "the nearest model of a card that the provider would refuse, and the card beside it",
    guest: virtualMachine({ net0: "ne2k_pci=BC:24:11:00:00:01,bridge=vmbr0", net1: "virtio=BC:24:11:00:00:02,bridge=vmbr0", net2: "e1000-82545em=BC:24:11:00:00:03,bridge=vmbr0" }),
    config: {
      ...machine,
      network_device: [
        { bridge: "vmbr0", mac_address: "BC:24:11:00:00:01", model: "rtl8139" },
        { bridge: "vmbr0", mac_address: "BC:24:11:00:00:02" },
        { bridge: "vmbr0", mac_address: "BC:24:11:00:00:03", model: "e1000" },
      ],
    },
    ignore: ["network_device[0].model", "network_device[2].model"],
  },
  {
    shows: "every card where the numbers have a gap",
    guest: virtualMachine({ net0: "virtio=BC:24:11:00:00:01,bridge=vmbr0", net2: "virtio=BC:24:11:00:00:02,bridge=vmbr1" }),
    config: { ...machine, network_device: [{ bridge: "vmbr0", mac_address: "BC:24:11:00:00:01" }, { bridge: "vmbr1", mac_address: "BC:24:11:00:00:02" }] },
    ignore: ["network_device", "ipv4_addresses", "ipv6_addresses", "network_interface_names"],
    notes: { network_device: "the numbers of its cards have a gap, which plain Terraform would fill with any change of the guest; pmpc apply leaves the cards as they are: change them in Proxmox VE, or close the gap there" },
  },
  {
    shows: "a card with something that the provider takes for its model",
    guest: virtualMachine({ net0: "virtio=BC:24:11:00:00:01,bridge=vmbr0,host-tunnel=1" }),
    config: { ...machine, network_device: [{ bridge: "vmbr0", mac_address: "BC:24:11:00:00:01" }] },
    ignore: ["network_device[0].model", "network_device[0].mac_address"],
  },
  {
    shows: "flags in other words",
    guest: virtualMachine({ scsi0: "local-lvm:vm-100-disk-0,size=8G,ssd=on,backup=no", net0: "virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=yes", agent: "enabled=on", usb0: "host=1-2,usb3=true" }),
    config: {
      ...machine, agent: [{ enabled: true }],
      disk: [{ interface: "scsi0", datastore_id: "local-lvm", size: 8, backup: false, ssd: true }],
      network_device: [{ bridge: "vmbr0", mac_address: "BC:24:11:00:00:01", firewall: true }],
      usb: [{ host: "1-2", usb3: true }],
    },
    ignore: ["agent", "disk[0].ssd", "network_device[0].firewall", "usb[0].usb3"],
  },
  {
    shows: "what Proxmox VE takes where it has no key",
    guest: guest("qemu", { cores: 2, watchdog: "ib700", tpmstate0: "local-lvm:vm-100-disk-1", vga: "memory=32" }),
    config: {
      vm_id: 100, node_name: "pve", operating_system: [{ type: "other" }], scsi_hardware: "lsi", cpu: [{ cores: 2, type: "kvm64" }], memory: [{ dedicated: 512 }],
      watchdog: [{ model: "ib700", action: "reset", enabled: true }], tpm_state: [{ datastore_id: "local-lvm", version: "v1.2" }], vga: [{ memory: 32 }], smbios: [{ uuid: "00000000-0000-0000-0000-000000000000" }],
    },
    ignore: ["operating_system[0].type", "scsi_hardware", "cpu[0].type", "memory[0].dedicated", "watchdog[0].action", "tpm_state", "vga[0].type"],
    why: {
      "operating_system[0].type": "without ostype, Proxmox VE takes other; the provider reads nothing",
      "memory[0].dedicated": "without memory, Proxmox VE takes 512; the provider reads 0",
    },
    notes: { scsi_hardware: "scsihw is not set: adopt the guest with pmpc apply, because plain Terraform would send virtio-scsi-pci with its first change, and restart it" },
    built: { memory: [{ dedicated: 512, floating: 512 }] },
  },
  ...[["EPYC-Turin", "EPYC-Genoa"], ["GraniteRapids-v3", "SapphireRapids"], ["SierraForest-v2", "x86-64-v3"]].map(
    ([type, near]): Example => ({
      shows: `the nearest processor of ${type}, a family that the provider does not know`,
      guest: virtualMachine({ cpu: type, cores: 2 }),
      config: { ...machine, cpu: [{ cores: 2, type: near! }] },
      ignore: ["cpu[0].type"],
    }),
  ),
  {
    shows: "features of a container that are on in other words, by name",
    guest: container({ features: "fuse=on" }),
    config: { ...box, features: [{ fuse: true }] },
    ignore: ["features"],
    why: { features: "features fuse is on in Proxmox VE; the provider reads nothing" },
  },
  {
    shows: "what Proxmox VE boots from where it is told no devices",
    guest: virtualMachine({
      boot: "ndc", bootdisk: "virtio1", virtio0: "local-lvm:vm-100-disk-0,size=8G", virtio1: "local-lvm:vm-100-disk-1,size=8G", ide0: "none,media=cdrom",
      net0: "virtio=BC:24:11:00:00:01,bridge=vmbr0", net1: "virtio=BC:24:11:00:00:02,bridge=vmbr0",
    }),
    config: {
      ...machine, boot_order: ["net0", "net1", "ide0", "virtio1"], cdrom: [{ file_id: "none", interface: "ide0" }],
      disk: [{ interface: "virtio0", datastore_id: "local-lvm", size: 8 }, { interface: "virtio1", datastore_id: "local-lvm", size: 8 }],
      network_device: [{ bridge: "vmbr0", mac_address: "BC:24:11:00:00:01" }, { bridge: "vmbr0", mac_address: "BC:24:11:00:00:02" }],
    },
    ignore: ["boot_order", "cdrom"],
    says: { boot_order: "bootdisk" },
  },
  {
    shows: "a machine that is booted from nothing, and cloud-init without a drive",
    guest: virtualMachine({ boot: "c", scsi0: "local-lvm:vm-100-disk-0,size=8G", ciuser: "kim" }),
    config: {
      ...machine, boot_order: null, disk: [{ interface: "scsi0", datastore_id: "local-lvm", size: 8 }],
      initialization: [{ datastore_id: "", user_account: [{ username: "kim" }] }],
    },
    ignore: [],
    notes: {
      boot_order: "boot: Proxmox VE boots it from nothing, which the provider cannot say",
      initialization: "cloudInit: it has settings and no drive, which the provider cannot make: to make this guest again, give it a storage",
    },
  },
  {
    shows: "what follows from the graphics card, which nothing needs to say",
    guest: virtualMachine({ vga: "serial0", serial0: "socket", tablet: 0 }),
    config: { ...machine, serial_device: [{ device: "socket" }], vga: [{ type: "serial0" }] },
    ignore: [],
    built: { tablet_device: false },
  },
  {
    shows: "memory of which Read tells nothing, for its balloon, and as much of the graphics card's as it has anyway",
    guest: guest("qemu", { ostype: "l26", scsihw: "virtio-scsi-single", cpu: "qemu64", memory: "512", boot: "order=net0", smbios1: `uuid=${uuid}`, vga: "virtio,memory=256" }),
    config: { ...machine, memory: [{ dedicated: 512 }], vga: [{ type: "virtio" }] },
    ignore: ["memory"],
    built: { memory: [{ dedicated: 512, floating: 512 }] },
  },
  {
    shows: "that nobody set the memory of the graphics card",
    guest: virtualMachine({ vga: "virtio", tablet: 0, audio0: "device=AC97" }),
    config: { ...machine, vga: [{ type: "virtio" }], tablet_device: false, audio_device: [{ device: "AC97" }] },
    ignore: ["audio_device[0].driver"],
    why: { "audio_device[0].driver": "without audio0 driver, Proxmox VE takes spice; the provider reads nothing" },
    built: { vga: [{ type: "virtio", memory: 256 }] },
  },
  {
    shows: "the machine and the graphics card of an old Windows, and no UUID beside other texts",
    guest: virtualMachine({ ostype: "wxp", smbios1: "manufacturer=QUNNRQ==,base64=1" }),
    config: {
      ...machine, operating_system: [{ type: "wxp" }], machine: "pc-i440fx-5.1", vga: [{ type: "cirrus" }],
      smbios: [{ manufacturer: "ACME", uuid: "00000000-0000-0000-0000-000000000000" }],
    },
    ignore: ["machine", "vga", "smbios[0].uuid"],
  },
  {
    shows: "the version of the machine that Windows was made with",
    guest: virtualMachine({ ostype: "win11", machine: "q35", meta: "creation-qemu=9.2.0,ctime=1731847210" }),
    config: { ...machine, operating_system: [{ type: "win11" }], machine: "pc-q35-9.2" },
    ignore: ["machine"],
  },
  {
    shows: "old spellings",
    guest: virtualMachine({ smp: 4, startup: "5,up=30", scsi0: "volume=local-lvm:vm-100-disk-0,size=8G", tags: "web db,Prod", nameserver: "192.0.2.1,192.0.2.2" }),
    config: {
      ...machine, cpu: [{ cores: 1, sockets: 4 }], startup: [{ order: 5, up_delay: 30 }], disk: [{ interface: "scsi0", datastore_id: "local-lvm", size: 8 }],
      tags: ["Prod", "db", "web"], initialization: [{ datastore_id: "", dns: [{ servers: ["192.0.2.1", "192.0.2.2"] }] }],
    },
    ignore: ["cpu", "startup[0].order", "disk[0].datastore_id", "tags", "initialization[0].dns[0].servers"],
    says: { cpu: "smp" },
  },
  {
    shows: "the nearest value that the provider takes",
    guest: virtualMachine({
      machine: "pc-q35-9.2,viommu=intel", cpu: "Icelake-Server-v7", cores: 4000, hotplug: "network,disk,cloudinit", nameserver: "192.0.2.1 ns.example.com",
      scsi0: "local-lvm:vm-100-disk-0,size=528M", serial1: "socket",
    }),
    config: {
      ...machine, machine: "pc-q35-9.2", cpu: [{ cores: 2304, type: "Icelake-Server-v6" }], hotplug: "network,disk",
      initialization: [{ datastore_id: "", dns: [{ servers: ["192.0.2.1"] }] }], disk: [{ interface: "scsi0", datastore_id: "local-lvm", size: 1 }],
      serial_device: [{ device: "socket" }, { device: "socket" }],
    },
    ignore: ["machine", "cpu[0].cores", "cpu[0].type", "hotplug", "initialization[0].dns[0].servers", "disk[0].size", "serial_device[0].device"],
  },
  {
    shows: "a machine in the provider's order of words",
    guest: virtualMachine({ machine: "viommu=virtio,type=q35" }),
    config: { ...machine, machine: "q35,viommu=virtio" },
    ignore: ["machine"],
  },
  {
    shows: "a device whose path has a colon",
    guest: virtualMachine({ scsi0: "/dev/disk/by-id/usb-Stick-0:0,format=raw,size=8G" }),
    config: { ...machine, disk: [{ interface: "scsi0", datastore_id: "", path_in_datastore: "/dev/disk/by-id/usb-Stick-0:0", file_format: "raw", size: 8 }] },
    ignore: ["disk[0].datastore_id", "disk[0].path_in_datastore"],
  },
  {
    shows: "devices that the provider does not read",
    guest: virtualMachine({ numa: 1, cores: 2, numa0: "cpus=0,memory=256", numa1: "cpus=1,hostnodes=0,memory=256,policy=bind", usb0: "host=1-1", usb5: "spice" }),
    config: {
      ...machine, cpu: [{ cores: 2, numa: true }],
      numa: [{ device: "numa1", cpus: "1", hostnodes: "0", memory: 256, policy: "bind" }, { device: "numa0", cpus: "0", memory: 256 }],
      usb: [{ host: "1-1" }, { host: "spice" }],
    },
    ignore: ["numa", "usb"],
  },
  {
    shows: "the default of an operating system that the provider does not know",
    guest: virtualMachine({ ostype: "bogus" }),
    config: { ...machine, operating_system: [{ type: "other" }] },
    ignore: ["operating_system[0].type"],
  },
  {
    shows: "no longer list than the provider takes",
    guest: virtualMachine(Object.fromEntries(Array.from({ length: 9 }, (_, number) => [`virtiofs${number}`, `share${number}`]))),
    config: { ...machine, virtiofs: Array.from({ length: 8 }, (_, number) => ({ mapping: `share${number}` })) },
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
    shows: "no more cards than the provider takes, and their addresses",
    guest: container(Object.fromEntries(Array.from({ length: 11 }, (_, number) => [`net${number}`, `name=eth${number},bridge=vmbr0${number === 3 ? ",ip=dhcp" : ""}`]))),
    config: {
      ...box, initialization: [{ hostname: "dns", ip_config: [{ ipv4: [{ address: "dhcp" }] }] }],
      network_interface: Array.from({ length: 10 }, (_, number) => ({ name: `eth${number}`, bridge: "vmbr0" })),
    },
    ignore: ["network_interface", "initialization[0].ip_config"],
  },
  {
    shows: "what Proxmox VE takes where a container has no key",
    guest: guest("lxc", { hostname: "dns", rootfs: "tank:subvol-100-disk-0,size=512M" }),
    config: { node_name: "pve", disk: [{ datastore_id: "tank", size: 1 }], memory: [{ dedicated: 512 }], initialization: [{ hostname: "dns" }] },
    ignore: ["operating_system", "memory[0].dedicated", "disk[0].size"],
    why: { "memory[0].dedicated": "without memory, Proxmox VE takes 512; the provider reads 0" },
  },
  {
    shows: "zeros that count as nothing to Proxmox VE",
    guest: container({ cores: 0, memory: 0 }),
    config: { ...box, memory: [{ dedicated: 512 }] },
    ignore: ["cpu", "memory[0].dedicated"],
    why: { cpu: "cores is 0, which is none to Proxmox VE", "memory[0].dedicated": "memory 0 is 512 to Proxmox VE; the provider reads 0" },
  },
  {
    shows: "no size of a root disk that has none, and the cards without an address before one that has some",
    guest: container({ rootfs: "local:100/vm-100-disk-0.raw", net0: "name=eth0,bridge=vmbr0", net2: "name=eth2,bridge=vmbr0,ip=dhcp" }),
    config: {
      ...box, disk: [{ datastore_id: "local" }], network_interface: [{ name: "eth0", bridge: "vmbr0" }, { name: "eth2", bridge: "vmbr0" }],
      initialization: [{ hostname: "dns", ip_config: [{ ipv4: [{ address: "dhcp" }] }] }],
    },
    ignore: ["disk[0].size", "initialization[0].ip_config"],
    notes: { network_interface: "net2 becomes net1 in a guest that is made again: the provider counts without gaps" },
    built: { initialization: [{ hostname: "dns", ip_config: [{ ipv4: [{ address: "manual" }] }, { ipv4: [{ address: "dhcp" }] }] }] },
  },
  {
    shows: "of a list or a map what the provider takes",
    guest: container({ env: "A=1\0b-c=2\0D=", features: "nesting=1,mount=nfs;fuse", nameserver: "fe80::1%eth0 192.0.2.1", startup: "3", mp0: "volume=tank:subvol-100-disk-1,mp=/srv,size=0T" }),
    config: {
      ...box, environment_variables: { A: "1", D: "" }, features: [{ nesting: true, mount: ["nfs"] }], startup: [{ order: 3 }],
      initialization: [{ hostname: "dns", dns: [{ servers: ["192.0.2.1"] }] }], mount_point: [{ volume: "tank:subvol-100-disk-1", path: "/srv" }],
    },
    ignore: ["environment_variables", "features[0].mount", "initialization[0].dns[0].servers", "startup[0].order", "mount_point[0].volume", "mount_point[0].size"],
  },
  {
    shows: "no distribution that the provider does not know, and no cores where the container has all",
    guest: container({ ostype: "openeuler", cpulimit: "2", arch: "riscv64" }),
    config: { node_name: "pve", disk: box.disk, initialization: box.initialization, cpu: [{ limit: 2 }] },
    ignore: ["operating_system", "cpu[0].architecture"],
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
  // A container's API answers a value that Proxmox VE does not accept as it is, as text.
  ...["cores", "sockets", "vcpus", "cpuunits"].map((key) => ({ shows: `${key} that come as text`, at: "cpu", guest: virtualMachine({ [key]: "2" }) })),
  ...["cores", "cpuunits"].map((key) => ({ shows: `a container's ${key} that come as text`, at: "cpu", guest: container({ [key]: "2" }) })),
  ...["memory", "swap"].map((key) => ({ shows: `a container's ${key} that comes as text`, at: "memory", guest: container({ [key]: "12" }) })),
  { shows: "terminals that come as text", at: "console", guest: container({ tty: "9" }) },
  { shows: "a root disk without a volume", at: "disk", guest: container({ rootfs: "size=8G" }) },
  { shows: "a container's CPUs that come as text", at: "cpu", guest: { ...container({ cpulimit: "1.5" }), state: { cpus: "1.5" } } },
];

const topOf = (path: string) => path.split(/[.[]/)[0]!;

/** Where we write an example in another way. */
export function exampleProblems(example: Example, only?: Only): string[] {
  const { guest: one, config, ignore } = example;
  const looksAt = (path: string) => only === undefined || only.has(topOf(path));
  const written = writeGuest(one);
  const names = [...new Set([...Object.keys(config), ...Object.keys(written.config)])].filter(looksAt);
  const differing = names.filter((name) => !sameValue(written.config[name] ?? null, config[name] ?? null)).map((name) => `${name}: ${JSON.stringify(written.config[name])}`);
  const ours = written.ignore.map(({ path }) => path).filter((path) => looksAt(path) && !/^timeout_/.test(path));
  const same = [...ours].sort().join() === ignore.filter(looksAt).sort().join();
  return [...(same ? differing : [...differing, `ignored ${ours.join(", ") || "nothing"}`]), ...furtherProblems(example, written, looksAt)];
}

function furtherProblems({ guest: one, why = {}, notes = {}, says = {}, built = {} }: Example, written: Writing, looksAt: (path: string) => boolean): string[] {
  const table = catalog[one.type];
  const config = toTerraform(table, toProps(table, written.config, placesOf(one)));
  const reasons = new Map(written.ignore.map(({ path, why: reason }) => [path, reason]));
  const unsaid = written.claims.filter(({ outcome }) => outcome === "notSaid").map(nameOfClaim);
  const own = <T>(wanted: Readonly<Record<string, T>>) => Object.entries(wanted).filter(([path]) => looksAt(path));
  return [
    ...own(why).flatMap(([path, reason]) => (reasons.get(path) === reason ? [] : [`${path}: ${reasons.get(path)}`])),
    ...own(notes).flatMap(([, note]) => (written.notes.includes(note) ? [] : [`notes ${written.notes.join("; ")}`])),
    ...own(says).flatMap(([, key]) => (unsaid.includes(key) ? [`unsaid ${key}`] : [])),
    ...own(built).flatMap(([name, value]) => (sameValue(config[name] ?? null, value) ? [] : [`built ${name}: ${JSON.stringify(config[name])}`])),
  ];
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
