// Written by pmpc. Every import updates this file until you edit it; then it is yours.
import { Image, Size, VirtualMachine } from "pmpc";
import type { PveCluster } from "../cluster";

export function k3sGuests(cluster: PveCluster): void {
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
      userAccount: { keys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG1pcmEtbm90LWEtcmVhbC1rZXktMDAwMDAwMDAwMDAw mira@laptop"], username: "mira" },
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
      userAccount: { keys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG1pcmEtbm90LWEtcmVhbC1rZXktMDAwMDAwMDAwMDAw mira@laptop"], username: "mira" },
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
      userAccount: { keys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG1pcmEtbm90LWEtcmVhbC1rZXktMDAwMDAwMDAwMDAw mira@laptop"], username: "mira" },
      vendorData: Image.fromVolume(cluster, "local:snippets/k3s-vendor.yaml"),
    },
    serialDevices: ["socket"],
    vga: "serial0",
    smbios: { uuid: "a89f9019-c2b6-4012-a6c4-6519f04a0cfa" },
    description: "linked clone of 9000, set up by ansible (roles/k3s)",
    tags: ["k3s", "lab"],
    // linked clone of template 9000 (debian-13-cloud)
  });
}
