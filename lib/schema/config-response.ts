import { createHash } from "node:crypto";
import type { GuestType } from "../pve/address";
import { byteText, bytesOf } from "../pve/bytes";
import { deletedKeys, pendingOf, type GuestFile, type Line, type Section } from "../pve/guest-config";
import { parseGuestFile } from "../pve/guest-text";
import { missingProcessor, readValue } from "./check";
import { guestKinds } from "./kind/all";
import { keyOf } from "./format";

/** The names of the processors that `cpu-models.conf` defines. */
export type Processors = ReadonlySet<string>;

const noProcessors: Processors = new Set();

/** What the API answers for a guest's configuration, by the text of its file: pending changes applied, with the digest. */
export function configurationOf(type: GuestType, text: string, own = noProcessors): Record<string, unknown> {
  return { ...effectiveAnswer(type, parseGuestFile(type, text), own), digest: digestOf(text) };
}

/** What Proxmox VE calls a digest: SHA-1 of a file's text. */
export function digestOf(text: string): string {
  return createHash("sha1").update(bytesOf(text)).digest("hex");
}

type Answer = Record<string, unknown>;

/** The configuration as the API shows it without `current`: pending changes applied, then pending deletions. */
export function effectiveAnswer(type: GuestType, file: GuestFile, own = noProcessors): Answer {
  const current = answerOf(type, file.current, own);
  const pending = pendingOf(file);
  if (!pending) return current;
  // Raw lines do not wait.
  const { lxc: _, delete: _delete, ...changes } = answerOf(type, pending, own);
  const answer = { ...current, ...changes };
  // Whatever counts as nothing in Perl stays.
  for (const key of deletedKeys(pending)) if (Object.hasOwn(answer, key) && !["", "0", 0].includes(answer[key] as string)) delete answer[key];
  return answer;
}

/**
 * What the API answers for a section of a guest's configuration (without the digest): numbers and flags as numbers, the rest as
 * text; the last of repeated keys; text outside of ASCII encoded twice, but for the notes. For a virtual machine, values that do not pass
 * Proxmox VE's check are left out; a container's stay as they are. Seen on PVE 9.2.
 * @param own undefined where Proxmox VE itself has looked whether there is such a processor.
 */
export function answerOf(type: GuestType, section: Section, own?: Processors): Answer {
  const answer: Answer = {};
  const set = (key: string, value: unknown) => Object.defineProperty(answer, key, { value, enumerable: true, writable: true, configurable: true });
  for (const [name, text] of section.settings) {
    const value = isUnchecked(name) ? text : (readValue(type, name, text) ?? (guestKinds[type].isStrict ? undefined : text));
    if (value === undefined || (own !== undefined && missingProcessor(name, text, own) !== undefined)) continue;
    const key = keyOf(type, name);
    set(key, key === "cipassword" ? "**********" : twice(value));
  }
  if (section.description !== undefined) set("description", section.description);
  if (section.raw.length > 0) set("lxc", section.raw.map(([key, value]) => [key, twice(value)]));
  return answer;
}

export interface RejectedLine extends Line {
  /** Where it is not the line that is wrong. */
  readonly why?: string;
}

/** Lines of a guest's file that Proxmox VE leaves out because it does not understand them, or a value in them; in file order. */
export function rejectedLines(type: GuestType, text: string, own = noProcessors): readonly RejectedLine[] {
  const { current, sections, unparsed } = parseGuestFile(type, text);
  const lines = text.split("\n");
  const wrong = [current, ...sections.filter(({ kind }) => kind !== "special")].flatMap(({ settings }) =>
    settings.flatMap(([name, value, number]): RejectedLine[] => {
      if (!guestKinds[type].isStrict || number === undefined || isUnchecked(name)) return [];
      const line = { number, text: lines[number - 1]! };
      if (readValue(type, name, value) === undefined) return [line];
      const why = missingProcessor(name, value, own);
      return why === undefined ? [] : [{ ...line, why }];
    }),
  );
  return [...unparsed, ...wrong].sort((a, b) => a.number - b.number);
}

const isUnchecked = (key: string) => key === "args" || key === "delete" || key === "snapstate";

function twice(value: unknown): unknown {
  return typeof value === "string" && /[^\0-\x7f]/.test(value) ? byteText(bytesOf(value)) : value;
}
