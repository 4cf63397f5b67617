import type { Construct } from "constructs";
import { PmpcError } from "../lib/error";
import { shown } from "./check/shown";

/**
 * The id of a construct that is being made. This throws, as nothing else of a construct does: a problem is told of a construct, and without
 * an id or a scope there is none.
 */
export function idOf(what: string, scope: Construct | undefined, id: unknown): string {
  const path = scope?.node?.path;
  if (path === undefined) throw new PmpcError("no-scope", `new ${what}: expected what it is made in, such as a stack, got ${shown(scope)}`);
  if (typeof id !== "string" || id === "") throw new PmpcError("no-construct-id", `new ${what} in ${path}: expected an id such as "web", got ${id === "" ? "an empty text" : shown(id)}`);
  return id;
}
