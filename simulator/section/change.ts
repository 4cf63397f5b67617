import type { Cluster } from "../cluster";
import { digest, formatted } from "../parameter";
import { failed, Refusal } from "../refusal";
import type { Call } from "../route";
import { splitList } from "../schema/format";
import type { Properties, Property } from "../schema/property";
import { digestOfFile, valueOf } from "./file";
import type { Section, SectionKind, SectionValue, Sections } from "./kind";

/** What may be sent when a section is made: everything that some type takes. */
export function createFields({ types, always = [] }: SectionKind): Properties {
  const all = Object.values(types);
  const names = [...new Set(all.flatMap(({ properties }) => Object.keys(properties)))];
  return Object.fromEntries(names.map((name) => [name, mergedProperty(all.flatMap(({ properties }) => properties[name] ?? []), all.length, always.includes(name))]));
}

/** What may be sent when one is changed: what at least one type does not fix. */
export function updateFields(kind: SectionKind): Properties {
  const all = Object.values(kind.types);
  const changeable = Object.entries(createFields(kind)).filter(([name]) => all.some(({ properties, fixed = [] }) => Object.hasOwn(properties, name) && !fixed.includes(name)));
  return { ...Object.fromEntries(changeable.map(([name, property]) => [name, { ...property, optional: !kind.always?.includes(name) }])), delete: formatted("pve-configid-list"), digest };
}

/** Required where every type requires it, or the file always does. */
function mergedProperty(found: readonly Property[], types: number, always: boolean): Property {
  return { ...found[0]!, optional: !always && (found.length < types || found.some(({ optional }) => optional === true)) };
}

/** What was sent for a section of a type, checked; `but` names what is no setting of it. */
export function sentValues(call: Call, kind: SectionKind, type: string, but: readonly string[], isNew: boolean): Record<string, SectionValue> {
  const { properties, fixed = [] } = kind.types[type]!;
  const names = Object.keys(call.given).filter((name) => ![...but, "type", "delete", "digest"].includes(name) && call.given[name] !== undefined && call.given[name] !== null);
  for (const name of names) {
    if (!isNew && fixed.includes(name)) throw failed(`can't change value of fixed parameter '${name}'`);
    if (!Object.hasOwn(properties, name)) throw failed(`unexpected property '${name}'`);
  }
  if (isNew) {
    const missing = Object.keys(properties).find((name) => properties[name]!.optional !== true && !names.includes(name));
    if (missing !== undefined) throw failed(`missing value for required option '${missing}'`);
  }
  return Object.fromEntries(names.map((name) => [name, valueOf(properties[name]!, call.given[name])]));
}

/** The section with what was sent, and without what is to be deleted. */
export function changedSection(call: Call, kind: SectionKind, section: Section, sent: Readonly<Record<string, SectionValue>>): Section {
  const { properties, fixed = [] } = kind.types[section.type]!;
  const values: Record<string, SectionValue> = { ...section.values };
  for (const name of deleted(call)) {
    if (!Object.hasOwn(properties, name)) throw failed(`no such option '${name}'`);
    if (properties[name]!.optional !== true) throw failed(`unable to delete required option '${name}'`);
    if (fixed.includes(name)) throw failed(`unable to delete fixed option '${name}'`);
    if (sent[name] !== undefined) throw failed(`cannot set and delete property '${name}' at the same time!`);
    delete values[name];
  }
  return { ...section, values: { ...values, ...sent } };
}

export const deleted = (call: Call): string[] => splitList(call.given.delete === undefined ? "" : String(call.given.delete));

/** Refuses where the file is another one than the caller has seen. */
export function assertUnmodified(call: Call, cluster: Cluster, kind: SectionKind): void {
  assertDigest(call, digestOfFile(cluster, kind));
}

export function assertDigest({ given: sent }: Call, now: string): void {
  if (sent.digest !== undefined && sent.digest !== "" && sent.digest !== now) throw failed("detected modified configuration - file changed by other user? Try again.");
}

/** The sections with one put in its place, or at the end. */
export function withSection(sections: Sections, section: Section): Map<string, Section> {
  return new Map([...sections, [section.id, section]]);
}

export function withoutSection(sections: Sections, id: string): Map<string, Section> {
  return new Map([...sections].filter(([one]) => one !== id));
}

/** Does something under a lock: what goes wrong there is told behind the words for it, errors of single parameters included. */
export function locked<T>(words: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const code = error.status === 500 ? "" : `${error.status} `;
    const details = Object.entries(error.errors ?? {}).map(([name, wrong]) => `\n${name}: ${wrong.replace(/\n$/, "")}`);
    throw failed(`${words}: ${code}${error.message.replace(/\n$/, "")}${details.join("")}`);
  }
}
