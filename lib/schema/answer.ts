import { createHash } from "node:crypto";
import type { GuestType } from "../pve/address";
import { effectiveSection, parseGuestFile, type Section } from "../pve/guest-config";
import { formatOf, keyOf, parseDevice } from "./format";

/** What the API answers for a guest's configuration, by the text of its file: pending changes applied, with the digest. */
export function configurationOf(type: GuestType, text: string): Record<string, unknown> {
  return { ...answerOf(type, effectiveSection(parseGuestFile(text))), digest: digestOf(text) };
}

/** What Proxmox VE calls a digest: SHA-1 of a file's text. */
export function digestOf(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}

/**
 * What the API answers for a section of a guest's configuration (without the digest): numbers and flags as numbers, the rest as
 * text; the last of repeated keys; text outside of ASCII encoded twice, but for the notes. For a virtual machine, values that do not pass
 * Proxmox VE's check are left out; a container's stand as they are. Seen on PVE 9.2.
 */
export function answerOf(type: GuestType, section: Section): Record<string, unknown> {
  const answer: Record<string, unknown> = {};
  const set = (key: string, value: unknown) => Object.defineProperty(answer, key, { value, enumerable: true, writable: true, configurable: true });
  for (const [name, text] of section.settings) {
    const key = keyOf(type, name);
    if (type === "qemu" && parseDevice(type, key, text).problems.length > 0) continue;
    set(key, key === "cipassword" ? "**********" : twice(jsonOf(type, key, text)));
  }
  if (section.description !== undefined) set("description", type === "lxc" ? `${section.description}\n` : section.description.trimEnd());
  if (type === "lxc") addRawLines(section, set);
  return answer;
}

function jsonOf(type: GuestType, key: string, text: string): unknown {
  const format = formatOf(type, key);
  if (!format?.plain || format.fields.size > 0 || format.plain.shape.json === "text") return text;
  const value = format.plain.shape.parse(text);
  return value === undefined ? text : Number(value);
}

function twice(value: unknown): unknown {
  return typeof value === "string" && /[^\0-\x7f]/.test(value) ? String.fromCharCode(...new TextEncoder().encode(value)) : value;
}

// Environment variables are raw lines in the file and one text with NUL between them in the answer.
function addRawLines({ raw }: Section, set: (key: string, value: unknown) => void): void {
  const runtime = raw.filter(([key]) => key === "lxc.environment.runtime").map(([, value]) => value);
  const others = raw.filter(([key]) => key !== "lxc.environment.runtime");
  if (runtime.length > 0) set("env", twice(runtime.join("\0")));
  if (others.length > 0) set("lxc", others.map(([key, value]) => [key, value]));
}
