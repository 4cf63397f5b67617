import type { GuestType } from "../../lib/pve/address";
import { guestFilePath } from "../../lib/pve/guest-config";
import type { Scenario } from "../scenario";
import { block, macOf, nodeInterfaces, printDraft, uuidOf, type Draft } from "./text";

const guestsPerNode = 200;
const roles = ["app", "web", "db", "cache", "queue", "worker", "build", "mail", "proxy", "metrics"];

/** As many guests as wanted, two virtual machines to one container, the same ones for the same seed. */
export function large(count: number, seed = 1): Scenario {
  const nodes = Array.from({ length: Math.max(1, Math.ceil(count / guestsPerNode)) }, (_, index) => `node${String(index + 1).padStart(2, "0")}`);
  const random = generator(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const guests = Array.from({ length: count }, (_, index) => {
    const vmId = 100 + index;
    const type: GuestType = index % 3 === 2 ? "lxc" : "qemu";
    const role = pick(roles);
    const shape = {
      vmId,
      name: `${role}-${vmId}`,
      cores: pick([1, 2, 4, 8]),
      memory: pick([1024, 2048, 4096, 8192]),
      disk: pick([8, 16, 32, 64]),
      vlan: pick([20, 30, 40]),
    };
    const draft = type === "qemu" ? machine(shape, role) : container(shape, role);
    return { path: guestFilePath(pick(nodes), type, vmId), text: printDraft(draft), vmId };
  });
  return {
    name: "large",
    files: {
      ...Object.fromEntries(guests.map(({ path, text }) => [path, text])),
      ...Object.fromEntries(nodes.map((node, index) => [`nodes/${node}/interfaces`, network(index)])),
      "corosync.conf": `totem {\n  cluster_name: large\n}\n`,
      "storage.cfg": block(`
        dir: local
        	path /var/lib/vz
        	content iso,vztmpl,backup

        rbd: ceph
        	pool vms
        	content images,rootdir
      `),
      "user.cfg": block(`
        pool:odd::${guests
          .map(({ vmId }) => vmId)
          .filter((vmId) => vmId % 2 === 1)
          .join(",")}::
        pool:even::${guests
          .map(({ vmId }) => vmId)
          .filter((vmId) => vmId % 2 === 0)
          .join(",")}::
      `),
    },
  };
}

interface Shape {
  readonly vmId: number;
  readonly name: string;
  readonly cores: number;
  readonly memory: number;
  readonly disk: number;
  readonly vlan: number;
}

function machine({ vmId, name, cores, memory, disk, vlan }: Shape, role: string): Draft {
  return {
    notes: `${role} number ${vmId}`,
    settings: {
      agent: 1,
      boot: "order=scsi0",
      cores,
      cpu: "x86-64-v2-AES",
      memory,
      meta: `creation-qemu=9.2.0,ctime=${1_740_000_000 + vmId}`,
      name,
      net0: `virtio=${macOf(vmId)},bridge=vmbr0,tag=${vlan}`,
      numa: 0,
      onboot: vmId % 10 === 0 ? undefined : 1,
      ostype: "l26",
      scsi0: `ceph:vm-${vmId}-disk-0,discard=on,iothread=1,size=${disk}G,ssd=1`,
      scsihw: "virtio-scsi-single",
      smbios1: `uuid=${uuidOf(vmId, "smbios")}`,
      sockets: 1,
      tags: role,
      vmgenid: uuidOf(vmId, "generation"),
    },
  };
}

function container({ vmId, name, cores, memory, disk, vlan }: Shape, role: string): Draft {
  return {
    settings: {
      arch: "amd64",
      cores,
      features: "nesting=1",
      hostname: name,
      memory,
      net0: `name=eth0,bridge=vmbr0,hwaddr=${macOf(vmId)},ip=dhcp,tag=${vlan},type=veth`,
      onboot: vmId % 10 === 0 ? undefined : 1,
      ostype: "debian",
      rootfs: `ceph:vm-${vmId}-disk-0,size=${disk}G`,
      swap: 512,
      tags: role,
      unprivileged: 1,
    },
  };
}

function network(index: number): string {
  return nodeInterfaces(`10.0.${Math.floor(index / 200)}.${(index % 200) + 10}/16`, "10.0.255.254", ["bridge-vlan-aware yes", "bridge-vids 2-4094"]);
}

/** Numbers from 0 to 1 that look random and are not: mulberry32. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}
