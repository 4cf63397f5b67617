import { parseBlocks } from "../../lib/pve/file/section-config";
import { decodeNotes, encodeNotes } from "../../lib/pve/notes";
import { digestOf } from "../../lib/schema/config-response";
import type { Cluster } from "../cluster";
import { splitList } from "../schema/format";
import type { Property } from "../schema/property";
import { verifyObject } from "../schema/verify";
import type { Section, SectionKind, SectionValue, Sections } from "./kind";

/** The sections of a file, in its order; what Proxmox VE does not understand is left out, as there. */
export function readSections(cluster: Pick<Cluster, "files">, kind: SectionKind): Sections {
  return parseSections(cluster.files.get(kind.file) ?? "", kind);
}

/** SHA-1 of the file. */
export const digestOfFile = (cluster: Cluster, { file }: SectionKind): string => digestOf(cluster.files.get(file) ?? "");

export function writeSections(cluster: Cluster, kind: SectionKind, sections: Iterable<Section>): void {
  cluster.files.set(kind.file, printSections(sections, kind));
}

function parseSections(text: string, kind: SectionKind): Sections {
  const sections = new Map<string, Section>();
  const onlyType = kind.bare ? Object.keys(kind.types)[0] : undefined;
  for (const { type, id, lines } of parseBlocks(text, onlyType)) {
    const known = kind.types[type];
    if (known === undefined) continue;
    const values: Record<string, SectionValue> = {};
    for (const [key, value = "1"] of lines) {
      const property = Object.hasOwn(known.properties, key) ? known.properties[key]! : undefined;
      if (property === undefined || Object.keys(verifyObject({ [key]: value }, { [key]: { ...property, requires: undefined } })).length > 0) continue;
      if (property.type === "array") values[key] = [...((values[key] as readonly string[] | undefined) ?? []), value];
      else values[key] ??= valueOf(property, kind.encoded?.includes(key) ? decodeNotes(value) : value);
    }
    const name = kind.name?.ofFile(type, id) ?? id;
    sections.delete(name);
    sections.set(name, { type, id: name, values });
  }
  return sections;
}

/** A value as it is answered: numbers and flags as numbers. */
export function valueOf({ type }: Property, value: unknown): SectionValue {
  if (type === "array") return (Array.isArray(value) ? value : [value]).map(String);
  const text = value === true ? "1" : value === false ? "0" : String(value);
  return type === "integer" || type === "boolean" || type === "number" ? Number(text) : text;
}

/** Writes the sections as Proxmox VE does: comment and `disable`, what a type cannot be without, then the rest by name. */
export function printSections(sections: Iterable<Section>, kind: SectionKind): string {
  return [...sections].map((section) => printSection(section, kind)).join("");
}

function printSection({ type, id, values }: Section, kind: SectionKind): string {
  const { properties } = kind.types[type]!;
  const isNeeded = (key: string) => properties[key]?.optional !== true;
  const keys = Object.keys(values).filter((key) => key !== "comment" && key !== "disable").sort();
  const ordered = [...keys.filter(isNeeded), ...keys.filter((key) => !isNeeded(key))];
  const text = (key: string, value: SectionValue) => {
    if (kind.sorted?.includes(key)) return splitList(String(value)).sort().join(",");
    return kind.encoded?.includes(key) ? encodeNotes(String(value)) : String(value);
  };
  const lines = [
    ...(values.comment === undefined || values.comment === "" ? [] : [`comment ${text("comment", values.comment)}`]),
    ...(values.disable === 1 ? ["disable"] : []),
    ...ordered.flatMap((key) => (Array.isArray(values[key]) ? (values[key] as readonly string[]).map((one) => `${key} ${one}`) : [`${key} ${text(key, values[key]!)}`])),
  ];
  const head = kind.bare ? id : `${type}: ${kind.name?.inFile(id) ?? id}`;
  return `${head}\n${lines.map((line) => `\t${line}\n`).join("")}\n`;
}
