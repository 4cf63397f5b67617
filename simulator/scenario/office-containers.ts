import { count, nodeFor, type OfficeGuest } from "./office-guest";
import { macOf } from "./text";

interface Container {
  readonly vmId: number;
  readonly name: string;
  readonly node: string;
  readonly pool?: string;
  readonly tags?: string;
  readonly notes?: string;
  /** With prefix, in a network whose gateway is the first address; `dhcp` when not given. */
  readonly ip?: string;
  readonly vlan?: number;
  readonly cores?: number;
  /** MiB. */
  readonly memory?: number;
  /** GiB. */
  readonly disk?: number;
  readonly more?: OfficeGuest["settings"];
  readonly raw?: OfficeGuest["raw"];
  readonly stopped?: true;
}

function container({ ip = "dhcp", vlan = 20, cores = 1, memory = 1024, disk = 8, more, stopped, ...guest }: Container): OfficeGuest {
  const gateway = ip === "dhcp" ? "" : `gw=${ip.replace(/\d+\/\d+$/, "1")},`;
  return {
    ...guest,
    type: "lxc",
    settings: {
      arch: "amd64",
      cores,
      features: "nesting=1",
      hostname: guest.name,
      memory,
      net0: `name=eth0,bridge=vmbr0,firewall=1,${gateway}hwaddr=${macOf(guest.vmId)},ip=${ip},tag=${vlan},type=veth`,
      onboot: stopped ? undefined : 1,
      ostype: "debian",
      rootfs: `ceph:vm-${guest.vmId}-disk-0,size=${disk}G`,
      swap: 512,
      tags: guest.tags,
      unprivileged: 1,
      ...more,
    },
  };
}

const names = count(2).map((number) =>
  container({
    vmId: 499 + number,
    name: `ns${number}`,
    node: nodeFor(number),
    pool: "it",
    tags: "dns;it",
    ip: `10.20.0.${52 + number}/24`,
    memory: 512,
    more: { nameserver: "9.9.9.9", startup: "order=1,up=10", protection: 1 },
  }),
);

const proxies = count(2).map((number) =>
  container({
    vmId: 504 + number,
    name: `proxy${number}`,
    node: nodeFor(number),
    pool: "prod/web",
    tags: "prod;web",
    ip: `10.30.0.${9 + number}/24`,
    vlan: 30,
    cores: 2,
  }),
);

const shop = count(8).map((number) =>
  container({
    vmId: 509 + number,
    name: `shop-${number}`,
    node: nodeFor(number),
    pool: "prod/web",
    tags: "prod;shop;web",
    ip: `10.30.0.${60 + number}/24`,
    vlan: 30,
    cores: 2,
    memory: 2048,
    disk: 16,
    notes: `Shop front end ${number} of 8`,
  }),
);

const monitoring = [
  container({
    vmId: 520,
    name: "prometheus",
    node: "pve1",
    pool: "it",
    tags: "it;monitoring",
    ip: "10.20.0.80/24",
    cores: 4,
    memory: 8192,
    disk: 16,
    more: { mp0: "ceph:vm-520-disk-1,mp=/var/lib/prometheus,backup=0,size=300G" },
  }),
  container({ vmId: 521, name: "grafana", node: "pve2", pool: "it", tags: "it;monitoring", ip: "10.20.0.81/24" }),
  container({
    vmId: 522,
    name: "loki",
    node: "pve3",
    pool: "it",
    tags: "it;monitoring",
    ip: "10.20.0.82/24",
    cores: 2,
    memory: 4096,
    more: { mp0: "ceph:vm-522-disk-1,mp=/var/lib/loki,size=200G" },
  }),
  container({ vmId: 523, name: "alertmanager", node: "pve1", pool: "it", tags: "it;monitoring", memory: 512, disk: 4 }),
];

const queues = count(3).map((number) =>
  container({
    vmId: 529 + number,
    name: `rabbit${number}`,
    node: nodeFor(number),
    pool: "prod",
    tags: "mq;prod",
    ip: `10.20.0.${90 + number}/24`,
    cores: 2,
    memory: 4096,
    disk: 20,
  }),
);

const smallThings = [
  container({
    vmId: 540,
    name: "wireguard",
    node: "pve1",
    pool: "it",
    tags: "it",
    ip: "10.30.0.5/24",
    vlan: 30,
    memory: 256,
    disk: 2,
    more: { ostype: "alpine", features: undefined },
    raw: [
      ["lxc.cgroup2.devices.allow", "c 10:200 rwm"],
      ["lxc.mount.entry", "/dev/net/tun dev/net/tun none bind,create=file"],
    ],
  }),
  container({
    vmId: 541,
    name: "squid",
    node: "pve2",
    pool: "it",
    tags: "it",
    ip: "10.20.0.85/24",
    more: { rootfs: "local-lvm:vm-541-disk-0,mountoptions=noatime,size=40G" },
  }),
  container({ vmId: 542, name: "ldap-proxy", node: "pve3", pool: "it", tags: "it", memory: 512 }),
  container({
    vmId: 543,
    name: "sftp",
    node: "pve1",
    pool: "prod",
    tags: "prod",
    ip: "10.30.0.6/24",
    vlan: 30,
    more: { mp0: "/mnt/pve/filer/sftp,mp=/srv/sftp", unprivileged: 0, features: "mount=nfs;cifs,nesting=1" },
  }),
  container({ vmId: 544, name: "wiki", node: "pve2", pool: "it", tags: "it", cores: 2, memory: 2048, notes: "https://wiki.office.example" }),
  container({ vmId: 545, name: "wiki", node: "pve3", notes: "Test restore of the wiki, can go.", stopped: true }),
  container({
    vmId: 546,
    name: "netbox",
    node: "pve3",
    pool: "it",
    tags: "it",
    cores: 2,
    memory: 4096,
    disk: 20,
    more: { tty: 2, console: 1, cmode: "shell", searchdomain: "office.example", nameserver: "10.20.0.53" },
  }),
  container({ vmId: 547, name: "mirror", node: "pve1", pool: "it", tags: "it", disk: 400, more: { cpulimit: 2, cpuunits: 50 } }),
];

const tests = count(4).map((number) =>
  container({ vmId: 559 + number, name: "test", node: nodeFor(number), pool: "dev", tags: "dev", stopped: number > 2 ? true : undefined }),
);

const template = container({
  vmId: 9010,
  name: "debian-13-base",
  node: "pve1",
  tags: "template",
  stopped: true,
  more: { template: 1, rootfs: "ceph:base-9010-disk-0,size=4G" },
});

export const officeContainers: readonly OfficeGuest[] = [names, proxies, shop, monitoring, queues, smallThings, tests, [template]].flat();
