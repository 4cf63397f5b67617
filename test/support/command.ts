import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder with commands made of shell scripts. */
export interface Commands {
  readonly folder: string;
  /** Writes a command and gives its path. */
  add(name: string, script: string): string;
  remove(): void;
}

export function makeCommands(): Commands {
  const folder = mkdtempSync(join(tmpdir(), "pmpc-commands-"));
  return {
    folder,
    add(name, script) {
      const path = join(folder, name);
      writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
      return path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Waits until a process is gone. */
export async function gone(id: number): Promise<void> {
  for (;;) {
    try {
      process.kill(id, 0);
      // A process that nobody has waited for is dead as well.
      if (/^State:\s+Z/m.test(readFileSync(`/proc/${id}/status`, "utf8"))) return;
    } catch {
      return;
    }
    await new Promise(setImmediate);
  }
}
