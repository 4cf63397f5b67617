const group = "^[A-Za-z_][A-Za-z0-9_]*$";
const hosts = {
  type: "object",
  propertyNames: { pattern: "^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$" },
  additionalProperties: { type: "object", maxProperties: 0 },
};

/** JSON Schema of `hosts.yml` and `status.yml`: groups of hosts below `all`. Variables are under `all.hosts` only, or have files of their own. */
export const inventorySchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  type: "object",
  required: ["all"],
  additionalProperties: false,
  properties: {
    all: {
      type: "object",
      required: ["children"],
      additionalProperties: false,
      properties: {
        hosts: { ...hosts, additionalProperties: { type: "object", propertyNames: { pattern: "^proxmox_" } } },
        vars: { type: "object" },
        children: {
          type: "object",
          propertyNames: { pattern: group },
          additionalProperties: { type: "object", additionalProperties: false, properties: { hosts } },
        },
      },
    },
  },
} as const;
