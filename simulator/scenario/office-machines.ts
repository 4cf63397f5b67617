import { count, nodeFor, type OfficeGuest } from "./office-guest";
import { macOf, uuidOf } from "./text";

interface Machine {
  readonly vmId: number;
  readonly name: string;
  readonly node: string;
  readonly pool?: string;
  readonly tags?: string;
  readonly notes?: string;
  readonly cores?: number;
  /** GiB. */
  readonly memory?: number;
  /** GiB of the first disk. */
  readonly disk?: number;
  readonly storage?: string;
  readonly vlan?: number;
  readonly more?: OfficeGuest["settings"];
  readonly facts?: OfficeGuest["facts"];
  readonly stopped?: true;
}

/** A Linux machine as this office makes them; `more` is what one has beyond that. */
function linux({ cores = 2, memory = 4, disk = 32, storage = "ceph", vlan = 20, more, stopped, ...guest }: Machine): OfficeGuest {
  const { vmId, name, tags, notes } = guest;
  return {
    ...guest,
    type: "qemu",
    notes,
    settings: {
      agent: 1,
      boot: "order=scsi0",
      cores,
      cpu: "x86-64-v3",
      memory: memory * 1024,
      meta: `creation-qemu=9.2.0,ctime=${1_735_000_000 + vmId * 1000}`,
      name,
      net0: `virtio=${macOf(vmId)},bridge=vmbr0,firewall=1,tag=${vlan}`,
      numa: 0,
      onboot: stopped ? undefined : 1,
      ostype: "l26",
      scsi0: `${storage}:vm-${vmId}-disk-0,discard=on,iothread=1,size=${disk}G,ssd=1`,
      scsihw: "virtio-scsi-single",
      smbios1: `uuid=${uuidOf(vmId, "smbios")}`,
      sockets: 1,
      tags,
      vmgenid: uuidOf(vmId, "generation"),
      ...more,
    },
  };
}

function windows({ vmId, more, storage = "ceph", disk = 80, ...machine }: Machine): OfficeGuest {
  return linux({
    vmId,
    cores: 4,
    memory: 8,
    ...machine,
    more: {
      bios: "ovmf",
      cpu: "host",
      efidisk0: `${storage}:vm-${vmId}-disk-1,efitype=4m,pre-enrolled-keys=1,size=528K`,
      machine: "pc-q35-9.2+pve1",
      ostype: "win11",
      scsi0: `${storage}:vm-${vmId}-disk-0,cache=writeback,discard=on,iothread=1,size=${disk}G,ssd=1`,
      tpmstate0: `${storage}:vm-${vmId}-disk-2,size=4M,version=v2.0`,
      ...more,
    },
  });
}

/** What cloud-init gets; the address is the last number in the network of the VLAN. */
function cloudInit(vmId: number, address: string, gateway: string): OfficeGuest["settings"] {
  return {
    ciuser: "ops",
    cipassword: "$5$rounds=5000$office$mUjE8rQ0bPzQ7oYw0n2yF5dC6cJ4xTgI9eVh1sLkBaD",
    ide2: `ceph:vm-${vmId}-cloudinit,media=cdrom,size=4M`,
    ipconfig0: `ip=${address}/24,gw=${gateway}`,
    nameserver: "10.20.0.53 10.20.0.54",
    searchdomain: "office.example",
    serial0: "socket",
    sshkeys: "ssh-ed25519%20AAAAC3NzaC1lZDI1NTE5AAAAIG9wcy1ub3QtYS1yZWFsLWtleS0wMDAwMDAwMDAwMDAw%20ops%40bastion%0A",
    vga: "serial0",
  };
}

const directory = [1, 2].map((number) =>
  windows({
    vmId: 100 + number,
    name: `DC${number}`,
    node: nodeFor(number),
    pool: "it",
    tags: "prod;windows",
    notes: "Domain controller. Never restore from a snapshot.",
    more: { protection: 1, startup: `order=1,up=120` },
  }),
);

const databases = [
  linux({
    vmId: 110,
    name: "db01",
    node: "pve1",
    pool: "prod",
    tags: "db;prod",
    cores: 16,
    memory: 64,
    disk: 60,
    storage: "fast",
    more: {
      balloon: 0,
      numa: 1,
      cpu: "host,flags=+aes",
      scsi1: "fast:vm-110-disk-1,backup=0,discard=on,iothread=1,size=800G,ssd=1",
      hotplug: "disk,network,usb",
      affinity: "0-15",
    },
  }),
  linux({
    vmId: 111,
    name: "db02",
    node: "pve2",
    pool: "prod",
    tags: "db;prod",
    cores: 16,
    memory: 64,
    disk: 60,
    more: {
      balloon: 0,
      numa: 1,
      cpu: "host,flags=+aes",
      scsi1: "ceph:vm-111-disk-1,backup=0,discard=on,iothread=1,size=800G,ssd=1",
      hotplug: "disk,network,usb",
    },
  }),
];

/** Ten machines that differ by number only: what people mean when they say cattle. */
const web = count(10).map((number) =>
  linux({
    vmId: 119 + number,
    name: `web${String(number).padStart(2, "0")}`,
    node: nodeFor(number),
    pool: "prod/web",
    tags: "prod;web",
    memory: 8,
    vlan: 30,
    more: cloudInit(119 + number, `10.30.0.${20 + number}`, "10.30.0.1"),
  }),
);

const kubernetes = [
  ...count(3).map((number) =>
    linux({
      vmId: 199 + number,
      name: `k8s-cp-${number}`,
      node: nodeFor(number),
      pool: "prod",
      tags: "k8s;prod",
      cores: 4,
      memory: 16,
      disk: 60,
      more: { ...cloudInit(199 + number, `10.20.0.${60 + number}`, "10.20.0.1"), startup: "order=3" },
    }),
  ),
  ...count(9).map((number) =>
    linux({
      vmId: 209 + number,
      name: `k8s-worker-${number}`,
      node: nodeFor(number),
      pool: "prod",
      tags: "k8s;prod",
      cores: 8,
      memory: 32,
      disk: 120,
      more: { ...cloudInit(209 + number, `10.20.0.${70 + number}`, "10.20.0.1"), net1: `virtio=${macOf(209 + number, 1)},bridge=vmbr1,mtu=9000` },
    }),
  ),
];

const staging = ["web", "web", "db", "mq", "search", "worker", "worker", "mail"].map((role, index) =>
  // The names are equal to those of production on purpose: the clones were not renamed.
  linux({
    vmId: 300 + index,
    name: role === "web" ? `web0${index + 1}` : `${role}-staging`,
    node: nodeFor(index + 1),
    pool: "staging",
    tags: "staging",
    notes: "Clone of production, refreshed on Mondays.",
  }),
);

const people = ["anna", "ben", "chiara", "dmitri", "elif", "farid", "greta", "hugo", "ines", "jonas", "kaya", "lars", "mei", "nils"];
const desks = people.map((person, index) =>
  linux({
    vmId: 400 + index,
    name: `dev-${person}`,
    node: nodeFor(index + 1),
    pool: "dev",
    tags: "dev",
    cores: 4,
    memory: 8 + (index % 3) * 8,
    disk: 60,
    vlan: 40,
    stopped: index % 4 === 3 ? true : undefined,
    more: {
      ciuser: person,
      ide2: `ceph:vm-${400 + index}-cloudinit,media=cdrom`,
      ipconfig0: "ip=dhcp,ip6=auto",
      cicustom: "user=filer:snippets/dev.yaml",
    },
    facts: index === 5 ? { addresses: "silent" } : undefined,
  }),
);

const runners = count(6).map((number) =>
  linux({
    vmId: 419 + number,
    name: `ci-runner-${number}`,
    node: nodeFor(number),
    pool: "dev",
    tags: "ci;dev",
    cores: 8,
    memory: 16,
    disk: 100,
    storage: "local-lvm",
    more: { balloon: 4096, cpuunits: 50, cpulimit: 6 },
  }),
);

const services = [
  linux({
    vmId: 130,
    name: "gitlab",
    node: "pve1",
    pool: "it",
    tags: "it;prod",
    cores: 8,
    memory: 24,
    disk: 400,
    notes: "https://git.office.example\n\nUpgrade path: one minor at a time!",
  }),
  linux({
    vmId: 131,
    name: "nextcloud",
    node: "pve2",
    pool: "prod",
    tags: "prod",
    cores: 4,
    memory: 12,
    disk: 60,
    more: { scsi1: "filer:131/vm-131-disk-0.qcow2,discard=on,size=2000G" },
  }),
  linux({ vmId: 132, name: "mail", node: "pve3", pool: "prod", tags: "mail;prod", memory: 8, disk: 200, vlan: 30 }),
  linux({ vmId: 133, name: "erp-app", node: "pve1", pool: "prod", tags: "erp;prod", cores: 8, memory: 32, disk: 120 }),
  linux({
    vmId: 134,
    name: "erp-app",
    node: "pve2",
    tags: "erp",
    notes: "Old ERP, read only until the auditors are done.",
    stopped: true,
    more: { cpu: "kvm64", ostype: "l26", scsihw: "lsi", scsi0: "filer:134/vm-134-disk-0.qcow2,size=80G", agent: 0 },
  }),
  linux({
    vmId: 135,
    name: "pbx",
    node: "pve3",
    pool: "it",
    tags: "it",
    memory: 2,
    disk: 20,
    vlan: 50,
    more: { watchdog: "model=i6300esb,action=reset" },
  }),
  linux({ vmId: 136, name: "graylog", node: "pve3", pool: "it", tags: "it", cores: 4, memory: 16, disk: 300 }),
  linux({
    vmId: 137,
    name: "bastion",
    node: "pve1",
    pool: "it",
    tags: "it",
    memory: 1,
    disk: 10,
    vlan: 30,
    more: { net1: `virtio=${macOf(137, 1)},bridge=vmbr0,firewall=1,tag=20`, rng0: "source=/dev/urandom" },
  }),
  windows({ vmId: 138, name: "ts01", node: "pve2", pool: "it", tags: "windows", cores: 8, memory: 32, disk: 160, notes: "Terminal server" }),
  windows({
    vmId: 139,
    name: "print",
    node: "pve3",
    pool: "it",
    tags: "windows",
    vlan: 40,
    more: { net0: `e1000=${macOf(139)},bridge=vmbr0,firewall=1,tag=40` },
  }),
];

const kiosks = count(4).map((number) =>
  linux({
    vmId: 139 + number,
    name: `kiosk-${number}`,
    node: nodeFor(number),
    pool: "it",
    tags: "kiosk",
    memory: 2,
    disk: 16,
    vlan: 40,
    more: { vga: "qxl", tablet: 1, keyboard: "de" },
  }),
);

const windowsServers = ["sql01", "wsus", "veeam"].map((name, index) =>
  windows({ vmId: 145 + index, name, node: nodeFor(index + 1), pool: "it", tags: "windows", memory: 16, disk: 120 }),
);

const templates = [
  linux({
    vmId: 9000,
    name: "ubuntu-24.04",
    node: "pve1",
    tags: "template",
    stopped: true,
    more: { ...cloudInit(9000, "10.20.0.250", "10.20.0.1"), template: 1, scsi0: "ceph:base-9000-disk-0,discard=on,iothread=1,size=3584M,ssd=1" },
  }),
  linux({
    vmId: 9001,
    name: "debian-13",
    node: "pve1",
    tags: "template",
    stopped: true,
    more: { ...cloudInit(9001, "10.20.0.251", "10.20.0.1"), template: 1, scsi0: "ceph:base-9001-disk-0,discard=on,iothread=1,size=3G,ssd=1" },
  }),
  windows({
    vmId: 9002,
    name: "win2025",
    node: "pve2",
    tags: "template",
    stopped: true,
    more: { template: 1, scsi0: "ceph:base-9002-disk-0,cache=writeback,discard=on,iothread=1,size=80G,ssd=1" },
  }),
];

export const officeMachines: readonly OfficeGuest[] = [
  directory,
  databases,
  web,
  kubernetes,
  staging,
  desks,
  runners,
  services,
  kiosks,
  windowsServers,
  templates,
].flat();
