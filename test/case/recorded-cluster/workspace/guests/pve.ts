// Written by pmpc. Every import updates this file until you edit it; then it is yours.
import { Container, Image, Size, VirtualMachine } from "pmpc";
import type { PveCluster } from "../cluster";

const sshKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ7m2QhT4kq0o5tWc3s8Vw2u9yB1xZrE6nLpD0fGaHbM kim@desk";

export function pveGuests(cluster: PveCluster) {
  // ---- virtual machines ----

  new VirtualMachine(cluster, "opnsense", {
    vmId: 100,
    node: cluster.pve,
    adopt: true,
    onBoot: true,
    startup: { order: 1, upDelay: 60 },
    agent: true,
    cpu: { cores: 2, type: "host" },
    memory: { dedicated: Size.gibibytes(2), floating: Size.mebibytes(0) },
    scsiHardware: "virtio-scsi-single",
    disks: [{ interface: "scsi0", storage: cluster.localLvm, size: Size.gibibytes(16), ioThread: true }],
    bootOrder: ["scsi0"],
    networkDevices: [
      { bridge: cluster.vmbr0, macAddress: "BC:24:11:39:56:8D", queues: 2 },
      { bridge: cluster.vmbr1, macAddress: "BC:24:11:03:D0:BD", queues: 2 },
    ],
    serialDevices: ["socket"],
    smbios: { uuid: "9b9adfa3-daa9-4675-a8e6-a4a573eb6e93" },
    description: [
      "Edge firewall.",
      "",
      "WAN on vmbr0, LAN on vmbr1.",
    ].join("\n"),
    tags: ["network"],
  });

  new VirtualMachine(cluster, "homeassistant", {
    vmId: 101,
    node: cluster.pve,
    adopt: true,
    pool: cluster.home,
    onBoot: true,
    startup: { order: 3 },
    agent: true,
    operatingSystem: "l26",
    bios: "ovmf",
    machine: "q35",
    cpu: { cores: 2, type: "x86-64-v2-AES" },
    memory: Size.gibibytes(4),
    disks: [{ interface: "scsi0", storage: cluster.localLvm, size: Size.gibibytes(32), discard: true, ssd: true }],
    efiDisk: { storage: cluster.localLvm, type: "4m" },
    bootOrder: ["scsi0"],
    networkDevices: [{ bridge: cluster.vmbr1, macAddress: "BC:24:11:49:85:97", vlanId: 50 }],
    usbDevices: [{ host: "10c4:ea60" }],
    smbios: { uuid: "8fffdfd6-ab25-4fbd-acb1-9e6dfe5e6e2e" },
    description: "Smart home hub. Zigbee stick on usb0.",
    tags: ["home", "iot"],
  });

  new VirtualMachine(cluster, "nas", {
    vmId: 102,
    node: cluster.pve,
    adopt: true,
    pool: cluster.home,
    onBoot: true,
    startup: { order: 2, upDelay: 30 },
    agent: true,
    operatingSystem: "l26",
    cpu: { cores: 4, type: "host" },
    memory: Size.gibibytes(8),
    scsiHardware: "virtio-scsi-single",
    disks: [
      { interface: "scsi0", storage: cluster.localLvm, size: Size.gibibytes(32), discard: true, ioThread: true, ssd: true },
      { interface: "scsi1", storage: cluster.tank, size: Size.tebibytes(4), backup: false, discard: true, ioThread: true },
    ],
    bootOrder: ["scsi0"],
    networkDevices: [{ bridge: cluster.vmbr1, macAddress: "BC:24:11:40:09:E5" }],
    smbios: { uuid: "62bf9449-5d4a-43e8-a1f4-c45eb69303d6" },
    tags: ["storage"],
  });

  new VirtualMachine(cluster, "k3s-server-1", {
    vmId: 110,
    node: cluster.pve,
    adopt: true,
    pool: cluster.lab,
    onBoot: true,
    agent: true,
    operatingSystem: "l26",
    cpu: { cores: 2, type: "x86-64-v2-AES" },
    memory: Size.gibibytes(4),
    scsiHardware: "virtio-scsi-single",
    disks: [{ interface: "scsi0", storage: cluster.localLvm, size: Size.gibibytes(40), discard: true, ioThread: true, ssd: true }],
    bootOrder: ["scsi0"],
    networkDevices: [{ bridge: cluster.vmbr1, macAddress: "BC:24:11:8F:AF:9E", vlanId: 30 }],
    cloudInit: {
      storage: cluster.localLvm,
      interface: "ide2",
      dns: { domain: "lab.example.net", servers: ["10.30.0.1"] },
      ipConfigs: [{ ipv4: { address: "10.30.0.11/24", gateway: "10.30.0.1" } }],
      userAccount: { keys: [sshKey], username: "kim" },
    },
    serialDevices: ["socket"],
    vga: "serial0",
    smbios: { uuid: "7eed4d4f-bd90-42cd-a332-9da941210b5b" },
    description: "k3s server",
    tags: ["k3s", "lab"],
  });

  new VirtualMachine(cluster, "k3s-agent-1", {
    vmId: 111,
    node: cluster.pve,
    adopt: true,
    pool: cluster.lab,
    onBoot: true,
    agent: true,
    operatingSystem: "l26",
    cpu: { cores: 4, type: "x86-64-v2-AES" },
    memory: Size.gibibytes(8),
    scsiHardware: "virtio-scsi-single",
    disks: [{ interface: "scsi0", storage: cluster.localLvm, size: Size.gibibytes(40), discard: true, ioThread: true, ssd: true }],
    bootOrder: ["scsi0"],
    networkDevices: [{ bridge: cluster.vmbr1, macAddress: "BC:24:11:7D:EE:D6", vlanId: 30 }],
    cloudInit: {
      storage: cluster.localLvm,
      interface: "ide2",
      dns: { domain: "lab.example.net", servers: ["10.30.0.1"] },
      ipConfigs: [{ ipv4: { address: "10.30.0.12/24", gateway: "10.30.0.1" } }],
      userAccount: { keys: [sshKey], username: "kim" },
    },
    serialDevices: ["socket"],
    vga: "serial0",
    smbios: { uuid: "97479692-1ad1-412f-a552-61defcdf6028" },
    description: "k3s agent",
    tags: ["k3s", "lab"],
  });

  new VirtualMachine(cluster, "k3s-agent-2", {
    vmId: 112,
    node: cluster.pve,
    adopt: true,
    pool: cluster.lab,
    onBoot: true,
    agent: true,
    operatingSystem: "l26",
    cpu: { cores: 4, type: "x86-64-v2-AES" },
    memory: Size.gibibytes(8),
    scsiHardware: "virtio-scsi-single",
    disks: [{ interface: "scsi0", storage: cluster.localLvm, size: Size.gibibytes(40), discard: true, ioThread: true, ssd: true }],
    bootOrder: ["scsi0"],
    networkDevices: [{ bridge: cluster.vmbr1, macAddress: "BC:24:11:9B:0C:45", vlanId: 30 }],
    cloudInit: {
      storage: cluster.localLvm,
      interface: "ide2",
      dns: { domain: "lab.example.net", servers: ["10.30.0.1"] },
      ipConfigs: [{ ipv4: { address: "10.30.0.13/24", gateway: "10.30.0.1" } }],
      userAccount: { keys: [sshKey], username: "kim" },
    },
    serialDevices: ["socket"],
    vga: "serial0",
    smbios: { uuid: "d02b2aea-f9b2-4b24-a4b5-c76b9067cfdb" },
    description: "k3s agent",
    tags: ["k3s", "lab"],
  });

  new VirtualMachine(cluster, "win11", {
    vmId: 120,
    node: cluster.pve,
    adopt: true,
    agent: true,
    operatingSystem: "win11",
    bios: "ovmf",
    machine: "pc-q35-9.2",
    cpu: { cores: 4, type: "x86-64-v3" },
    memory: Size.gibibytes(8),
    scsiHardware: "virtio-scsi-single",
    disks: [
      { interface: "scsi0", storage: cluster.localLvm, size: Size.gibibytes(96), cache: "writeback", discard: true, ioThread: true, ssd: true },
    ],
    efiDisk: { storage: cluster.localLvm, type: "4m", preEnrolledKeys: true },
    tpmState: { storage: cluster.localLvm },
    cdrom: { image: Image.fromVolume(cluster, "local:iso/virtio-win-0.1.266.iso"), interface: "ide0" },
    bootOrder: ["scsi0"],
    networkDevices: [{ bridge: cluster.vmbr1, firewall: true, macAddress: "BC:24:11:D1:14:0B", vlanId: 20 }],
    smbios: { uuid: "aeb35742-efcd-4e35-a867-7b32012959db" },
    tags: ["desktop"],
    ignoreChanges: [
      "tpmState", // the provider does not read a TPM whose settings are all its own defaults
      "cdrom", // the provider looks for a CD drive on ide3 only
    ],
  });

  // ---- containers ----

  const adguard = new Container(cluster, "adguard", {
    vmId: 200,
    node: cluster.pve,
    adopt: true,
    onBoot: true,
    unprivileged: true,
    features: { nesting: true },
    operatingSystem: "debian",
    memory: Size.mebibytes(512),
    swap: Size.mebibytes(512),
    rootDisk: { storage: cluster.localLvm, size: Size.gibibytes(4) },
    networkInterfaces: [
      { name: "eth0", bridge: cluster.vmbr1, firewall: true, macAddress: "BC:24:11:2B:98:2F", vlanId: 20, ip: "10.20.0.53/24", gateway: "10.20.0.1" },
    ],
    dns: { servers: ["1.1.1.1"] },
    description: "DNS for the whole house",
    tags: ["network"],
  });

  const caddy = new Container(cluster, "caddy", {
    vmId: 201,
    node: cluster.pve,
    adopt: true,
    onBoot: true,
    unprivileged: true,
    features: { nesting: true },
    operatingSystem: "debian",
    memory: Size.mebibytes(512),
    swap: Size.mebibytes(512),
    rootDisk: { storage: cluster.localLvm, size: Size.gibibytes(4) },
    networkInterfaces: [
      { name: "eth0", bridge: cluster.vmbr1, firewall: true, macAddress: "BC:24:11:71:AF:30", vlanId: 20, ip: "10.20.0.80/24", gateway: "10.20.0.1" },
    ],
    tags: ["web"],
  });

  new Container(cluster, "postgres", {
    vmId: 202,
    node: cluster.pve,
    adopt: true,
    onBoot: true,
    unprivileged: true,
    features: { nesting: true },
    operatingSystem: "debian",
    cpu: { cores: 2 },
    memory: Size.gibibytes(2),
    swap: Size.mebibytes(512),
    rootDisk: { storage: cluster.localLvm, size: Size.gibibytes(8) },
    mountPoints: [{ volume: "tank:subvol-202-disk-0", path: "/var/lib/postgresql", size: Size.gibibytes(64), backup: true }],
    networkInterfaces: [
      { name: "eth0", bridge: cluster.vmbr1, firewall: true, macAddress: "BC:24:11:A6:10:22", vlanId: 20, ip: "10.20.0.32/24", gateway: "10.20.0.1" },
    ],
    tags: ["db"],
  });

  const jellyfin = new Container(cluster, "jellyfin", {
    vmId: 203,
    node: cluster.pve,
    adopt: true,
    onBoot: true,
    unprivileged: true,
    features: { nesting: true },
    operatingSystem: "ubuntu",
    cpu: { cores: 4 },
    memory: Size.gibibytes(4),
    swap: Size.mebibytes(512),
    rootDisk: { storage: cluster.localLvm, size: Size.gibibytes(16) },
    mountPoints: [{ volume: "/tank/media", path: "/media", readOnly: true }],
    networkInterfaces: [{ name: "eth0", bridge: cluster.vmbr1, firewall: true, macAddress: "BC:24:11:86:8F:1E", vlanId: 20, ip: "dhcp" }],
    devices: [{ path: "/dev/dri/renderD128", gid: 104 }],
    description: "Hardware transcoding through dev0.",
    tags: ["media"],
  });

  new Container(cluster, "mosquitto", {
    vmId: 204,
    node: cluster.pve,
    adopt: true,
    onBoot: true,
    unprivileged: true,
    features: { nesting: true },
    operatingSystem: "alpine",
    memory: Size.mebibytes(256),
    rootDisk: { storage: cluster.localLvm, size: Size.gibibytes(2) },
    networkInterfaces: [
      { name: "eth0", bridge: cluster.vmbr1, firewall: true, macAddress: "BC:24:11:4A:B0:18", vlanId: 50, ip: "10.50.0.10/24", gateway: "10.50.0.1" },
    ],
    tags: ["iot"],
  });

  new Container(cluster, "grafana", {
    vmId: 205,
    node: cluster.pve,
    adopt: true,
    onBoot: true,
    unprivileged: true,
    features: { nesting: true },
    operatingSystem: "debian",
    cpu: { cores: 2 },
    memory: Size.gibibytes(1),
    swap: Size.mebibytes(512),
    rootDisk: { storage: cluster.localLvm, size: Size.gibibytes(8) },
    networkInterfaces: [{ name: "eth0", bridge: cluster.vmbr1, firewall: true, macAddress: "BC:24:11:5A:44:D9", vlanId: 20, ip: "dhcp" }],
    tags: ["monitoring"],
  });

  const scratch = new Container(cluster, "scratch", {
    vmId: 206,
    node: cluster.pve,
    adopt: true,
    unprivileged: true,
    features: { nesting: true },
    operatingSystem: "ubuntu",
    cpu: { cores: 2 },
    memory: Size.gibibytes(1),
    swap: Size.mebibytes(512),
    rootDisk: { storage: cluster.localLvm, size: Size.gibibytes(8) },
    networkInterfaces: [{ name: "eth0", bridge: cluster.vmbr1, firewall: true, macAddress: "BC:24:11:96:A3:81", vlanId: 20, ip: "dhcp" }],
    tags: ["lab"],
  });

  // ---- templates ----

  new VirtualMachine(cluster, "ubuntu-24-04", {
    vmId: 9000,
    node: cluster.pve,
    adopt: true,
    template: true,
    agent: true,
    operatingSystem: "l26",
    cpu: { cores: 2, type: "x86-64-v2-AES" },
    memory: Size.gibibytes(2),
    scsiHardware: "virtio-scsi-single",
    disks: [{ interface: "scsi0", storage: cluster.localLvm, size: Size.gibibytes(3), discard: true, ioThread: true, ssd: true }],
    bootOrder: ["scsi0"],
    networkDevices: [{ bridge: cluster.vmbr1, macAddress: "BC:24:11:DD:DB:CD" }],
    cloudInit: { storage: cluster.localLvm, interface: "ide2", ipConfigs: [{ ipv4: "dhcp" }], userAccount: { keys: [sshKey], username: "kim" } },
    serialDevices: ["socket"],
    vga: "serial0",
    smbios: { uuid: "0d681c8f-7765-47c1-ad82-c15a03c23e67" },
    description: "Ubuntu 24.04 cloud image",
    tags: ["template"],
    // scsi0 size 3584M: the provider knows whole GiB only
  });

  return { adguard, caddy, jellyfin, scratch };
}
