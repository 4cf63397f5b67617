/** A name as the live plugin writes it for groups and facts: `pool_Web Shop/eu-1` → `proxmox_pool_webshop_eu_1`. */
export function proxmoxName(name: string): string {
  return `proxmox_${name.toLowerCase().replaceAll(" ", "").replace(/[^a-z0-9_]/gu, "_")}`;
}
