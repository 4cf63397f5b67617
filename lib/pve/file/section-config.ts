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
