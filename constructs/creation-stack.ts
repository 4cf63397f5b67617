/**
 * Builds bindings without noting where each of their parts was created.
 *
 * Every nested block of a binding, set or not, records an unlimited stack trace when it is made: over 85 % of the time that a
 * guest takes to construct. Only cdktf's error texts about tokens read it. Errors thrown by `build` keep their own stack.
 */
export function withoutCreationStacks<T>(build: () => T): T {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => undefined;
  try {
    return build();
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}
