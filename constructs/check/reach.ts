import { DefaultTokenResolver, StringConcat, TerraformElement, TerraformProvider, TerraformResource, TerraformStack, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";
import { clusterScopeOf } from "../scope";
import { isToken } from "../token";
import { repeated } from "./repeated";

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

/** Providers that Terraform could not tell apart: of two without an alias it takes neither. */
export function sameProviders(elements: readonly TerraformElement[]): readonly string[] {
  return repeated(elements.filter(TerraformProvider.isTerraformProvider), ({ terraformResourceType, alias }) => `${terraformResourceType} ${alias ?? ""}`).map(
    ({ one, earlier }) => `${earlier.node.path} and ${one.node.path} are both the provider ${one.terraformResourceType} ${one.alias === undefined ? "without an alias" : `of the alias ${JSON.stringify(one.alias)}`}; give one of them another alias`,
  );
}

/** The provider that resources of a stack have where they name none. */
export function defaultProvider(construct: IConstruct): TerraformProvider | undefined {
  return TerraformStack.of(construct).allProviders().find(({ terraformResourceType, alias }) => terraformResourceType === "proxmox" && alias === undefined);
}

/** The provider by which a construct is reached: that of its resource, or of what it is a part of, else of its cluster, else the stack's own. */
export function providerOf(construct: IConstruct, ownOf = defaultProvider): TerraformProvider | undefined {
  for (let one: IConstruct | undefined = construct; one !== undefined; one = one.node.scope) {
    const { provider } = resourceOf(one) ?? {};
    if (provider !== undefined) return provider;
  }
  return clusterScopeOf(construct)?.provider ?? ownOf(construct);
}

/** The resource of the provider that a construct is, or has underneath. */
export function resourceOf(construct: IConstruct): TerraformResource | undefined {
  const { resource = construct } = construct as { readonly resource?: unknown };
  return TerraformResource.isTerraformResource(resource) ? resource : undefined;
}

const resolver = new DefaultTokenResolver(new StringConcat());

/** Where a provider finds its cluster: an endpoint in the one spelling, or an expression of Terraform; neither where the environment says it. */
function endpointOf(provider: TerraformProvider | undefined): { readonly known?: string; readonly expression?: string } {
  const { endpointInput: endpoint } = (provider ?? {}) as { readonly endpointInput?: string };
  if (provider === undefined || endpoint === undefined) return {};
  if (isToken(endpoint)) return { expression: String(Tokenization.resolve(endpoint, { scope: provider, preparing: false, resolver })) };
  try {
    const { protocol, host } = new URL(endpoint);
    // A name that ends with a dot is the same without it.
    return { known: `${protocol}//${host.replace(/\.(?=:|$)/, "")}` };
  } catch {
    return { known: endpoint.toLowerCase().replace(/\/+$/, "") };
  }
}

/** What stands for a cluster where clusters are told apart: an endpoint that nobody knows yet is one of its own. */
export const clusterNameOf = (provider: TerraformProvider | undefined, owner: IConstruct): string => endpointOf(provider).known ?? `the endpoint of ${owner.node.path}`;

/** A construct, and the provider by which it is reached. */
export interface Reached {
  readonly construct: IConstruct;
  readonly provider: TerraformProvider | undefined;
}

/**
 * Whether two constructs are certainly of two clusters: two endpoints are, and in one stack two expressions and two `Cluster` scopes. The
 * environment is the same for all of them, and what an expression of another stack will be, nobody knows.
 */
export function areApart(a: Reached, b: Reached): boolean {
  if (a.provider === b.provider) return false;
  const [one, other] = [endpointOf(a.provider), endpointOf(b.provider)];
  if (one.known !== undefined && other.known !== undefined) return one.known !== other.known;
  if (one.known === other.known && one.expression === other.expression) return false;
  if (TerraformStack.of(a.construct) !== TerraformStack.of(b.construct)) return false;
  const [scope, otherScope] = [clusterScopeOf(a.construct), clusterScopeOf(b.construct)];
  return (scope !== undefined && otherScope !== undefined && scope !== otherScope) || (one.expression !== undefined && other.expression !== undefined);
}
