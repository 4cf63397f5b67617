import type { TerraformProvider, TerraformResourceLifecycle } from "cdktf";
import type { Construct } from "constructs";
import { Ledger } from "./check/ledger";
import type { RemovalPolicy } from "./removal-policy";
import { dataOf } from "./text";

/** What every construct that stands for something of the cluster takes. */
export interface ManagedOptions {
  /**
   * What Terraform may do to it: `protect` refuses every plan that would destroy or replace it, `destroy` allows it.
   * @default - "protect" for what holds data or carries guests, "destroy" for what can be made anew
   */
  readonly removalPolicy?: RemovalPolicy;
  /**
   * Provider by which it is reached, where the stack has several.
   * @default - the one without an alias
   */
  readonly provider?: TerraformProvider;
}

interface Meta {
  readonly provider?: TerraformProvider;
  readonly lifecycle?: TerraformResourceLifecycle;
}

/** The configuration of a binding: texts as data, and how Terraform treats the resource. */
export function managed<C extends object>(config: C, { removalPolicy, provider }: ManagedOptions, policy: RemovalPolicy): C & Meta {
  const lifecycle = (removalPolicy ?? policy) === "protect" ? { preventDestroy: true } : undefined;
  return { ...dataOf(config), provider, lifecycle };
}

/** Has a construct checked before its app is synthesised. */
export function checkManaged(construct: Construct, ...problems: readonly (string | false | undefined)[]): void {
  const found = problems.filter((problem): problem is string => typeof problem === "string");
  if (found.length > 0) Ledger.of(construct).add({ construct, problems: () => found });
}
