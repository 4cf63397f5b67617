import { isCalendarEvent } from "../calendar";
import { helpers, icmp6Types, icmpTypes, isProtocol } from "../../lib/pve/firewall/names";
import { readAddresses, versionOf, wrongPorts } from "../../lib/pve/firewall/addresses";
import { bridgeId, configId, cpuSet, dnsName, hotplugFeatures, ipv4, ipv6, physicalBits, unicastMac, urlEncoded } from "../../lib/schema/pve-format";
import { ipv4Config, ipv6Config, mountPath } from "../../lib/schema/pve-format";

/** Says what is wrong with a text, as Proxmox VE does, line break and all; undefined if nothing is. */
export type Format = (text: string) => string | undefined;

const check =
  (good: (text: string) => boolean, wrong: string | ((text: string) => string)): Format =>
  (text) =>
    good(text) ? undefined : `${typeof wrong === "string" ? wrong : wrong(text)}\n`;
const like = (pattern: RegExp, wrong: string | ((text: string) => string)) => check((text) => pattern.test(text), wrong);

const volumeId = /^[a-z][a-z0-9\-_.]*[a-z0-9]:.+$/i;
const noVolume = (text: string) => `unable to parse volume ID '${text}'`;
const drives = "(ide[0-3]|sata[0-5]|scsi([12]?\\d|30)|virtio(\\d|1[0-5]))";
const ip = (text: string) => ipv4(text) || ipv6(text);

/** An id of at least two characters, such as a storage's. */
const ownId = (kind: string): Format => (text) => {
  if (text.length < 2) return `${kind} ID '${text}' cannot be shorter than 2 characters\n`;
  return /^[a-z][a-z0-9\-_.]*[a-z0-9]$/i.test(text) ? undefined : `${kind} ID '${text}' contains illegal characters\n`;
};

const contents = ["images", "rootdir", "iso", "vztmpl", "backup", "snippets", "import", "none"];
const privilege: Format = () => undefined;

/** The formats of Proxmox VE that somebody who writes can get wrong, by its names for them. */
const formats: Readonly<Record<string, Format>> = {
  urlencoded: check(urlEncoded, (text) => `invalid urlencoded string: ${text}`),
  "pve-configid": check(configId, (text) => `invalid configuration ID '${text}'`),
  "pve-storage-id": ownId("storage"),
  "pve-bridge-id": check(bridgeId, (text) => `invalid bridge ID '${text}'`),
  "pve-vmid": like(/^[1-9]\d{2,8}$/, "value does not look like a valid VM ID"),
  "pve-node": like(/^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/, "value does not look like a valid node name"),
  "mac-addr": check(unicastMac, "value does not look like a valid unicast MAC address"),
  "mac-prefix": like(/^[a-f0-9][02468ace](:[a-f0-9]{2}){0,2}:?$/i, "value is not a valid unicast MAC address prefix"),
  ipv4: check(ipv4, "value does not look like a valid IPv4 address"),
  ipv6: check(ipv6, "value does not look like a valid IPv6 address"),
  ip: check(ip, "value does not look like a valid IP address"),
  ipv4mask: like(/^(\d{1,3}\.){3}\d{1,3}$/, "value does not look like a valid IP netmask"),
  CIDRv4: check((text) => withPrefix(text, ipv4, 32), "value does not look like a valid IPv4 CIDR network"),
  CIDRv6: check((text) => withPrefix(text, ipv6, 128), "value does not look like a valid IPv6 CIDR network"),
  "pve-ipv4-config": check(ipv4Config, "value does not look like a valid ipv4 network configuration"),
  "pve-ipv6-config": check(ipv6Config, "value does not look like a valid ipv6 network configuration"),
  "lxc-ip-with-ll-iface": check((text) => ip(text.replace(/^(fe80:[^%]+)%[a-z]\w{1,20}([:.]\d+)?$/i, "$1")), "value does not look like a valid IP address"),
  address: check((text) => text !== "0" && (ip(text) || dnsName(text)), (text) => `value does not look like a valid address: ${text}`),
  "dns-name": check(dnsName, "value does not look like a valid DNS name"),
  "pve-iface": like(/^[a-z]\w{1,20}([:.]\d+)?$/i, (text) => `invalid network interface name '${text}'`),
  "disk-size": like(/^\d+(\.\d+)?([KMGT](iB)?)?$/, (text) => `value does not look like a valid disk size: ${text}`),
  "pve-startup-order": check(
    (text) => text.split(",").every((part) => /^\s*$|^(order=)?\d+$|^(up|down)=\d+$/.test(part)) && text !== "" && text !== "0",
    "unable to parse startup options",
  ),
  "pve-tag": like(/^[a-z0-9_][a-z0-9_\-+.]*$/i, "invalid characters in tag"),
  "pve-cpuset": check(cpuSet, "unable to parse cpuset option"),
  "pve-phys-bits": check(physicalBits, "value must be either an integer between 8 and 64 or 'host'"),
  "pve-hotplug-features": check(hotplugFeatures, (text) => `invalid hotplug feature '${splitList(text).find((word) => !hotplugFeatures(word)) ?? text}'`),
  "pve-qm-bootdisk": like(new RegExp(`^${drives}$`), (text) => `invalid boot disk '${text}'`),
  "pve-qm-bootdev": like(new RegExp(`^(${drives}|net([12]?\\d|3[01])|usb(\\d|1[0-3])|hostpci(\\d|1[0-5]))$`), (text) => `invalid boot device '${text}'`),
  "pve-volume-id": like(volumeId, noVolume),
  "pve-volume-id-or-qm-path": like(new RegExp(`^(none|cdrom|/.*)$|${volumeId.source}`, "i"), noVolume),
  "pve-volume-id-or-absolute-path": like(new RegExp(`^/.*$|${volumeId.source}`, "i"), noVolume),
  "pve-storage-path": like(/^\/.*$/, "value does not look like a valid absolute path"),
  "pve-storage-server": check((text) => ip(text) || dnsName(text), "value does not look like a valid server name or IP address"),
  "pve-storage-content": check((text) => contents.includes(text), (text) => `invalid content type '${text}'`),
  "pve-storage-vgname": like(/^[a-z0-9][a-z0-9\-_.]*[a-z0-9]$/i, (text) => `lvm name '${text}' contains illegal characters`),
  "pve-lxc-mp-string": check(mountPath, (text) => `${text} contains illegal character sequences`),
  "pve-lxc-dev-string": check((text) => text.startsWith("/dev/") && mountPath(text), (text) => `${text} is not a valid device path`),
  "pve-ct-timezone": check((text) => text === "host" || isTimeZone(text), (text) => `invalid time zone '${text}'`),
  "pve-tokenid": like(/^[A-Za-z][A-Za-z0-9._-]+$/, (text) => `value '${text}' does not look like a valid token ID`),
  "pve-groupid": like(/^[A-Za-z0-9._-]+$/, (text) => `group name '${text}' contains invalid characters`),
  "pve-roleid": like(/^[A-Za-z0-9._-]+$/, (text) => `role name '${text}' contains invalid characters`),
  "pve-poolid": poolId,
  "pve-iface-or-empty": (text) => (text === "" ? undefined : formats["pve-iface"]!(text)),
  "pve-fw-addr-spec": (text) => ended(text === "" ? undefined : readAddresses(text)),
  "pve-fw-protocol-spec": check((text) => text === "" || text === "0" || isProtocol(text), (text) => `unknown protocol '${text}'`),
  "pve-fw-sport-spec": (text) => ended(text === "" ? undefined : wrongPorts(text, false)),
  "pve-fw-dport-spec": (text) => ended(text === "" ? undefined : wrongPorts(text, true)),
  "pve-fw-icmp-type-spec": check((text) => text === "" || icmpTypes.has(text) || icmp6Types.has(text), (text) => `invalid icmp-type value '${text}'`),
  "pve-fw-conntrack-helper": check((text) => text.split(",").every((one) => helpers.has(one)), (text) => `unknown helper ${text}`),
  IPorCIDR: check((text) => versionOf(text) !== undefined && !text.includes("-"), "value does not look like a valid IP address or CIDR network"),
  IPorCIDRorAlias: check((text) => /^(dc\/|guest\/)?[A-Za-z][A-Za-z0-9_-]+$/.test(text) || (versionOf(text) !== undefined && !text.includes("-")), "value does not look like a valid IP address or CIDR network"),
  "pve-sdn-fabric-id": like(/^[a-zA-Z0-9][a-zA-Z0-9-]{0,6}[a-zA-Z0-9]?$/, "value does not look like a valid fabric ID"),
  "pve-sdn-subnet-id": check((text) => withPrefix(text, ipv4, 32) || withPrefix(text, ipv6, 128), (text) => `value '${text}' does not look like a valid subnet`),
  "pve-timezone": check(isTimeZone, (text) => `invalid time zone '${text}'`),
  "pve-ha-resource-id": like(/^[^:\s]+:\S+$/, "value does not look like a valid ha resource id"),
  "pve-ha-resource-or-vm-id": like(/^([^:\s]+:\S+|[1-9]\d{2,8})$/, "value does not look like a valid ha resource id"),
  "pve-ha-group-node": like(/^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(:\d+)?$/, "value does not look like a valid ha group node"),
  "pve-calendar-event": check(isCalendarEvent, (text) => `unable to parse calendar event '${text}'`),
  "pve-priv": privilege,
  email: like(/^[^\s@]+@[^\s@]+$/, "value does not look like a valid email address"),
};

/** As Proxmox VE ends what it says is wrong. */
const ended = (wrong: unknown) => (typeof wrong === "string" ? `${wrong}\n` : undefined);

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

function poolId(text: string): string | undefined {
  if (text.split("/").length > 3) return `pool name '${text}' nested too deeply (max levels = 3)\n`;
  return /^[A-Za-z0-9._/-]+$/.test(text) ? undefined : `pool name '${text}' contains invalid characters\n`;
}

function withPrefix(text: string, address: (text: string) => boolean, longest: number): boolean {
  const [, start = "", length] = /^(.*)\/(\d+)$/.exec(text) ?? [];
  return length !== undefined && address(start) && Number(length) > 7 && Number(length) <= longest;
}

/** What is wrong with a text in a format; a format that is not known here takes everything. */
export function wrongIn(format: string, text: string): string | undefined {
  const own = formats[format];
  if (own) return own(text);
  if (format.endsWith("-opt")) return text === "" ? undefined : wrongIn(format.slice(0, -"-opt".length), text);
  const list = format.endsWith("-list") ? formats[format.slice(0, -"-list".length)] : undefined;
  return list && splitList(text).map(list).find((wrong) => wrong !== undefined);
}

/** Lists are separated by commas, semicolons, blanks and NUL alike. */
export function splitList(text: string): string[] {
  return text.split(/[,;\s\0]+/).filter((word) => word !== "");
}
