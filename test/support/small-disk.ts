import { execFileSync } from "node:child_process";
import { appendFileSync, mkdtempSync, rmdirSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A disk of its own, so small that it can be filled. */
export interface SmallDisk {
  readonly folder: string;
  /** Leaves so many bytes, about. */
  fill(left: number): void;
  /** Makes room again. */
  empty(): void;
  setReadOnly(readOnly: boolean): void;
  remove(): void;
}

/** Mounts one; undefined if nothing can be mounted. */
export function mountSmallDisk(bytes: number): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), "pmpc-disk-"));
  const mount = (...args: string[]) => execFileSync("mount", args, { stdio: "ignore" });
  try {
    mount("-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", folder);
  } catch {
    rmdirSync(folder);
    return undefined;
  }
  const filler = join(folder, "filler");
  const room = () => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  };
  return {
    folder,
    fill(left) {
      for (let free = room(); free > left; free = room()) appendFileSync(filler, Buffer.alloc(free - left));
    },
    empty: () => rmSync(filler, { force: true }),
    setReadOnly: (readOnly) => void mount("-o", `remount,${readOnly ? "ro" : "rw"}`, folder),
    remove() {
      execFileSync("umount", ["-l", folder], { stdio: "ignore" });
      rmdirSync(folder);
    },
  };
}
