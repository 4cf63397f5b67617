import type { Scenario } from "../scenario";
import { containers } from "./homelab-containers";
import { machines } from "./homelab-machines";
import { block } from "./text";

const GiB = 2 ** 30;

/** One node in somebody's cellar, with the fifteen guests that such a node tends to have. */
export const homelab: Scenario = {
  name: "homelab",
  files: {
    ...Object.fromEntries(Object.entries(machines).map(([vmId, text]) => [`nodes/pve/qemu-server/${vmId}.conf`, text])),
    ...Object.fromEntries(Object.entries(containers).map(([vmId, text]) => [`nodes/pve/lxc/${vmId}.conf`, text])),
    "storage.cfg": block(`
      dir: local
      	path /var/lib/vz
      	content iso,vztmpl,snippets
      	prune-backups keep-all=1

      zfspool: local-zfs
      	pool rpool/data
      	content images,rootdir
      	sparse 1

      zfspool: tank
      	pool tank/vm
      	content images,rootdir
      	mountpoint /tank/vm
      	sparse 1

      nfs: attic
      	export /mnt/pool/backup
      	path /mnt/pve/attic
      	server 192.168.1.20
      	content backup
      	prune-backups keep-daily=7,keep-monthly=6,keep-weekly=4
    `),
    "user.cfg": block(`
      user:root@pam:1:0:::mira@example.net:::
      user:mira@pve:1:0:Mira:::daily use::

      group:family:mira@pve:

      pool:infra:what everything else needs:100,102,200,201,202::
      pool:k3s:cluster for playing:110,111,112::

      role:GuestReader:VM.Audit:

      acl:1:/:mira@pve:PVEVMUser:
    `),
    "datacenter.cfg": block(`
      keyboard: de
      tag-style: color-map=infra:03a9f4;k3s:8bc34a;iot:ff9800,ordering=alphabetical
    `),
    interfaces: block(`
      auto lo
      iface lo inet loopback

      iface enp2s0 inet manual

      iface enp3s0 inet manual

      auto vmbr0
      iface vmbr0 inet static
      	address 192.168.1.5/24
      	gateway 192.168.1.1
      	bridge-ports enp2s0
      	bridge-stp off
      	bridge-fd 0
      	bridge-vlan-aware yes
      	bridge-vids 2-4094
      #LAN, tagged: 20 servers, 30 k3s, 50 things

      auto vmbr1
      iface vmbr1 inet manual
      	bridge-ports enp3s0
      	bridge-stp off
      	bridge-fd 0
      #to the modem
    `),
  },
  nodes: { pve: { cpus: 12, memory: 64 * GiB } },
  guests: {
    100: { addresses: { net0: ["203.0.113.77/24"], net1: ["192.168.1.1/24", "192.168.20.1/24"] } },
    101: { addresses: { net0: ["192.168.50.10/24", "fd00:50::10/64"], docker0: ["172.30.232.1/23"], hassio: ["172.30.32.1/23"] } },
    110: { addresses: { net0: ["192.168.30.11/24"], cni0: ["10.42.0.1/24"], "flannel.1": ["10.42.0.0/32"] } },
    // The agent was switched on in the configuration and never installed in the guest.
    120: { power: "running", addresses: "silent" },
  },
  storages: {
    local: { total: 94 * GiB, used: 21 * GiB },
    "local-zfs": { total: 860 * GiB, used: 344 * GiB },
    tank: { total: 3600 * GiB, used: 1210 * GiB },
    attic: { total: 7200 * GiB, used: 2930 * GiB },
  },
  volumes: [
    { id: "local:iso/virtio-win-0.1.271.iso", size: 709_474_304, createdAt: 1_752_000_000 },
    { id: "local:iso/Win11_24H2_German_x64.iso", size: 5_819_484_160, createdAt: 1_752_000_300 },
    { id: "local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst", size: 129_710_398, createdAt: 1_757_000_000 },
    { id: "local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz", size: 3_294_852, createdAt: 1_757_000_100 },
    { id: "local:snippets/k3s-vendor.yaml", size: 412, createdAt: 1_757_100_000 },
    { id: "attic:backup/vzdump-lxc-202-2026_11_22-02_30_04.tar.zst", size: 2_184_003_102, createdAt: 1_795_314_604, notes: "postgres" },
    { id: "attic:backup/vzdump-qemu-101-2026_11_22-02_35_41.vma.zst", size: 9_831_004_112, createdAt: 1_795_314_941, notes: "homeassistant" },
  ],
  networks: { 0: "192.168.1", 20: "192.168.20", 30: "192.168.30", 50: "192.168.50" },
};
