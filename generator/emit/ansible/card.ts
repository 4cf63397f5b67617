import type { Guest } from "../../../lib/inventory/inventory";

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
export function readCards({ config = {}, interfaces = [] }: Guest): Card[] {
  const devices = new Map(numberedSettings(config, "net").flatMap(([number, text]) => (macOf(text) ? [[macOf(text)!, number] as const] : [])));
  return interfaces
    .filter((row) => isRecord(row) && typeof row.name === "string")
    .map((row) => readCard(row, devices))
    .filter(({ name, device }) => device !== undefined || !madeInside.test(name));
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

/** The settings `net0`, `net1`, … of a configuration, by number. */
export function numberedSettings(config: Json, prefix: string): [number, string][] {
  return Object.entries(config)
    .filter(([key]) => key.startsWith(prefix) && /^\d+$/.test(key.slice(prefix.length)))
    .map(([key, value]): [number, string] => [Number(key.slice(prefix.length)), String(value)])
    .sort(([a], [b]) => a - b);
}

const madeInside =
  /^(docker|br-|veth|vethernet|virbr|vnet|tap|tun|utun|wg|tailscale|zt|cni|cali|cilium|flannel|kube|nodelocaldns|weave|vxlan|podman|lxc|lxd|incus|ip6tnl|dummy)/i;

const macOf = (device: string) => /=((?:[0-9a-f]{2}:){5}[0-9a-f]{2})(?:,|$)/i.exec(device)?.[1]?.toLowerCase();
const isRecord = (value: unknown): value is Json => typeof value === "object" && value !== null;
const text = (value: unknown) => (typeof value === "string" ? value : undefined);
