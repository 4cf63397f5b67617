import type { GuestType } from "./address";
import { encodeNotes } from "./notes";
import { splitList } from "./perl";

/**
 * The text of a guest's configuration, `/etc/pve/nodes/<node>/{qemu-server,lxc}/<vmid>.conf`:
 * comment lines that are the description, `key: value` lines, then the sections of pending changes and of snapshots.
 */
export interface GuestFile {
  /** What is in force. */
  readonly current: Section;
  /** Everything behind a `[name]` line, in file order; of a name that is there twice only the last. */
  readonly sections: readonly NamedSection[];
  /** Lines that Proxmox VE does not understand, in file order. It deletes them when it writes the file again. */
  readonly unparsed: readonly Line[];
}

export interface Section {
  /** The notes, decoded, as the API answers them; undefined if there are none. */
  readonly description?: string;
  /** `key: value` in file order, repeated keys included; a container's variables are one `env`, with NUL between them. No value is checked. */
  readonly settings: readonly Setting[];
  /** A container's `lxc.*` lines but for its variables, in file order. */
  readonly raw: readonly Setting[];
}

/** The raw line of a container's variable. */
export const variableKey = "lxc.environment.runtime";

export interface NamedSection extends Section {
  readonly kind: "pending" | "snapshot" | "special";
  /** As it is in the brackets: `PENDING`, `pve:pending`, `special:cloudinit`, or the name of a snapshot. */
  readonly name: string;
}

/** A key and its value; the number of the line where it comes from a file. */
export type Setting = readonly [key: string, value: string, line?: number];

export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** Writes the text as Proxmox VE does: description, settings sorted, `lxc.*` lines, then the sections in their order. */
export function printGuestFile({ current, sections }: Pick<GuestFile, "current" | "sections">): string {
  return [printSection(current), ...sections.map((section) => `\n[${section.name}]\n${printSection(section)}`)].join("");
}

function printSection({ description = "", settings, raw }: Section): string {
  const written = description.replace(/\n+$/, "");
  const notes = written === "" ? [] : written.split("\n").map((line) => `#${encodeNotes(line)}`);
  const lines = settings.filter(([key]) => key !== "env").map(([key, value]) => `${key}: ${value}`).sort(byKey);
  const variables = settings.flatMap(([key, value]) => (key === "env" ? value.split("\0") : [])).filter((variable) => variable !== "");
  return [...notes, ...lines, ...variables.map((variable) => `${variableKey}: ${variable}`), ...raw.map(([key, value]) => `${key}: ${value}`)].map((line) => `${line}\n`).join("");
}

const byKey = (a: string, b: string) => (a.slice(0, a.indexOf(":")) < b.slice(0, b.indexOf(":")) ? -1 : 1);

/** What waits for the guest to stop; undefined if nothing does. */
export function pendingOf({ sections }: Pick<GuestFile, "sections">): Section | undefined {
  return sections.find(({ kind }) => kind === "pending");
}

/** The keys that a `delete:` line of pending changes names. */
export function deletedKeys(section: Section): string[] {
  const [, keys = ""] = section.settings.findLast(([key]) => key === "delete") ?? [];
  return splitList(keys).map((key) => key.replace(/^!/, ""));
}

/** Where a guest's file lies below `/etc/pve`: `nodes/pve1/qemu-server/100.conf`. */
export function guestFilePath(node: string, type: GuestType, vmId: number): string {
  return `nodes/${node}/${type === "qemu" ? "qemu-server" : "lxc"}/${vmId}.conf`;
}

/** `nodes/pve1/lxc/202.conf` → node, type and number; leading folders are passed over. */
export function parseGuestFilePath(path: string): { node: string; type: GuestType; vmId: number } | undefined {
  const [, node, folder, vmId] = /(?:^|\/)nodes\/([^/]+)\/(qemu-server|lxc)\/([1-9]\d*)\.conf$/.exec(path) ?? [];
  return node ? { node, type: folder === "lxc" ? "lxc" : "qemu", vmId: Number(vmId) } : undefined;
}
