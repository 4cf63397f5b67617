/** How a command ended, as a process says it. Of several, the first of `exitOrder` counts. */
export const exit = {
  done: 0,
  failed: 1,
  /** Changes or drift are present, or a file of the user's was in the way. */
  changes: 2,
  /** Done in part: something was refused or could not be read. */
  partial: 3,
  notAuthorised: 4,
  notFound: 5,
  /** Refused for safety. */
  refused: 6,
  /** Wrong usage. */
  usage: 64,
} as const;

export type ExitCode = (typeof exit)[keyof typeof exit];

const exitOrder: readonly ExitCode[] = [64, 4, 6, 5, 1, 3, 2, 0];

/** The exit code that stands for several outcomes at once. */
export function worstExit(...codes: ExitCode[]): ExitCode {
  return exitOrder.find((code) => codes.includes(code)) ?? exit.done;
}

export interface ErrorDetails {
  /** What the reader can do about it; may span lines. */
  readonly hint?: string;
  /** @default exit.failed */
  readonly exit?: ExitCode;
  readonly cause?: unknown;
  /** What a program wants to know beside the words; `--json` shows it. Never a secret. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/**
 * Every error that pmpc raises on purpose.
 * The message says what, which and what was expected, in lower case and without a full stop; the hint says what to do.
 * Recognise it by `code`, never by `instanceof`: two copies of the package may be loaded.
 */
export class PmpcError extends Error {
  override readonly name = "PmpcError";
  readonly hint?: string;
  readonly exit: ExitCode;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(
    /** In words and stable: `certificate-changed`, `permission-denied`. */
    readonly code: string,
    message: string,
    details: ErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.hint = details.hint;
    this.exit = details.exit ?? exit.failed;
    this.facts = details.facts ?? {};
  }
}

/** Tells a PmpcError, of this copy of the package or another, from anything else that was thrown. */
export function isPmpcError(error: unknown): error is PmpcError {
  return error instanceof Error && error.name === "PmpcError" && "code" in error;
}
