import { randomBytes } from "node:crypto";

const pattern = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;

/** Goes on with a trace of W3C's trace context, under a span of its own; begins one where there is none, or what was given is not one. */
export function traceFrom(parent: string | undefined): string {
  const [, trace, span, flags] = pattern.exec(parent?.trim() ?? "") ?? [];
  const isValid = trace !== undefined && !/^0+$/.test(trace) && !/^0+$/.test(span!) && !parent!.startsWith("ff");
  return `00-${isValid ? trace : randomBytes(16).toString("hex")}-${randomBytes(8).toString("hex")}-${isValid ? flags : "01"}`;
}
