/** One block of `storage.cfg` and its kin: `dir: local` with the indented lines below it. */
export interface ConfigSection {
  readonly type: string;
  readonly id: string;
  /** In file order. A line that holds only a name, such as `disable`, has the value `1`. */
  readonly settings: ReadonlyMap<string, string>;
}

/**
 * Reads the blocks as Proxmox VE does: an empty line, and nothing else, ends one; of a setting that is there twice the first counts, of a
 * block the last. Other lines are passed over.
 */
export function parseSections(text: string): ConfigSection[] {
  const sections = new Map<string, ConfigSection>();
  let settings: Map<string, string> | undefined;
  for (const line of text.split("\n")) {
    if (/^[\t-\r ]*#/.test(line)) continue;
    if (line === "") settings = undefined;
    else if (settings) readSetting(line, settings);
    else {
      const [, type, id] = /^([^\t-\r ]+):[\t-\r ]*([^\t-\r ]+)[\t-\r ]*$/.exec(line) ?? [];
      if (type === undefined) continue;
      settings = new Map();
      sections.delete(id!);
      sections.set(id!, { type: type.toLowerCase(), id: id!, settings });
    }
  }
  return [...sections.values()];
}

function readSetting(line: string, settings: Map<string, string>): void {
  const [, key, value] = /^[\t-\r ]+([^\t-\r ]+)(?:[\t-\r ]+(.*?))?[\t-\r ]*$/.exec(line) ?? [];
  if (key !== undefined && !settings.has(key)) settings.set(key, value || "1");
}

/** Writes the blocks as Proxmox VE does: what a type cannot be without, then the rest by name; what is on stands there bare. */
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
