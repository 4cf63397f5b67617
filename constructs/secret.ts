import { TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { secretVariable, unsetSecret } from "../lib/pve/secret";
import { text } from "./check/kind";
import { checkWord } from "./managed";

/** What code must not say. */
export class Secret {
  /**
   * A sensitive Terraform variable: `Secret.variable(stack, "nas-password")` takes its value from `TF_VAR_nas_password`. Without one it is the
   * placeholder `unset`, so that what exists, and whose secret nobody can read back, can be planned all the same. `pmpc apply` refuses to
   * write the placeholder; cdktf and Terraform by themselves do not. In a stack that they apply, say a variable without a default:
   * `new TerraformVariable(stack, "password", { type: "string", sensitive: true }).stringValue`.
   */
  static variable(scope: Construct, name: string): string {
    checkWord(scope, "Secret.variable", text, name);
    if (typeof name !== "string") return unsetSecret;
    const stack = TerraformStack.of(scope);
    const id = secretVariable(name);
    const found = stack.node.tryFindChild(`(secret) ${id}`) as TerraformVariable | undefined;
    if (found !== undefined) return found.stringValue;
    const variable = new TerraformVariable(stack, `(secret) ${id}`, { type: "string", sensitive: true, default: unsetSecret, description: `secret of ${name}` });
    variable.overrideLogicalId(id);
    return variable.stringValue;
  }
}
