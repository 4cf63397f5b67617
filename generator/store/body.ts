import { createHash } from "node:crypto";
import { redact } from "../../lib/pve/secret";

/**
 * What is kept of a value: text that is the same for the same content, without secrets.
 * Keys are sorted, because Proxmox VE answers them in another order each time. Sources take secrets out, too; here is the last place to.
 */
export function printBody(body: unknown): string {
  return JSON.stringify(sortKeys(redact(body ?? null)));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}

/**
 * Names a body by its content, piece by piece: a copy of many megabytes, once freed, has malloc keep all that are as large, and the largest
 * body is copied several times more on its way into the database.
 */
export function hashBody(body: string): string {
  const hash = createHash("sha256");
  for (let start = 0; start < body.length; ) {
    const end = Math.min(start + piece, body.length);
    // A letter of two units is not cut through.
    const cut = end < body.length && isHighSurrogate(body.charCodeAt(end - 1)) ? end - 1 : end;
    hash.update(body.slice(start, cut));
    start = cut;
  }
  return hash.digest("base64url");
}

const piece = 16_384;
const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;
