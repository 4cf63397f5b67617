import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { exit, PmpcError } from "../../lib/error";
import { checkPath, stateFolder } from "./path";

/** What pmpc last wrote into a workspace: path → hash. */
export interface Manifest {
  /** Files that pmpc rewrites, and the new versions it put beside edited ones. */
  readonly owned: ReadonlyMap<string, string>;
  /** Files that pmpc wrote a first time and leaves alone since. */
  readonly once: ReadonlyMap<string, string>;
  /** What is being written at this moment. Found later, it says that the writing was interrupted. */
  readonly writing: ReadonlyMap<string, string>;
}

export const manifestPath = `${stateFolder}/manifest.json`;

const version = 1;
const sections = ["owned", "once", "writing"] as const;

/** Reads a workspace's manifest; without one nothing was ever written. */
export async function readManifest(root: string): Promise<Manifest> {
  const path = join(root, manifestPath);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  return text === undefined ? { owned: new Map(), once: new Map(), writing: new Map() } : parseManifest(text, path);
}

/** Prints a manifest: the same text for the same content. */
export function printManifest(manifest: Manifest): string {
  const filled = sections.filter((name) => name !== "writing" || manifest.writing.size > 0);
  const sorted = filled.map((name) => [name, Object.fromEntries([...manifest[name]].sort(([a], [b]) => (a < b ? -1 : 1)))]);
  return `${JSON.stringify({ version, ...Object.fromEntries(sorted) }, null, 2)}\n`;
}

function parseManifest(text: string, path: string): Manifest {
  const manifest = parseObject(text);
  if (typeof manifest?.version !== "number") throw unreadable(path);
  if (manifest.version > version)
    throw new PmpcError("workspace-newer", `${path} has version ${manifest.version}, and this pmpc knows versions up to ${version}`, {
      hint: "a newer pmpc wrote this workspace; use it: npm install pmpc@latest",
      exit: exit.refused,
    });
  const [owned, once, writing] = sections.map((name) => parseSection(manifest[name] ?? {}, path));
  return { owned: owned!, once: once!, writing: writing! };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

// The manifest decides what may be deleted, and it comes from a repository: its paths are trusted no more than others.
function parseSection(section: unknown, path: string): ReadonlyMap<string, string> {
  if (typeof section !== "object" || section === null) throw unreadable(path);
  const entries = Object.entries(section);
  if (!entries.every((entry): entry is [string, string] => typeof entry[1] === "string")) throw unreadable(path);
  for (const [file] of entries) checkPath(file);
  return new Map(entries);
}

function unreadable(path: string): PmpcError {
  return new PmpcError("manifest-unreadable", `${path} is not a manifest that pmpc wrote`, {
    hint:
      `take it from version control: git checkout -- ${manifestPath}\n` +
      "without a copy, delete it: files that are what pmpc would write are taken up again, of others the new version goes beside them",
    exit: exit.refused,
  });
}

/** Names a file's content. Line ends do not count, because git changes them on Windows. */
export function hashContent(content: string | Buffer): string {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  // As latin1 every byte is a character, so that bytes which are no UTF-8 count, too.
  return createHash("sha256").update(bytes.toString("latin1").replaceAll("\r\n", "\n"), "latin1").digest("base64url");
}
