import { existsSync, readdirSync, statSync, watch, type FSWatcher } from "node:fs";
import { join } from "node:path";

/** Tells when somebody else changes the workspace while this console waits for a line. */
export interface Neighbour {
  /** What has changed since it was last asked or told: `code in guests/pve.ts, a new run`. Undefined if nothing has. */
  changed(): string | undefined;
  /** Calls back after each change, once the process that makes it is done. */
  listen(onChange: () => void): void;
  /** Nothing is told until the next `listen`. */
  deafen(): void;
}

const folders = [".", "guests", "cluster", ".proxmox"];
const lock = ".proxmox/lock";

/** Watches the files of a workspace: its code, Terraform's state, and what imports remember. `lastRun` says which run is the last. */
export function watchWorkspace(root: string): Neighbour {
  let known = look(root);
  let watchers: readonly FSWatcher[] = [];
  return {
    changed() {
      const [before, now] = [known, look(root)];
      known = now;
      const files = [...new Set([...before.keys(), ...now.keys()])].filter((path) => before.get(path) !== now.get(path)).sort();
      return files.length === 0 ? undefined : say(files);
    },
    listen(onChange) {
      const tell = () => {
        // The process that holds the lock is not done.
        if (!existsSync(join(root, lock))) onChange();
      };
      watchers = folders.flatMap((folder) => {
        try {
          return [watch(join(root, folder), tell).on("error", () => {})];
        } catch {
          // A folder that is not there, or a system that has no watch left: the next line looks all the same.
          return [];
        }
      });
    },
    deafen() {
      for (const one of watchers) one.close();
      watchers = [];
    },
  };
}

/** Path → what tells one text of it from the next. */
function look(root: string): ReadonlyMap<string, string> {
  return new Map(
    folders.flatMap((folder) => {
      const names = existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [];
      return names.filter((name) => isTold(folder, name)).flatMap((name): [string, string][] => {
        const stats = statSync(join(root, folder, name), { throwIfNoEntry: false });
        return stats?.isFile() ? [[folder === "." ? name : `${folder}/${name}`, `${stats.mtimeMs} ${stats.size} ${stats.ino}`]] : [];
      });
    }),
  );
}

const isTold = (folder: string, name: string) => (folder === ".proxmox" ? /^(names|cluster)\.jsonl$|^config\.yml$|^state\.db$/.test(name) : /\.ts$/.test(name) || (folder === "." && /^terraform\..+\.tfstate$/.test(name)));

function say(files: readonly string[]): string {
  const code = files.filter((path) => path.endsWith(".ts"));
  return [
    ...(code.length > 0 ? [`code (${code.slice(0, 2).join(", ")}${code.length > 2 ? ` and ${code.length - 2} more` : ""})`] : []),
    ...(files.some((path) => path.endsWith(".tfstate")) ? ["Terraform's state"] : []),
    ...(files.some((path) => path.endsWith("config.yml")) ? ["its configuration"] : []),
    ...(files.some((path) => /state\.db|\.jsonl$/.test(path)) ? ["its runs"] : []),
  ].join(", ");
}
