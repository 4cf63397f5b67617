// Written by pmpc. Every import updates this file until you edit it; then it is yours.
import { Container, Image, Size, VirtualMachine } from "pmpc";
import type { PveCluster } from "../cluster";

const sshKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG1pcmEtbm90LWEtcmVhbC1rZXktMDAwMDAwMDAwMDAw mira@laptop";

export function pveGuests(cluster: PveCluster) {
  // ---- virtual machines ----

  new VirtualMachine(cluster, "opnsense", {
    vmId: 100,
    node: cluster.pve,
    adopt: true,
    pool: cluster.infra,
    onBoot: true,
    startup: { order: 1, upDelay: 60 },
    agent: true,
    cpu: { cores: 2, type: "host" },
    memory: { dedicated: Size.gibibytes(4), floating: Size.mebibytes(0) },
    scsiHardware: "virtio-scsi-single",
    disks: [{ interface: "scsi0", storage: cluster.localZfs, size: Size.gibibytes(32), discard: true, ioThread: true, ssd: true }],
    bootOrder: ["scsi0"],
    networkDevices: [
      { bridge: cluster.vmbr1, macAddress: "BC:24:11:4A:7E:01", queues: 2 },
      { bridge: cluster.vmbr0, macAddress: "BC:24:11:4A:7E:02", queues: 2 },
    ],
    serialDevices: ["socket"],
    smbios: { uuid: "6c0f3c2e-5d0f-4b57-9a65-0d1d8f0c1f11" },
    description: [
      "### OPNsense",
      "",
      "WAN is on **vmbr1** (modem), LAN on vmbr0.",
      "Web: https://192.168.1.1",
    ].join("\n"),
    tags: ["infra"],
  });

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
    memory: Size.gibibytes(6),
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

  new VirtualMachine(cluster, "truenas", {
    vmId: 102,
    node: cluster.pve,
    adopt: true,
    pool: cluster.infra,
    onBoot: true,
    startup: { order: 2, upDelay: 120, downDelay: 180 },
    protection: true,
    agent: true,
    operatingSystem: "l26",
    bios: "ovmf",
    machine: "q35",
    cpu: { cores: 4, type: "host" },
    memory: { dedicated: Size.gibibytes(16), floating: Size.mebibytes(0) },
    scsiHardware: "virtio-scsi-single",
    disks: [{ interface: "scsi0", storage: cluster.localZfs, size: Size.gibibytes(32), discard: true, ioThread: true, ssd: true }],
    efiDisk: { storage: cluster.localZfs, type: "4m" },
    bootOrder: ["scsi0"],
    networkDevices: [{ bridge: cluster.vmbr0, macAddress: "BC:24:11:77:0D:5B", mtu: 1, queues: 4 }],
    pciDevices: [{ slot: "hostpci0", id: "0000:03:00", pcie: true, romBar: false }],
    smbios: { uuid: "0cb8d2cf-91b2-4a0d-a3d5-2f26f7c0ac3d" },
    description: [
      "### TrueNAS",
      "",
      "The HBA goes through to the guest; the pool is **not** visible on the host.",
    ].join("\n"),
    tags: ["infra", "storage"],
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

  new VirtualMachine(cluster, "k3s-server-1", {
    vmId: 110,
    node: cluster.pve,
    adopt: true,
    pool: cluster.k3s,
    onBoot: true,
    startup: { order: 5 },
    agent: true,
    operatingSystem: "l26",
    cpu: { cores: 2, type: "x86-64-v2-AES" },
    memory: Size.gibibytes(4),
    scsiHardware: "virtio-scsi-single",
    disks: [{ interface: "scsi0", storage: cluster.localZfs, size: Size.gibibytes(40), discard: true, ioThread: true, ssd: true }],
    bootOrder: ["scsi0"],
    networkDevices: [{ bridge: cluster.vmbr0, macAddress: "BC:24:11:30:11:0A", vlanId: 30 }],
    cloudInit: {
      storage: cluster.localZfs,
      interface: "ide2",
      dns: { domain: "lab.example.net", servers: ["192.168.20.53"] },
      ipConfigs: [{ ipv4: { address: "192.168.30.11/24", gateway: "192.168.30.1" } }],
      userAccount: { keys: [sshKey], username: "mira" },
      vendorData: Image.fromVolume(cluster, "local:snippets/k3s-vendor.yaml"),
    },
    serialDevices: ["socket"],
    vga: "serial0",
    smbios: { uuid: "cb9f6bb1-bc9e-49e5-a33b-303cd94e0175" },
    description: "linked clone of 9000, set up by ansible (roles/k3s)",
    tags: ["k3s", "lab"],
    // linked clone of template 9000 (debian-13-cloud)
  });

  new VirtualMachine(cluster, "k3s-agent-1", {
    vmId: 111,
    node: cluster.pve,
    adopt: true,
    pool: cluster.k3s,
    onBoot: true,
    startup: { order: 5 },
    agent: true,
    operatingSystem: "l26",
    cpu: { cores: 4, type: "x86-64-v2-AES" },
    memory: Size.gibibytes(8),
    scsiHardware: "virtio-scsi-single",
    disks: [{ interface: "scsi0", storage: cluster.localZfs, size: Size.gibibytes(40), discard: true, ioThread: true, ssd: true }],
    bootOrder: ["scsi0"],
    networkDevices: [{ bridge: cluster.vmbr0, macAddress: "BC:24:11:30:11:0B", vlanId: 30 }],
    cloudInit: {
      storage: cluster.localZfs,
      interface: "ide2",
      dns: { domain: "lab.example.net", servers: ["192.168.20.53"] },
      ipConfigs: [{ ipv4: { address: "192.168.30.12/24", gateway: "192.168.30.1" } }],
      userAccount: { keys: [sshKey], username: "mira" },
      vendorData: Image.fromVolume(cluster, "local:snippets/k3s-vendor.yaml"),
    },
    serialDevices: ["socket"],
    vga: "serial0",
    smbios: { uuid: "3313fa82-10e9-4c36-abe0-f8582d16e162" },
    description: "linked clone of 9000, set up by ansible (roles/k3s)",
    tags: ["k3s", "lab"],
    // linked clone of template 9000 (debian-13-cloud)
  });

  new VirtualMachine(cluster, "k3s-agent-2", {
    vmId: 112,
    node: cluster.pve,
    adopt: true,
    pool: cluster.k3s,
    onBoot: true,
    startup: { order: 5 },
    agent: true,
    operatingSystem: "l26",
    cpu: { cores: 4, type: "x86-64-v2-AES" },
    memory: Size.gibibytes(8),
    scsiHardware: "virtio-scsi-single",
    disks: [{ interface: "scsi0", storage: cluster.localZfs, size: Size.gibibytes(40), discard: true, ioThread: true, ssd: true }],
    bootOrder: ["scsi0"],
    networkDevices: [{ bridge: cluster.vmbr0, macAddress: "BC:24:11:30:11:0C", vlanId: 30 }],
    cloudInit: {
      storage: cluster.localZfs,
      interface: "ide2",
      dns: { domain: "lab.example.net", servers: ["192.168.20.53"] },
      ipConfigs: [{ ipv4: { address: "192.168.30.13/24", gateway: "192.168.30.1" } }],
      userAccount: { keys: [sshKey], username: "mira" },
      vendorData: Image.fromVolume(cluster, "local:snippets/k3s-vendor.yaml"),
    },
    serialDevices: ["socket"],
    vga: "serial0",
    smbios: { uuid: "a89f9019-c2b6-4012-a6c4-6519f04a0cfa" },
    description: "linked clone of 9000, set up by ansible (roles/k3s)",
    tags: ["k3s", "lab"],
    // linked clone of template 9000 (debian-13-cloud)
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

  const adguard = new Container(cluster, "adguard", {
    vmId: 200,
    node: cluster.pve,
    adopt: true,
    onBoot: true,
    startup: { order: 3, upDelay: 15 },
    unprivileged: true,
    features: { nesting: true },
    operatingSystem: "debian",
    rootDisk: { storage: cluster.localZfs, size: Size.gibibytes(4) },
    networkInterfaces: [
      {
        name: "eth0",
        bridge: cluster.vmbr0,
        firewall: true,
        macAddress: "BC:24:11:52:0B:35",
        vlanId: 20,
        ip: "192.168.20.53/24",
        gateway: "192.168.20.1",
        ip6: "auto",
      },
    ],
    dns: { servers: ["9.9.9.9"] },
    description: [
      "DNS for the whole house.",
      "Admin: http://192.168.20.53:3000",
    ].join("\n"),
    tags: ["infra"],
  });

  const caddy = new Container(cluster, "caddy", {
    vmId: 201,
    node: cluster.pve,
    adopt: true,
    onBoot: true,
    startup: { order: 6 },
    unprivileged: true,
    features: { nesting: true },
    operatingSystem: "debian",
    memory: Size.mebibytes(512),
    swap: Size.mebibytes(512),
    rootDisk: { storage: cluster.localZfs, size: Size.gibibytes(8) },
    networkInterfaces: [
      {
        name: "eth0",
        bridge: cluster.vmbr0,
        firewall: true,
        macAddress: "BC:24:11:52:0B:50",
        vlanId: 20,
        ip: "192.168.20.80/24",
        gateway: "192.168.20.1",
      },
    ],
    dns: { servers: ["192.168.20.53"] },
    description: "reverse proxy, certificates by DNS challenge",
    tags: ["infra", "web"],
  });

  const postgres = new Container(cluster, "postgres", {
    vmId: 202,
    node: cluster.pve,
    adopt: true,
    onBoot: true,
    startup: { order: 3 },
    protection: true,
    unprivileged: true,
    features: { nesting: true },
    operatingSystem: "debian",
    cpu: { cores: 2, units: 200 },
    memory: Size.gibibytes(4),
    swap: Size.mebibytes(512),
    rootDisk: { storage: cluster.localZfs, size: Size.gibibytes(8) },
    mountPoints: [
      { volume: "tank:subvol-202-disk-0", path: "/var/lib/postgresql", size: Size.gibibytes(64), backup: true, mountOptions: ["noatime"] },
    ],
    networkInterfaces: [
      {
        name: "eth0",
        bridge: cluster.vmbr0,
        firewall: true,
        macAddress: "BC:24:11:52:0B:32",
        vlanId: 20,
        ip: "192.168.20.32/24",
        gateway: "192.168.20.1",
      },
    ],
    description: [
      "### PostgreSQL 17",
      "",
      "| database | used by |",
      "|---|---|",
      "| nextcloud | docker |",
      "| ha | homeassistant |",
    ].join("\n"),
    tags: ["db", "infra"],
  });

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
    cloudInit: { storage: cluster.localZfs, interface: "ide2", ipConfigs: [{ ipv4: "dhcp" }], userAccount: { keys: [sshKey], username: "mira" } },
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

  return { adguard, caddy, postgres };
}
