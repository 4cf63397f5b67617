import { isPmpcError } from "../../lib/error";
import type { GuestId } from "../../lib/pve/address";
import { redact } from "../../lib/pve/secret";
import { pendingDocument, waitingSettings } from "../../lib/schema/kind/document";
import type { Client } from "../transport/client";

/** What of a guest's configuration is not in force before its next start, as `memory 8192 → 9216`; undefined if the cluster does not tell. */
export async function waitingAt(client: Client, guest: GuestId & { readonly node: string }): Promise<readonly string[] | undefined> {
  const { status, data } = await client.get(pendingDocument(guest)).catch((error: unknown) => {
    if (!isPmpcError(error)) throw error;
    return { status: 0, data: undefined };
  });
  if (status !== 200 || !Array.isArray(data)) return undefined;
  return waitingSettings(data as readonly Readonly<Record<string, unknown>>[]).map(({ key, now, later }) => {
    const say = (value: unknown) => (value === undefined ? "nothing" : String((redact({ [key]: value }) as Record<string, unknown>)[key]));
    return `${key} ${say(now)} → ${say(later)}`;
  });
}
