import { guestFilePath } from "../../lib/pve/guest-config";
import type { Scenario } from "../scenario";
import { officeContainers } from "./office-containers";
import type { OfficeGuest } from "./office-guest";
import { officeMachines } from "./office-machines";
import { oddGuests } from "./office-odd";
import { block, printDraft } from "./text";

const GiB = 2 ** 30;

const guests: readonly OfficeGuest[] = [...officeMachines, ...officeContainers, ...oddGuests];
const pools = { prod: "what customers notice", "prod/web": "web shop", staging: "", dev: "everybody's own", it: "keeps the office alive" };

/** A company of forty people: three nodes, storages of every kind, guests of ten years. */
export const office: Scenario = {
  name: "office",
  files: {
    ...Object.fromEntries(guests.map((guest) => [guestFilePath(guest.node, guest.type, guest.vmId), printDraft(guest)])),
    "corosync.conf": block(`
      logging {
        debug: off
        to_syslog: yes
      }

      nodelist {
        node {
          name: pve1
          nodeid: 1
          quorum_votes: 1
          ring0_addr: 10.10.0.11
        }
        node {
          name: pve2
          nodeid: 2
          quorum_votes: 1
          ring0_addr: 10.10.0.12
        }
        node {
          name: pve3
          nodeid: 3
          quorum_votes: 1
          ring0_addr: 10.10.0.13
        }
      }

      quorum {
        provider: corosync_votequorum
      }

      totem {
        cluster_name: office
        config_version: 7
        interface {
          linknumber: 0
        }
        ip_version: ipv4-6
        link_mode: passive
        secauth: on
        version: 2
      }
    `),
    "storage.cfg": block(`
      dir: local
      	path /var/lib/vz
      	content iso,vztmpl,snippets

      lvmthin: local-lvm
      	thinpool data
      	vgname pve
      	content images,rootdir

      rbd: ceph
      	content images,rootdir
      	krbd 0
      	pool vms

      nfs: filer
      	export /volume1/proxmox
      	path /mnt/pve/filer
      	server 10.10.0.40
      	content images,iso,vztmpl,snippets,backup
      	options vers=4.2
      	prune-backups keep-last=2

      pbs: pbs
      	datastore office
      	server 10.10.0.45
      	content backup
      	fingerprint 5a:2f:77:1c:9b:52:1e:2f:5d:ab:6e:1a:3c:0f:4d:98:61:b0:17:c2:4e:8a:90:33:dc:41:7f:06:ee:25:b9:5c
      	prune-backups keep-all=1
      	username backup@pbs

      lvmthin: fast
      	thinpool nvme
      	vgname nvme
      	content images
      	nodes pve1

      cifs: old-nas
      	disable
      	path /mnt/pve/old-nas
      	server 10.10.0.39
      	share backup
      	content backup
      	username backup
    `),
    "user.cfg": block(`
      user:root@pam:1:0:::it@office.example:::
      user:jana@pve:1:0:Jana:Novak:jana@office.example:::
      user:tom@pve:1:0:Tom:Berg:tom@office.example:::
      user:olduser@pve:0:0:::: left in 2023::
      user:ci@pve:1:0:::::
      token:ci@pve!runner:0:1:gitlab runner:

      group:it:jana@pve,tom@pve:IT:

      ${Object.entries(pools)
        .map(([id, comment]) => `pool:${id}:${comment}:${membersOf(id).join(",")}::`)
        .join("\n      ")}

      role:Operator:VM.Audit,VM.Console,VM.PowerMgmt:

      acl:1:/:@it:PVEAdmin:
      acl:1:/pool/dev:ci@pve:PVEVMAdmin:
      acl:1:/pool/dev:ci@pve!runner:PVEVMAdmin:
    `),
    "datacenter.cfg": block(`
      crs: ha=static
      keyboard: en-us
      migration: type=secure,network=10.10.1.0/24
      tag-style: color-map=prod:d32f2f;staging:f9a825;dev:689f38
    `),
    ...Object.fromEntries([1, 2, 3].map((number) => [`nodes/pve${number}/interfaces`, network(number)])),
  },
  nodes: { pve1: { cpus: 64, memory: 512 * GiB }, pve2: { cpus: 64, memory: 512 * GiB }, pve3: { cpus: 32, memory: 256 * GiB } },
  guests: Object.fromEntries(guests.flatMap(({ vmId, facts }) => (facts ? [[vmId, facts]] : []))),
  storages: {
    ceph: { total: 21_000 * GiB, used: 9_800 * GiB },
    filer: { total: 14_000 * GiB, used: 6_100 * GiB },
    pbs: { total: 40_000 * GiB, used: 22_500 * GiB },
  },
  volumes: [
    { id: "filer:iso/SERVER_2025_x64.iso", size: 5_982_142_464, createdAt: 1_740_000_000 },
    { id: "filer:iso/virtio-win-0.1.271.iso", size: 709_474_304, createdAt: 1_752_000_000 },
    { id: "filer:iso/debian-13.1.0-amd64-netinst.iso", size: 821_035_008, createdAt: 1_757_000_000 },
    { id: "filer:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst", size: 129_710_398, createdAt: 1_757_000_000 },
    { id: "filer:snippets/dev.yaml", size: 903, createdAt: 1_757_000_000 },
  ],
  networks: { 0: "10.10.0", 20: "10.20.0", 30: "10.30.0", 40: "10.40.0", 50: "10.50.0" },
};

function membersOf(pool: string): number[] {
  return guests.filter((guest) => guest.pool === pool).map(({ vmId }) => vmId);
}

function network(number: number): string {
  return block(`
    auto lo
    iface lo inet loopback

    iface eno1 inet manual

    iface eno2 inet manual

    iface ens2f0 inet manual

    auto bond0
    iface bond0 inet manual
    	bond-slaves eno1 eno2
    	bond-miimon 100
    	bond-mode 802.3ad
    	bond-xmit-hash-policy layer3+4

    auto vmbr0
    iface vmbr0 inet static
    	address 10.10.0.${10 + number}/24
    	gateway 10.10.0.1
    	bridge-ports bond0
    	bridge-stp off
    	bridge-fd 0
    	bridge-vlan-aware yes
    	bridge-vids 2-4094
    #20 servers, 30 DMZ, 40 clients, 50 phones

    auto vmbr1
    iface vmbr1 inet static
    	address 10.10.1.${10 + number}/24
    	bridge-ports ens2f0
    	bridge-stp off
    	bridge-fd 0
    	mtu 9000
    #storage and migration
  `);
}
