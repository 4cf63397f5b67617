import { decodeNotes } from "../notes";

/** The text of `datacenter.cfg`. */
export interface DatacenterConfig {
  /** The comment, each line with its end. */
  readonly notes: string;
  /** In file order; what the values mean is not this file's business. */
  readonly options: ReadonlyMap<string, string>;
}

/** Reads the settings as Proxmox VE does: of a key that is there twice the last counts, and a comment begins at the beginning of its line. */
export function parseDatacenter(text: string): DatacenterConfig {
  const lines = text.split("\n");
  const settings = lines.flatMap((line) => {
    const [, key, value] = /^([^\t-\r #][^\t-\r ]*?):[\t-\r ]*(.*)$/.exec(line.replace(/^[\t-\r ]+|[\t-\r ]+$/g, "")) ?? [];
    return key === undefined || key === "description" ? [] : [[key, value!] as const];
  });
  return { notes: lines.filter((line) => line.startsWith("#")).map((line) => `${decodeNotes(line.slice(1))}\n`).join(""), options: new Map(settings) };
}
