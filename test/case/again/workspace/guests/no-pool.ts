// Written by pmpc. Every import updates this file until you edit it; then it is yours.
import { Container, Image, Size, VirtualMachine } from "pmpc";
import type { PveCluster } from "../cluster";

export function noPoolGuests(cluster: PveCluster): void {
  // ---- virtual machines ----

  new VirtualMachine(cluster, "homeassistant", {
    vmId: 101,
    node: cluster.pve,
    adopt: true,
    onBoot: true,
    startup: { order: 4 },
    agent: true,
    operatingSystem: "l26",
    bios: "ovmf",
    machine: "q35",
    cpu: { cores: 2, type: "x86-64-v2-AES" },
    memory: Size.gibibytes(8),
    disks: [{ interface: "scsi0", storage: cluster.localZfs, size: Size.gibibytes(64), cache: "writethrough", discard: true, ssd: true }],
    efiDisk: { storage: cluster.localZfs, type: "4m" },
    bootOrder: ["scsi0"],
    networkDevices: [{ bridge: cluster.vmbr0, macAddress: "BC:24:11:1F:93:C8", vlanId: 50 }],
    usbDevices: [{ host: "10c4:ea60" }],
    smbios: { uuid: "4f8f7a63-0f37-4d02-9b5a-5b1a6a0f7e60" },
    description: [
      "### Home Assistant OS",
      "",
      "- Zigbee: Sonoff dongle (usb0)",
      "- backups go to the NAS every night",
    ].join("\n"),
    tags: ["home", "iot"],
    // localtime 1: the provider does not know it
  });

  new VirtualMachine(cluster, "win11", {
    vmId: 103,
    node: cluster.pve,
    adopt: true,
    agent: { enabled: true, trim: true },
    operatingSystem: "win11",
    bios: "ovmf",
    machine: "pc-q35-10.0",
    cpu: { cores: 6, type: "host" },
    memory: Size.gibibytes(12),
    scsiHardware: "virtio-scsi-single",
    disks: [
      { interface: "scsi0", storage: cluster.localZfs, size: Size.gibibytes(128), cache: "writeback", discard: true, ioThread: true, ssd: true },
    ],
    efiDisk: { storage: cluster.localZfs, type: "4m", preEnrolledKeys: true },
    tpmState: { storage: cluster.localZfs },
    cdrom: { image: Image.fromVolume(cluster, "local:iso/virtio-win-0.1.271.iso"), interface: "ide0" },
    bootOrder: ["scsi0", "ide2"],
    networkDevices: [{ bridge: cluster.vmbr0, firewall: true, macAddress: "BC:24:11:E0:42:9D", vlanId: 20 }],
    vga: { memory: Size.mebibytes(64), type: "virtio" },
    audioDevice: "ich9-intel-hda",
    smbios: { uuid: "1ad1f9a4-2c36-4d05-9f3e-8d2b6c3e7a52" },
    description: "Tax software and the label printer. Start when needed.",
    tags: ["desktop"],
    ignoreChanges: [
      "cdrom", // the provider looks for a CD drive on ide3 only
    ],
    // efidisk0 ms-cert 2023: the provider does not know it
    // ide2 file none: the provider reads a CD drive on ide3 only, and one only
    // bootOrder names ide2, which the code does not have: Proxmox VE refuses that of a guest that is made again, unless it is taken out there
  });

  new VirtualMachine(cluster, "docker", {
    vmId: 120,
    node: cluster.pve,
    adopt: true,
    onBoot: true,
    agent: true,
    operatingSystem: "l26",
    cpu: { cores: 4, type: "x86-64-v2-AES" },
    memory: Size.gibibytes(8),
    scsiHardware: "virtio-scsi-single",
    disks: [
      { interface: "scsi0", storage: cluster.localZfs, size: Size.gibibytes(80), discard: true, ioThread: true },
      { interface: "scsi1", storage: cluster.tank, size: Size.gibibytes(500), backup: false, discard: true, ioThread: true },
    ],
    cdrom: { image: "none", interface: "ide2" },
    bootOrder: ["scsi0", "ide2", "net0"],
    networkDevices: [{ bridge: cluster.vmbr0, firewall: true, macAddress: "BC:24:11:6B:5F:20", vlanId: 20 }],
    smbios: { uuid: "d63f1f9e-7bf1-4d3b-94f4-f86b50b4a0c7" },
    description: "docker compose things that do not deserve a machine of their own",
    ignoreChanges: [
      "cdrom", // the provider looks for a CD drive on ide3 only
    ],
  });

  // ---- containers ----

  new Container(cluster, "jellyfin", {
    vmId: 203,
    node: cluster.pve,
    adopt: true,
    onBoot: true,
    unprivileged: true,
    features: { nesting: true, keyctl: true },
    operatingSystem: "ubuntu",
    cpu: { cores: 4 },
    memory: Size.gibibytes(4),
    swap: Size.mebibytes(512),
    rootDisk: { storage: cluster.localZfs, size: Size.gibibytes(20) },
    mountPoints: [
      { volume: "/mnt/pve/media", path: "/media", readOnly: true },
      { volume: "tank:subvol-203-disk-0", path: "/var/cache/jellyfin", size: Size.gibibytes(50) },
    ],
    networkInterfaces: [
      { name: "eth0", bridge: cluster.vmbr0, firewall: true, macAddress: "BC:24:11:52:0B:96", vlanId: 20, ip: "dhcp", ip6: "dhcp" },
    ],
    devices: [{ path: "/dev/dri/renderD128", gid: 992 }],
    description: "Hardware transcoding on the iGPU. The media comes from the NAS by bind mount.",
    tags: ["media"],
    // lxc.cgroup2.devices.allow c 226:0 rwm, lxc.mount.entry /dev/dri/card0 dev/dri/card0 none bind,optional,create=file: a raw LXC line, which the
    // provider does not know
  });

  new Container(cluster, "mosquitto", {
    vmId: 204,
    node: cluster.pve,
    adopt: true,
    onBoot: true,
    unprivileged: true,
    operatingSystem: "alpine",
    memory: Size.mebibytes(256),
    rootDisk: { storage: cluster.localZfs, size: Size.gibibytes(1) },
    networkInterfaces: [{ name: "eth0", bridge: cluster.vmbr0, macAddress: "BC:24:11:52:0B:18", vlanId: 50, ip: "dhcp" }],
    tags: ["iot"],
  });

  // ---- templates ----

  new VirtualMachine(cluster, "debian-13-cloud", {
    vmId: 9000,
    node: cluster.pve,
    adopt: true,
    template: true,
    agent: true,
    operatingSystem: "l26",
    cpu: { cores: 2, type: "x86-64-v2-AES" },
    memory: Size.gibibytes(2),
    scsiHardware: "virtio-scsi-single",
    disks: [{ interface: "scsi0", storage: cluster.localZfs, size: Size.gibibytes(3), discard: true, ioThread: true, ssd: true }],
    bootOrder: ["scsi0"],
    networkDevices: [{ bridge: cluster.vmbr0, macAddress: "BC:24:11:90:00:01" }],
    cloudInit: {
      storage: cluster.localZfs,
      interface: "ide2",
      ipConfigs: [{ ipv4: "dhcp" }],
      userAccount: { keys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG1pcmEtbm90LWEtcmVhbC1rZXktMDAwMDAwMDAwMDAw mira@laptop"], username: "mira" },
    },
    serialDevices: ["socket"],
    vga: "serial0",
    smbios: { uuid: "f3b1c2d4-58b0-4e0f-9a2b-64b9a6d0c4e1" },
    description: "Debian 13 cloud image, qemu-guest-agent added with virt-customize",
    tags: ["template"],
  });

  new Container(cluster, "debian-base", {
    vmId: 9010,
    node: cluster.pve,
    adopt: true,
    template: true,
    unprivileged: true,
    features: { nesting: true },
    operatingSystem: "debian",
    memory: Size.mebibytes(512),
    swap: Size.mebibytes(512),
    rootDisk: { storage: cluster.localZfs, size: Size.gibibytes(4) },
    networkInterfaces: [{ name: "eth0", bridge: cluster.vmbr0, firewall: true, macAddress: "BC:24:11:52:90:10", vlanId: 20, ip: "dhcp" }],
    description: "base for new containers: users, ssh, unattended-upgrades",
    tags: ["template"],
  });
}
