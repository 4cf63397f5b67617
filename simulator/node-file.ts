import type { Cluster } from "./cluster";
import { ipv4, ipv6 } from "../lib/schema/pve-format";

/** Files that every node has for itself, outside of `/etc/pve`. */
export type NodeFile = "hosts" | "resolv.conf" | "timezone";

/** A node's own file, or the one that all nodes share. */
export function nodeFile({ files }: Cluster, node: string, name: string): string | undefined {
  return files.get(`nodes/${node}/etc/${name}`) ?? files.get(`etc/${name}`);
}

export function setNodeFile({ files }: Cluster, node: string, name: string, text: string): null {
  files.set(`nodes/${node}/etc/${name}`, text);
  return null;
}

/** What `/etc/hosts` says on a node that nobody has changed. */
export function hostsOf(cluster: Cluster, node: string): string {
  const own = nodeFile(cluster, node, "hosts");
  if (own !== undefined) return own;
  const rows = [...cluster.nodes.values()].map(({ name, ip }) => `${ip} ${name}.lan ${name}\n`);
  return `127.0.0.1 localhost.localdomain localhost\n${rows.join("")}`;
}

export interface Resolver {
  readonly search?: string;
  readonly dns1?: string;
  readonly dns2?: string;
  readonly dns3?: string;
}

/** The first search domain and three servers. */
export function parseResolver(text: string): Resolver {
  const lines = text.split("\n").map((line) => line.trim().split(/\s+/));
  const [, search] = lines.find(([key]) => key === "search" || key === "domain") ?? [];
  const servers = lines.flatMap(([key, address = ""]) => (key === "nameserver" && (ipv4(address) || ipv6(address)) ? [address] : [])).slice(0, 3);
  return { ...(search === undefined ? {} : { search }), ...Object.fromEntries(servers.map((address, at) => [`dns${at + 1}`, address])) };
}

/** The text with other servers; what else is there stays. */
export function withResolver(text: string, { search, dns1, dns2, dns3 }: Resolver): string {
  const rest = text.split("\n").filter((line) => line !== "" && !/^(search|domain|nameserver)\s+/.test(line));
  const servers = [...new Set([dns1, dns2, dns3])].filter((address) => address !== undefined && address !== "" && address !== "0.0.0.0");
  return [...(search === undefined ? [] : [`search ${search}`]), ...servers.map((address) => `nameserver ${address}`), ...rest].map((line) => `${line}\n`).join("");
}

/** Seconds that a time zone is ahead of UTC at a moment. */
export function offsetOf(timezone: string, seconds: number): number {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: timezone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" }).formatToParts(seconds * 1000);
  const [year, month, day, hour, minute, second] = ["year", "month", "day", "hour", "minute", "second"].map((type) => Number(parts.find((part) => part.type === type)?.value));
  return Date.UTC(year!, month! - 1, day, hour, minute, second) / 1000 - seconds;
}
