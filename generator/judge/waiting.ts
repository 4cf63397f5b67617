import { isPmpcError } from "../../lib/error";
import type { GuestId } from "../../lib/pve/address";
import { redact } from "../../lib/pve/secret";
import { guestDocument } from "../../lib/schema/kind/document";
import type { Client } from "../transport/client";

/** What of a guest's configuration is not in force before its next start, as `memory 8192 → 9216`; undefined if the cluster does not tell. */
export async function waitingAt(client: Client, guest: GuestId & { readonly node: string }): Promise<readonly string[] | undefined> {
  const { status, data } = await client.get(guestDocument(guest, "config").replace(/config$/, "pending")).catch((error: unknown) => {
    if (!isPmpcError(error)) throw error;
    return { status: 0, data: undefined };
  });
  if (status !== 200 || !Array.isArray(data)) return undefined;
  return (data as readonly Readonly<Record<string, unknown>>[]).flatMap((row) => {
    const key = String(row.key);
    const say = (value: unknown) => (value === undefined ? "nothing" : String((redact({ [key]: value }) as Record<string, unknown>)[key]));
    if (Number(row.delete) > 0) return [`${key} ${say(row.value)} → nothing`];
    return row.pending === undefined ? [] : [`${key} ${say(row.value)} → ${say(row.pending)}`];
  });
}
