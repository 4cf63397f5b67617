import { PmpcError } from "../../lib/error";
import type { Failure } from "./driver";

/**
 * Says what went wrong with the store in our words; passes on what is not about it.
 * A failed query carries the values it was to write, which belong in no log: only its cause goes on.
 */
export function explainFailure(error: unknown, place: string, failures: Readonly<Record<string, Failure>>): unknown {
  const cause: unknown = error instanceof Error && "driverError" in error ? error.driverError : error;
  const failure = failures[codeOf(cause, failures)];
  if (failure) return new PmpcError(failure.code, `${place} ${failure.says}`, { hint: failure.hint, cause });
  if (cause === error) return error;
  return new PmpcError("store-failed", `${place} refused a query: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
}

function codeOf(error: unknown, failures: object): string {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  const said = [code, message].filter((text) => typeof text === "string");
  // Extended codes say more than is needed here (SQLITE_IOERR_WRITE, SQLITE_CORRUPT_INDEX), and some errors have none.
  return Object.keys(failures).find((name) => said.some((text) => text === name || ["_", ": ", "("].some((end) => text.startsWith(name + end)))) ?? "";
}
