import type { PropValue } from "../../lib/schema/shape";
import { reference } from "../../lib/schema/shape/reference";
import type { ContainerProperties } from "../generated/container-properties";
import type { VirtualMachineProperties } from "../generated/virtual-machine-properties";
import { isToken } from "../token";

/** What no two guests of a cluster may share. */
export interface Claimed {
  /** The same for what would be the same: `mac BC:24:11:00:00:01`. */
  readonly key: string;
  /** `networkDevices[0].macAddress` */
  readonly where: string;
  /** As it was said. */
  readonly value: string;
}

/** The hardware and static IP addresses of a virtual machine. */
export function addressesOfMachine({ networkDevices = [], cloudInit }: VirtualMachineProperties): Claimed[] {
  const cards = networkDevices.flatMap(({ macAddress, disconnected }, at) => (disconnected ? [] : mac(`networkDevices[${at}]`, macAddress)));
  const configs = (cloudInit?.ipConfigs ?? []).flatMap(({ ipv4, ipv6 }, at) => {
    const card = networkDevices[at];
    if (card?.disconnected) return [];
    const where = `cloudInit.ipConfigs[${at}]`;
    return [...ip(`${where}.ipv4`, addressOf(ipv4), card), ...ip(`${where}.ipv6`, addressOf(ipv6), card)];
  });
  return [...cards, ...configs];
}

/** The hardware and static IP addresses of a container. */
export function addressesOfContainer({ networkInterfaces = [] }: ContainerProperties): Claimed[] {
  return networkInterfaces.flatMap((card, at) => {
    const where = `networkInterfaces[${at}]`;
    return [...mac(where, card.macAddress), ...ip(`${where}.ip`, card.ip, card), ...ip(`${where}.ip6`, card.ip6, card)];
  });
}

const addressOf = (config: string | { readonly address?: string } | undefined) => (typeof config === "object" ? config.address : config);

function mac(where: string, address: string | undefined): Claimed[] {
  if (!address || isToken(address)) return [];
  return [{ key: `mac ${address.toUpperCase()}`, where: `${where}.macAddress`, value: address }];
}

interface Card {
  readonly bridge?: unknown;
  readonly vlanId?: number;
}

const bridge = reference("bridge");

// One address may well be used once in each of several networks.
function ip(where: string, address: string | undefined, card: Card | undefined): Claimed[] {
  if (!address || isToken(address) || !/[.:]/.test(address)) return [];
  const plugged = card?.bridge === undefined ? "vmbr0" : String(bridge.toTerraform(card.bridge as PropValue));
  return [{ key: `ip ${canonical(address.replace(/\/.*$/, ""))} ${plugged} ${card?.vlanId ?? 0}`, where, value: address }];
}

/** IPv6 has several spellings of one address. */
function canonical(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.toLowerCase().split("::");
  const groups = (part: string | undefined) => (part ? part.split(":") : []);
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups(head).length - groups(tail).length);
  return [...groups(head), ...Array<string>(zeros).fill("0"), ...groups(tail)].map((group) => group.replace(/^0+(?=.)/, "")).join(":");
}
