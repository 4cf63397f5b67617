import { invalid } from "./refusal";
import type { Parameters } from "./request";
import type { Properties, Property } from "./schema/property";
import { verifyObject } from "./schema/verify";

/** `1` or `0`; a JSON body may say true. `yes` and `true` as text are refused. */
export const flag: Property = { type: "boolean", optional: true };
/** Any text; a list, which a repeated name makes, is none. */
export const text: Property = { type: "string", optional: true };
export const vmId: Property = { type: "integer", format: "pve-vmid", minimum: 100, maximum: 999_999_999, optional: true };
/** What the file was when its reader last saw it. */
export const digest: Property = { type: "string", maxLength: 40, optional: true };
export const storageId: Property = { type: "string", format: "pve-storage-id", optional: true };
export const nodeName: Property = { type: "string", format: "pve-node", optional: true };
/** The name of a snapshot and of other things in configurations. */
export const configId: Property = { type: "string", format: "pve-configid", optional: true };
/** KiB/s. */
export const bandwidth: Property = { type: "integer", minimum: 0, optional: true };

export function integer(minimum?: number, maximum?: number): Property {
  return { type: "integer", minimum, maximum, optional: true };
}

export function oneOf(...words: readonly string[]): Property {
  return { type: "string", enum: words, optional: true };
}

/** Text in one of Proxmox VE's named formats. */
export function formatted(format: string): Property {
  return { type: "string", format, optional: true };
}

/** A parameter that must be there. */
export function required(property: Property): Property {
  return { ...property, optional: false };
}

/** Refuses with 400 and every parameter that is wrong. */
export function verifyParameters(given: Parameters, takes: Properties): void {
  const errors = verifyObject(given, takes);
  if (Object.keys(errors).length > 0) throw invalid(errors);
}

/** Whether a flag is set. */
export function isSet(value: unknown): boolean {
  return value === true || value === 1 || value === "1";
}
