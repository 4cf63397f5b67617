import { TerraformStack, dependable, type TerraformResource } from "cdktf";
import type { Construct } from "constructs";

/** What stacks make so far, by what it is: `realm/ldap`. */
const stacks = new WeakMap<TerraformStack, Map<string, TerraformResource>>();

/** Remembers something that others name inside of their own names, where Terraform sees no reference. */
export function remember(scope: Construct, what: string, resource: TerraformResource): void {
  const stack = TerraformStack.of(scope);
  const made = stacks.get(stack) ?? new Map<string, TerraformResource>();
  stacks.set(stack, made.set(what, resource));
}

/** Has a resource made after that one, where the same stack makes it. */
export function makeAfter(scope: Construct, resource: TerraformResource, what: string): void {
  const before = stacks.get(TerraformStack.of(scope))?.get(what);
  if (before !== undefined && before !== resource) resource.dependsOn = [...(resource.dependsOn ?? []), dependable(before)];
}
