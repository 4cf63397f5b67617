/** The values of one metric by their labels, as OpenMetrics writes them; nothing for none. */
export function family(name: string, help: string, values: ReadonlyMap<string, number>): readonly string[] {
  return values.size === 0 ? [] : [`# TYPE ${name} gauge`, `# HELP ${name} ${help}`, ...[...values].map(([key, value]) => `${name}${key} ${value}`)];
}

/** Labels as OpenMetrics quotes them: a value may hold anything. */
export function labels(all: Readonly<Record<string, string>>): string {
  return `{${Object.entries(all).map(([name, value]) => `${name}="${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`).join(",")}}`;
}
