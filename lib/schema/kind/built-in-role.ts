/** The roles of Proxmox VE itself, by the names of constants that constructs have for them: `Role.AUDITOR`. */
export const builtInRoles: ReadonlyMap<string, string> = new Map([
  ["Administrator", "ADMINISTRATOR"],
  ["NoAccess", "NO_ACCESS"],
  ["PVEAdmin", "ADMIN"],
  ["PVEAuditor", "AUDITOR"],
  ["PVEDatastoreAdmin", "DATASTORE_ADMIN"],
  ["PVEDatastoreUser", "DATASTORE_USER"],
  ["PVEMappingAdmin", "MAPPING_ADMIN"],
  ["PVEMappingUser", "MAPPING_USER"],
  ["PVEPoolAdmin", "POOL_ADMIN"],
  ["PVEPoolUser", "POOL_USER"],
  ["PVESDNAdmin", "SDN_ADMIN"],
  ["PVESDNUser", "SDN_USER"],
  ["PVESysAdmin", "SYS_ADMIN"],
  ["PVETemplateUser", "TEMPLATE_USER"],
  ["PVEUserAdmin", "USER_ADMIN"],
  ["PVEVMAdmin", "VM_ADMIN"],
  ["PVEVMUser", "VM_USER"],
]);

/** Whether a role is Proxmox VE's own: releases to come may have more. */
export const isBuiltInRole = (roleid: string): boolean => builtInRoles.has(roleid) || /^PVE[A-Z]\w*$/.test(roleid);
