import { TerraformElement, TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { PmpcError } from "../lib/error";
import { resolve } from "./resolution";
import { bindingName } from "./terraform";
import { isToken } from "./token";

/** No guest can have this name. */
const id = "(state)";

interface Import {
  readonly to: string | TerraformResource;
  readonly id: string;
}

/**
 * The blocks of a stack that speak about its state: `import`, `moved` and `removed`.
 *
 * It takes the place of `resource.importFrom()`, which starts `terraform version` once for every resource during synthesis.
 */
export class StateBlocks extends TerraformElement {
  private readonly imports: Import[] = [];
  private readonly removed = new Set<string>();
  private readonly moved = new Map<string, string>();

  /** Those of the stack that `construct` is in. */
  static of(construct: IConstruct): StateBlocks {
    const stack = TerraformStack.of(construct);
    return StateBlocks.find(stack) ?? new StateBlocks(stack, id);
  }

  /** Those of a stack; undefined if nothing was said yet. */
  static find(stack: TerraformStack): StateBlocks | undefined {
    return stack.node.tryFindChild(id) as StateBlocks | undefined;
  }

  /** Takes the object that the provider knows as `id` into the state, as the resource `to`. */
  import(to: string | TerraformResource, id: string): void {
    this.imports.push({ to, id });
  }

  /** In the code of an import by address, as its resources are: there the order of guests, in files and tables, says nothing. */
  private sorted(): readonly { readonly to: string; readonly id: string }[] {
    // One walk through the stack for all of them: it has as many constructs as there are imports, and more.
    let resources: ReadonlyMap<string, TerraformResource> | undefined;
    const find = (address: string) => (resources ??= this.resourcesByAddress()).get(address);
    const imports = this.imports.map(({ to, id }) => ({ to: addressOf(to), id: isToken(id) ? this.saidOut(id, find) : id }));
    const { adopted } = TerraformStack.of(this) as { readonly adopted?: boolean };
    return adopted === true ? imports.sort((a, b) => (a.to < b.to ? -1 : a.to > b.to ? 1 : 0)) : imports;
  }

  /** An id without references to what the code says itself: before 1.6 Terraform takes none there. */
  private saidOut(id: string, find: (address: string) => TerraformResource | undefined): string {
    return (resolve(this, id) as string).replace(/(?<!\$)\$\{(\w+)\.([\w-]+)\.(\w+)\}/g, (whole, type: string, name: string, attribute: string) => {
      const found = find(`${type}.${name}`) as Readonly<Record<string, unknown>> | undefined;
      const said = found?.[`${bindingName(attribute)}Input`] ?? (attribute === "id" ? found?.vmIdInput : undefined);
      return said === undefined ? whole : this.saidOut(String(said), find);
    });
  }

  private resourcesByAddress(): ReadonlyMap<string, TerraformResource> {
    const all = TerraformStack.of(this).node.findAll().filter((one): one is TerraformResource => TerraformResource.isTerraformResource(one));
    return new Map(all.map((one) => [addressOf(one), one]));
  }

  /** Drops the resource at an address from the state and leaves the object itself alone. */
  forget(address: string): void {
    this.removed.add(address);
  }

  /** Has the resource at an address go on under another one: its construct was renamed. */
  move(from: string, to: string): void {
    this.moved.set(from, to);
  }

  /** Whether anything is known of a resource that is not in the code. */
  speaksOf(address: string): boolean {
    return this.removed.has(address) || this.moved.has(address);
  }

  override toTerraform(): unknown {
    return {
      import: unlessEmpty(this.sorted().map(({ to, id }) => ({ to, id }))),
      moved: unlessEmpty([...this.moved].map(([from, to]) => ({ from, to }))),
      removed: unlessEmpty([...this.removed].map((from) => ({ from, lifecycle: { destroy: false } }))),
    };
  }

  override toHclTerraform(): unknown {
    if (this.removed.size > 0) {
      throw new PmpcError("hcl-without-removed", "cdktf cannot write `removed` blocks as HCL", { hint: "synthesise JSON: unset SYNTH_HCL_OUTPUT" });
    }
    const reference = (address: string) => simple(address, "reference");
    const simple = (value: string, storageClassType: string): object => ({ value, type: "simple", storageClassType });
    return {
      import: unlessEmpty(this.sorted().map(({ to, id }) => ({ to: reference(to), id: simple(id, "string") }))),
      moved: unlessEmpty([...this.moved].map(([from, to]) => ({ from: reference(from), to: reference(to) }))),
    };
  }
}

function addressOf(resource: string | TerraformResource): string {
  return typeof resource === "string" ? resource : `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}

function unlessEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}
