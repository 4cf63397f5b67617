import { parseGuestAddress, printGuestKey, type GuestId, type ResourceKey } from "../../lib/pve/address";
import { printGuestName } from "../../lib/schema/kind/name";
import { reportsAddress } from "../../lib/schema/device/agent";
import { guestDocument } from "../../lib/schema/kind/document";
import { isRead, refuse, type GateResponse, type Handler } from "./message";

/** What a guest's network looked like when it was known last: the `data` of the answer; undefined if it never was. */
export type LastKnown = (guest: GuestId) => unknown;

/** A guest that the provider would have waited for while a plan was made. */
export interface SilentGuest {
  readonly key: ResourceKey;
  /** What its network looked like when it was known last; undefined if it never was. */
  readonly known?: unknown;
}

/**
 * Never lets the provider wait for a guest to say its addresses: it would ask again for fifteen minutes, and a plan would stand still.
 * Who does not answer, or answers nothing that contents the provider, is answered for: with what was known last, or with the one refusal on
 * which the provider goes on.
 */
export function patient(next: Handler, lastKnown: LastKnown = () => undefined, onSilent: (guest: GuestId) => void = () => {}): Handler {
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
    const answer: GateResponse = isAgain ? { status: 500 } : await next(request);
    if (answer.status === 403 || answer.status === 401 || (answer.status === 200 && says(answer))) return answer;
    onSilent(guest);
    const known = isAgain ? undefined : lastKnown(guest);
    return known === undefined ? refuse(`${printGuestName(guest)} reports no addresses; pmpc does not wait for it`) : { status: 200, data: known };
  };
}

/**
 * The same for some guests only: what is made or started in an apply is waited for, because others may need its addresses, and what was
 * silent before is not.
 */
export function patientWith(silent: readonly SilentGuest[], next: Handler): Handler {
  const byKey = new Map(silent.map((one) => [one.key, one]));
  const waitsForNone = patient(next, (guest) => byKey.get(printGuestKey(guest))?.known);
  return (request) => {
    const guest = parseGuestAddress(request.address);
    return guest !== undefined && byKey.has(printGuestKey(guest)) ? waitsForNone(request) : next(request);
  };
}

/** Whether an answer has an address that contents the provider: an agent reports a list in an object, a container a list. */
function says({ data, body }: GateResponse): boolean {
  const told = (body === undefined ? data : (JSON.parse(body.toString()) as { readonly data: unknown }).data) as { readonly result?: unknown } | readonly unknown[] | null;
  const cards = Array.isArray(told) ? told : (told as { readonly result?: unknown } | null)?.result;
  return Array.isArray(cards) && reportsAddress(cards as readonly Readonly<Record<string, unknown>>[]);
}
