import { TerraformElement, TerraformResource, TerraformProvider, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";

// Each export of cdktf is a getter of a getter, and every construct is asked.
const { isTerraformElement } = TerraformElement;
const { isStack } = TerraformStack;

/** The elements of a stack, not those of stacks inside it. */
export function elementsOf(construct: IConstruct, found: TerraformElement[] = []): TerraformElement[] {
  if (isTerraformElement(construct)) found.push(construct);
  for (const child of construct.node.children) if (!isStack(child)) elementsOf(child, found);
  return found;
}

/** What a stack has no provider for: Terraform would take an empty one where all of them have an alias. */
export function unreached(elements: readonly TerraformElement[]): readonly string[] {
  const aliases = elements.filter(TerraformProvider.isTerraformProvider).filter(({ terraformResourceType }) => terraformResourceType === "proxmox").map(({ alias }) => alias);
  if (aliases.length === 0 || aliases.includes(undefined)) return [];
  return elements.filter(TerraformResource.isTerraformResource).filter(({ terraformResourceType: type, provider }) => provider === undefined && type.startsWith("proxmox_")).map((resource) => {
    const owner = resource.node.id === "Default" ? resource.node.scope! : resource;
    return `${owner.node.path}: provider is missing, and every provider of the stack has an alias (${aliases.join(", ")}); say provider, or make it inside of a Cluster`;
  });
}

/** The provider that resources of a stack have where they name none. */
export function defaultProvider(construct: IConstruct): TerraformProvider | undefined {
  return TerraformStack.of(construct).allProviders().find(({ terraformResourceType, alias }) => terraformResourceType === "proxmox" && alias === undefined);
}
