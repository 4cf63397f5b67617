import { isIP, isIPv4, isIPv6 } from "./ip";

/** One of the formats that Proxmox VE knows by name, and checks wherever it meets the text. */
export type Format = (text: string) => boolean;

const like =
  (pattern: RegExp): Format =>
  (text) =>
    pattern.test(text);
const either =
  (...formats: readonly Format[]): Format =>
  (text) =>
    formats.some((one) => one(text));
// Lists are separated by commas, semicolons and blanks alike.
const listOf =
  (one: Format): Format =>
  (text) =>
    text.split(/[\s,;]+/).filter((word) => word !== "").every(one);

export const configId: Format = like(/^[a-z][a-z0-9_-]+$/i);
export const storageId: Format = like(/^[a-z][a-z0-9\-_.]*[a-z0-9]$/i);
export const volume: Format = like(/^[a-z][a-z0-9\-_.]*[a-z0-9]:.+$/i);
/** What a drive holds. */
export const volumeOrPath: Format = either(like(/^(none|cdrom|\/.*)$/), volume);
export const urlEncoded: Format = like(/^[-%a-zA-Z0-9_.!~*'()]*$/);
export const tags: Format = listOf(like(/^[a-z0-9_][a-z0-9_\-+.]*$/i));
export const cpuSet: Format = like(/^\d+(-\d+)?(,\d+(-\d+)?)*$/);
export const physicalBits: Format = like(/^(host|[89]|[1-5]\d|6[0-4])$/);
export const hotplugFeatures: Format = either(like(/^[01]$/), listOf(like(/^(network|disk|cpu|memory|usb|cloudinit)$/)));

const drive = "ide[0-3]|sata[0-5]|scsi([12]?\\d|30)|virtio(\\d|1[0-5])";
export const bootDisk: Format = like(new RegExp(`^(${drive})$`));
export const bootDevices: Format = listOf(like(new RegExp(`^(${drive}|net([12]?\\d|3[01])|usb(\\d|1[0-3])|hostpci(\\d|1[0-5]))$`)));

// ---- the network -----------------------------------------------------------------------------------------------------------

const label = "[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?";
export const dnsName: Format = like(new RegExp(`^(${label}\\.)*${label}$`));
export const dnsNames: Format = listOf(dnsName);
/** A card's own address; those of groups are refused. */
export const unicastMac: Format = like(/^[a-f0-9][02468ace](:[a-f0-9]{2}){5}$/i);
export const bridgeId: Format = like(/^[-_.\w]+$/);
export const ipv4: Format = isIPv4;
export const ipv6: Format = isIPv6;
/** Name servers of a virtual machine. */
export const addresses: Format = listOf(either(isIP, dnsName));
/** Name servers of a container; a link-local one may name its card. */
export const addressesOrLinkLocal: Format = listOf((text) => isIP(text.replace(/^(fe80:[^%]+)%[a-z][a-z0-9_]{1,20}([:.]\d+)?$/i, "$1")));
export const ipv4Config: Format = either(like(/^(dhcp|manual)$/), withPrefix(isIPv4, 32));
export const ipv6Config: Format = either(like(/^(auto|dhcp|manual)$/), withPrefix(isIPv6, 128));

function withPrefix(address: Format, longest: number): Format {
  return (text) => {
    const [, ip, length] = /^(.*)\/(\d+)$/.exec(text) ?? [];
    return ip !== undefined && address(ip) && Number(length) >= 8 && Number(length) <= longest;
  };
}

// ---- paths of containers ---------------------------------------------------------------------------------------------------

/** A volume, or a path that climbs nowhere. */
export const mountPath: Format = (text) => !/\/\.\.?(\/|$)|^\.\.\//.test(text);
export const devicePath: Format = (text) => text.startsWith("/dev/") && !/\/\.\.?(\/|$)/.test(text);
