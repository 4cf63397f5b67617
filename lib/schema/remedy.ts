import type { GuestType } from "../pve/address";
import { formatOf, parseDevice, printDevice } from "./format";
import type { Refusal } from "./shape";

/**
 * The command by which an admin makes a refused guest readable, for the node's shell; undefined where only a person can decide.
 * pmpc never runs it.
 */
export function remedyOf(type: GuestType, vmId: number, config: Readonly<Record<string, unknown>>, refusal: Refusal): string | undefined {
  const { at, nearest } = refusal;
  if (!at) return undefined;
  const tool = type === "qemu" ? "qm" : "pct";
  const format = formatOf(type, at.key);
  if (!format) return undefined;
  if (nearest === undefined) return format.plain && !format.plain.always ? `${tool} set ${vmId} --delete ${at.key}` : undefined;
  const packed = at.field !== undefined && format.fields.size > 0;
  return `${tool} set ${vmId} --${at.key} ${shellQuote(packed ? replaceField(type, at.key, at.field!, nearest, config) : nearest)}`;
}

function replaceField(type: GuestType, key: string, field: string, value: string, config: Readonly<Record<string, unknown>>): string {
  const { parts } = parseDevice(type, key, String(config[key]));
  return printDevice(
    type,
    key,
    parts.map(([name, old]) => [name, name === field ? value : old]),
  );
}

/** One word for a POSIX shell, whatever it holds. */
export function shellQuote(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
