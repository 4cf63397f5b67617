import { DefaultTokenResolver, StringConcat, Token, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";

const tokenResolver = new DefaultTokenResolver(new StringConcat());

/** A JSON object on its way to Terraform. */
export type JsonObject = Record<string, unknown>;

/**
 * Replaces the tokens in a value, as cdktf does, at a tenth of the cost: cdktf allocates a context for every value and every key,
 * while nearly all of them are plain. So this walks what is plain and hands only the rest to cdktf.
 */
export function resolve(scope: IConstruct, value: unknown, preparing = false): unknown {
  const options = { scope, preparing, resolver: tokenResolver };

  const walk = (part: unknown): unknown => {
    if (part === undefined || part === null || typeof part === "boolean") return part;
    if (Array.isArray(part)) return part.some(isTokenElement) ? Tokenization.resolve(part, options) : walkArray(part);
    if (isPlainObject(part)) return walkObject(part);
    if (typeof part === "string" ? !mayHoldToken(part) : typeof part === "number" && !mayBeToken(part)) return part;
    return Tokenization.resolve(part, options);
  };

  const walkArray = (array: readonly unknown[]): unknown[] => array.map(walk).filter((element) => element !== undefined);

  const walkObject = (object: JsonObject): unknown => {
    const keys = Object.keys(object);
    if (keys.some(mayHoldToken)) return Tokenization.resolve(object, options);
    const result: JsonObject = {};
    for (const key of keys) {
      const member = walk(object[key]);
      if (member !== undefined) result[key] = member;
    }
    return result;
  };

  return walk(value);
}

/** Merges `source` into `target`: objects member by member, lists one after the other, anything else replaces. */
export function merge(target: JsonObject, source: JsonObject): JsonObject {
  for (const [key, value] of Object.entries(source)) {
    const present = target[key];
    if (value === undefined) {
      delete target[key];
    } else if (Array.isArray(value)) {
      if (Array.isArray(present)) for (const element of value) present.push(element);
      else target[key] = [...value];
    } else if (typeof value === "object" && value !== null && !Tokenization.isResolvable(value)) {
      target[key] = merge(typeof present === "object" && present !== null ? (present as JsonObject) : {}, value as JsonObject);
    } else {
      target[key] = value;
    }
  }
  return target;
}

function isPlainObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype && !Tokenization.isResolvable(value);
}

/** A list or a number of a list's element stands for the whole list. */
function isTokenElement(element: unknown): boolean {
  return typeof element === "string" ? element.includes("TfToken[") : typeof element === "number" && mayBeToken(element);
}

/** Token texts hold this mark; token numbers inside texts look like `-1.8881545897087e+289`; two texts mark the values of token maps. */
function mayHoldToken(text: string): boolean {
  return (
    text.includes("TfToken[") || /[-|\d.+]e[-|\d.eE+]/.test(text) || text === Token.STRING_MAP_TOKEN_VALUE || text === Token.ANY_MAP_TOKEN_VALUE
  );
}

/** Token numbers are below -1e288, and one number marks the values of token maps. */
function mayBeToken(value: number): boolean {
  return value <= Token.NUMBER_MAP_TOKEN_VALUE;
}
