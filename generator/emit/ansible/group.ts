import type { Plan, PlannedGuest } from "../../plan/plan";

/** Host names by group; a group without hosts is one, too, so that a playbook may name it. */
export type Groups = ReadonlyMap<string, ReadonlySet<string>>;

/** The groups that the community.proxmox inventory plugin makes. */
export function groupHosts({ inventory }: Plan, guests: readonly PlannedGuest[], nodes: ReadonlyMap<string, string>): Groups {
  const groups = new Map<string, Set<string>>();
  const add = (name: string, ...hosts: readonly string[]) => {
    const group = groupName(name);
    groups.set(group, new Set([...(groups.get(group) ?? []), ...hosts]));
  };
  for (const name of ["all_lxc", "all_qemu", "all_running", "all_stopped", "all_templates"]) add(name);
  add("nodes", ...nodes.values());
  for (const node of nodes.keys()) {
    add(`${node}_lxc`);
    add(`${node}_qemu`);
  }
  for (const { name } of inventory.pools) add(`pool_${name}`);
  for (const { guest, host } of guests) {
    for (const name of groupsOf(guest)) add(name, host);
  }
  return groups;
}

function groupsOf({ type, node, status, pool, template }: PlannedGuest["guest"]): string[] {
  if (template) return ["all_templates"];
  return [`all_${type}`, `all_${status}`, `${node}_${type}`, ...(pool === undefined ? [] : [`pool_${pool}`])];
}

/** `pool_Web Shop/eu-1` → `proxmox_pool_webshop_eu_1` */
export function groupName(name: string): string {
  return `proxmox_${name.toLowerCase().replaceAll(" ", "").replace(/[^a-z0-9_]/g, "_")}`;
}
