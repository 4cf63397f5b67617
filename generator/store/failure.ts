import { QueryFailedError } from "typeorm";
import { PmpcError } from "../../lib/error";

interface Failure {
  readonly code: string;
  readonly says: string;
  readonly hint: string;
}

const damaged: Failure = {
  code: "store-damaged",
  says: "is damaged, or no SQLite file",
  hint: "it was left as it is, and holds nothing but what was seen and its history: move it away, and the next pmpc import makes a new one",
};
const full: Failure = {
  code: "store-full",
  says: "cannot grow: the disk is full",
  hint: "make room and run this again; what was stored before is whole",
};
const closed: Failure = { code: "store-not-writable", says: "cannot be opened for writing", hint: "check who owns the file and its folder" };
const busy: Failure = { code: "store-busy", says: "is being written by another process", hint: "wait until it is done, then run this again" };

const failures: Readonly<Record<string, Failure>> = {
  SQLITE_CORRUPT: damaged,
  SQLITE_NOTADB: damaged,
  SQLITE_FULL: full,
  ENOSPC: full,
  SQLITE_CANTOPEN: closed,
  SQLITE_READONLY: closed,
  EACCES: closed,
  EPERM: closed,
  EROFS: closed,
  EISDIR: closed,
  ENOTDIR: closed,
  SQLITE_BUSY: busy,
  SQLITE_LOCKED: busy,
};

/**
 * Says what went wrong with the store in our words; passes on what is not about it.
 * A failed query carries the values it was to write, which belong in no log: only its cause goes on.
 */
export function explainFailure(error: unknown, path: string): unknown {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  const failure = failures[codeOf(cause)];
  if (failure) return new PmpcError(failure.code, `${path} ${failure.says}`, { hint: failure.hint, cause });
  if (cause === error) return error;
  return new PmpcError("store-failed", `${path} refused a query: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  // Extended codes say more than is needed here: SQLITE_IOERR_WRITE, SQLITE_CORRUPT_INDEX.
  return typeof code === "string" ? (Object.keys(failures).find((name) => code === name || code.startsWith(`${name}_`)) ?? "") : "";
}
