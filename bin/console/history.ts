import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/** Lines that were typed in earlier sittings. */
export interface History {
  /** The newest first. */
  readonly lines: readonly string[];
  /** Keeps a line; one that begins with a blank, or holds a secret, is not kept. */
  add(line: string): void;
}

/** As many lines as are kept. */
const most = 1000;

/** What looks like a token's secret or a password: as an option, or as Proxmox VE writes them. */
const secret = /[!=][0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|--?\w*(password|secret|token|otp|key)\b/i;

/** The history of this person on this machine: `$XDG_STATE_HOME/pmpc/history`, which nobody else reads. */
export function openHistory(environment: Readonly<Record<string, string | undefined>>): History {
  const path = join(environment.XDG_STATE_HOME || join(homedir(), ".local/state"), "pmpc", "history");
  const lines = read(path);
  return {
    lines,
    add(line) {
      if (line.trim() === "" || line.startsWith(" ") || secret.test(line) || lines[0] === line) return;
      lines.unshift(line);
      keep(path, line);
    },
  };
}

function read(path: string): string[] {
  try {
    const lines = readFileSync(path, "utf8").split("\n").filter((line) => line !== "");
    return [...new Set(lines.reverse())].slice(0, most);
  } catch {
    return [];
  }
}

/** Another console may have added lines meanwhile: they stay. */
function keep(path: string, line: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const all = [...read(path).reverse().filter((one) => one !== line), line].slice(-most);
    writeFileSync(`${path}.${process.pid}`, `${all.join("\n")}\n`, { mode: 0o600 });
    renameSync(`${path}.${process.pid}`, path);
  } catch {
    // Without a place for it, history lasts as long as this console.
  }
}
