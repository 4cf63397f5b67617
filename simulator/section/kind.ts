import type { Properties } from "../schema/property";

/** A file of sections, as Proxmox VE knows it. */
export interface SectionKind {
  /** Below `/etc/pve`. */
  readonly file: string;
  readonly types: Readonly<Record<string, SectionType>>;
  /** Heads without a type: `gpu` instead of `pci: gpu`; it is the only type. */
  readonly bare?: true;
  /** Settings that have to be said whenever one is made or changed, whatever its type. */
  readonly always?: readonly string[];
  /** Settings that are percent-encoded in the file. */
  readonly encoded?: readonly string[];
  /** Settings that are lists without an order, which the file and the answers give sorted. */
  readonly sorted?: readonly string[];
  /** What a section is called in the file, and by the API; the same without this. */
  readonly name?: { readonly inFile: (id: string) => string; readonly ofFile: (type: string, name: string) => string };
}

export interface SectionType {
  /** What is not optional has to be said when one is made. */
  readonly properties: Properties;
  /** What cannot be changed later. */
  readonly fixed?: readonly string[];
}

export type SectionValue = string | number | readonly string[];

export interface Section {
  readonly type: string;
  readonly id: string;
  readonly values: Readonly<Record<string, SectionValue>>;
}

export type Sections = ReadonlyMap<string, Section>;
