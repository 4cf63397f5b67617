import { collection, shortAndLong, words } from "./collection";
import type { Kind } from "./kind";

const mapping = (type: string, name: string, rank: number): Kind =>
  collection({
    prefix: `${type}-mapping`, bound: true, at: `/cluster/mapping/${type}`, part: "id", rank, word: words(`${type}-mapping`, `${name} mapping`, `${name} mappings`),
    terraform: [shortAndLong(`hardware_mapping_${type}`, { importId: "{id}", attributes: { id: "name" } })],
  });

/** Names for what the nodes have and guests use: devices and directories. */
export const mappingKinds: readonly Kind[] = [mapping("pci", "PCI", 60), mapping("usb", "USB", 61), mapping("dir", "directory", 62)];
