import { isIP, isIPv4, isIPv6 } from "../pve/ip";
import { perl, splitList } from "../pve/perl";

/** One of the formats that Proxmox VE knows by name, and checks wherever it meets the text. */
export interface Format {
  (text: string): boolean;
  /** For people: `a MAC address`. */
  readonly expected?: string;
}

const expecting = (expected: string, format: (text: string) => boolean): Format => Object.assign((text: string) => format(text), { expected });

const like =
  (pattern: RegExp): Format =>
  (text) =>
    pattern.test(text);
const either =
  (...formats: readonly Format[]): Format =>
  (text) =>
    formats.some((one) => one(text));
const listOf =
  (one: Format): Format =>
  (text) =>
    splitList(text).filter((word) => word !== "").every(one);

export const configId = expecting("a name of two or more letters, digits, - and _ that begins with a letter", like(/^[a-z][a-z0-9_-]+$/i));
export const storageId = expecting("letters, digits, - _ ., a letter first", like(/^[a-z][a-z0-9\-_.]*[a-z0-9]$/i));
export const volume = expecting("a volume such as local:iso/debian.iso", like(/^[a-z][a-z0-9\-_.]*[a-z0-9]:.+$/i));
/** What a drive holds. */
export const volumeOrPath: Format = either(like(/^(none|cdrom|\/.*)$/), volume);
export const urlEncoded: Format = like(/^[-%a-zA-Z0-9_.!~*'()]*$/);
export const tags = expecting("words of letters, digits and _ - + .", listOf(like(/^[a-z0-9_][a-z0-9_\-+.]*$/i)));
export const cpuSet = expecting("CPUs such as 0-3,7", (text) => /^,*$/.test(text) || text.replace(/,+$/, "").split(",").every(isRange));

const range = perl(/^\s*(\d+)(?:-(\d+))?\s*$/);

function isRange(text: string): boolean {
  const [, from, to = from] = range.exec(text) ?? [];
  return from !== undefined && Number(to) >= Number(from);
}

export const physicalBits: Format = like(/^(host|[89]|[1-5]\d|6[0-4])$/);
export const hotplugFeatures: Format = either(like(/^[01]$/), listOf(like(/^(network|disk|cpu|memory|usb|cloudinit)$/)));

const drive = "ide[0-3]|sata[0-5]|scsi([12]?\\d|30)|virtio(\\d|1[0-5])";
export const bootDisk: Format = like(new RegExp(`^(${drive})$`));
export const bootDevices = expecting("devices such as scsi0, ide2, net0", listOf(like(new RegExp(`^(${drive}|net([12]?\\d|3[01])|usb(\\d|1[0-3])|hostpci(\\d|1[0-5]))$`))));

// ---- the network -----------------------------------------------------------------------------------------------------------

const label = "[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?";
export const dnsName = expecting("a domain name", like(new RegExp(`^(${label}\\.)*${label}$`)));
export const dnsNames = expecting("domain names", listOf(dnsName));
/** How the addresses begin that Proxmox VE makes for cards. */
/** Of one address; letters are those of every script, as Perl has them. */
export const email = expecting("an e-mail address such as kim@example.org", like(/^[\p{L}\p{M}\p{N}_+\-~]+(\.[\p{L}\p{M}\p{N}_+\-~]+)*@[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)*$/u));
export const macPrefix = expecting("one to three bytes of a MAC address of one card: BC:24:11", like(/^[a-f0-9][02468ace](?::[a-f0-9]{2}){0,2}:?$/i));
export const network = expecting("an address with its prefix length: 10.0.0.0/24", either(withPrefix(isIPv4, 32), withPrefix(isIPv6, 128)));
export const httpProxy = expecting("a URL such as http://proxy.lan:3128", like(/^http:\/\/.+/));
/** A card's own address; those of groups are refused. */
export const unicastMac = expecting("a MAC address of one card: its second digit is even", like(/^[a-f0-9][02468ace](:[a-f0-9]{2}){5}$/i));
export const bridgeId = expecting("a name of letters, digits, - _ .", like(/^[-_.\w]+$/));
export const ipv4 = expecting("an IPv4 address", isIPv4);
export const ipv6 = expecting("an IPv6 address", isIPv6);
/** Name servers of a virtual machine. */
export const addresses = expecting("IP addresses", listOf((text) => text !== "0" && (isIP(text) || dnsName(text))));
/** Name servers of a container; a link-local one may name its card. */
export const addressesOrLinkLocal = expecting("IP addresses", listOf((text) => isIP(text.replace(/^(fe80:[^%]+)%[a-z][a-z0-9_]{1,20}([:.]\d+)?$/i, "$1"))));
export const ipv4Config = expecting("dhcp, or an address with its prefix length: 10.0.0.5/24", either(like(/^(dhcp|manual)$/), withPrefix(isIPv4, 32)));
export const ipv6Config = expecting("auto, dhcp, or an address with its prefix length: fd00::5/64", either(like(/^(auto|dhcp|manual)$/), withPrefix(isIPv6, 128)));

function withPrefix(address: Format, longest: number): Format {
  return (text) => {
    const [, ip, length] = /^(.*)\/(\d+)$/.exec(text) ?? [];
    return ip !== undefined && address(ip) && Number(length) >= 8 && Number(length) <= longest;
  };
}

// ---- paths of containers ---------------------------------------------------------------------------------------------------

/** A volume, or a path that climbs nowhere. */
export const mountPath = expecting("a path that climbs nowhere", (text) => !/\/\.\.?(\/|$)|^\.\.\//.test(text));
export const devicePath = expecting("a path below /dev", (text) => text.startsWith("/dev/") && !/\/\.\.?(\/|$)/.test(text));
