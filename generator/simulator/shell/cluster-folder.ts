import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { bytesOf } from "../../../lib/pve/bytes";
import { exit, PmpcError } from "../../../lib/error";

/** A folder like `/etc/pve` that follows a simulated cluster. */
export interface ClusterFolder {
  /** Makes the folder say what the cluster says now; only what has changed is written. */
  update(files: ReadonlyMap<string, string>): void;
}

const marker = ".simulated";

/** Makes the folder as the node sees it, with the links that lead to the node's own part. */
export function makeClusterFolder(folder: string, node: string): ClusterFolder {
  if (existsSync(folder) && readdirSync(folder).length > 0 && !existsSync(join(folder, marker))) {
    throw new PmpcError("folder-in-use", `${folder} holds files that the simulator did not write`, { hint: "name a folder that is empty or not there yet", exit: exit.refused });
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "nodes", node), { recursive: true });
  writeFileSync(join(folder, marker), "");
  symlinkSync(join("nodes", node), join(folder, "local"));
  for (const part of ["qemu-server", "lxc"]) symlinkSync(join("nodes", node, part), join(folder, part));
  let written: ReadonlyMap<string, string> = new Map();
  return {
    update(files) {
      for (const path of written.keys()) if (!files.has(path)) rmSync(placeOf(folder, path), { force: true });
      for (const [path, text] of files) if (written.get(path) !== text) write(placeOf(folder, path), text);
      written = files;
    },
  };
}

function placeOf(folder: string, path: string): string {
  const place = resolve(folder, path);
  if (place.startsWith(resolve(folder) + sep)) return place;
  throw new PmpcError("path-outside", `${path} leads out of ${folder}`, { exit: exit.refused });
}

function write(place: string, text: string): void {
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, bytesOf(text), { mode: 0o640 });
}
