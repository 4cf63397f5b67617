import type { Guest, Inventory } from "../../../lib/inventory/inventory";
import { guestKinds } from "../../../lib/schema/kind/all";
import { isLinux, isWindows } from "../../../lib/schema/os-type";
import { plainName, proxmoxName } from "./name";

/** A host, and the groups that it is in. */
export interface Member {
  readonly host: string;
  readonly groups: readonly string[];
}

/** Host names by group; a group without hosts is one, too, so that a playbook may name it. */
export type Groups = ReadonlyMap<string, ReadonlySet<string>>;

/** Puts hosts into groups; `empty` ones are there in any case. */
export function groupHosts(members: readonly Member[], empty: readonly string[]): Groups {
  const groups = new Map<string, Set<string>>(empty.map((group) => [group, new Set()]));
  for (const { host, groups: all } of members) for (const group of all) groups.set(group, (groups.get(group) ?? new Set()).add(host));
  return groups;
}

/** The groups that the live plugin has in any case. */
export function fixedGroups({ nodes, pools }: Inventory): string[] {
  const names = ["all_lxc", "all_qemu", "all_running", "all_stopped", "all_templates", "nodes", ...nodes.flatMap(({ name }) => [`${name}_lxc`, `${name}_qemu`]), ...pools.map(({ name }) => `pool_${name}`)];
  return names.map(proxmoxName);
}

export const nodeGroups = [proxmoxName("nodes")];

/** The groups of a guest, but for that of what it is doing: the live plugin's, and those by tag and operating system. */
export function groupsOf({ type, node, pool, template, tags, config }: Guest): string[] {
  if (template) return [proxmoxName("all_templates")];
  const own = [`all_${type}`, `${node}_${type}`, ...(pool === undefined ? [] : [`pool_${pool}`])].map(proxmoxName);
  return [...own, ...tags.map((tag) => `tag_${plainName(tag)}`), ...systemsOf(type, config?.ostype)];
}

/** The group of what a guest is doing. */
export const statusGroups = ({ status, template }: Guest): string[] => (template ? [] : [proxmoxName(`all_${status}`)]);

function systemsOf(type: Guest["type"], system: unknown): string[] {
  const named = typeof system === "string" && system !== "" ? [`os_${plainName(system)}`] : [];
  const family = guestKinds[type].sharesKernel || isLinux(system) ? ["os_linux"] : isWindows(system) ? ["os_windows"] : [];
  return [...named, ...family];
}
