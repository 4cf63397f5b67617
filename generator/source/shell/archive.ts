import { textOfBytes } from "../../../lib/pve/bytes";
import type { ClusterFiles } from "../files/document";

const block = 512;

/** The regular files of a tar archive in the ustar format, whose bytes are one character each; undefined if it is none, or is cut off. */
export function readArchive(bytes: string): ClusterFiles | undefined {
  const files = new Map<string, string>();
  for (let at = 0; at + block <= bytes.length; ) {
    const field = (from: number, length: number) => bytes.slice(at + from, at + from + length).split("\0")[0]!;
    if (field(0, block) === "") return files;
    const [folder, name, type, size] = [field(345, 155), field(0, 100), field(156, 1), Number.parseInt(field(124, 12), 8)];
    if (field(257, 5) !== "ustar" || Number.isNaN(size)) return undefined;
    const start = at + block;
    at = start + Math.ceil(size / block) * block;
    if (at > bytes.length) return undefined;
    if (type === "0" || type === "") files.set(text(folder === "" ? name : `${folder}/${name}`), text(bytes.slice(start, start + size)));
  }
  // An archive ends with empty blocks.
  return undefined;
}

/** Whether something begins as an archive does, whatever its end. */
export function isArchive(bytes: string): boolean {
  return bytes.slice(257, 262) === "ustar";
}

const text = (bytes: string) => textOfBytes(Buffer.from(bytes, "latin1"));
