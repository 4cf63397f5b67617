// Written by pmpc. Every import updates this file until you edit it; then it is yours.
import { Container, Size, VirtualMachine } from "pmpc";
import type { PveCluster } from "../cluster";

export function pveGuests(cluster: PveCluster) {
  // ---- virtual machines ----

  new VirtualMachine(cluster, "opnsense", {
    vmId: 100,
    node: cluster.pve,
    pool: cluster.infra,
    onBoot: true,
    startup: { order: 1, upDelay: 60 },
    protection: true,
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
    tags: ["network"],
    ignoreChanges: [
      "agent", // the provider reads nothing and plans [{"enabled":true,"timeout":null,"trim":null,"type":null,"wait_for_ip":[]}]
      "bootOrder", // the provider reads nothing and plans ["scsi0"]
      "cpu", // the provider reads nothing and plans [{"affinity":null,"architecture":null,"cores":2,"flags":null,"hotplugged":null,"
      "description", // the provider reads nothing and plans "### OPNsense\n\nWAN is on **vmbr1** (modem), LAN on vmbr0.\nWeb: https://192.16
      "disks", // the provider reads nothing and plans [{"aio":null,"backup":null,"cache":null,"datastore_id":"local-zfs","discard":"on
      "memory", // the provider reads nothing and plans [{"dedicated":4096,"floating":0,"hugepages":null,"keep_hugepages":null,"shared":
      "name", // the provider reads nothing and plans "opnsense"
      "networkDevices", // the provider reads nothing and plans [{"bridge":"vmbr1","disconnected":null,"enabled":null,"firewall":null,"mac_addre
      "onBoot", // the provider reads nothing and plans true
      "pool", // the provider reads nothing and plans "infra"
      "scsiHardware", // the provider reads nothing and plans "virtio-scsi-single"
      "serialDevices", // the provider reads nothing and plans [{"device":"socket"}]
      "startup", // the provider reads nothing and plans [{"down_delay":null,"order":1,"up_delay":60}]
      "tags", // the provider reads nothing and plans ["infra"]
      "vmId", // the provider reads nothing and plans 100
    ],
  });

  // ---- containers ----

  const adguard = new Container(cluster, "adguard", {
    vmId: 200,
    node: cluster.pve,
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
    ignoreChanges: [
      "console", // the provider reads nothing and plans [{"enabled":null,"tty_count":null,"type":null}]
      "description", // the provider reads nothing and plans "DNS for the whole house.\nAdmin: http://192.168.20.53:3000"
      "rootDisk", // the provider reads nothing and plans [{"acl":null,"datastore_id":"local-zfs","mount_options":null,"path_in_datastore"
      "features", // the provider reads nothing and plans [{"fuse":null,"keyctl":null,"mknod":null,"mount":null,"nesting":true}]
      "initialization", // the provider reads nothing and plans [{"dns":[{"domain":null,"server":null,"servers":["9.9.9.9"]}],"entrypoint":null,
      "networkInterfaces", // the provider reads nothing and plans [{"bridge":"vmbr0","enabled":null,"firewall":true,"host_managed":null,"mac_addre
      "operatingSystem", // the provider reads nothing and plans [{"template_file_id":"","type":"debian"}]
      "onBoot", // the provider reads nothing and plans true
      "startup", // the provider reads nothing and plans [{"down_delay":null,"order":3,"up_delay":15}]
      "tags", // the provider reads nothing and plans ["infra"]
      "unprivileged", // the provider reads nothing and plans true
    ],
  });

  return { adguard };
}
