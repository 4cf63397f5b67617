import { harmless } from "./harmless";
import { isRead, refuse, type Handler } from "./message";

/** Lets reads pass, and nothing else: `why` is what is going on, as half a sentence. */
export function readOnly(next: Handler, why: string): Handler {
  return async (request) => (isRead(request) || harmless(request) ? next(request) : refuse(`${request.method} ${request.address} is stopped: ${why}`));
}
