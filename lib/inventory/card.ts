import { formatOf, parseDevice } from "../schema/format";
import type { Guest } from "./inventory";

type Json = Readonly<Record<string, unknown>>;

/** A network interface as a guest reported it. */
export interface Card {
  readonly name: string;
  readonly mac: string;
  /** With prefix length: `10.0.0.5/24`. */
  readonly addresses: readonly string[];
  /** The flat answers of a container. */
  readonly inet?: string;
  readonly inet6?: string;
  /** The number of the network device that it belongs to; none for what software in the guest made. */
  readonly device?: number;
}

/**
 * The interfaces of a guest, without those that come and go with the containers, machines and tunnels inside it.
 * A guest agent may answer anything, so nothing is taken for granted.
 */
export function readCards(guest: Guest): Card[] {
  const devices = new Map(devicesOf(guest, "net").flatMap(([number, parts]) => (macOf(parts) === undefined ? [] : [[macOf(parts)!, number] as const])));
  return (guest.interfaces ?? [])
    .filter((row) => isRecord(row) && typeof row.name === "string")
    .map((row) => readCard(row, devices))
    .filter(({ name, device, mac }) => device !== undefined || (!madeInside.test(name) && !madeAddress.test(mac)));
}

function readCard(row: Json, devices: ReadonlyMap<string, number>): Card {
  const mac = text(row["hardware-address"]) ?? text(row.hwaddr) ?? "";
  const list: readonly unknown[] = Array.isArray(row["ip-addresses"]) ? row["ip-addresses"] : [];
  const inet = text(row.inet);
  const inet6 = text(row.inet6);
  return {
    name: String(row.name),
    mac,
    addresses: list.filter(isRecord).map((address) => `${String(address["ip-address"])}/${String(address.prefix)}`),
    ...(inet === undefined ? {} : { inet }),
    ...(inet6 === undefined ? {} : { inet6 }),
    device: devices.get(mac.toLowerCase()),
  };
}

/** The devices `net0`, `net1`, … of a configuration by number, each with its parts. */
export function devicesOf({ type, config = {} }: Guest, family: string): [number, ReadonlyMap<string, string>][] {
  return Object.entries(config)
    .filter(([key]) => formatOf(type, key)?.family === family)
    .map(([key, value]): [number, ReadonlyMap<string, string>] => [Number(key.slice(family.length)), new Map(parseDevice(type, key, String(value)).parts)])
    .sort(([a], [b]) => a - b);
}

const madeInside =
  /^(docker|br-|veth|vethernet|virbr|vnet|tap|tun|utun|wg|tailscale|zt|cni|cali|cilium|flannel|kube|nodelocaldns|weave|vxlan|podman|lxc|lxd|incus|ip6tnl|dummy)/i;

// Docker's networks, whatever they are called, and the routers that share an address by VRRP.
const madeAddress = /^(02:42|00:00:5e:00:0[12]):/i;

// A virtual machine's devices have the one, a container's the other.
const macOf = (device: ReadonlyMap<string, string>) => (device.get("macaddr") ?? device.get("hwaddr"))?.toLowerCase();
const isRecord = (value: unknown): value is Json => typeof value === "object" && value !== null;
const text = (value: unknown) => (typeof value === "string" ? value : undefined);
