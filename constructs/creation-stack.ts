import type { IResolvable, TerraformResource } from "cdktf";

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

/**
 * Builds a binding that many will refer to: a thousand guests of one pool share one token of its name, where cdktf makes one for each,
 * with a stack trace, which is a third of the time that their code takes.
 */
export function referable<R extends TerraformResource>(build: () => R): R {
  return Object.defineProperty(withoutCreationStacks(build), "interpolationForAttribute", { value: refer });
}

const tokens = new WeakMap<TerraformResource, Map<string, IResolvable>>();

/** What every such resource refers to its attributes by. */
function refer(this: TerraformResource, attribute: string): IResolvable {
  const known = tokens.get(this) ?? new Map<string, IResolvable>();
  tokens.set(this, known);
  // An iterator may be given later, and is part of what is referred to.
  const key = `${String(this.forEach !== undefined)} ${attribute}`;
  const { interpolationForAttribute: make } = Object.getPrototypeOf(this) as TerraformResource;
  const token = known.get(key) ?? withoutCreationStacks(() => make.call(this, attribute));
  known.set(key, token);
  return token;
}
