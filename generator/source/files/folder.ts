import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { exit, PmpcError } from "../../../lib/error";
import { textOfBytes } from "../../../lib/pve/bytes";
import { clusterFilePaths, clusterFolders, isOnlyNamed, withoutFileSecrets } from "../../../lib/pve/file/cluster-file";
import { concurrent } from "../concurrent";
import { sharedFiles, type ClusterFiles } from "./document";

/** What lies elsewhere on a node, by the folder of its root. */
const elsewhere = { "pvecfg.pm": "usr/share/perl5/PVE/pvecfg.pm", hosts: "etc/hosts" };

/**
 * Reads what an import needs of `/etc/pve`, or of a copy of it; keys and other secrets are left alone.
 * Undefined if there is nothing like it. A folder with `etc/pve` in it, such as a whole node's copy, does as well, and so does
 * `config.db`, which is all that a node that does not run has of it.
 */
export async function readFolder(folder: string): Promise<ClusterFiles | undefined> {
  if (await isFile(folder)) return (await loadDatabase())(folder);
  const root = (await isFolder(join(folder, "nodes"))) ? folder : join(folder, "etc/pve");
  if (!(await isFolder(join(root, "nodes")))) {
    const database = join(folder, "var/lib/pve-cluster/config.db");
    return (await isFile(database)) ? (await loadDatabase())(database) : undefined;
  }
  const paths = [...new Set([...(await guestPaths(root)), ...sharedFiles, ...clusterFilePaths, ...(await clusterPaths(root))])];
  const files = new Map<string, string>();
  const take = async (path: string) => (isOnlyNamed(path) ? "" : path.startsWith("priv/") ? await orHidden(() => read(join(root, path)), undefined) : await read(join(root, path)));
  for await (const [path, text] of concurrent(paths, 32, async (path) => [path, await take(path)] as const)) {
    if (text !== undefined) files.set(path, withoutFileSecrets(path, text));
  }
  // What belongs to this machine says nothing of a copy.
  const node = root === "/etc/pve" ? "/" : root === folder ? undefined : folder;
  for (const [name, path] of Object.entries(elsewhere)) {
    const text = node === undefined ? undefined : await read(join(node, path));
    if (text !== undefined) files.set(name, text);
  }
  return files;
}

async function guestPaths(root: string): Promise<string[]> {
  const nodes = await list(join(root, "nodes"));
  const folders = nodes.flatMap((node) => [`nodes/${node}/qemu-server`, `nodes/${node}/lxc`]);
  const files = await Promise.all(folders.map(async (folder) => (await list(join(root, folder))).filter((name) => /^\d+\.conf$/.test(name)).map((name) => `${folder}/${name}`)));
  return files.flat();
}

async function clusterPaths(root: string): Promise<string[]> {
  const nodes = await list(join(root, "nodes"));
  const folders = clusterFolders.flatMap(({ at, name }) => (at.includes("*") ? nodes.map((node) => ({ at: at.replace("*", node), name })) : [{ at, name }]));
  const found = await Promise.all(folders.map(async ({ at, name }) => (await orHidden(() => list(join(root, at)), [])).filter((one) => name.test(one)).map((one) => `${at}/${one}`)));
  return found.flat();
}

/** What only root may read need not be there. */
async function orHidden<T>(work: () => Promise<T>, nothing: T): Promise<T> {
  return work().catch((error: unknown) => (error instanceof PmpcError && error.code === "permission-denied" ? nothing : Promise.reject(error as Error)));
}

const list = (folder: string) => orNothing(() => readdir(folder), []);
const read = (path: string) => orNothing<string | undefined>(() => readFile(path).then(textOfBytes), undefined);
const isFile = async (path: string) => (await orNothing(() => stat(path), undefined))?.isFile() ?? false;
// A database is seldom read, and its driver takes long to load.
const loadDatabase = async () => (await import("./database.js")).readDatabase;
const isFolder = async (path: string) => (await orNothing(() => stat(path), undefined))?.isDirectory() ?? false;

async function orNothing<T>(work: () => Promise<T>, nothing: T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return nothing;
    if (code !== "EACCES" && code !== "EPERM") throw error;
    throw new PmpcError("permission-denied", `${path ?? "a file"} may not be read`, { hint: "files in /etc/pve belong to root: run pmpc as root, or connect as root: --ssh root@pve1", exit: exit.notAuthorised, cause: error });
  }
}
