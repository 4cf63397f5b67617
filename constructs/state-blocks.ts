import { TerraformElement, TerraformStack } from "cdktf";
import type { TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";
import { PmpcError } from "../lib/error";

/** No guest can have this name. */
const id = "(state)";

interface Import {
  readonly to: string | TerraformResource;
  readonly id: string;
}

/**
 * The blocks of a stack that speak about its state: `import` and `removed`.
 *
 * It takes the place of `resource.importFrom()`, which starts `terraform version` once for every resource during synthesis.
 */
export class StateBlocks extends TerraformElement {
  private readonly imports: Import[] = [];
  private readonly removed = new Set<string>();

  /** Those of the stack that `construct` is in. */
  static of(construct: IConstruct): StateBlocks {
    const stack = TerraformStack.of(construct);
    return (stack.node.tryFindChild(id) as StateBlocks | undefined) ?? new StateBlocks(stack, id);
  }

  /** Takes the object that the provider knows as `id` into the state, as the resource `to`. */
  import(to: string | TerraformResource, id: string): void {
    this.imports.push({ to, id });
  }

  /** Drops the resource at an address from the state and leaves the object itself alone. */
  forget(address: string): void {
    this.removed.add(address);
  }

  override toTerraform(): unknown {
    return {
      import: unlessEmpty(this.imports.map(({ to, id }) => ({ to: addressOf(to), id }))),
      removed: unlessEmpty([...this.removed].map((from) => ({ from, lifecycle: { destroy: false } }))),
    };
  }

  override toHclTerraform(): unknown {
    if (this.removed.size > 0) {
      throw new PmpcError("hcl-without-removed", "cdktf cannot write `removed` blocks as HCL", { hint: "synthesise JSON: unset SYNTH_HCL_OUTPUT" });
    }
    const simple = (value: string, storageClassType: string): object => ({ value, type: "simple", storageClassType });
    return { import: unlessEmpty(this.imports.map(({ to, id }) => ({ to: simple(addressOf(to), "reference"), id: simple(id, "string") }))) };
  }
}

function addressOf(resource: string | TerraformResource): string {
  return typeof resource === "string" ? resource : `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}

function unlessEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}
