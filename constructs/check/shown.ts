import { isDuration, isSize } from "../../lib/schema/shape";
import { isToken } from "../token";

const most = 40;

/** What was given, in a message about what was expected. What is in lists and objects is not shown: it may be secret. */
export function shown(value: unknown, secret = false): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (isToken(value)) return "a token";
  if (Array.isArray(value)) return "a list";
  if (isSize(value)) return amountOf("size", value);
  if (isDuration(value)) return amountOf("duration", value);
  if (typeof value === "function") return "a function";
  if (typeof value === "object") return nameOf(value);
  if (typeof value === "symbol") return "a symbol";
  if (secret) return typeof value === "string" ? "text" : `a ${typeof value}`;
  if (typeof value === "bigint") return `${value}n`;
  return typeof value === "string" ? JSON.stringify(value.length > most ? `${value.slice(0, most - 1)}…` : value) : String(value);
}

const amountOf = (what: string, value: { readonly amount: unknown }) => (Number.isFinite(value.amount) ? `the ${what} ${String(value)}` : `a ${what} of ${shown(value.amount)}`);

function nameOf(value: object): string {
  const name = Object.prototype.toString.call(value).slice("[object ".length, -1).toLowerCase();
  if (name === "promise") return "a promise, which must be awaited";
  return name === "object" ? "an object" : `a ${name}`;
}
