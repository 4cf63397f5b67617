import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { scenarioOf } from "../../generator/simulator/folder";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { providerVersion } from "../../lib/schema/provider/bpg";
import { install, newFolder, reach, remove, report, synthesise } from "../bin/command";
import { changesOf, needProvider, prove } from "./terraform";

const disk = (vmId: number, number = 0, more = "size=8G") => `local-lvm:vm-${vmId}-disk-${number},${more}`;
const mac = (vmId: number, card = 0) => `BC:24:11:0${card}:0${Math.floor(vmId / 100)}:${String(vmId % 100).padStart(2, "0")}`;

/** Machines with the traits of configurations that people show when something goes wrong: lines of their files. */
const machines: Readonly<Record<number, readonly string[]>> = {
  501: ["boot:  ", "cicustom:  ", `virtio0: ${disk(501)}`],
  502: ["agent: 1", "boot: c", "bootdisk: virtio0", "cipassword: secret", "ciupgrade: 0", "ciuser: kim", "hotplug: network,disk,usb", "ide2: local-lvm:vm-502-cloudinit,media=cdrom", "ipconfig0: ip=192.0.2.3/24,gw=192.0.2.1", "kvm: 1", "nameserver: 192.0.2.1", `virtio0: ${disk(502, 0, "replicate=0,size=20G")}`, "vmgenid: 49e3241b-0988-4e69-b944-f995b3a38d40"],
  504: ["args: -drive 'if=none,id=synoboot,format=raw,file=/var/lib/vz/images/2200/arpl.img' -device 'qemu-xhci,addr=0x18' -device 'usb-storage,drive=synoboot,bootindex=5'", "balloon: 0", "bios: ovmf", "boot:  ", "cpu: host,flags=+aes", "machine: q35", "sata0: /dev/disk/by-id/usb-Sabrent_0000-0:0,aio=native,backup=0,cache=none,format=raw,size=2930266584K", "sata4: " + disk(504, 1, "discard=on,size=32G"), "serial0: socket", "tablet: 0", "unused0: local-lvm:vm-504-disk-0"],
  505: ["args: -device isa-applesmc,osk=\"our words\" -smbios type=2 -global nec-usb-xhci.msi=off", "balloon: 0", "bios: ovmf", "boot: order=ide2;virtio0", "cpu: Penryn", `efidisk0: ${disk(505, 1, "efitype=4m,size=4M")}`, "ide2: local-lvm:vm-505-disk-2,cache=unsafe,size=150M", "machine: q35", "ostype: other", `net0: vmxnet3=${mac(505)},bridge=vmbr0`, "tablet: 1", "vga: vmware", `virtio0: ${disk(505, 0, "cache=unsafe,discard=on,iothread=1,size=64G")}`],
  506: ["bios: ovmf", "boot: order=sata0;ide0", `efidisk0: ${disk(506, 1, "efitype=4m,ms-cert=2023,pre-enrolled-keys=1,size=4M")}`, "ide0: local:iso/debian.iso,media=cdrom,size=600M", "ide2: none,media=cdrom", "localtime: 1", "machine: pc-q35-10.0+pve1", "ostype: win11", `sata0: ${disk(506)}`, `tpmstate0: ${disk(506, 2, "size=4M,version=v2.0")}`, "vga: none"],
  507: ["balloon: 0", "cpu: host,hidden=1,flags=+pcid;-md-clear,hv-vendor-id=proxmox", "hostpci0: 0000:01:00,pcie=1,x-vga=1,romfile=vbios.rom", "hostpci1: 0000:02:00.0;0000:02:00.1,rombar=0", "machine: q35,viommu=virtio", "memory: 8192", "numa: 1", "onboot: yes", `scsi0: ${disk(507)}`, "vga: virtio-gl,memory=256"],
  509: ["usb0: host=1234:5678,usb3=1", "usb1: host=3-1.2", "usb2: spice", "usb3: mapping=stick,usb3=yes", "usb7: host=0bda:8153"],
  510: [`net0: e1000=${mac(510)}`, `net1: virtio=${mac(510, 1)},bridge=vmbr0,link_down=1,mtu=1,queues=4`, `net3: virtio=${mac(510, 3)},bridge=vmbr0,firewall=0,rate=12.5,tag=4094,trunks=10;20;30`, "ostype: other", `ide0: ${disk(510)}`],
  511: ["scsi1: /dev/disk/by-id/ata-WDC_WD40,backup=0,serial=WD-1,size=3907018584K,ssd=1", "scsi2: /dev/disk/by-id/ata-WDC_WD41,size=3907018584K", `scsi0: ${disk(511, 0, "iothread=1,size=32G")}`, "scsihw: virtio-scsi-single", "scsi7: /mnt/images/old.raw"],
  512: ["#<div align='center'><a href='https://example.com' target='_blank'>%0A  <img src='x.png'/></a>%0A</div>", "#", "agent: 1,fstrim_cloned_disks=1", "bios: ovmf", `efidisk0: ${disk(512, 1, "efitype=4m,size=4M")}`, "localtime: 1", `scsi0: ${disk(512, 0, "cache=writethrough,discard=on,size=32G,ssd=1")}`, "tablet: 0", "tags: community-script;home_automation"],
  513: ["cicustom: user=local:snippets/user.yaml,vendor=local:snippets/vendor.yaml", "ide0: local-lvm:vm-513-cloudinit,media=cdrom,size=4M", "ipconfig0: ip=dhcp,ip6=auto", "ipconfig2: ip=192.0.2.9/24,gw=192.0.2.1", `net0: virtio=${mac(513)},bridge=vmbr0`, `net2: virtio=${mac(513, 2)},bridge=vmbr0`, "nameserver: 192.0.2.53  192.0.2.54", "searchdomain: lab.example.net", "sshkeys: ssh-ed25519%20AAAAC3%20kim%40lab%0Assh-rsa%20AAAAB3%20lee%0A"],
  514: ["memory: 2048", "parent: before", `scsi0: ${disk(514)}`, "", "[PENDING]", "memory: 4096", "delete: tags", "", "[before]", "memory: 1024", "snaptime: 1700000000", `scsi0: ${disk(514)}`],
  515: ["affinity: 0-3", "cores: 2", "cpu: x86-64-v2-AES,flags=+aes;-pcid,phys-bits=host", "cpulimit: 1.5", "cpuunits: 200", "sockets: 2", "vcpus: 3"],
  516: ["balloon: 1024", "memory: 2048", "shares: 2000", "hugepages: 2", "numa: 1"],
  517: ["audio0: device=ich9-intel-hda,driver=none", "ivshmem: size=32,name=share", "parallel0: /dev/parport0", "rng0: source=/dev/hwrng,max_bytes=512", "serial0: /dev/ttyS0", "serial2: socket", "spice_enhancements: foldersharing=1,videostreaming=all", "vga: qxl2,memory=64,clipboard=vnc", "watchdog: i6300esb"],
  518: [`scsi0: ${disk(518, 0, "aio=threads,bps_rd=1048576,cache=writeback,detect_zeroes=0,iops_max=200,iops=100,queues=4,ro=1,size=8G,wwn=0x5000c500a1b2c3d4")}`, `virtio3: ${disk(518, 1, "iops_rd=50,iops_rd_max=60,mbps_wr=20,rerror=report,size=512M,snapshot=1")}`],
  519: ["arch: aarch64", "bios: ovmf", "cpu: cortex-a57", "machine: virt", `efidisk0: ${disk(519, 1, "size=64M")}`],
  520: ["template: 1", "scsi0: local-lvm:base-520-disk-0,size=4G"],
  521: ["scsi0: local-lvm:base-520-disk-0/vm-521-disk-0,size=4G", "lock: backup"],
  522: ["acpi: 0", "autostart: 1", "freeze: 1", "keyboard: de-ch", "kvm: 0", "name: ", "protection: on", "reboot: 0", "startdate: 2020-01-01", "tdf: 1", "shares: 0", "migrate_speed: 10"],
  524: ["bios: ovmf", "efidisk0: /dev/zvol/tank/efi,format=raw,size=4M", "sata3: cdrom", "ide1: none", "scsi0: local-lvm:vm-524-disk-0"],
  525: ["cpu: custom-mine", "machine: ", "foo: bar", "onboot: maybe", "vga: nosuch"],
};

const root = (vmId: number, more = "size=8G") => `rootfs: local-lvm:vm-${vmId}-disk-0,${more}`;
const containers: Readonly<Record<number, readonly string[]>> = {
  601: [root(601), "dev0: /dev/dri/renderD128,gid=104", "features: nesting=1,keyctl=1", "mp0: /mnt/media,mp=/media", `mp1: ${disk(601, 1, "mp=/config,backup=1,replicate=0,size=4G")}`, "lxc.cgroup2.devices.allow: c 226:0 rwm", "lxc.cgroup2.devices.allow: c 226:128 rwm", "lxc.mount.entry: /dev/dri dev/dri none bind,optional,create=dir"],
  602: ["rootfs: /dev/sdb1,size=8G", "mp0: /srv/data,mp=/data,ro=1"],
  603: [root(603, "acl=1,mountoptions=noatime;discard,quota=1,size=8G"), "unprivileged: 0"],
  604: [root(604), "features: fuse=1,mknod=1,mount=nfs;cifs,nesting=1", "lxc.idmap: u 0 100000 1000", "lxc.idmap: g 0 100000 1000", "lxc.idmap: u 1000 1000 1", "lxc.idmap: g 1000 1000 1", "lxc.idmap: u 1001 101001 64535", "lxc.idmap: g 1001 101001 64535"],
  605: [root(605), `net0: name=eth0,bridge=vmbr0,firewall=1,gw=192.0.2.1,hwaddr=${mac(605).toLowerCase()},ip=192.0.2.5/24,ip6=auto,mtu=9000,rate=10,tag=20,type=veth`, `net1: name=eth1,bridge=vmbr0,hwaddr=${mac(605, 1)},ip=manual,link_down=1,type=veth`, "nameserver: 192.0.2.53 192.0.2.54", "searchdomain: lab.example.net"],
  606: [root(606), "arch: i386", "cmode: shell", "console: 0", "cpuunits: 50", "ostype: unmanaged", "tty: 4"],
  607: [root(607), "onboot: 1", "startup: order=2,up=30", "swap: 0", "memory: 128"],
  608: ["#Über  ", "#zwei", root(608), "hookscript: local:snippets/hook.pl", "protection: 1", "tags: Prod;web", "timezone: host"],
  609: ["template: 1", "rootfs: local-lvm:base-609-disk-0,size=4G"],
  610: [root(610), `mp0: ${disk(610, 1, "mp=/a,size=1G")}`, `mp3: ${disk(610, 2, "mp=/b")}`, "mp5: /mnt/with blank,mp=/c d,shared=1", "mp7: size=4G"],
  611: [root(611), "cmode: console", "entrypoint: /init --verbose", "lxc.environment.runtime: PATH=/usr/bin:/bin", "lxc.environment.runtime: EMPTY=", "lxc.signal.halt: SIGTERM", "ostype: alpine"],
  612: [root(612), "dev0: path=/dev/ttyUSB0,mode=0660,uid=1000", "dev2: /dev/net/tun,deny-write=1"],
  613: [root(613), "cores: 4", "cpulimit: 2", "parent: before", "", "[before]", "cores: 1", root(613), "snaptime: 1700000000"],
};

/** Containers whose files keep what Proxmox VE would refuse today: hand-edited, or of an older release. */
const kept: Readonly<Record<number, readonly string[]>> = {
  621: [root(621), "arch: x86_64", "hostname: UPPER_case", "ostype: fedora99", "cmode: none"],
  622: [root(622), "cores: 0", "swap: 0", "memory: 16", "cpulimit: 0", "cpuunits: 1024"],
  623: [root(623), "net0: name=eth0,bridge=vmbr0,ip=192.0.2.7,gw=192.0.2.7,hwaddr=01:00:5E:00:00:01,tag=0,type=phys"],
  624: [root(624), `net1: bridge=vmbr0,name=eth1,type=veth,hwaddr=${mac(624, 1)}`, "nameserver: dns.example.net 192.0.2.53", "searchdomain: a.example b.example"],
  625: [root(625), "features: nesting=1,force_rw_sys=1,mount=nfs", "mp0: local-lvm:vm-625-disk-1,mp=relative/path,size=2G", "onboot: yes"],
  626: [root(626), "dev0: /dev/ttyS0,mode=777", "tags: b,a;c", "tty: 99", "console: on"],
  627: [root(627, "size=8G,ro=1,shared=1"), "memory: 512", "memory: 1024", "cores:\t2", "hostname:ct627  "],
  628: [root(628, "size=1536M"), "lxc.cap.drop:", "lxc.apparmor.profile: unconfined", "lxc.mount.auto: proc:rw sys:rw", "lxc.idmap: u 0 100000 65536", "lxc.idmap: g 0 100000 65536"],
  629: [root(629, "size=8192M"), "mp0: local-lvm:vm-629-disk-1,mp=/srv,size=0T", "mp1: local:629/vm-629-disk-2.raw,mp=/log,size=512M,mountoptions=nodev;noexec"],
  630: [root(630), "startup: down=90", "protection: 0", "template: 0", "unprivileged: off", "debug: 1"],
  631: [root(631), "description: one%0Atwo", "#three", "lock: backup", "timezone: Europe/Berlin"],
  632: [root(632), "net0: name=eth0,bridge=vmbr0,firewall=0,hwaddr=BC:24:11:00:06:32,ip6=2001:db8::2/64,gw6=2001:db8::1,link_down=0,trunks=2;3,type=veth"],
};
/** Machines of the same kind. */
const older: Readonly<Record<number, readonly string[]>> = {
  531: ["cdrom: none", "net0: virtio=BC:24:11:00:05:31", "sockets: 2", "smp: 4", "vcpus: 2"],
  532: ["ide2: local:iso/debian.iso,media=cdrom", "ide3: none,media=cdrom", "sata0: cdrom,media=cdrom", "scsi0: " + disk(532)],
  533: [`virtio0: ${disk(533)},iothread=on,backup=no`, `virtio1: local:533/vm-533-disk-1.qcow2,size=4G`, "boot: order=virtio0;net0", "bootdisk: virtio0"],
  534: ["cpu: cputype=host", "agent: enabled=0,type=isa", "balloon: 512", "memory: 2048", "keyboard: xx", "ostype: solaris"],
  535: ["numa: 1", "numa0: cpus=0-1,hostnodes=0,memory=1024,policy=bind", "cores: 2", "memory: 1024", "hugepages: any", "keephugepages: 1"],
  536: ["smbios1: uuid=0c83b7cd-0000-4000-8000-000000000536,manufacturer=QUNNRQ==,base64=1,serial=MQ==", "localtime: 0", "vga: serial0", "serial0: socket", "tablet: 1"],
  537: ["startup: up=5", "tags: a b;c,d", "description:  spaced  ", "onboot: 0", "hookscript: local:snippets/hook.pl"],
  538: ["efidisk0: " + disk(538, 1, "size=128K"), "bios: ovmf", "machine: pc-i440fx-9.2,viommu=intel", "tpmstate0: " + disk(538, 2, "size=4M")],
  539: ["hostpci0: mapping=gpu,pcie=1,mdev=nvidia-35", "machine: q35", "usb0: mapping=stick,usb3=0", "virtiofs0: share,cache=always,direct-io=1"],
};

const storages = [
  "dir: local\n\tpath /var/lib/vz\n\tcontent images,rootdir,iso,snippets,vztmpl\n",
  "lvmthin: local-lvm\n\tthinpool data\n\tvgname pve\n\tcontent images,rootdir\n",
].join("\n");
const ofMachine = (vmId: number, lines: readonly string[]) => {
  const text = lines.join("\n");
  const usual = [["name", `vm${vmId}`], ["ostype", "l26"], ["memory", "1024"], ["smbios1", `uuid=0c83b7cd-0000-4000-8000-000000000${vmId}`]] as const;
  return `${usual.flatMap(([key, value]) => (new RegExp(`^${key}:`, "m").test(text.split("\n[")[0]!) ? [] : [`${key}: ${value}`])).join("\n")}\n${text}\n`;
};
const ofContainer = (vmId: number, lines: readonly string[]) => {
  const text = lines.join("\n");
  const usual = [["arch", "amd64"], ["hostname", `ct${vmId}`], ["memory", "512"], ["ostype", "debian"], ["swap", "512"], ["unprivileged", "1"]] as const;
  return `${usual.flatMap(([key, value]) => (new RegExp(`^${key}:`, "m").test(text.split("\n[")[0]!) ? [] : [`${key}: ${value}`])).join("\n")}\n${text}\n`;
};
const files: Readonly<Record<string, string>> = {
  "storage.cfg": storages,
  "nodes/pve/interfaces": "auto vmbr0\niface vmbr0 inet static\n\taddress 192.0.2.2/24\n\tbridge-ports none\n\tbridge-stp off\n\tbridge-fd 0\n",
  ...Object.fromEntries(Object.entries({ ...machines, ...older }).map(([vmId, lines]) => [`nodes/pve/qemu-server/${vmId}.conf`, ofMachine(Number(vmId), lines)])),
  ...Object.fromEntries(Object.entries({ ...containers, ...kept }).map(([vmId, lines]) => [`nodes/pve/lxc/${vmId}.conf`, ofContainer(Number(vmId), lines)])),
};
const volumes = ["local:iso/debian.iso", "local:snippets/hook.pl", "local:snippets/user.yaml", "local:snippets/vendor.yaml"].map((id) => ({ id, size: 2 ** 20, createdAt: 1_700_000_000 }));

describe(`guests as people have them, with the real provider ${providerVersion}`, function () {
  let folder: string;
  let simulator: Simulator;
  let proven: Awaited<ReturnType<typeof report>>;

  before(async function () {
    await needProvider(this, providerVersion);
    folder = newFolder();
    simulator = await startSimulator({ scenario: { ...scenarioOf("as-people-have-them", files), volumes } });
    proven = await report(["import", ...reach(simulator, simulator.tokens.root), "--scope", "guests", "--out", join(folder, "api")], folder);
  });
  after(async () => {
    await simulator?.close();
    if (folder !== undefined) remove(folder);
  });

  const codeIn = (place: string) => Object.fromEntries(readdirSync(join(folder, place, "guests")).map((name) => [name, readFileSync(join(folder, place, "guests", name), "utf8")]));

  it("are all in the code", () => {
    expect(proven.guests.filter(({ outcome }) => outcome !== "imported").map(({ key, reason }) => `${key}: ${reason}`)).to.deep.equal([]);
    expect(proven.guests).to.have.lengthOf(Object.keys({ ...machines, ...older, ...containers, ...kept }).length);
  });

  it("are the same code over the API and from their files", async () => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, "pve", path)), { recursive: true });
      writeFileSync(join(folder, "pve", path), text);
    }
    await report(["import", "--via", "files", "--pve-dir", join(folder, "pve"), "--scope", "guests", "--out", join(folder, "files"), "--no-verify"], folder);
    expect(codeIn("files")).to.deep.equal(codeIn("api"));
  });

  it("change nothing when they are adopted", async () => {
    install(join(folder, "api"));
    const { planned, errors } = await prove(await synthesise(join(folder, "api")), simulator, providerVersion);
    expect(errors).to.deep.equal([]);
    expect(planned.flatMap(changesOf)).to.deep.equal([]);
    expect(planned).to.have.lengthOf(Object.keys({ ...machines, ...older, ...containers, ...kept }).length);
  });

  it("say nothing twice, nothing empty and nothing of size zero", () => {
    const code = Object.values(codeIn("api")).join("\n");
    // A number between two of cloud-init's that have addresses is counted, and has to be there.
    expect(code.replace("{}, { ipv4", "{ ipv4")).not.to.match(/\{ ?\}|gibibytes\(0\)|storage: "",? *\}|"\/dev\/(?:sdb1|zvol)/);
    // Each entry of ignoreChanges has its reason, also where four have the same.
    const repeated = code.split(/\n {2}new /).flatMap((one) => {
      const comments = [...one.matchAll(/\/\/ (.*)/g)].map(([, text]) => text!).filter((text) => !text.startsWith("----") && !text.startsWith("the numbers have a gap"));
      return comments.filter((text, at) => comments.indexOf(text) !== at);
    });
    expect(repeated).to.deep.equal([]);
  });
});
