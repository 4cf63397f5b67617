import type { TerraformProvider } from "cdktf";
import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import type { IBridge, IPool, IStorage } from "./reference";
import type { RemovalPolicy } from "./removal-policy";

/** What the guests in a scope have where their own props do not say it. */
export interface GuestDefaults {
  /**
   * Storage of disks that name none.
   * @default - the provider's: `local-lvm` for virtual machines, `local` for containers
   */
  readonly storage?: IStorage | string;
  /**
   * Bridge of network cards that name none.
   * @default "vmbr0"
   */
  readonly bridge?: IBridge | string;
  /**
   * Resource pool.
   * @default - none
   */
  readonly pool?: IPool | string;
  /**
   * Tags, besides those that a guest has itself.
   * @default - none
   */
  readonly tags?: readonly string[];
  /**
   * Starts them with their node.
   * @default false
   */
  readonly onBoot?: boolean;
  /**
   * What Terraform may do to them.
   * @default "protect"
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** A scope that stands for a cluster. */
export interface ClusterScope {
  /** The provider by which everything in the scope is reached. */
  readonly provider: TerraformProvider;
  readonly defaults: GuestDefaults;
}

// Two copies of the package may be loaded.
const mark = Symbol.for("pmpc.cluster.1");

/** Makes a construct the scope of a cluster. */
export function markCluster(construct: IConstruct, scope: ClusterScope): void {
  Object.defineProperty(construct, mark, { value: scope });
}

const scopeOf = (construct: IConstruct) => (construct as { readonly [mark]?: ClusterScope })[mark];

/** The scope of a cluster that a construct is in; undefined if it is in none. */
export function clusterScopeOf(construct: IConstruct): ClusterScope | undefined {
  for (let one: IConstruct | undefined = construct; one !== undefined; one = one.node.scope) {
    const scope = scopeOf(one);
    if (scope !== undefined) return scope;
  }
  return undefined;
}

/**
 * The name of a construct for which none is said: the ids on its path below the stack, with `-` between them. `Default` and the scopes of
 * clusters do not count.
 */
export function nameFromPath(construct: IConstruct): string {
  const { scopes } = construct.node;
  const below = scopes.slice(scopes.findLastIndex((one) => TerraformStack.isStack(one)) + 1);
  return below.filter((one) => one === construct || (one.node.id !== "Default" && scopeOf(one) === undefined)).map(({ node }) => node.id).join("-");
}
