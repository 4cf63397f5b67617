import type { Guest } from "./cluster";
import { answerOf } from "../lib/schema/answer";
import { readGuest } from "./guest";

/** Every key of a configuration with what is in force, what will be, and whether it will go. A container's raw lines are left out. */
export function listPending(guest: Guest) {
  const { file, current, digest } = readGuest(guest);
  const section = file.sections.find(({ name }) => isPending(name));
  const next = section ? answerOf(guest.type, { ...section, settings: section.settings.filter(([key]) => key !== "delete") }) : {};
  const deleted = new Map(
    (section?.settings ?? [])
      .filter(([key]) => key === "delete")
      .flatMap(([, keys]) => keys.split(/[\s,;]+/))
      .map(readDeletion),
  );
  const keys = new Set([...Object.keys(current), ...Object.keys(next), ...deleted.keys()].filter((key) => key !== "lxc"));
  const rows = [...keys].map((key) => ({
    key,
    ...(current[key] === undefined ? {} : { value: current[key] }),
    ...(next[key] === undefined ? {} : { pending: next[key] }),
    ...(deleted.has(key) ? { delete: deleted.get(key) } : {}),
  }));
  return [...rows, { key: "digest", value: digest }];
}

/** Virtual machines and containers name the section differently. */
export function isPending(section: string): boolean {
  return /^(PENDING|pve:pending)$/i.test(section);
}

/** `!unused0` is a deletion that does not care for what becomes of the volume. */
function readDeletion(key: string): [string, 1 | 2] {
  return key.startsWith("!") ? [key.slice(1), 2] : [key, 1];
}
