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
  const resource = withoutCreationStacks(build);
  const make = resource.interpolationForAttribute.bind(resource) as (attribute: string) => IResolvable;
  const known = new Map<string, IResolvable>();
  const refer = (attribute: string): IResolvable => {
    // An iterator may be given later, and is part of what is referred to.
    const key = `${String(resource.forEach !== undefined)} ${attribute}`;
    const token = known.get(key) ?? withoutCreationStacks(() => make(attribute));
    known.set(key, token);
    return token;
  };
  return Object.defineProperty(resource, "interpolationForAttribute", { value: refer });
}
