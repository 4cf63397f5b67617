import type { Cluster } from "../cluster";
import { failed, forbidden } from "../refusal";
import { given, mayAny, needs, type Call, type Need } from "../route";
import { runningOf } from "../sdn/running";
import type { FirewallFile } from "../../lib/pve/firewall/option";
import { printFirewall } from "../../lib/pve/firewall/print";
import { setsOf, type Known, type RulePlace } from "../../lib/pve/firewall/rule";
import { parseFirewall, type Firewall } from "../../lib/pve/firewall/text";

/** One of the firewalls: where its addresses and its file are, and who may look at it and change it. */
export interface FirewallPlace {
  readonly place: Exclude<RulePlace, "group">;
  /** Where its addresses begin. */
  readonly at: string;
  readonly file: (call: Call) => string;
  readonly read: { readonly needs?: Need };
  readonly write: { readonly needs?: Need };
  /** What a route cannot ask by itself. */
  readonly demand?: (call: Call, ...anyOf: readonly string[]) => void;
}

const guest = (type: "qemu" | "lxc"): FirewallPlace => ({
  place: type === "qemu" ? "vm" : "ct",
  at: `/nodes/{node}/${type}/{vmid}/firewall`,
  file: (call) => `firewall/${given(call, "vmid")}.fw`,
  read: needs("/vms/{vmid}", "VM.Audit"),
  write: needs("/vms/{vmid}", "VM.Config.Network"),
});

export const places: readonly FirewallPlace[] = [
  { place: "cluster", at: "/cluster/firewall", file: () => "firewall/cluster.fw", read: needs("/", "Sys.Audit"), write: needs("/", "Sys.Modify") },
  { place: "host", at: "/nodes/{node}/firewall", file: (call) => `nodes/${given(call, "node")}/host.fw`, read: needs("/nodes/{node}", "Sys.Audit"), write: needs("/nodes/{node}", "Sys.Modify") },
  guest("qemu"),
  guest("lxc"),
  { place: "vnet", at: "/cluster/sdn/vnets/{vnet}/firewall", file: (call) => `sdn/firewall/${given(call, "vnet")}.fw`, read: {}, write: {}, demand: demandVnet },
];

function demandVnet(call: Call, ...anyOf: readonly string[]): void {
  const vnet = given(call, "vnet");
  const zone = runningOf(call.cluster, "vnets")[vnet]?.zone;
  if (zone === undefined) throw failed("invalid vnet specified at /usr/share/perl5/PVE/API2/Firewall/Helpers.pm line 54.");
  const path = `/sdn/zones/${String(zone)}/${vnet}`;
  if (!mayAny(call, path, ...anyOf)) throw forbidden(path, anyOf);
}

const parsed = new Map<string, Firewall>();

const fileOf = (path: string): FirewallFile => (path.endsWith("/cluster.fw") ? "cluster" : path.endsWith("/host.fw") ? "host" : path.startsWith("sdn/") ? "vnet" : "guest");

function read(path: string, text: string): Firewall {
  const key = `${fileOf(path)}:${text}`;
  const found = parsed.get(key) ?? parseFirewall(text, fileOf(path));
  if (parsed.size > 32) parsed.clear();
  parsed.set(key, found);
  return found;
}

export const firewallOf = ({ files }: Cluster, file: string): Firewall => read(file, files.get(file) ?? "");
export const clusterFirewall = (cluster: Cluster): Firewall => firewallOf(cluster, "firewall/cluster.fw");

/** A file that says nothing is not there. */
export function saveFirewall({ files }: Cluster, file: string, firewall: Firewall): null {
  const text = printFirewall(firewall);
  if (text === "") files.delete(file);
  else files.set(file, text);
  return null;
}

export function knownTo(cluster: Cluster, place: RulePlace, own: Firewall): Known {
  return { place, own, cluster: clusterFirewall(cluster), sets: setsOf(Object.keys(runningOf(cluster, "vnets"))) };
}
