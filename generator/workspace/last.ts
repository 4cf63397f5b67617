import { stateFolder } from "./path";
import { readText, writeText } from "./text";

/** What was found out about a workspace last, on this machine. */
export interface Last {
  /** Guests that have no code, and why. */
  readonly aside?: Found<readonly { readonly guest: string; readonly reason: string }[]>;
  /** Guests in code that no import wrote, and the hash of the code in which they were counted. */
  readonly own?: { readonly of: string; readonly keys: readonly string[] };
  /** Whether the code is what the cluster is. */
  readonly proof?: Found<{ readonly proven: boolean; readonly says: string }>;
  /** What people were told once. */
  readonly told?: readonly string[];
  /** What an apply would do, or has done. */
  readonly plan?: Found<{ readonly verb: string; readonly says: string; readonly failed?: true }>;
}

/** Whether something was told before on this machine; from now on it was. */
export async function isToldOnce(root: string, what: string): Promise<boolean> {
  const { told = [] } = await readLast(root);
  if (told.includes(what)) return true;
  await writeLast(root, { told: [...told, what] });
  return false;
}

interface Found<T> {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly found: T;
}

/** Not in git: another machine finds out for itself. */
const path = `${stateFolder}/terraform/last.json`;

export async function readLast(root: string): Promise<Last> {
  try {
    const read: unknown = JSON.parse((await readText(root, path)) ?? "{}");
    return typeof read === "object" && read !== null ? (read as Last) : {};
  } catch {
    // It is found out again.
    return {};
  }
}

/** Remembers what was found; what else was found earlier stays. */
export async function writeLast(root: string, found: Last): Promise<void> {
  await writeText(root, path, `${JSON.stringify({ ...(await readLast(root)), ...found }, null, 2)}\n`);
}
