import { DefaultTokenResolver, StringConcat, Token, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";
import { mayHoldLeftover } from "./leftover";

const tokenResolver = new DefaultTokenResolver(new StringConcat());

// Each export of cdktf is a getter of a getter; values are looked at by the million.
const { isResolvable } = Tokenization;
const { ANY_MAP_TOKEN_VALUE, NUMBER_MAP_TOKEN_VALUE, STRING_MAP_TOKEN_VALUE } = Token;

/** A JSON object on its way to Terraform. */
export type JsonObject = Record<string, unknown>;

/**
 * Replaces the tokens in a value, as cdktf does, at a tenth of the cost: cdktf allocates a context for every value and every key,
 * while nearly all of them are plain. So this walks what is plain and hands only the rest to cdktf.
 * @param onLeftover called where a number token may have become a part of a text
 */
export function resolve(scope: IConstruct, value: unknown, onLeftover?: () => void): unknown {
  return resolvedPart(value, { scope, onLeftover });
}

interface Resolution {
  readonly scope: IConstruct;
  readonly onLeftover?: () => void;
}

function resolvedPart(part: unknown, resolution: Resolution): unknown {
  if (isPlain(part)) return part;
  if (isPlainList(part)) return part.map((element) => resolvedPart(element, resolution)).filter((element) => element !== undefined);
  const keys = plainKeys(part);
  if (keys === undefined) return resolvedByCdktf(part, resolution);
  const result: JsonObject = {};
  for (let at = 0; at < keys.length; at++) {
    const value = (part as JsonObject)[keys[at]!];
    // A binding names everything that its resource could say.
    if (value === undefined) continue;
    const member = resolvedPart(value, resolution);
    if (member !== undefined) result[keys[at]!] = member;
  }
  return result;
}

function resolvedByCdktf(part: unknown, { scope, onLeftover }: Resolution): unknown {
  const found: unknown = Tokenization.resolve(part, { scope, preparing: false, resolver: tokenResolver });
  if (onLeftover !== undefined && ((typeof part === "string" && mayHoldLeftover(part)) || mayHoldLeftover(found))) onLeftover();
  return found;
}

/** Meets the tokens in a value as cdktf does while it prepares a stack: references to other stacks become outputs there. */
export function prepare(scope: IConstruct, value: unknown): void {
  const options = { scope, preparing: true, resolver: tokenResolver };

  const walk = (part: unknown): void => {
    if (isPlain(part)) return;
    if (isPlainList(part)) return part.forEach(walk);
    const keys = plainKeys(part);
    if (keys === undefined) Tokenization.resolve(part, options);
    else for (const key of keys) walk((part as JsonObject)[key]);
  };

  walk(value);
}

/**
 * Merges `source` into `target`: objects member by member, lists one after the other, anything else replaces. What `target` does not have
 * yet becomes a part of it as it is, and so is no more `source`'s alone.
 */
export function merge(target: JsonObject, source: JsonObject): JsonObject {
  for (const key of Object.keys(source)) {
    const value = source[key];
    const present = target[key];
    if (value === undefined) {
      delete target[key];
    } else if (Array.isArray(value)) {
      if (Array.isArray(present)) for (const element of value) present.push(element);
      else target[key] = [...value];
    } else if (typeof value === "object" && value !== null && !isResolvable(value)) {
      target[key] = typeof present === "object" && present !== null ? merge(present as JsonObject, value as JsonObject) : value;
    } else {
      target[key] = value;
    }
  }
  return target;
}

/** A value that holds nothing, and no token. */
function isPlain(value: unknown): value is undefined | null | boolean | string | number {
  if (typeof value === "string") return !mayHoldToken(value);
  if (typeof value === "number") return !mayBeToken(value);
  return value === undefined || value === null || typeof value === "boolean";
}

/** A list that cdktf would walk element by element. */
function isPlainList(value: unknown): value is unknown[] {
  return Array.isArray(value) && !value.some(isTokenElement);
}

/** The keys of an object that cdktf would walk member by member. */
function plainKeys(value: unknown): string[] | undefined {
  if (typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype || isResolvable(value)) return undefined;
  const keys = Object.keys(value as JsonObject);
  return keys.every(isPlainKey) ? keys : undefined;
}

/** Most keys are words of the provider, the same in every resource. Names are not worth the room. */
const plainWords = new Set<string>();

function isPlainKey(key: string): boolean {
  if (plainWords.has(key)) return true;
  if (mayHoldToken(key)) return false;
  if (plainWords.size < 1000) plainWords.add(key);
  return true;
}

/** A list or a number of a list's element stands for the whole list. */
function isTokenElement(element: unknown): boolean {
  return typeof element === "string" ? element.includes("TfToken[") : typeof element === "number" && mayBeToken(element);
}

// A literal inside the function would be a new object each time.
const tokenNumber = /[-|\d.+]e[-|\d.eE+]/;

/** Token texts hold this mark; token numbers inside texts look like `-1.8881545897087e+289`; two texts mark the values of token maps. */
function mayHoldToken(text: string): boolean {
  return text.includes("TfToken[") || tokenNumber.test(text) || text === STRING_MAP_TOKEN_VALUE || text === ANY_MAP_TOKEN_VALUE;
}

/** Token numbers are below -1e288, and one number marks the values of token maps. */
function mayBeToken(value: number): boolean {
  return value <= NUMBER_MAP_TOKEN_VALUE;
}
