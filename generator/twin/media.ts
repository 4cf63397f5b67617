import { parsePropertyString } from "../../lib/pve/property-string";

/** A file of a storage that is not a disk of a guest: an image in a drive, a template, a snippet. */
export interface Media {
  /** `local:iso/debian-13.iso` */
  readonly id: string;
  /** Bytes; undefined if unknown. */
  readonly size?: number;
}

const file = /^[A-Za-z][\w.-]*:(iso|vztmpl|snippets|import)\/[^\s,/]+(\/[^\s,/]+)?$/;

/** Whether a text is the name of such a file. */
export const isMedia = (text: string): boolean => file.test(text);

/** The files that a guest's configuration names: they are there, or it would not start. */
export function mediaOf(config: Readonly<Record<string, unknown>>): readonly Media[] {
  return Object.values(config).flatMap((value) => (typeof value === "string" && value.includes(":") ? mediaIn(value) : []));
}

function mediaIn(value: string): readonly Media[] {
  const parts = parsePropertyString(value, { defaultKey: "file" });
  const size = parts.find(([name]) => name === "size")?.[1];
  return parts.flatMap(([name, id]) => (isMedia(id) ? [{ id, ...(name === "file" && size !== undefined ? { size: bytesOf(size) } : {}) }] : []));
}

function bytesOf(text: string): number {
  const [, amount = "0", unit = ""] = /^(\d+(?:\.\d+)?)([KMGT])?$/.exec(text) ?? [];
  return Math.floor(Number(amount) * 1024 ** ["", "K", "M", "G", "T"].indexOf(unit));
}
