import type { GuestType } from "../../lib/pve/address";
import { configSchema } from "./config";
import type { Properties } from "./property";
import { customModel, wrongFormat } from "./verify";

// These may not be sent, and a container's schema of what may be sent lacks them.
const ofSnapshots: Properties = { parent: { type: "string", format: "pve-configid" }, snaptime: { type: "integer" } };

/**
 * Proxmox VE's check of one setting that it reads from a file, which is not its check of a parameter: the value as it takes it, or what is wrong.
 * @param processors the cluster's own; undefined: whichever is named is there.
 */
export function readSetting(type: GuestType, key: string, value: string, processors?: readonly string[]): string | number | { readonly wrong: string } {
  const known = type === "lxc" ? { ...configSchema(type), ...ofSnapshots } : configSchema(type);
  const property = Object.hasOwn(known, key) ? known[key]! : undefined;
  if (!property) return { wrong: `unknown setting '${key}'\n` };
  if (value.includes("\r")) return { wrong: "property contains a line feed\n" };
  const failed = { wrong: `type check ('${property.type}') failed - got '${value}'\n` };
  switch (property.type) {
    case "boolean":
      if (["1", "on", "yes", "true"].includes(value.toLowerCase())) return 1;
      return ["0", "off", "no", "false"].includes(value.toLowerCase()) ? 0 : failed;
    case "integer":
      return /^\d+$/.test(value) ? Number(value) : failed;
    case "number":
      return /^\d+(\.\d+)?$/.test(value) ? value : failed;
    default: {
      const wrong = wrongFormat(value, property, "");
      if (wrong !== undefined) return { wrong: wrong.replace(/^invalid format - /, "") };
      const model = property.format === "pve-vm-cpu-conf" ? customModel(value) : undefined;
      if (model !== undefined && processors?.includes(model) === false) return { wrong: `Custom cputype '${model}' not found\n` };
      const hasForm = property.properties !== undefined || property.format !== undefined;
      return type === "qemu" && !hasForm && value.length > 1 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
    }
  }
}
