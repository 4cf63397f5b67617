import { basename, dirname, relative, resolve } from "node:path";
import type { ProjectFacts } from "../emit/cdktf/project";
import { isThere, readText } from "../workspace/text";
import type { Context } from "../engine/action";

/** Where pmpc came from, so that a project can be given the same. */
export interface PackageOrigin {
  /** As a dependency is named: `^0.1.0`, `file:/home/me/pmpc-0.1.0.tgz`, `git+ssh://…`. */
  readonly spec: string;
  readonly from: "registry" | "tarball" | "git" | "folder";
}

/** What a new project installs: pmpc from wherever the running one came from, and its peers. */
export async function projectFacts({ home, version }: Pick<Context, "home" | "version">): Promise<ProjectFacts & { readonly origin: PackageOrigin }> {
  const origin = await findOrigin(home, version);
  return { origin, pmpc: origin.spec, copies: origin.from === "folder", dependencies: { cdktf: "^0.21.0", constructs: "~10.7.0" } };
}

/** How the folder of pmpc came to be, as npm noted; without a note, the folder itself can be installed anywhere on this machine. */
export async function findOrigin(home: string, version: string): Promise<PackageOrigin> {
  const folder: PackageOrigin = { spec: `file:${slashes(home)}`, from: "folder" };
  const note = (await noteInLock(home)) ?? (await noteInPackage(home));
  if (note === undefined) return folder;
  const { resolved } = note;
  if (resolved === undefined || /^https:\/\/registry\.npmjs\.org\//.test(resolved)) return { spec: `^${version}`, from: "registry" };
  if (resolved.startsWith("file:")) {
    const path = resolve(note.root, resolved.slice("file:".length));
    return (await isThere(path)) ? { spec: `file:${slashes(path)}`, from: "tarball" } : folder;
  }
  const address = withoutCredentials(resolved);
  if (address === undefined) return folder;
  if (resolved.startsWith("git")) return { spec: address, from: "git" };
  return { spec: address, from: /\/-\/[^/]+\.tgz$/.test(address) ? "registry" : "tarball" };
}

interface Note {
  /** Undefined if npm was told not to note addresses of registries. */
  readonly resolved?: string;
  /** What paths in it are relative to. */
  readonly root: string;
}

/** npm's own list of what it installed, in `node_modules`, also in the cache of npx. */
async function noteInLock(home: string): Promise<Note | undefined> {
  for (let folder = dirname(home); folder !== dirname(folder); folder = dirname(folder)) {
    if (basename(folder) !== "node_modules") continue;
    const root = dirname(folder);
    const lock = parse(await readText(folder, ".package-lock.json")) as { readonly packages?: Readonly<Record<string, { readonly resolved?: string } | undefined>> } | undefined;
    const entry = lock?.packages?.[slashes(relative(root, home))];
    if (entry) return { resolved: entry.resolved, root };
  }
  return undefined;
}

/** What npm wrote into the package itself up to version 6. */
async function noteInPackage(home: string): Promise<Note | undefined> {
  const { _resolved: resolved } = (parse(await readText(home, "package.json")) ?? {}) as { readonly _resolved?: string };
  return resolved === undefined ? undefined : { resolved, root: home };
}

/** An address without user and password; undefined if what follows `?` may be a secret, without which it would not work. */
function withoutCredentials(address: string): string | undefined {
  if (address.includes("?")) return undefined;
  return address.replace(/^((?:git\+)?https?:\/\/)[^/@]*@/, "$1").replace(/^(git\+ssh:\/\/[^/@:]*):[^/@]*@/, "$1@");
}

function parse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

const slashes = (path: string) => path.replaceAll("\\", "/");
