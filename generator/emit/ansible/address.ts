import type { Guest } from "../../../lib/inventory/inventory";
import { isIP } from "../../../lib/schema/ip";

type Json = Readonly<Record<string, unknown>>;

/** The address that the guest itself reported: that of its first network device before any other, IPv4 before IPv6. */
export function reportedAddress({ config = {}, interfaces = [] }: Guest): string | undefined {
  const devices = numbered(config, "net").map(([, text]) => macOf(text));
  const rank = (card: Json) => devices.indexOf(String(card["hardware-address"] ?? card.hwaddr).toLowerCase());
  const known = interfaces.filter((card) => rank(card) >= 0).sort((a, b) => rank(a) - rank(b));
  const others = interfaces.filter((card) => rank(card) < 0 && !isInternal(String(card.name)));
  return [...known, ...others].map((card) => firstAddress(addressesOf(card))).find((address) => address !== undefined);
}

/** The first fixed address of the configuration: a VM's `ipconfigN`, a container's `netN`. */
export function configuredAddress({ type, config = {} }: Guest): string | undefined {
  const prefix = type === "qemu" ? "ipconfig" : "net";
  return numbered(config, prefix)
    .map(([, text]) => firstAddress([...text.matchAll(/(?:^|,)ip6?=([^,]*)/g)].map((match) => match[1]!)))
    .find((address) => address !== undefined);
}

function numbered(config: Json, prefix: string): [number, string][] {
  return Object.entries(config)
    .filter(([key]) => key.startsWith(prefix) && /^\d+$/.test(key.slice(prefix.length)))
    .map(([key, value]): [number, string] => [Number(key.slice(prefix.length)), String(value)])
    .sort(([a], [b]) => a - b);
}

const macOf = (text: string) => /=((?:[0-9a-f]{2}:){5}[0-9a-f]{2})(?:,|$)/i.exec(text)?.[1]?.toLowerCase();

/** Made inside the guest for its own containers, machines and tunnels. */
const isInternal = (name: string) => /^(lo|docker|br-|veth|virbr|vnet|tap|tun|wg|cni|cali|cilium|flannel|kube|podman|lxc|lxd|incus)/.test(name);

function addressesOf(card: Json): string[] {
  const list = card["ip-addresses"];
  if (Array.isArray(list)) return (list as Json[]).map((address) => String(address["ip-address"]));
  return [card.inet, card.inet6].map((address) => String(address ?? ""));
}

function firstAddress(texts: readonly string[]): string | undefined {
  const usable = texts.map((text) => text.replace(/\/\d+$/, "")).filter((address) => isIP(address) && !isLocal(address));
  return usable.find((address) => !address.includes(":")) ?? usable[0];
}

/** Loopback and link-local addresses mean nothing on another machine. */
const isLocal = (address: string) => /^(0\.|127\.|169\.254\.|::1?$|fe[89ab][0-9a-f]:)/i.test(address);
