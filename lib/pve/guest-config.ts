import type { GuestType } from "./address";

/**
 * The text of a guest's configuration, `/etc/pve/nodes/<node>/{qemu-server,lxc}/<vmid>.conf`:
 * comment lines that are the description, `key: value` lines, then `[snapshot]`, `[PENDING]` and `[special:…]` sections.
 */
export interface GuestFile {
  /** What is in force; always the first. */
  readonly current: Section;
  /** Everything behind a `[name]` line, in file order. */
  readonly sections: readonly (Section & { readonly name: string })[];
}

export interface Section {
  /** The notes, decoded; undefined where there are none. Containers end theirs with a newline when the API answers. */
  readonly description?: string;
  /** `key: value` in file order, repeated keys included. */
  readonly settings: readonly Setting[];
  /** A container's `lxc.*` lines, in file order. */
  readonly raw: readonly Setting[];
  /** Lines that Proxmox VE would not understand, verbatim. */
  readonly unparsed: readonly string[];
}

export type Setting = readonly [key: string, value: string];

const sectionLine = /^\[(PENDING|pve:pending|special:[a-z][a-z0-9_-]*|[a-z][a-z0-9_-]+)\]\s*$/i;
const rawLine = /^(lxc\.[a-z0-9_\-.]+)(?::|\s*=)\s*(.*?)\s*$/;
const settingLine = /^([a-z][a-z_-]*\d*):\s*(.+?)\s*$/;

export function parseGuestFile(text: string): GuestFile {
  const sections = [newSection("")];
  for (const line of text.split("\n")) {
    const name = sectionLine.exec(line)?.[1];
    if (name !== undefined) sections.push(newSection(name));
    else if (line.trim() !== "") readLine(line, sections[sections.length - 1]!);
  }
  const [current, ...others] = sections;
  return { current: current!, sections: others };
}

interface OpenSection extends Section {
  name: string;
  description?: string;
  settings: Setting[];
  raw: Setting[];
  unparsed: string[];
}

const newSection = (name: string): OpenSection => ({ name, settings: [], raw: [], unparsed: [] });

function readLine(line: string, section: OpenSection): void {
  if (line.startsWith("#")) return note(section, decode(line.slice(1).replace(/\s+$/, "")));
  const raw = rawLine.exec(line);
  if (raw) return void section.raw.push([raw[1]!, raw[2]!]);
  const setting = settingLine.exec(line);
  if (!setting) return void section.unparsed.push(line);
  const [, key, value] = setting as unknown as [string, string, string];
  if (key === "description") note(section, decode(value));
  else section.settings.push([key, value]);
}

function note(section: OpenSection, text: string): void {
  section.description = section.description === undefined ? text : `${section.description}\n${text}`;
}

/** Writes the text as Proxmox VE does: description, settings sorted, `lxc.*` lines, then the sections in their order. */
export function printGuestFile(file: GuestFile): string {
  return [printSection(file.current), ...file.sections.map((section) => `\n[${section.name}]\n${printSection(section)}`)].join("");
}

function printSection({ description, settings, raw, unparsed }: Section): string {
  const notes = description === undefined ? [] : description.replace(/\n$/, "").split("\n").map((line) => `#${encodeNotes(line)}`);
  const lines = settings.map(([key, value]) => `${key}: ${value}`).sort(byKey);
  return [...notes, ...lines, ...raw.map(([key, value]) => `${key}: ${value}`), ...unparsed].map((line) => `${line}\n`).join("");
}

const byKey = (a: string, b: string) => (a.slice(0, a.indexOf(":")) < b.slice(0, b.indexOf(":")) ? -1 : 1);

/**
 * The configuration as the API shows it without `current`: pending changes applied, pending deletions gone, the last of
 * repeated keys. Keys are not checked against anything.
 */
export function effectiveSection({ current, sections }: GuestFile): Section {
  // Containers call it pve:pending.
  const pending = sections.find(({ name }) => /^(PENDING|pve:pending)$/i.test(name));
  if (!pending) return current;
  const deleted = new Set(
    pending.settings.filter(([key]) => key === "delete").flatMap(([, keys]) => keys.split(/[\s,;]+/).map((key) => key.replace(/^!/, ""))),
  );
  const changed = pending.settings.filter(([key]) => key !== "delete");
  const replaced = new Set(changed.map(([key]) => key));
  return {
    description: deleted.has("description") ? undefined : (pending.description ?? current.description),
    settings: [...current.settings.filter(([key]) => !deleted.has(key) && !replaced.has(key)), ...changed],
    raw: current.raw,
    unparsed: current.unparsed,
  };
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

/** Notes as Proxmox VE writes them on one line: control characters, "%", ":" and everything outside ASCII, byte by byte as `%0A`. */
export function encodeNotes(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => {
    const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x25 && byte !== 0x3a;
    return plain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");
}

function decode(text: string): string {
  const bytes = new Uint8Array(new TextEncoder().encode(text));
  const decoded: number[] = [];
  for (let i = 0; i < bytes.length; i++) {
    const hex = bytes[i] === 0x25 ? /^[0-9a-f]{2}/i.exec(String.fromCharCode(...bytes.slice(i + 1, i + 3)))?.[0] : undefined;
    decoded.push(hex === undefined ? bytes[i]! : Number.parseInt(hex, 16));
    if (hex !== undefined) i += 2;
  }
  return new TextDecoder().decode(new Uint8Array(decoded));
}
