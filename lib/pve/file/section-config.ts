/** One block of `storage.cfg` and its kin: `dir: local` with the indented lines below it. */
export interface ConfigSection {
  readonly type: string;
  readonly id: string;
  /** In file order. A line that holds only a name, such as `disable`, has the value `1`. */
  readonly settings: ReadonlyMap<string, string>;
}

export function parseSections(text: string): ConfigSection[] {
  const sections: { type: string; id: string; settings: Map<string, string> }[] = [];
  for (const line of text.split("\n")) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const [, type, id] = /^([a-z][a-z0-9_-]*):\s*(\S+)\s*$/i.exec(line) ?? [];
    if (type !== undefined) sections.push({ type, id: id!, settings: new Map() });
    else readSetting(line, sections.at(-1)?.settings);
  }
  return sections;
}

function readSetting(line: string, settings: Map<string, string> | undefined): void {
  const [, key, value] = /^\s+(\S+)(?:\s+(.*?))?\s*$/.exec(line) ?? [];
  if (key !== undefined) settings?.set(key, value ?? "1");
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
