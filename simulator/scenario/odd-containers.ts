import { oddGuests, type Corner } from "./odd-guest";
import { block } from "./text";

const base = (hostname: string) => ({
  arch: "amd64",
  cores: 1,
  hostname,
  memory: 512,
  net0: "name=eth0,bridge=vmbr0,hwaddr=MAC0,ip=dhcp,type=veth",
  ostype: "debian",
  rootfs: "fast:vm-ID-disk-0,size=8G",
  swap: 512,
  unprivileged: 1,
});

const says = (settings: Corner["settings"], more: Omit<Corner, "settings"> = {}): Corner => ({ settings, ...more });
const running = { power: "running" } as const;

const corners: Readonly<Record<string, Corner>> = {
  "ct-bare": { bare: true, settings: { rootfs: "fast:vm-ID-disk-0,size=8G" } },
  "ct-plain": says({}, { facts: running }),
  "ct-privileged": says({ unprivileged: 0, protection: 1, onboot: 1, startup: "order=3,up=1,down=2" }),
  "ct-options": says({ onboot: 0, protection: 0, startup: "order=4,up=3,down=4", tags: "b;a", debug: 1, timezone: "host", hookscript: "local:snippets/hook.pl", template: 0 }),
  "ct-options-again": says({ startup: "7", tags: "one", debug: 0, timezone: "Europe/Berlin", hookscript: "local:snippets/other.pl", lock: "backup" }),
  "ct-features": says({ features: "fuse=1,keyctl=1,mknod=1,mount=nfs;cifs,nesting=1" }),
  "ct-features-lost": says({ features: "force_rw_sys=1,nesting=1" }),
  "ct-features-mount": says({ features: "fuse=0,keyctl=0,mknod=0,mount=ext4;nfs,force_rw_sys=0,nesting=0" }),
  "ct-all-cores": says({ cores: undefined, arch: undefined }),
  "ct-limited": says({ cpulimit: 2, cpuunits: 2048 }),
  "ct-limited-half": says({ cpulimit: 0.5, cpuunits: 100 }),
  "ct-limit-alone": says({ cores: undefined, cpulimit: 1.5 }),
  "ct-limit-whole-alone": says({ cores: undefined, cpulimit: 2 }),
  "ct-arm": says({ arch: "arm64" }),
  "ct-riscv": says({ arch: "riscv64" }),
  "ct-no-memory": says({ memory: undefined, swap: undefined }),
  "ct-no-swap": says({ swap: 0, memory: 16 }),
  "ct-console": says({ console: 0, cmode: "shell", tty: 4 }),
  "ct-console-loud": says({ console: 1, cmode: "tty", tty: 2 }),
  "ct-console-loud-alone": says({ console: 1 }),
  "ct-console-none": says({ cmode: "console", tty: 0 }),
  "ct-type-none": says({ ostype: undefined }),
  "ct-type-unmanaged": says({ ostype: "unmanaged" }),
  "ct-type-nixos": says({ ostype: "nixos", nameserver: "10.0.0.1,10.0.0.2", searchdomain: "example.net" }),
  "ct-no-name": says({ hostname: undefined }),
  "ct-name-dot": says({ hostname: "ct.example.net", nameserver: "10.0.0.1 fd00::1", searchdomain: "a.example.net b.example.net" }),
  "ct-entry": says({ entrypoint: "/sbin/init --verbose", ostype: "unmanaged" }, { raw: [["lxc.environment.runtime", "A=1"], ["lxc.environment.runtime", "B=two words"]] }),
  "ct-entry-again": says({ entrypoint: "/bin/sh" }, { raw: [["lxc.environment.runtime", "PATH=/bin:/usr/bin"]] }),
  "ct-raw": says({}, { raw: [["lxc.cgroup2.devices.allow", "c 226:128 rwm"], ["lxc.mount.entry", "/dev/dri dev/dri none bind,optional,create=dir"]] }),
  "ct-idmap": says({}, { raw: [["lxc.idmap", "u 0 100000 1000"], ["lxc.idmap", "g 0 100000 1000"], ["lxc.idmap", "u 1000 1000 1"]] }),
  "ct-root": says({ rootfs: "tank:subvol-ID-disk-0,acl=1,mountoptions=noatime;discard,quota=1,replicate=0,ro=1,shared=1,size=8G", unprivileged: 0 }),
  "ct-root-again": says({ rootfs: "volume=nas:ID/vm-ID-disk-0.raw,acl=0,idmap=passthrough,mountoptions=nosuid,quota=0,replicate=1,ro=0,shared=0,size=500M" }),
  "ct-root-map": says({ rootfs: "tank:subvol-ID-disk-0,idmap=u:0:100000:65536,size=1T" }),
  "ct-mounts": says({
    mp0: "fast:vm-ID-disk-1,mp=/srv/a,acl=1,backup=1,mountoptions=noatime,quota=1,replicate=0,ro=1,shared=1,size=5G",
    mp1: "/mnt/data,mp=/srv/b,backup=0,idmap=passthrough,keepattrs=1,ro=0,shared=0",
    mp7: "tank:subvol-ID-disk-2,acl=0,mp=/srv/c,idmap=u:0:100000:65536,keepattrs=0,mountoptions=nodev;noexec,quota=0,replicate=1,size=528M",
  }),
  "ct-mounts-many": says(Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`mp${at * 3}`, `fast:vm-ID-disk-${at + 1},mp=/srv/${at},size=${at + 1}G`]))),
  "ct-mount-named": says({ mp0: "volume=/srv/shared,mp=/srv/x" }),
  "ct-devices": says({ dev0: "/dev/dri/renderD128,deny-write=1,gid=104,mode=0666,uid=1000", dev3: "path=/dev/ttyUSB0,deny-write=0,gid=20,mode=0600,uid=0" }),
  "ct-net-everything": says({ net0: "name=eth0,bridge=vmbr0,firewall=1,gw=10.0.0.1,gw6=fd00::1,hwaddr=MAC0,ip=10.0.0.5/24,ip6=fd00::5/64,link_down=1,mtu=1400,rate=5,tag=20,trunks=1;2,type=veth" }),
  "ct-net-again": says({ net0: "name=lan,bridge=vmbr1,firewall=0,gw=10.0.0.1,gw6=fd00::1,host-managed=1,hwaddr=MAC0,ip=10.0.0.6/24,ip6=fd00::6/64,link_down=0,mtu=9000,rate=1.5,tag=4094,trunks=3,type=veth" }),
  "ct-net-managed": says({ net0: "name=eth0,bridge=vmbr0,host-managed=0,hwaddr=MAC0,ip=manual,ip6=manual" }),
  "ct-net-holes": says({ net0: undefined, net1: "name=eth1,bridge=vmbr0,hwaddr=MAC1", net4: "name=eth4,bridge=vmbr0,hwaddr=MAC4,ip=dhcp", net9: "name=eth9,bridge=vmbr1,hwaddr=MAC9,ip6=auto" }),
  "ct-net-none": says({ net0: undefined }),
  "ct-net-many": says(Object.fromEntries(Array.from({ length: 11 }, (_, at) => [`net${at}`, `name=eth${at},bridge=vmbr0,hwaddr=MAC${at}${at % 2 === 0 ? ",ip=dhcp" : ""}`]))),
  "ct-net-no-bridge": says({ net0: "name=eth0,hwaddr=MAC0,type=veth" }),
  "ct-notes": says({}, { notes: "Line one\n\nLine three with ${x} and %{y}" }),
  "ct-notes-blank": says({}, { notes: "  blanks around  " }),
  "ct-unused": says({ unused0: "fast:vm-ID-disk-5", unused1: "tank:subvol-ID-disk-6" }),
  "ct-locked": says({ lock: "snapshot" }, { facts: running }),
  "ct-template": says({ template: 1, rootfs: "tank:basevol-ID-disk-0,size=4G" }),
  "ct-pending": says({}, { facts: running, sections: block(`
    [pve:pending]
    delete: swap
    hostname: ct-changed
    memory: 1024
  `) }),
  "ct-snapshots": says({ parent: "good" }, { sections: block(`
    [good]
    #Worked.
    arch: amd64
    cores: 1
    hostname: ct-snapshots
    memory: 512
    ostype: debian
    parent: older
    rootfs: fast:vm-ID-disk-0,size=8G
    snaptime: 1700000000
    swap: 512

    [older]
    arch: amd64
    cores: 1
    hostname: ct-snapshots
    memory: 256
    ostype: debian
    rootfs: fast:vm-ID-disk-0,size=8G
    snaptime: 1600000000
    swap: 512
  `) }),
};

// Its number is named in the clone above it.
const template = 2900;

/** The containers of the odd corners. */
export const oddContainers = [
  ...oddGuests("lxc", 2000, { ...corners, "ct-clone-linked": says({ rootfs: `tank:basevol-${template}-disk-0/subvol-ID-disk-0,size=4G` }) }, base),
  ...oddGuests("lxc", template, { "ct-golden": says({ template: 1, rootfs: "tank:basevol-ID-disk-0,size=4G" }) }, base),
];
