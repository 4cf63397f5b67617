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

/** Names a body by its content. */
export function hashBody(body: string): string {
  return createHash("sha256").update(body).digest("base64url");
}
