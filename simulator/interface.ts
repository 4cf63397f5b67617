import { parsePropertyString } from "../lib/pve/property-string";
import type { Addresses, Cluster, Guest } from "./cluster";
import { readGuest, textOf, type Config } from "./guest";

/** A network interface as it looks from inside a guest. */
export interface GuestInterface {
  readonly name: string;
  readonly mac: string;
  /** With prefix: `192.168.1.20/24`. */
  readonly addresses: readonly string[];
}

const loopback: GuestInterface = { name: "lo", mac: "00:00:00:00:00:00", addresses: ["127.0.0.1/8", "::1/128"] };

/** What a guest reports: the addresses it was given by hand, else those that follow from its configuration. */
export function interfacesOf(cluster: Cluster, guest: Guest): GuestInterface[] {
  const { current } = readGuest(guest);
  if (guest.type === "lxc" && guest.addresses === "silent") return [{ ...loopback, addresses: [] }];
  const reported = typeof guest.addresses === "object" ? guest.addresses : {};
  const devices = Object.keys(current)
    .filter(isDevice)
    .sort((a, b) => numberOf(a) - numberOf(b));
  const inner = Object.entries(reported).filter(([name]) => !isDevice(name));
  return [
    loopback,
    ...devices.map((device) => describeDevice(cluster, guest, device, current, reported)),
    ...inner.map(([name, addresses], index) => ({ name, mac: `02:42:ac:11:00:${String(index + 1).padStart(2, "0")}`, addresses })),
  ];
}

const isDevice = (key: string) => /^net\d+$/.test(key);

function describeDevice(cluster: Cluster, guest: Guest, device: string, config: Config, reported: Addresses): GuestInterface {
  const parts = new Map(parsePropertyString(textOf(config[device]) ?? ""));
  const mac =
    (guest.type === "lxc" ? parts.get("hwaddr") : [...parts.values()].find((value) => /^([\da-f]{2}:){5}[\da-f]{2}$/i.test(value))) ??
    "00:00:00:00:00:00";
  const addresses = reported[device] ?? configured(cluster, guest, device, parts, config);
  if (guest.type === "lxc") return { name: parts.get("name") ?? device, mac: mac.toLowerCase(), addresses };
  return { name: nameInside(textOf(config.ostype), numberOf(device)), mac: mac.toLowerCase(), addresses: [...addresses, linkLocal(mac)] };
}

/** The address that a device gives itself: `fe80::be24:11ff:fe39:568d`, from its MAC address. */
function linkLocal(mac: string): string {
  const [first = 0, ...rest] = mac.split(":").map((part) => Number.parseInt(part, 16));
  const bytes = [first ^ 2, ...rest.slice(0, 2), 0xff, 0xfe, ...rest.slice(2)];
  const groups = [0, 2, 4, 6].map((at) => ((bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)).toString(16));
  return `fe80::${groups.join(":")}/64`;
}

function nameInside(ostype = "l26", number: number): string {
  if (ostype === "other") return `vtnet${number}`;
  return ostype.startsWith("win") ? `Ethernet${number === 0 ? "" : ` ${number + 1}`}` : `eth${number}`;
}

function configured(cluster: Cluster, guest: Guest, device: string, parts: ReadonlyMap<string, string>, config: Config): string[] {
  const said = guest.type === "lxc" ? parts : new Map(parsePropertyString(textOf(config[`ipconfig${numberOf(device)}`]) ?? "ip=dhcp"));
  const four = said.get("ip") === "dhcp" ? leaseOf(cluster, guest, device, parts) : said.get("ip");
  return [four, said.get("ip6")].filter((address) => address !== undefined && address.includes("/")).map(String);
}

/** The address that DHCP gives: always the same one, and none a second time in a network of fewer than 250 guests. */
function leaseOf({ networks }: Cluster, { vmId }: Guest, device: string, parts: ReadonlyMap<string, string>): string {
  const tag = Number(parts.get("tag") ?? 0);
  const network = networks.get(tag) ?? `10.${tag % 256}.${numberOf(device)}`;
  return `${network}.${(vmId % 240) + 10}/24`;
}

const numberOf = (device: string) => Number(/\d+$/.exec(device)?.[0] ?? 0);
