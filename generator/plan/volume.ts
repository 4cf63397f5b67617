import type { Guest, Inventory } from "../../lib/inventory/inventory";
import { volumeFormat } from "../../lib/pve/volume-format";
import { parseVolumeId } from "../../lib/pve/volume-id";
import { Refusal } from "../../lib/schema/shape";

/** The format of a volume whose configuration does not name it. */
export type FormatLookup = (volume: string) => string;

/** As the name tells, whether or not the storage can be asked. */
const formatByName: FormatLookup = (volume) => /\.(qcow2|raw|vmdk)$/.exec(volume)?.[1] ?? "raw";

/**
 * What the storages answer the provider, which asks them for every disk whose configuration names no format, and cannot read a guest
 * whose storage fails it. Throws a Refusal where it would.
 */
export function formatLookup({ node }: Guest, { storages }: Inventory): FormatLookup {
  return (volume) => {
    const id = parseVolumeId(volume);
    const storage = storages.find(({ name }) => name === id?.storage);
    // For a storage that does not exist the provider reads on; one that is hidden from us it may see.
    if (!id || !storage) return formatByName(volume);
    const { name, type } = storage;
    const fail = (why: string, remedy: string) => new Refusal(`the provider must look up its format, and ${why}`, undefined, undefined, remedy);
    if (storage.disabled) throw fail(`the storage ${name} is disabled`, `pvesm set ${name} --disable 0`);
    if (storage.nodes && !storage.nodes.includes(node)) {
      throw fail(`the node ${node} does not have the storage ${name}`, `pvesm set ${name} --nodes ${[...storage.nodes, node].join(",")}`);
    }
    if (storage.unreachable.includes(node)) throw fail(`the node ${node} does not reach the storage ${name}`, `import again when ${name} is back`);
    const format = volumeFormat(type, volume);
    if (format === undefined) throw new Refusal(`the provider must look up its format, and "${id.volume}" is not the name of a volume in the directory ${name}`);
    return format;
  };
}
