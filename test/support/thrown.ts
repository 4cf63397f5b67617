import { inspect } from "node:util";
import type { PmpcError } from "../../lib/error";

/** What a promise is rejected with; that it is fulfilled is an error. */
export async function thrown(promise: Promise<unknown>): Promise<PmpcError> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ("error" in outcome) return outcome.error as PmpcError;
  throw new Error(`expected an error, got ${inspect(outcome.value)}`);
}

/** Everything that could be read off an error: message, hint, causes and hidden properties. */
export function everythingOf(error: unknown): string {
  return inspect(error, { depth: 12, showHidden: true, getters: true });
}
