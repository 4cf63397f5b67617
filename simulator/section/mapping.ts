import { flag, formatted, integer, required, text } from "../parameter";
import type { Properties, Property } from "../schema/property";
import type { SectionKind } from "./kind";

const node = required(formatted("pve-node"));
const model = { ...text, pattern: "[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}" };
const address = "[a-f0-9]{4,}:[a-f0-9]{2}:[a-f0-9]{2}(?:.[a-f0-9])?";
const description = { ...text, maxLength: 4096 };
const mapOf = (properties: Properties): Property => ({ type: "array", properties, optional: false });

/** What is mapped on each node. */
const maps = {
  pci: { node, id: required(model), "subsystem-id": model, path: required({ ...text, pattern: `(?:${address};)*${address}` }), iommugroup: integer(), description },
  usb: { node, id: required(model), path: { ...text, pattern: "(\\d+)-(\\d+(\\.\\d+)*)" }, description },
  dir: { node, path: required(formatted("pve-storage-path")) },
} satisfies Readonly<Record<string, Properties>>;

export type MappingType = keyof typeof maps;
export const mappingTypes = ["dir", "pci", "usb"] as const;

/** `mapping/pci.cfg`, `mapping/usb.cfg`, `mapping/directory.cfg`: names for hardware and folders that are not the same on each node. */
export const mappings: Readonly<Record<MappingType, SectionKind>> = {
  pci: { file: "mapping/pci.cfg", bare: true, types: { pci: { properties: { description, mdev: flag, "live-migration-capable": flag, map: mapOf(maps.pci) } } } },
  usb: { file: "mapping/usb.cfg", bare: true, types: { usb: { properties: { description, map: mapOf(maps.usb) } } } },
  dir: { file: "mapping/directory.cfg", bare: true, types: { dir: { properties: { description, map: mapOf(maps.dir) } } } },
};
