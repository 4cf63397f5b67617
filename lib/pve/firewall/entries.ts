import { addressOf, findsIn, type Firewall, type SetEntry } from "./text";

/** The entries of a set with what is wrong with each, which Proxmox VE then passes over. */
export function checkEntries(entries: readonly SetEntry[], own: Firewall, cluster: Firewall): readonly (SetEntry & { readonly errors?: Readonly<Record<string, string>> })[] {
  const before = new Set<string>();
  return entries.map((entry) => {
    const wrong = wrongWith(entry, before, own, cluster);
    before.add(entry.cidr);
    return wrong === undefined ? entry : { ...entry, errors: { cidr: wrong } };
  });
}

function wrongWith(entry: SetEntry, before: ReadonlySet<string>, own: Firewall, cluster: Firewall): string | undefined {
  const { cidr } = entry;
  // Proxmox VE ends this sentence alone with its line.
  if (/\/0+$/.test(cidr)) return "a zero prefix is not allowed in ipset entries\n";
  const [, scope, alias] = /^(dc\/|guest\/)?([A-Za-z][A-Za-z0-9_-]+)$/.exec(cidr) ?? [];
  if (alias !== undefined) {
    const key = alias.toLowerCase();
    const finds = (file: Firewall) => findsIn(file, file.aliases.get(key), entry);
    if (!(scope !== "dc/" && finds(own)) && !(scope !== "guest/" && finds(cluster))) return `no such alias '${alias}'`;
  } else if (addressOf(cidr) === undefined) return "value does not look like a valid IP address or CIDR network";
  return before.has(cidr) ? `duplicate ipset entry for '${cidr}'` : undefined;
}
