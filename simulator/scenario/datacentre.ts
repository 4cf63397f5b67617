import { guestFilePath } from "../../lib/pve/guest-config";
import type { Scenario } from "../scenario";
import { datacentreAccess } from "./datacentre-access";
import { datacentreNetwork } from "./datacentre-network";
import { datacentreWorks } from "./datacentre-works";
import { block, macOf, printDraft, uuidOf, type Draft } from "./text";

const GiB = 2 ** 30;
const nodes = ["rack-a1", "rack-a2", "rack-b1", "rack-b2", "x0"] as const;

type Node = (typeof nodes)[number];

const machine = (node: Node, vmId: number, name: string, settings: Draft["settings"] = {}) => ({
  node,
  vmId,
  type: "qemu" as const,
  settings: {
    agent: 1,
    boot: "order=scsi0",
    cores: 4,
    memory: 8192,
    name,
    net0: `virtio=${macOf(vmId)},bridge=vmbr0,firewall=1`,
    onboot: 1,
    ostype: "l26",
    scsi0: `shared:vm-${vmId}-disk-0,iothread=1,size=64G`,
    scsihw: "virtio-scsi-single",
    smbios1: `uuid=${uuidOf(vmId, "smbios")}`,
    vmgenid: uuidOf(vmId, "vmgenid"),
    ...settings,
  },
});

const container = (node: Node, vmId: number, hostname: string, settings: Draft["settings"] = {}) => ({
  node,
  vmId,
  type: "lxc" as const,
  settings: {
    arch: "amd64",
    cores: 2,
    features: "nesting=1",
    hostname,
    memory: 2048,
    net0: `name=eth0,bridge=vmbr0,firewall=1,hwaddr=${macOf(vmId)},ip=dhcp,type=veth`,
    onboot: 1,
    ostype: "debian",
    rootfs: `tank:subvol-${vmId}-disk-0,size=16G`,
    swap: 512,
    unprivileged: 1,
    ...settings,
  },
});

const guests = [
  machine("rack-a1", 100, "db-1", { hostpci0: "mapping=gpu,pcie=1", machine: "q35", tags: "db;prod" }),
  machine("rack-a2", 101, "db-2", { tags: "db;prod" }),
  machine("rack-b1", 102, "licences", { usb0: "mapping=dongle" }),
  machine("rack-b2", 103, "app-1", { net1: `virtio=${macOf(103, 1)},bridge=labnet` }),
  machine("x0", 104, "edge"),
  machine("rack-a1", 105, "files", { virtiofs0: "projects,cache=auto" }),
  container("rack-a1", 200, "dns-1"),
  container("rack-a2", 201, "dns-2"),
  container("rack-b1", 202, "mirror", { mp0: "tank:subvol-202-disk-1,mp=/srv/mirror,size=200G" }),
  container("x0", 204, "probe"),
];

const ring = nodes.map((name, at) => `  node {\n    name: ${name}\n    nodeid: ${at + 1}\n    quorum_votes: 1\n    ring0_addr: 10.20.0.${11 + at}\n  }\n`);

/** A data centre with something of every kind beside guests: five nodes, one of them off; SDN that is edited and not yet applied. */
export const datacentre: Scenario = {
  name: "datacentre",
  files: {
    ...Object.fromEntries(guests.map((guest) => [guestFilePath(guest.node, guest.type, guest.vmId), printDraft(guest)])),
    "corosync.conf": `nodelist {\n${ring.join("")}}\n\ntotem {\n  cluster_name: datacentre\n  config_version: 12\n  version: 2\n}\n`,
    "storage.cfg": block(`
      dir: local
      	path /var/lib/vz
      	content iso,vztmpl,snippets,backup,import

      zfspool: tank
      	pool tank/guests
      	content images,rootdir
      	nodes rack-a1,rack-a2,rack-b1,rack-b2
      	sparse 1

      zfspool: tank-odd_1.x
      	pool other
      	content images
      	nodes x0

      rbd: shared
      	pool vms
      	content images
      	krbd 0

      nfs: nas-1
      	export /volume1/pve
      	path /mnt/pve/nas-1
      	server nas.datacentre.example
      	content backup,iso,vztmpl
      	options vers=4.2
      	prune-backups keep-daily=7,keep-weekly=4

      nfs: nas-2
      	export /volume2/pve
      	path /mnt/pve/nas-2
      	server 10.20.0.41
      	content backup
      	disable 1

      cifs: smb
      	path /mnt/pve/smb
      	server 10.20.0.42
      	share archive
      	content backup
      	domain DC
      	username svc-pve

      pbs: pbs-a
      	datastore main
      	server pbs.datacentre.example
      	content backup
      	fingerprint 5a:2f:77:1c:9b:52:1e:2f:5d:ab:6e:1a:3c:0f:4d:98:61:b0:17:c2:4e:8a:90:33:dc:41:7f:06:ee:25:b9:5c
      	namespace racks/a
      	prune-backups keep-all=1
      	username backup@pbs

      lvmthin: local-lvm
      	thinpool data
      	vgname pve
      	content images,rootdir

      lvm: san
      	vgname san
      	content images
      	shared 1
      	saferemove 1
    `),
    ...datacentreAccess,
    ...datacentreNetwork,
    ...datacentreWorks,
  },
  nodes: {
    "rack-a1": {
      cpus: 96,
      memory: 768 * GiB,
      hardware: {
        pci: [{ path: "0000:41:00.0", id: "10de:26b9", iommugroup: 14, "subsystem-id": "10de:1851", mdev: true }],
        usb: [{ path: "1-4", id: "0529:0001" }],
      },
    },
    "rack-a2": {
      cpus: 96,
      memory: 768 * GiB,
      hardware: { pci: [{ path: "0000:c1:00.0", id: "10de:26b9", iommugroup: 22, "subsystem-id": "10de:1851", mdev: true }] },
    },
    "rack-b1": { cpus: 64, memory: 512 * GiB, hardware: { usb: [{ path: "3-1.2", id: "0529:0001" }] } },
    "rack-b2": { cpus: 64, memory: 512 * GiB },
    x0: { cpus: 16, memory: 64 * GiB, online: false },
  },
  storages: { shared: { total: 90_000 * GiB, used: 31_000 * GiB }, "nas-1": { total: 20_000 * GiB, used: 7_000 * GiB }, smb: { reachable: false } },
};
