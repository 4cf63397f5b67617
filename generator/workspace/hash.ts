import { createHash } from "node:crypto";

/** Names a file's content. Line ends do not count, because git changes them on Windows. */
export function hashContent(content: string | Buffer): string {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  // As latin1 every byte is a character, so that bytes which are no UTF-8 count, too.
  return createHash("sha256").update(bytes.toString("latin1").replaceAll("\r\n", "\n"), "latin1").digest("base64url");
}
