import Database from "libsql";
import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { textOfBytes } from "../../../lib/pve/bytes";
import { parseGuestFilePath } from "../../../lib/pve/guest-config";
import { isClusterFile, isOnlyNamed, withoutFileSecrets } from "../../../lib/pve/file/cluster-file";
import { makeTemporary } from "../../temporary/folder";
import { sharedFiles, type ClusterFiles } from "./document";

interface Entry {
  readonly inode: number;
  readonly parent: number;
  readonly name: string;
  readonly data: ArrayBuffer | null;
}

/**
 * Reads what an import needs of `config.db`, in which a node keeps what it shows as `/etc/pve`: one row for each file and folder,
 * with the number of the folder that it is in. Undefined if it is not such a database. It is read as a copy, and stays as it is.
 */
export async function readDatabase(path: string): Promise<ClusterFiles | undefined> {
  const folder = makeTemporary("config-db");
  try {
    const copy = join(folder, "config.db");
    await copyFile(path, copy);
    // What was written last may still lie beside it.
    await copyFile(`${path}-wal`, `${copy}-wal`).catch(() => {});
    return filesOf(entriesOf(copy));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function entriesOf(path: string): readonly Entry[] | undefined {
  try {
    const database = new Database(path);
    try {
      return database.prepare("SELECT inode, parent, name, data FROM tree").all() as Entry[];
    } finally {
      database.close();
    }
  } catch {
    return undefined;
  }
}

function filesOf(entries: readonly Entry[] | undefined): ClusterFiles | undefined {
  if (entries === undefined) return undefined;
  const byInode = new Map(entries.map((entry) => [entry.inode, entry]));
  const pathOf = ({ parent, name }: Entry, depth = 0): string => {
    const above = parent === 0 || depth > 16 ? undefined : byInode.get(parent);
    return above === undefined ? name : `${pathOf(above, depth + 1)}/${name}`;
  };
  const shared: readonly string[] = sharedFiles;
  const wanted = (path: string) => shared.includes(path) || isClusterFile(path) || (parseGuestFilePath(path) !== undefined && path.startsWith("nodes/"));
  return new Map(
    entries.flatMap((entry): [string, string][] => {
      const path = pathOf(entry);
      if (!wanted(path)) return [];
      return [[path, isOnlyNamed(path) ? "" : withoutFileSecrets(path, textOfBytes(new Uint8Array(entry.data ?? new ArrayBuffer(0))))]];
    }),
  );
}
