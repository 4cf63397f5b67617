import { chmod, readdir } from "node:fs/promises";
import { join } from "node:path";

const secretive = /\.tfstate(\.backup)?$|\.tfplan$/;

/** Takes states and plans in some folders from other users: older runs let them read those, and terraform keeps the mode of a file that it finds. */
export async function tighten(...folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => []);
    // One that is somebody else's stays theirs.
    for (const name of names.filter((one) => secretive.test(one))) await chmod(join(folder, name), 0o600).catch(() => undefined);
  }
}

/**
 * Starts a process whose files only this user may read: a state and a plan hold what the provider was told, passwords included. What it
 * starts at once inherits that; this process goes on as it was.
 */
export function privately<T>(start: () => T): T {
  const before = process.umask(0o077);
  try {
    return start();
  } finally {
    process.umask(before);
  }
}
