/** A name as the live plugin writes it for groups and facts: `pool_Web Shop/eu-1` → `proxmox_pool_webshop_eu_1`. */
export const proxmoxName = (name: string): string => `proxmox_${plainName(name)}`;

/** A name as groups can have it: `k3s-server` → `k3s_server`. */
export const plainName = (name: string): string => name.toLowerCase().replaceAll(" ", "").replace(/[^a-z0-9_]/gu, "_");
