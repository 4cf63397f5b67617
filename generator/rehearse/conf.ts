import { variableKey } from "../../lib/pve/guest-config";
import { redact } from "../../lib/pve/secret";

/** One key of a guest's file, before and after. */
export interface KeyChange {
  /** `memory`; `[PENDING] memory` where it waits for the guest to stop, `[snapshot] memory` in a snapshot. */
  readonly key: string;
  /** Undefined if the key was not there. */
  readonly before?: string;
  /** Undefined if it is not there any more. */
  readonly after?: string;
}

/** What differs between two texts of a guest's file, key by key, without secrets; an undefined text is of a guest that is not there. */
export function changesIn(before: string | undefined, after: string | undefined): readonly KeyChange[] {
  const [was, is] = [before, after].map((text) => (text === undefined ? new Map<string, string>() : keysOf(text)));
  const keys = [...new Set([...was!.keys(), ...is!.keys()])].filter((key) => was!.get(key) !== is!.get(key));
  return keys.map((key) => {
    const [old, now] = [was!.get(key), is!.get(key)].map((value) => (value === undefined ? undefined : shown(key, value)));
    return { key, ...(old === undefined ? {} : { before: old }), ...(now === undefined ? {} : { after: now }) };
  });
}

/** Keys that wait for the guest to stop. */
export const pendingIn = (text: string | undefined): readonly string[] =>
  text === undefined ? [] : [...keysOf(text).keys()].flatMap((key) => /^\[(?:PENDING|pve:pending)\] (.+)$/.exec(key)?.[1] ?? []);

/** The text as it may be shown. */
export function shownText(text: string): string {
  const lines = text.split("\n").map((line) => {
    const [, key, value] = /^([^\s:#[][^\s:]*): (.*)$/.exec(line) ?? [];
    return key === undefined ? line : `${key}: ${shown(key, value!)}`;
  });
  const joined = lines.join("\n");
  return redact(joined) === joined ? joined : lines.filter((line) => !line.startsWith("#")).join("\n");
}

/** A line of another file of the cluster, `\tpassword x`, as it may be shown. */
export function shownLine(line: string): string {
  const [, before, key, value] = /^(\s*)(\S+)\s+(.*)$/.exec(line) ?? [];
  if (key === undefined) return String(redact(line));
  return (redact({ [key]: value }) as Readonly<Record<string, unknown>>)[key] === value ? line : `${before}${key} (hidden)`;
}

/** A key that comes several times has its values one below the other; the notes are `description`. */
function keysOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let section = "";
  for (const line of text.split("\n")) {
    const head = /^\[([^\]]*)\]\s*$/.exec(line)?.[1];
    if (head !== undefined) section = `[${head}] `;
    else if (line.startsWith("#")) add(`${section}description`, line.slice(1));
    else {
      const colon = line.indexOf(":");
      if (colon > 0) add(section + line.slice(0, colon), line.slice(colon + 1).trim());
    }
  }
  return found;

  function add(key: string, value: string): void {
    found.set(key, found.has(key) ? `${found.get(key)}\n${value}` : value);
  }
}

function shown(key: string, value: string): string {
  const name = key.replace(/^\[[^\]]*\] /, "");
  if (name === "cipassword") return "(hidden)";
  if (name === "description") return String(redact(value));
  const field = name === variableKey ? "env" : name;
  return value.split("\n").map((line) => String((redact({ [field]: line }) as Readonly<Record<string, unknown>>)[field])).join("\n");
}
