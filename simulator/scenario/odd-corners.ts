import { guestFilePath } from "../../lib/pve/guest-config";
import type { Scenario } from "../scenario";
import { oddContainers } from "./odd-containers";
import { oddMachines } from "./odd-machines";
import { block, nodeInterfaces } from "./text";

const GiB = 2 ** 30;
const guests = [...oddMachines, ...oddContainers];

/** Every key of a guest's configuration, in every spelling that a cluster may hold, on two nodes: what an import must get right. */
export const oddCorners: Scenario = {
  name: "odd-corners",
  files: {
    ...Object.fromEntries(guests.map(({ node, type, vmId, text }) => [guestFilePath(node, type, vmId), text])),
    "virtual-guest/cpu-models.conf": "cpu-model: mine\n\treported-model kvm64\n",
    "storage.cfg": block(`
      dir: local
      	path /var/lib/vz
      	content images,rootdir,iso,vztmpl,snippets

      lvmthin: fast
      	thinpool data
      	vgname pve
      	content images,rootdir

      lvmthin: local-lvm
      	thinpool data
      	vgname pve
      	content images,rootdir

      zfspool: tank
      	pool tank
      	content images,rootdir

      rbd: ceph
      	pool vms
      	content images

      nfs: nas
      	export /mnt/pool/images
      	path /mnt/pve/nas
      	server 192.0.2.50
      	content images,rootdir

      nfs: away
      	export /mnt/pool/away
      	path /mnt/pve/away
      	server 192.0.2.51
      	content images

      dir: closed
      	path /srv/closed
      	content images
      	disable 1

      lvmthin: vault
      	thinpool vault
      	vgname vault
      	content images
      	nodes nowhere
    `),
    "user.cfg": block(`
      user:root@pam:1:0::::::

      pool:machines:some of them:1000,1001,1002::
      pool:both:of both kinds:1003,2000,2001::
    `),
    interfaces: `${nodeInterfaces("192.0.2.11/24", "192.0.2.1")}\n${block(`
      auto vmbr1
      iface vmbr1 inet manual
      	bridge-ports none
      	bridge-stp off
      	bridge-fd 0
    `)}`,
  },
  nodes: { left: { cpus: 32, memory: 256 * GiB }, right: { cpus: 32, memory: 256 * GiB } },
  guests: Object.fromEntries(guests.flatMap(({ vmId, facts }) => (facts ? [[vmId, facts]] : []))),
  storages: { away: { reachable: false } },
  volumes: [
    { id: "local:iso/debian.iso", size: 629_145_600, createdAt: 1_750_000_000 },
    { id: "local:iso/virtio.iso", size: 709_474_304, createdAt: 1_750_000_000 },
    ...["user", "vendor", "network", "meta"].map((name) => ({ id: `local:snippets/${name}.yaml`, size: 200, createdAt: 1_750_000_000 })),
    ...["hook", "other"].map((name) => ({ id: `local:snippets/${name}.pl`, size: 300, createdAt: 1_750_000_000 })),
  ],
};
