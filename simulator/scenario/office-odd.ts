import type { OfficeGuest } from "./office-guest";
import { macOf, uuidOf } from "./text";

/**
 * Guests that every tool stumbles over: what the Terraform provider refuses to read, what it cannot say, and text that is nothing but
 * text although it looks like somebody's program.
 */
const hostile = [
  '${file("/etc/passwd")} and %{ if true }yes%{ endif }',
  "`id` $(id) $& $$ $' $1",
  "*/ process.exit(1) /* \\u0041 \\",
  "{{ lookup('pipe', 'id') }} {% raw %}",
  "\u001b[31mred\u001b[0m \u0007",
  "../../../etc/cron.d/x  __proto__  constructor  class",
  "quotes \" and ' and “these”, a tab\there, CR LF\r",
  "--- # : - ! & * ? | > @ % not YAML",
].join("\n");

function machine(vmId: number, name: string, node: string, more: OfficeGuest["settings"], notes?: string, facts?: OfficeGuest["facts"]): OfficeGuest {
  return {
    type: "qemu",
    vmId,
    node,
    notes,
    facts,
    settings: {
      boot: "order=scsi0",
      cores: 2,
      memory: 2048,
      meta: `creation-qemu=7.2.0,ctime=${1_680_000_000 + vmId * 1000}`,
      name,
      net0: `virtio=${macOf(vmId)},bridge=vmbr0,tag=20`,
      ostype: "l26",
      scsi0: `ceph:vm-${vmId}-disk-0,size=20G`,
      scsihw: "virtio-scsi-pci",
      smbios1: `uuid=${uuidOf(vmId, "smbios")}`,
      vmgenid: uuidOf(vmId, "generation"),
      ...more,
    },
  };
}

function container(vmId: number, name: string, node: string, more: OfficeGuest["settings"], notes?: string): OfficeGuest {
  const settings = {
    arch: "amd64",
    cores: 1,
    hostname: name,
    memory: 512,
    net0: `name=eth0,bridge=vmbr0,hwaddr=${macOf(vmId)},ip=dhcp,tag=20,type=veth`,
  };
  return {
    type: "lxc",
    vmId,
    node,
    notes,
    settings: { ...settings, ostype: "debian", rootfs: `ceph:vm-${vmId}-disk-0,size=8G`, swap: 512, unprivileged: 1, ...more },
  };
}

export const oddGuests: readonly OfficeGuest[] = [
  machine(600, "lab-router", "pve1", { net1: `virtio=${macOf(600, 1)},bridge=vmbr0,trunks=10;20;30-35` }, "trunk to the lab"),
  machine(
    601,
    "legacy",
    "pve2",
    { memory: "current=2048", bootdisk: "ide0", boot: "cdn", ide0: "filer:601/vm-601-disk-0.vmdk,size=20G", scsi0: undefined, ostype: "w2k8" },
    "nobody dares",
  ),
  machine(602, "backup-proxy", "pve3", { scsi1: "ceph:vm-602-disk-1,mbps_rd=150.5,mbps_wr=0.5,size=100G" }),
  machine(603, "realtime", "pve1", { migrate_downtime: "0.1", onboot: 1 }),
  machine(604, "class", "pve2", { tags: "prod;constructor;__proto__" }, hostile),
  machine(
    605,
    "long-story",
    "pve3",
    {},
    "All of it.\n\n" +
      Array.from({ length: 120 }, (_, line) => `${line + 1}. This machine was moved, renamed, restored and forgotten again.`).join("\n"),
  ),
  machine(606, "serials", "pve1", {
    serial1: "socket",
    usb0: "host=046d:c52b,usb3=1",
    usb5: "spice",
    parallel0: "/dev/parport0",
    args: "-device edu",
    "amd-sev": "std,no-debug=1",
  }),
  machine(607, "holes", "pve2", {
    net0: undefined,
    net2: `virtio=${macOf(607, 2)},bridge=vmbr0,link_down=1`,
    net5: `e1000e=${macOf(607, 5)},bridge=vmbr1,rate=12.5`,
    unused0: "ceph:vm-607-disk-3",
  }),
  machine(608, "moving", "pve3", { lock: "backup", onboot: 1 }, " leading blank kept"),
  machine(609, "two-cds", "pve1", {
    ide0: "filer:iso/virtio-win-0.1.271.iso,media=cdrom,size=692846K",
    ide2: "filer:iso/debian-13.1.0-amd64-netinst.iso,media=cdrom,size=801792K",
    sata5: "none,media=cdrom",
  }),
  container(620, "half-a-core", "pve2", { cores: undefined, cpulimit: "1.5", onboot: 1 }),
  container(621, "__proto__", "pve3", {}, hostile),
  container(622, "lots-of-memory", "pve1", { memory: "lots" }),
  container(623, "mounts", "pve2", {
    mp0: "ceph:vm-623-disk-1,mp=/srv/a,acl=1,replicate=0,size=5G",
    mp1: "/mnt/pve/filer/shared,mp=/srv/b,shared=1",
    mp9: "ceph:vm-623-disk-2,mp=/srv/Ümläut,mountoptions=noexec;nosuid,quota=1,size=1G",
  }),
];
