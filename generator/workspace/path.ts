import { exit, PmpcError } from "../../lib/error";

/** What pmpc keeps for itself in a workspace. */
export const stateFolder = ".proxmox";

/** What passes; git ignores it. */
export const passing = `${stateFolder}/tmp`;

/** What came after the name of a file that an older pmpc offered beside the user's. */
export const offerSuffix = ".new";

/** What comes after the name of a file that lists what its user has to decide about. */
export const conflictSuffix = ".conflict";

/** Refuses a set of paths that could leave the workspace, or that not every file system could hold. */
export function checkPaths(paths: Iterable<string>): void {
  const seen = new Map<string, string>();
  for (const path of paths) {
    checkPath(path);
    if (path.endsWith(offerSuffix)) throw refused(path, `ends with ${offerSuffix}, which an older pmpc put beside edited files`);
    const other = seen.get(foldPath(path));
    if (other !== undefined) throw refused(path, `is the same file as ${printPath(other)} where upper and lower case are one`);
    seen.set(foldPath(path), path);
  }
  for (const path of seen.values())
    for (const folder of foldersOf(path)) {
      const other = seen.get(foldPath(folder));
      if (other !== undefined) throw refused(path, `needs a folder where ${printPath(other)} is a file`);
    }
}

/** Refuses a path that is not a plain relative one, with `/` between its parts. */
export function checkPath(path: string): void {
  if (own.test(path)) throw refused(path, "is kept for pmpc itself");
  for (const part of path.split("/")) {
    const fault = faults.find(({ pattern }) => pattern.test(part));
    if (fault) throw refused(path, fault.says);
    if (Buffer.byteLength(part) > 240) throw refused(path, "has a part of more than 240 bytes");
  }
}

/** One text for all paths that a file system without upper and lower case takes for the same. */
export function foldPath(path: string): string {
  return path.normalize("NFC").toLowerCase();
}

/** The folders that a path is in, outermost first: `a/b/c.ts` → `a`, `a/b`. */
export function foldersOf(path: string): readonly string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

const own = /^\.proxmox\/(manifest\.json|lock|state\.db[^/]*|[a-z]+\.jsonl?|(base|once|tmp|terraform)(\/.*)?)$/i;

const faults: readonly { readonly pattern: RegExp; readonly says: string }[] = [
  { pattern: /^$/, says: "is not a relative path with a name in each part" },
  { pattern: /^\.{1,2}$/, says: "has a part that is . or .." },
  { pattern: /^\.git$/i, says: "is in git's own folder" },
  { pattern: /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u, says: "has a character that cannot be seen" },
  // What Windows does not take; a workspace is a repository, and somebody will clone it there.
  { pattern: /[<>:"|?*\\]/, says: String.raw`has one of < > : " | ? * \ `.trimEnd() },
  { pattern: /[. ]$/, says: "has a part that ends with a dot or a blank" },
  { pattern: /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i, says: "has a part that Windows keeps for a device" },
];

function refused(path: string, why: string): PmpcError {
  return new PmpcError("path-refused", `the path ${printPath(path)} ${why}`, { exit: exit.refused });
}

const printPath = (path: string) => JSON.stringify(path.length > 120 ? `${path.slice(0, 120)}…` : path);
