import { atLeast, between, each, fileId, fileSize, hostname, ipAddress, macAddress, matches, notEmpty, oneOf } from "../accept";
import { addressesOrLinkLocal, devicePath, dnsName, dnsNames, ipv4, ipv4Config, ipv6, ipv6Config, mountPath, unicastMac } from "../pve-format";
import { block, constant, key, lines, lost, numbered, output, providerBlock, providerOnly, row, written } from "../row";
import { decimal, encodedLines, flag, formatted, integer, list, mebibytes, reference, sizeText, storageOrText, strictInteger, text, volumeOrStorage, wholeGibibytes, word } from "../shape";

const unknown = "the provider does not know it";
const vlanNumbers = text(/^\d+(;\d+)*$/);
const mountOptions = list(";", { pattern: /^(discard|lazytime|noatime|nodev|noexec|nosuid)(;(discard|lazytime|noatime|nodev|noexec|nosuid))*$/ });
const idmapOfVolume = text(/^(passthrough|[ug]:\d+:\d+:[1-9]\d*(;[ug]:\d+:\d+:[1-9]\d*)*)$/);

// console: 1     cmode: shell     tty: 2
export const console = block("console", "console", { says: "The console.", when: "differs", implied: true, unread: "the provider does not read a console that says its defaults aloud" }, [
  row("console", "enabled",  "enabled",   flag, { default: true, counts: "whenAbsent", says: "Attaches a console." }),
  row("cmode",   "type",     "type",      word("shell", "console", "tty"), { default: "tty", accepts: oneOf("console", "shell", "tty"), says: "What the console shows." }),
  row("tty",     "ttyCount", "tty_count", strictInteger(0, 6), { default: 2, accepts: between(0, 6), says: "Terminals." }),
]);

// cores: 4     cpulimit: 2
export const cpu = block("cpu", "cpu", { says: "Processors.", otherwise: "- one core", when: "differs" }, [
  row("arch",     "architecture", "architecture", word("amd64", "i386", "arm64", "armhf", "riscv32", "riscv64"), { default: "amd64", accepts: oneOf("amd64", "arm64", "armhf", "i386"), says: "Processor architecture." }),
  row("cores",    "cores",        "cores",        strictInteger(1, 8192), { default: 1, always: true, accepts: between(1, 128), pveDefault: "all cores of the node", says: "Cores." }),
  row("cpulimit", "limit",        "limit",        decimal(0, 8192), { accepts: between(0, 8192), says: "Upper bound of the processor time.", otherwise: "- no bound", unit: "CPUs" }),
  row("cpuunits", "units",        "units",        strictInteger(0, 500000), { computed: true, accepts: between(1, 500000), says: "Weight against other guests.", otherwise: "- Proxmox VE's, which is 100 (1024 with cgroups of version 1)" }),
]);

// memory: 2048     swap: 512
export const memory = block("memory", "memory", { says: "Memory.", when: "differs", flat: true }, [
  row("memory", "memory", "dedicated", mebibytes(16, { strict: true }), { absent: 0, default: 512, always: true, accepts: between(16, 268435456), pveDefault: "512 MiB", says: "Memory of the container." }),
  row("swap",   "swap",   "swap",      mebibytes(0, { strict: true }), { accepts: between(0, 268435456), pveDefault: "512 MiB", says: "Swap." }),
]);

// rootfs: local-lvm:vm-200-disk-0,size=8G
export const rootDisk = block("disk", "rootDisk", {
  says: "The root file system.", otherwise: "- 4 GiB on `local`",
  from: key("rootfs"), when: "always", missing: { datastore_id: "local", size: 4 }, packing: { defaultKey: "volume" },
}, [
  row("volume",       "storage",      "datastore_id",  formatted(mountPath, storageOrText), { default: "local", always: true, says: "Storage that holds it." }),
  output("volume",                    "path_in_datastore", text()),
  row("size",         "size",         "size",          wholeGibibytes, { absent: 0, default: 4, always: true, accepts: atLeast(0), says: "Size, in whole GiB. Shrinking replaces the container." }),
  row("acl",          "acl",          "acl",           flag, { says: "POSIX ACLs." }),
  row("quota",        "quota",        "quota",         flag, { says: "Quotas; privileged containers only." }),
  row("replicate",    "replicate",    "replicate",     flag, { pveDefault: "true", says: "Takes part in storage replication." }),
  row("mountoptions", "mountOptions", "mount_options", mountOptions, { accepts: each(notEmpty), says: "Mount options: `noatime`, `discard`, …" }),
  lost("ro",        flag, unknown),
  lost("shared",    flag, unknown),
  lost("idmap",     idmapOfVolume, unknown),
]);

// mp0: local-lvm:vm-200-disk-1,mp=/data,size=8G
export const mountPoint = block("mount_point", "mountPoints", {
  says: "Further file systems, mp0 first.",
  from: numbered("mp", 256), packing: { defaultKey: "volume" },
}, [
  row("volume",       "volume",       "volume",        formatted(mountPath, volumeOrStorage), { required: true, says: "Volume (`tank:subvol-202-disk-0`), a directory of the node, or the storage on which a volume of `size` is made." }),
  output("volume",                    "path_in_datastore", text()),
  row("mp",           "path",         "path",          formatted(mountPath), { required: true, says: "Where the container sees it." }),
  row("size",         "size",         "size",          sizeText, { accepts: fileSize, says: "Size, said exactly as Proxmox VE keeps it. Another text replaces the container.", otherwise: "- that of the volume; a directory has none" }),
  row("acl",          "acl",          "acl",           flag, { says: "POSIX ACLs." }),
  row("backup",       "backup",       "backup",        flag, { says: "Takes part in backups." }),
  row("quota",        "quota",        "quota",         flag, { says: "Quotas; privileged containers only." }),
  row("ro",           "readOnly",     "read_only",     flag, { says: "Mounted read-only." }),
  row("replicate",    "replicate",    "replicate",     flag, { default: true, says: "Takes part in storage replication." }),
  row("shared",       "shared",       "shared",        flag, { says: "All nodes have it." }),
  row("mountoptions", "mountOptions", "mount_options", mountOptions, { says: "Mount options: `noatime`, `discard`, …" }),
  lost("idmap",     idmapOfVolume, unknown),
  lost("keepattrs", flag, unknown),
]);

// dev0: /dev/dri/renderD128,gid=104,mode=0660
export const devicePassthrough = block("device_passthrough", "devices", {
  says: "Devices of the node, passed through.",
  from: numbered("dev", 256), most: 128, packing: { defaultKey: "path" },
}, [
  row("path",       "path",      "path",       formatted(devicePath), { required: true, accepts: notEmpty, says: "Device: `/dev/dri/renderD128`." }),
  row("deny-write", "denyWrite", "deny_write", flag, { says: "Forbids writing." }),
  row("gid",        "gid",       "gid",        integer(0), { accepts: atLeast(0), says: "Group that owns it inside." }),
  row("uid",        "uid",       "uid",        integer(0), { accepts: atLeast(0), says: "User that owns it inside." }),
  row("mode",       "mode",      "mode",       text(/^0[0-7]{3}$/), { default: "0660", accepts: matches(/0[0-7]{3}/, "an octal mode such as 0660"), says: "Access mode." }),
]);

const name = text(/^[-_.\w]+$/);

// net0: name=eth0,bridge=vmbr0,hwaddr=BC:24:11:2B:98:2F,ip=dhcp,tag=20        addresses: initialization, below
export const networkInterface = block("network_interface", "networkInterfaces", { says: "Network cards, net0 first.", from: numbered("net", 32), most: 10 }, [
  row("name",         "name",        "name",         name, { required: true, says: "Name inside: `eth0`." }),
  row("bridge",       "bridge",      "bridge",       reference("bridge", name), { absent: "", default: "vmbr0", always: true, says: "Bridge that the card is plugged into." }),
  output(constant(true),             "enabled",      flag, { default: true }),
  row("firewall",     "firewall",    "firewall",     flag, { says: "Puts the Proxmox VE firewall before the card." }),
  row("host-managed", "hostManaged", "host_managed", flag, { says: "The node sets up the addresses." }),
  row("hwaddr",       "macAddress",  "mac_address",  formatted(unicastMac), { computed: true, accepts: macAddress, says: "Hardware address: `BC:24:11:2B:98:2F`.", otherwise: "- Proxmox VE draws one" }),
  row("rate",         "rateLimit",   "rate_limit",   decimal(), { says: "Upper bound of the transfer rate.", otherwise: "- no bound", unit: "MB/s" }),
  row("tag",          "vlanId",      "vlan_id",      integer(1, 4094), { says: "VLAN that the bridge tags the card's packets with.", otherwise: "- untagged" }),
  row("mtu",          "mtu",         "mtu",          integer(64, 65535), { says: "Largest packet.", otherwise: "- the bridge's", unit: "bytes" }),
  lost("link_down", flag, unknown),
  lost("trunks",    vlanNumbers, unknown, { refuses: (value) => (value !== undefined && vlanNumbers.parse(String(value)) === undefined ? `the provider cannot read the trunks "${String(value)}"` : undefined) }),
  lost("type",      word("veth"), "there is only one", { internal: true }),
]);

// features: nesting=1,keyctl=1,mount=nfs;cifs
export const features = block("features", "features", { says: "What the container may do. All but nesting needs root@pam to change.", from: key("features"), when: "differs" }, [
  row("nesting", "nesting", "nesting", flag, { says: "Containers inside." }),
  row("keyctl",  "keyctl",  "keyctl",  flag, { says: "The keyctl() system call, which Docker wants." }),
  row("fuse",    "fuse",    "fuse",    flag, { says: "FUSE file systems." }),
  row("mknod",   "mknod",   "mknod",   flag, { says: "Device nodes." }),
  row("mount",   "mount",   "mount",   list(";", { pattern: /^[a-zA-Z0-9_; ]+$/ }), { accepts: each(oneOf("nfs", "cifs")), says: "File systems that may be mounted: `nfs`, `cifs`." }),
  lost("force_rw_sys", flag, unknown),
]);

// hostname: web     nameserver: 1.1.1.1     net0: …,ip=10.0.0.5/24,gw=10.0.0.1
export const initialization = block("initialization", "initialization", { says: "What the container is told at its start.", when: "always", flat: true }, [
  row("hostname",   "hostname",   "hostname",   formatted(dnsName, text(/^.{1,255}$/)), { accepts: hostname, says: "Host name.", otherwise: "- the construct's id" }),
  row("entrypoint", "entrypoint", "entrypoint", text(), { accepts: matches(/^[^\x00-\x08\x10-\x1F\x7F]+$/, "printable text"), says: "First process." }),
  block("dns", "dns", { when: "present", says: "Name resolution.", otherwise: "- the node's" }, [
    row("searchdomain", "domain",  "domain",  formatted(dnsNames), { says: "Search domain.", otherwise: "- the node's" }),
    row("nameserver",   "servers", "servers", formatted(addressesOrLinkLocal, list(" ")), { accepts: each(ipAddress), says: "Name servers.", otherwise: "- the node's" }),
    providerOnly(null, "server", text(), { state: "", why: "deprecated by the provider" }),
  ]),
  block("ip_config", "ipConfigs", {
    from: numbered("net", 32), most: 10, beside: "networkInterfaces", says: "Addresses of the cards that have any, in their order.",
    only: (device) => ["ip", "gw", "ip6", "gw6"].some((one) => one in device),
  }, [
    block("ipv4", "ipv4", { when: "present", flat: true, says: "IPv4." }, [
      row("ip",  "ip",       "address", formatted(ipv4Config), { says: "IPv4: `dhcp`, `manual`, or an address with its prefix length." }),
      row("gw",  "gateway",  "gateway", formatted(ipv4), { says: "IPv4 default gateway." }),
    ]),
    block("ipv6", "ipv6", { when: "present", flat: true, says: "IPv6." }, [
      row("ip6", "ip6",      "address", formatted(ipv6Config), { says: "IPv6: `auto`, `dhcp`, `manual`, or an address with its prefix length." }),
      row("gw6", "gateway6", "gateway", formatted(ipv6), { says: "IPv6 default gateway." }),
    ]),
  ]),
  providerBlock("user_account", "Proxmox VE does not keep it", block("user_account", "userAccount", { says: "How root logs in at first. Another account replaces the container.", otherwise: "- as the template has it" }, [
    written("keys",     "keys",     encodedLines, { says: "Public ssh keys.", otherwise: "- none" }),
    written("password", "password", text(), { secret: true, says: "Password; in code only as a sensitive `TerraformVariable`." }),
  ])),
]);

// ostype: debian
export const operatingSystem = block("operating_system", "operatingSystem", { says: "What runs inside. A bare text is `type`.", when: "differs", short: "type" }, [
  row("ostype", "type", "type", word("debian", "devuan", "ubuntu", "centos", "fedora", "opensuse", "archlinux", "alpine", "gentoo", "nixos", "unmanaged"), {
    absent: "", default: "unmanaged", says: "Distribution, by which Proxmox VE sets up the container.",
    accepts: oneOf("alpine", "archlinux", "centos", "debian", "devuan", "fedora", "gentoo", "nixos", "opensuse", "ubuntu", "unmanaged") }),
  row(constant(""), "template", "template_file_id", reference("image"), { required: true, unsaid: "", counts: "never", accepts: fileId, says: "Template that it is made from; of no effect later." }),
]);

// lxc.idmap: u 0 100000 65536
export const idmap = block("idmap", "idMaps", { says: "Raw mappings of users and groups.", from: lines("lxc.idmap", "type", "container", "host", "size") }, [
  row("type",      "type",        "type",         { ...word("uid", "gid"), read: (value) => (value === "u" ? "uid" : "gid") }, { required: true, accepts: oneOf("uid", "gid"), says: "`uid` or `gid`." }),
  row("container", "containerId", "container_id", integer(0), { required: true, accepts: atLeast(0), says: "First id inside." }),
  row("host",      "hostId",      "host_id",      integer(0), { required: true, accepts: atLeast(0), says: "First id on the node." }),
  row("size",      "size",        "size",         integer(0), { required: true, accepts: atLeast(1), says: "How many." }),
]);
