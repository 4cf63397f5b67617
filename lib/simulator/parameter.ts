import { configId as isConfigId } from "../schema/pve-format";
import { invalid } from "./refusal";
import type { Parameters } from "./request";

/** Says what is wrong with a value, in Proxmox VE's words; undefined when nothing is. */
export type Check = (value: unknown) => string | undefined;

/** `1` or `0`; a JSON body may say true. `yes` and `true` as text are refused. */
export const flag: Check = (value) =>
  [true, false, 1, 0].includes(value as never) || /^[01]$/.test(String(value)) ? undefined : mismatch("boolean", value);

export function integer(minimum = -Infinity): Check {
  return (value) => {
    if (!/^-?\d+$/.test(String(value))) return mismatch("integer", value);
    return Number(value) < minimum ? `value must have a minimum value of ${minimum}` : undefined;
  };
}

export const vmId: Check = (value) =>
  integer()(value) ?? (/^[1-9]\d{2,8}$/.test(String(value)) ? undefined : "invalid format - value does not look like a valid VM ID\n");

/** Any text; a list, which a repeated name makes, is none. */
export const text: Check = (value) => (typeof value === "object" ? mismatch("string", value) : undefined);

/** The name of a snapshot and of other things in configurations. */
export const configId: Check = (value) => text(value) ?? (isConfigId(String(value)) ? undefined : `invalid format - invalid configuration ID '${String(value)}'\n`);

export function oneOf(...words: readonly string[]): Check {
  return (value) =>
    words.includes(String(value)) ? undefined : `value ${shown(value)} does not have a value in the enumeration '${words.join(", ")}'`;
}

/** A parameter that must be there. */
export function required(check: Check): Check {
  return (value) => (value === undefined ? "property is missing and it is not optional" : check(value));
}

export function verifyParameters(given: Parameters, checks: Readonly<Record<string, Check>>): void {
  const errors: [string, string][] = [];
  for (const name of new Set([...Object.keys(checks), ...Object.keys(given)])) {
    const wrong = verify(given[name], Object.hasOwn(checks, name) ? checks[name] : undefined);
    if (wrong !== undefined) errors.push([name, wrong]);
  }
  if (errors.length > 0) throw invalid(Object.fromEntries(errors));
}

function verify(value: unknown, check: Check | undefined): string | undefined {
  if (!check) return "property is not defined in schema and the schema does not allow additional properties";
  const missing = check(undefined);
  if (value === undefined) return missing?.startsWith("property is missing") ? missing : undefined;
  return check(value);
}

/** Whether a flag is set. */
export function isSet(value: unknown): boolean {
  return value === true || value === 1 || value === "1";
}

const mismatch = (type: string, value: unknown) => `type check ('${type}') failed - got ${shown(value)}`;
const shown = (value: unknown) => (Array.isArray(value) ? "ARRAY" : `'${String(value)}'`);
