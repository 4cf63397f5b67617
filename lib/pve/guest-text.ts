import type { GuestType } from "./address";
import { variableKey, type GuestFile, type Line, type NamedSection, type Section, type Setting } from "./guest-config";
import { decodeNotes } from "./notes";
import { isRawKey } from "./raw-line";
import { perl } from "./perl";

/**
 * Reads a guest's file as Proxmox VE does, which has a parser for each kind of guest. They differ in what a section may be called, in what
 * becomes of lines below one that they do not know, and in the ends of notes.
 */
export function parseGuestFile(type: GuestType, text: string): GuestFile {
  const { headOf, readLine } = grammars[type];
  const unparsed: Line[] = [];
  const sections = new Map<string, OpenSection>();
  const current: OpenSection = { head: { kind: "snapshot", name: "" }, settings: [], raw: [] };
  let section: OpenSection | undefined = current;
  text.split("\n").forEach((line, at) => {
    if (blank.test(line)) return;
    const head = headOf(line);
    if (head === undefined) {
      if (section === undefined || !readLine(line, section, at + 1)) unparsed.push({ number: at + 1, text: line });
      return;
    }
    section = head === "unknown" ? undefined : { head, settings: [], raw: [] };
    const isAgain = section !== undefined && reopen(sections, section);
    if (head === "unknown" || (isAgain && type === "qemu")) unparsed.push({ number: at + 1, text: line });
  });
  return { current: close(type, current), sections: [...sections.values()].map((one) => ({ ...one.head, ...close(type, one) })), unparsed };
}

type Head = Pick<NamedSection, "kind" | "name">;

interface OpenSection {
  readonly head: Head;
  notes?: string;
  readonly settings: Setting[];
  readonly raw: Setting[];
}

interface Grammar {
  /** What a line in brackets begins; undefined if it begins nothing. */
  readonly headOf: (line: string) => Head | "unknown" | undefined;
  /** Whether the line was understood. */
  readonly readLine: (line: string, section: OpenSection, number: number) => boolean;
}

const blank = perl(/^\s*$/);
const snapshotLine = perl(/^\[([a-z][a-z0-9_-]+)\]\s*$/i);
const pendingLines = { qemu: perl(/^\[(PENDING)\]\s*$/i), lxc: perl(/^\[(pve:pending)\]\s*$/i) };
const specialLine = perl(/^\[(special:(?:cloudinit|fleecing))\]\s*$/i);
const bracketLine = perl(/^\[[^\]]*\]\s*$/);
const descriptionLine = perl(/^description:\s*(.*\S)\s*$/);
// Neither parser looks for its beginning.
const snapshotStateLine = perl(/snapstate:\s*(prepare|delete)\s*$/);
const argsLine = perl(/^(args):\s*(.*\S)\s*$/);
const deleteLine = perl(/^(delete):\s*(.*\S)\s*$/);
// These two words are no keys of a machine, and came before where they mean something.
const machineLine = perl(/^((?!(?:delete|snapstate):)[a-z][a-z_-]*\d*):\s*(.+?)\s*$/);
// In the section that only informs, any word is taken as it is.
const informativeLine = perl(/^[a-z][a-z_-]*\d*:\s*.+?\s*$/);
const containerLine = perl(/^([a-z][a-z_]*\d*):\s*(.+?)\s*$/);
const rawLine = perl(/^(lxc\.[a-z0-9_\-.]+)(?::|\s*=)\s*(.*?)\s*$/);

const grammars: Readonly<Record<GuestType, Grammar>> = {
  qemu: {
    headOf: (line) => headIn(line, "qemu") ?? (bracketLine.test(line) ? "unknown" : undefined),
    readLine: (line, section, number) => readCommon(line, section) || readSetting([argsLine, deleteLine, machineLine], line, section, number) || (section.head.name === "special:cloudinit" && !deleteLine.test(line) && informativeLine.test(line)),
  },
  lxc: {
    headOf: (line) => headIn(line, "lxc"),
    readLine: (line, section, number) => {
      if (line.startsWith("#")) return readCommon(line, section);
      const [, key, value] = rawLine.exec(line) ?? [];
      if (key === variableKey) return addVariable(section, value!);
      if (key !== undefined) return isRawKey(key) && section.raw.push([key, value!, number]) > 0;
      return readCommon(line, section) || readSetting([deleteLine, containerLine], line, section, number);
    },
  },
};

function addVariable({ settings }: OpenSection, variable: string): true {
  const before = settings.findLast(([key]) => key === "env")?.[1];
  settings.push(["env", before === undefined ? variable : `${before}\0${variable}`]);
  return true;
}

function headIn(line: string, type: GuestType): Head | undefined {
  const kinds: readonly (readonly [NamedSection["kind"], RegExp])[] = [["pending", pendingLines[type]], ...(type === "qemu" ? [["special", specialLine] as const] : []), ["snapshot", snapshotLine]];
  for (const [kind, pattern] of kinds) {
    const name = pattern.exec(line)?.[1];
    if (name !== undefined) return { kind, name };
  }
  return undefined;
}

/** Notes, and what a snapshot that is under way says of itself. */
function readCommon(line: string, section: OpenSection): boolean {
  if (line.startsWith("#")) return note(section, `${decodeNotes(line.slice(1))}\n`);
  const description = descriptionLine.exec(line)?.[1];
  if (description !== undefined) return note(section, decodeNotes(description));
  const state = snapshotStateLine.exec(line)?.[1];
  return state !== undefined && section.settings.push(["snapstate", state]) > 0;
}

function note(section: OpenSection, text: string): true {
  section.notes = (section.notes ?? "") + text;
  return true;
}

function readSetting(patterns: readonly RegExp[], line: string, { head, settings }: OpenSection, number: number): boolean {
  for (const pattern of patterns) {
    const [, key, value] = pattern.exec(line) ?? [];
    if (key === undefined) continue;
    return (pattern !== deleteLine || head.kind === "pending") && settings.push([key, value!, number]) > 0;
  }
  return false;
}

/** What is in a section of the same name before is lost. Whether there was one. */
function reopen(sections: Map<string, OpenSection>, section: OpenSection): boolean {
  const { kind, name } = section.head;
  // A snapshot's name keeps its letters as they are; the others are one each.
  const key = kind === "snapshot" ? name : `${kind} ${name.toLowerCase()}`;
  const isAgain = sections.delete(key);
  sections.set(key, section);
  return isAgain;
}

// What Perl takes for blanks in decoded text.
const trailing = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/;

function close(type: GuestType, { head, notes, settings, raw }: OpenSection): Section {
  const description = type === "qemu" ? notes?.replace(trailing, "") : notes === "" || notes === "0" ? undefined : notes;
  // What is in force is not a snapshot, whatever it says.
  const said = head.name === "" ? settings.filter(([key]) => key !== "snapstate") : settings;
  return { ...(description === undefined ? {} : { description }), settings: said, raw };
}
