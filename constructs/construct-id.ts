import { TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { PmpcError } from "../lib/error";
import { shown } from "./check/shown";

/**
 * The id of a construct that is being made. This throws, as nothing else of a construct does: a problem is told of a construct, and without
 * an id or a scope there is none.
 * @param isScope nothing of Terraform's is called by it alone
 */
export function idOf(what: string, scope: Construct | undefined, id: unknown, isScope = false): string {
  const path = scope?.node?.path;
  if (path === undefined) throw new PmpcError("no-scope", `new ${what}: expected what it is made in, such as a stack, got ${shown(scope)}`);
  if (typeof id !== "string" || id === "") throw new PmpcError("no-construct-id", `new ${what} in ${path}: expected an id such as "web", got ${id === "" ? "an empty text" : shown(id)}`);
  // Terraform's names are made of the ids below the stack, and this one is left out of them.
  if (id === "Default" && !isScope && isUnnamed(scope)) throw new PmpcError("no-construct-id", `new ${what} in ${path}: the id "Default" gives it no name in Terraform; say one such as "web"`);
  return id;
}

/** Whether a scope gives what is in it no name: a stack, and what is called Default in it. */
const isUnnamed = (scope: IConstruct | undefined): boolean => scope === undefined || TerraformStack.isStack(scope) || (scope.node.id === "Default" && isUnnamed(scope.node.scope));
