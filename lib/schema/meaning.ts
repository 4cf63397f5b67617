import { driveFamilies } from "./device/disk";
import { meantRole } from "./drive";
import { formatOf, keyOf, parseDevice, type KeyFormat } from "./format";
import { presetOf, valueOf, type ReadableGuest } from "./read-back";
import type { Row } from "./row";
import { Refusal, type TerraformValue } from "./shape";

export type Scope = Readonly<Record<string, unknown>>;

// Each step of an import asks for it again.
const meanings = new WeakMap<ReadableGuest, Scope>();

/**
 * A guest's configuration as Proxmox VE understands it, addressed as the rows address it: bare words under their keys, old names under
 * the present ones, flags as 1 and 0. The provider's own understanding of the same text is `scopeOf`.
 */
export function meaningOf(guest: ReadableGuest): Scope {
  const known = meanings.get(guest) ?? readMeaning(guest);
  meanings.set(guest, known);
  return known;
}

function readMeaning({ type, vmId, node, running, pool, state, config }: ReadableGuest): Scope {
  const record: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of Object.entries(config)) {
    const key = keyOf(type, name);
    const format = formatOf(type, key);
    record[key] = isPacked(format) ? { ...fieldsOf(type, key, String(value), format), slot: key } : value;
  }
  return { ...record, guest: { id: vmId, node, running, pool, cpus: state?.cpus }, cloudinit: type === "qemu" ? cloudInitDrive(record) : undefined };
}

const isPacked = (format: KeyFormat | undefined): format is KeyFormat => format !== undefined && format.fields.size > 0 && format.plain === undefined;

function fieldsOf(type: ReadableGuest["type"], key: string, text: string, { fields }: KeyFormat): Record<string, string> {
  const device: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [field, part] of parseDevice(type, key, text).parts) {
    const parsed = fields.get(field)?.shape.parse(part);
    device[field] = typeof parsed === "boolean" ? (parsed ? "1" : "0") : part;
  }
  return device;
}

const drives = new RegExp(`^(${driveFamilies.join("|")})\\d+$`);

function cloudInitDrive(record: Scope): Scope | undefined {
  return Object.entries(record).find(([key, drive]) => drives.test(key) && meantRole(drive as Scope) === "cloudInit")?.[1] as Scope | undefined;
}

/** What Proxmox VE takes where a device has no such key, in Terraform's words; undefined if the provider reads the same. */
export const meantUnsaid = ({ means }: Row, device: Scope, guest: ReadableGuest): TerraformValue | undefined => (typeof means === "function" ? means(device, meaningOf(guest)) : means);

/** A word in a device's line that is neither on nor off: Proxmox VE does not understand the whole line then. A container's file keeps it. */
const isNoFlag = ({ shape }: Row, { slot }: Scope, raw: unknown) => typeof slot === "string" && shape.type === "boolean" && shape.parse(String(raw)) === undefined;

/** What Proxmox VE means by a row's value of a device, in Terraform's words; undefined if the provider reads the same. */
export function meantBy(row: Row, device: Scope, guest: ReadableGuest): TerraformValue | undefined {
  if (typeof row.pve === "object" && row.pve.is !== "first") return undefined;
  try {
    const raw = valueOf(row.pve, device, guest);
    const value = raw === undefined ? meantUnsaid(row, device, guest) : isNoFlag(row, device, raw) ? presetOf(row) : (row.shape.mean ?? row.shape.read)(raw);
    return row.beside === undefined ? value : row.beside(value ?? presetOf(row), meaningOf(guest));
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
