import { Annotations, DefaultTokenResolver, StringConcat, TerraformProvider, TerraformStack, Tokenization } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { heedAspectsAbove, isTagging } from "../aspects-above";
import type { Claimed } from "./address";
import { oddNames } from "./address-name";
import type { Named } from "./place";
import { areApart, clusterNameOf, defaultProvider, elementsOf, providerOf, sameProviders, unreached } from "./reach";
import { leftoversIn, mayHoldLeftover } from "../leftover";

/** A construct whose props can be wrong. */
export interface Checked {
  readonly construct: Construct;
  /** What is wrong with it by itself, and what to do. */
  readonly problems: () => readonly string[];
  /** Those of the problems for which a value is not written: they end the synthesis even where an app skips its validation. */
  readonly losses?: readonly string[];
  /** What no other guest of its cluster may have. */
  readonly claims?: () => readonly Claimed[];
  /** Whether it was there before the code: then another such one may have the same addresses. */
  readonly exists?: boolean;
  /** The provider by which it is reached; none: the stack's own. */
  readonly provider?: TerraformProvider;
  /** What else of a cluster it names. */
  readonly names?: () => readonly Named[];
}

/** Where the root of an app keeps its ledger: in the registry of symbols, because an app may load two copies of the package. */
const place = Symbol.for("pmpc.ledger.1");

interface Root extends IConstruct {
  [place]?: Ledger;
}

/**
 * Everything of one app that is checked before it is synthesised.
 *
 * cdktf stops at the first stack with a problem, so that stack reports the problems of all others with its own.
 */
export class Ledger {
  private readonly entries: Checked[] = [];
  private readonly stacks = new Set<TerraformStack>();
  private shared?: { readonly of: number; readonly problems: ReadonlyMap<Checked, readonly string[]> };

  /** The one of the app that a construct is in. */
  static of(construct: IConstruct): Ledger {
    const root: Root = construct.node.root;
    if (root[place] === undefined) Object.defineProperty(root, place, { value: new Ledger() });
    return root[place]!;
  }

  /** Has the construct checked before its app is synthesised. */
  add(entry: Checked): void {
    this.entries.push(entry);
    for (const loss of entry.losses ?? []) Annotations.of(entry.construct).addError(loss);
    entry.construct.node.addValidation({ validate: () => this.problemsOf(entry) });
    const stack = TerraformStack.of(entry.construct);
    if (this.stacks.has(stack)) return;
    this.stacks.add(stack);
    if (!isOwn(stack)) heedAspectsAbove(stack, isTagging);
    stack.node.addValidation({ validate: () => [...this.problemsOutside(stack), ...(isOwn(stack) ? [] : problemsOfPlain(stack))] });
  }

  private problemsOf(entry: Checked): string[] {
    return [...entry.problems(), ...(this.sharedProblems().get(entry) ?? [])];
  }

  private problemsOutside(stack: TerraformStack): string[] {
    const outside = this.entries.filter(({ construct }) => !isInside(construct, stack));
    return outside.flatMap((entry) => this.problemsOf(entry).map((problem) => `${entry.construct.node.path}: ${problem}`));
  }

  private sharedProblems(): ReadonlyMap<Checked, readonly string[]> {
    if (this.shared?.of !== this.entries.length) this.shared = { of: this.entries.length, problems: this.findStrange(this.findShared()) };
    return this.shared.problems;
  }

  /** Adds what is named of another cluster. */
  private findStrange(problems: Map<Checked, string[]>): ReadonlyMap<Checked, readonly string[]> {
    const naming = this.entries.filter(({ names }) => names !== undefined);
    const all = naming[0]?.construct.node.root.node.findAll().filter(TerraformProvider.isTerraformProvider) ?? [];
    // Nearly all apps have one cluster, and there is nothing to look for.
    if (all.filter(({ terraformResourceType }) => terraformResourceType === "proxmox").length < 2) return problems;
    const own = new Map<TerraformStack, TerraformProvider | undefined>();
    const ownOf = (construct: IConstruct): TerraformProvider | undefined => {
      const stack = TerraformStack.of(construct);
      if (!own.has(stack)) own.set(stack, defaultProvider(stack));
      return own.get(stack);
    };
    const reach = (construct: IConstruct, provider = providerOf(construct, ownOf)) => ({ construct, provider });
    for (const entry of naming) {
      const here = reach(entry.construct, entry.provider);
      const strange = entry.names!().filter(({ resource }) => areApart(here, reach(resource)));
      if (strange.length > 0) problems.set(entry, [...(problems.get(entry) ?? []), ...new Set(strange.map(strangeness))]);
    }
    return problems;
  }

  private findShared(): Map<Checked, string[]> {
    const problems = new Map<Checked, string[]>();
    const owners = new Map<string, Map<string, { readonly entry: Checked; readonly claim: Claimed }>>();
    const clusters = new Map<TerraformStack, string>();
    for (const entry of this.entries) {
      if (entry.claims === undefined) continue;
      const cluster = clusterOf(entry, clusters);
      const claimed = owners.get(cluster) ?? new Map<string, { readonly entry: Checked; readonly claim: Claimed }>();
      owners.set(cluster, claimed);
      for (const claim of entry.claims()) {
        const owner = claimed.get(claim.key);
        if (owner === undefined) claimed.set(claim.key, { entry, claim });
        else if (claim.key.startsWith("vmid") || !(entry.exists && owner.entry.exists)) problems.set(entry, [...(problems.get(entry) ?? []), sentence(claim, owner)]);
      }
    }
    return problems;
  }
}

function sentence({ key, where, value }: Claimed, { entry, claim }: { readonly entry: Checked; readonly claim: Claimed }): string {
  const remedy = key.startsWith("vmid") ? "give one of them another, or leave it out" : "give one of them another, or say sharesAddresses: true where that is meant";
  return `${where} ${value} is also ${claim.where} of ${entry.construct.node.path}; ${remedy}`;
}

function strangeness({ path, resource }: Named): string {
  const owner = resource.node.id === "Default" ? resource.node.scope! : resource;
  return `${path} names ${owner.node.path}, which is of another cluster; say one of this cluster, or its name as text where this cluster has one of that name, or the same provider where both are of one cluster`;
}

/** Two clusters may have the same numbers: an endpoint is taken for a cluster. */
function clusterOf({ construct, provider }: Checked, clusters: Map<TerraformStack, string>): string {
  if (provider !== undefined) return clusterNameOf(provider, provider);
  const stack = TerraformStack.of(construct);
  if (!clusters.has(stack)) {
    const own = defaultProvider(stack);
    clusters.set(stack, clusterNameOf(own, own ?? stack));
  }
  return clusters.get(stack)!;
}

/** Whether a construct is in a stack, or in one inside of that. */
const isInside = (construct: IConstruct | undefined, stack: TerraformStack): boolean => construct !== undefined && (construct === stack || isInside(construct.node.scope, stack));

/** A ProxmoxStack looks for itself. */
const isOwn = (stack: TerraformStack) => "adopted" in stack;

const problemsOfPlain = (stack: TerraformStack) => {
  const elements = elementsOf(stack);
  return [...unreached(elements), ...sameProviders(elements), ...oddNames(elements), ...elements.flatMap((element) => leftoversInPlain(stack, element.toTerraform()))];
};

/** Before anything is resolved a number by itself is a token, and so is one in a text where cdktf finds it. */
function leftoversInPlain(stack: TerraformStack, value: unknown): readonly string[] {
  if (!holdsNumber(value)) return [];
  return leftoversIn(stack, value, Tokenization.resolve(value, { scope: stack, preparing: false, resolver }));
}

const resolver = new DefaultTokenResolver(new StringConcat());

/** Most elements have no token number within a text, and need no second look. */
function holdsNumber(value: unknown): boolean {
  if (typeof value === "string") return mayHoldLeftover(value);
  if (Array.isArray(value)) return value.some(holdsNumber);
  return typeof value === "object" && value !== null && (Tokenization.isResolvable(value) || Object.values(value).some(holdsNumber));
}
