import { isBlank } from "./perl";

/**
 * Proxmox VE packs a device into one line: `virtio=BC:24:11:2B:98:2F,bridge=vmbr0,tag=10`.
 * This is that text and nothing more; what the keys mean is the table's business (lib/schema).
 */
export interface PropertyFormat {
  /** The key whose value may stand alone at any place: `local-lvm:vm-100-disk-0,size=8G` has `file`. */
  readonly defaultKey?: string;
  /** Old names of keys: `volume` → `file`. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Keys that say two things at once: `virtio=MAC` is model=virtio and macaddr=MAC. */
  readonly pairs?: { readonly names: readonly string[]; readonly name: string; readonly value: string };
}

/** Key and value in their order. A bare word that no key claims has the key `""`. */
export type Property = readonly [key: string, value: string];

/** Reads every part verbatim: nothing is trimmed, checked or dropped, unknown and repeated keys included. */
export function parsePropertyString(text: string, format: PropertyFormat = {}): Property[] {
  return text
    .split(",")
    .filter((part) => !isBlank(part))
    .flatMap((part): Property[] => {
      const equals = part.indexOf("=");
      if (equals < 0) return [[format.defaultKey ?? "", part]];
      if (equals === 0) return [["", part]];
      const key = part.slice(0, equals);
      const value = part.slice(equals + 1);
      if (format.pairs?.names.includes(key)) {
        return [
          [format.pairs.name, key],
          [format.pairs.value, value],
        ];
      }
      return [[own(format.aliases, key) ?? key, value]];
    });
}

/** Writes the parts the way Proxmox VE does: the default key first and bare, the others sorted. */
export function printPropertyString(properties: readonly Property[], format: PropertyFormat = {}): string {
  const rest = [...properties];
  const take = (key: string) => {
    const at = rest.findIndex(([k]) => k === key);
    return at < 0 ? undefined : rest.splice(at, 1)[0];
  };
  const first: string[] = [];
  if (format.pairs) {
    const name = rest.find(([key]) => key === format.pairs?.name);
    const value = rest.find(([key]) => key === format.pairs?.value);
    if (name && value && format.pairs.names.includes(name[1])) {
      take(name[0]);
      take(value[0]);
      first.push(`${name[1]}=${value[1]}`);
    }
  }
  const bare = format.defaultKey === undefined ? undefined : take(format.defaultKey);
  // A value with "=" in it would be read as key and value, so it keeps its key.
  if (bare) first.push(bare[1].includes("=") ? bare.join("=") : bare[1]);
  const word = ([key, value]: Property) => (key === "" ? value : `${key}=${value}`);
  return [...first, ...rest.map(word).sort()].join(",");
}

function own(record: Readonly<Record<string, string>> | undefined, key: string): string | undefined {
  return record && Object.hasOwn(record, key) ? record[key] : undefined;
}
