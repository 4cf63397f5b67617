import type { Guest } from "./cluster";
import { configOf, deletionsIn, readGuest } from "./guest";

/** Every key of a configuration with what is in force, what will be, and whether it will go. A container's raw lines are left out. */
export function listPending(guest: Guest) {
  const { file, current, digest } = readGuest(guest);
  const { delete: _, ...next } = file.pending ? configOf(guest.type, file.pending) : { delete: undefined };
  const deleted = new Map([...(file.pending ? deletionsIn(file.pending) : [])].map(([key, force]) => [key, force ? 2 : 1]));
  const keys = new Set([...Object.keys(current), ...Object.keys(next), ...deleted.keys()].filter((key) => key !== "lxc"));
  const rows = [...keys].map((key) => ({
    key,
    ...(current[key] === undefined ? {} : { value: current[key] }),
    ...(next[key] === undefined ? {} : { pending: next[key] }),
    ...(deleted.has(key) ? { delete: deleted.get(key) } : {}),
  }));
  return [...rows, { key: "digest", value: digest }];
}
