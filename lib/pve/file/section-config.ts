/** One block of `storage.cfg` and its kin: `dir: local` with the indented lines below it. */
export interface ConfigSection {
  readonly type: string;
  readonly id: string;
  /** In file order. A line that holds only a name, such as `disable`, has the value `1`. */
  readonly settings: ReadonlyMap<string, string>;
}

/** A block as it is in the file. */
export interface Block {
  readonly type: string;
  readonly id: string;
  /** In file order; a line that holds only a name has no value. */
  readonly lines: readonly (readonly [key: string, value: string | undefined])[];
}

/**
 * Reads the blocks as Proxmox VE does: an empty line (or what Perl takes for nothing) ends one, and nothing else. Lines that are neither a
 * head nor a setting are passed over. With `onlyType`, a head is an id alone, as in the files of mappings.
 */
export function parseBlocks(text: string, onlyType?: string): Block[] {
  const blocks: Block[] = [];
  let lines: [string, string | undefined][] | undefined;
  for (const line of text.split("\n")) {
    if (/^[\t-\r ]*#/.test(line)) continue;
    if (line === "" || line === "0") lines = undefined;
    else if (lines) {
      const [, key, value] = /^[\t-\r ]+([^\t-\r ]+)(?:[\t-\r ]+(.*?))?[\t-\r ]*$/.exec(line) ?? [];
      if (key !== undefined) lines.push([key, value || undefined]);
    } else {
      const [type, id] = onlyType === undefined ? headOf(line) : [onlyType, /^([^\t-\r ]+)[\t-\r ]*$/.exec(line)?.[1]];
      if (type !== undefined && id !== undefined) blocks.push({ type, id, lines: (lines = []) });
    }
  }
  return blocks;
}

function headOf(line: string): readonly [type?: string, id?: string] {
  const [, type, id] = /^([^\t-\r ]+):[\t-\r ]*([^\t-\r ]+)[\t-\r ]*$/.exec(line) ?? [];
  return [type, id];
}

/** The blocks with what they say, whatever it is: of a setting that is there twice the first counts, of a block the last. */
export function parseSections(text: string): ConfigSection[] {
  const sections = new Map<string, ConfigSection>();
  for (const { type, id, lines } of parseBlocks(text)) {
    sections.delete(id);
    // Set from the end, the first is the one that stays; read from the front, the order is the file's.
    const first = new Map([...lines].reverse());
    sections.set(id, { type, id, settings: new Map(lines.map(([key]) => [key, first.get(key) ?? "1"])) });
  }
  return [...sections.values()];
}

/** Writes the blocks as Proxmox VE does: what a type cannot be without, then the rest by name; a flag that is on is written bare. */
export function printSections(sections: Iterable<ConfigSection>, requiredOf: (type: string) => readonly string[]): string {
  return [...sections].map((section) => printSection(section, requiredOf(section.type))).join("");
}

function printSection({ type, id, settings }: ConfigSection, required: readonly string[]): string {
  const names = [...settings.keys()].filter((name) => name !== "disable" && name !== "comment").sort();
  const first = names.filter((name) => required.includes(name));
  const rest = names.filter((name) => !required.includes(name));
  const lines = [
    ...(settings.has("comment") ? [`comment ${settings.get("comment")}`] : []),
    ...(settings.get("disable") === "1" ? ["disable"] : []),
    ...[...first, ...rest].map((name) => `${name} ${settings.get(name)}`),
  ];
  return `${type}: ${id}\n${lines.map((line) => `\t${line}\n`).join("")}\n`;
}
