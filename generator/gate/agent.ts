import { parseGuestAddress, type GuestId } from "../../lib/pve/address";
import { printGuestName } from "../../lib/schema/kind/name";
import { reportsAddress } from "../../lib/schema/device/agent";
import { guestDocument } from "../../lib/schema/kind/document";
import { isRead, refuse, type Answer, type Handler } from "./message";

/** What a guest's network looked like when it was known last: the `data` of the answer; undefined where it never was. */
export type LastKnown = (guest: GuestId) => unknown;

/**
 * Never lets the provider wait for a guest to say its addresses: it would ask again for fifteen minutes, and a plan would stand still.
 * Who does not answer, or answers nothing that contents the provider, is answered for: with what was known last, or with the one refusal on
 * which the provider goes on.
 */
export function patient(next: Handler, lastKnown: LastKnown = () => undefined): Handler {
  // It reads a guest's configuration once each time, and asks for addresses again only where it was not content.
  const asked = new Set<string>();
  return async (request) => {
    const guest = isRead(request) ? parseGuestAddress(request.address) : undefined;
    if (guest === undefined) return next(request);
    const address = guestDocument(guest, "interfaces");
    if (request.address !== address) {
      if (request.address === guestDocument(guest, "config")) asked.delete(address);
      return next(request);
    }
    const isAgain = asked.has(address);
    asked.add(address);
    const answer: Answer = isAgain ? { status: 500 } : await next(request);
    if (answer.status === 403 || answer.status === 401 || (answer.status === 200 && says(answer))) return answer;
    const known = isAgain ? undefined : lastKnown(guest);
    return known === undefined ? refuse(`${printGuestName(guest)} does not say its addresses, and is not waited for`) : { status: 200, data: known };
  };
}

/** Whether an answer has an address that contents the provider: an agent reports a list in an object, a container a list. */
function says({ data, body }: Answer): boolean {
  const told = (body === undefined ? data : (JSON.parse(body.toString()) as { readonly data: unknown }).data) as { readonly result?: unknown } | readonly unknown[] | null;
  const cards = Array.isArray(told) ? told : (told as { readonly result?: unknown } | null)?.result;
  return Array.isArray(cards) && reportsAddress(cards as readonly Readonly<Record<string, unknown>>[]);
}
