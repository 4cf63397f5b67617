import { TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { secretVariable, unsetSecret } from "../lib/pve/secret";
import { text } from "./check/kind";
import { checkWord } from "./managed";

/** What code must not say. */
export class Secret {
  /**
   * A sensitive Terraform variable: `Secret.variable(stack, "nas-password")` takes its value from `TF_VAR_nas_password`, and Terraform asks
   * for it by that name where it has none.
   *
   * In the stack of an import (`adopted: true`) it is the placeholder `unset` instead, so that what exists, and whose secret nobody can read
   * back, can be planned all the same. `pmpc apply` refuses to write the placeholder; cdktf and Terraform by themselves do not.
   */
  static variable(scope: Construct, name: string): string {
    checkWord(scope, "Secret.variable", text, name);
    if (typeof name !== "string") return unsetSecret;
    const stack = TerraformStack.of(scope);
    const id = secretVariable(name);
    const found = stack.node.tryFindChild(`(secret) ${id}`) as TerraformVariable | undefined;
    if (found !== undefined) return found.stringValue;
    // Two copies of the package may be loaded, so the stack is known by what it says.
    const { adopted = false } = stack as { readonly adopted?: boolean };
    const variable = new TerraformVariable(stack, `(secret) ${id}`, { type: "string", sensitive: true, ...(adopted ? { default: unsetSecret } : {}), description: `secret of ${name}` });
    variable.overrideLogicalId(id);
    return variable.stringValue;
  }
}
