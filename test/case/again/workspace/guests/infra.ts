// Written by pmpc. Every import updates this file until you edit it; then it is yours.
import { Container, Size, VirtualMachine } from "pmpc";
import type { PveCluster } from "../cluster";

export function infraGuests(cluster: PveCluster) {
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

  // ---- containers ----

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

  return { caddy, postgres };
}
