import type { Guest } from "../../../lib/inventory/inventory";
import type { ResourceKey } from "../../../lib/pve/address";
import type { Plan } from "../../plan/plan";
import { proxmoxName } from "./name";

/** Host names by group; a group without hosts is one, too, so that a playbook may name it. */
export type Groups = ReadonlyMap<string, ReadonlySet<string>>;

/** The groups that the live plugin makes. */
export function groupHosts({ inventory }: Plan, guests: readonly Guest[], hosts: ReadonlyMap<ResourceKey, string>): Groups {
  const groups = new Map<string, Set<string>>();
  const add = (group: string, ...keys: readonly ResourceKey[]) => {
    const name = proxmoxName(group);
    const members = groups.get(name) ?? new Set();
    groups.set(name, members);
    for (const key of keys) members.add(hosts.get(key)!);
  };
  for (const group of ["all_lxc", "all_qemu", "all_running", "all_stopped", "all_templates"]) add(group);
  for (const { name } of inventory.nodes) {
    add("nodes", `node/${name}`);
    add(`${name}_lxc`);
    add(`${name}_qemu`);
  }
  for (const { name } of inventory.pools) add(`pool_${name}`);
  for (const guest of guests) for (const group of groupsOf(guest)) add(group, guest.key);
  return groups;
}

function groupsOf({ type, node, status, pool, template }: Guest): string[] {
  if (template) return ["all_templates"];
  return [`all_${type}`, `all_${status}`, `${node}_${type}`, ...(pool === undefined ? [] : [`pool_${pool}`])];
}
