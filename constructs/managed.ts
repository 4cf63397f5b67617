import { TerraformProvider, type TerraformResourceLifecycle } from "cdktf";
import type { Construct } from "constructs";
import type { Member } from "../lib/schema/row";
import { formOfKinds, type Kinds } from "./check/form";
import { decided, oneOf, type AnyKind, type Form, type Kind } from "./check/kind";
import { Ledger } from "./check/ledger";
import { constructsIn, tokensIn } from "./check/place";
import { shown } from "./check/shown";
import { soundProps } from "./check/sound";
import type { RemovalPolicy } from "./removal-policy";
import { clusterScopeOf } from "./scope";
import { dataOf } from "./text";
import { isToken } from "./token";

/** What every construct that stands for something of the cluster takes. */
export interface ManagedOptions {
  /**
   * What Terraform may do to it: `protect` refuses every plan that would destroy or replace it, `destroy` allows it.
   * @default - "protect" for what holds data or carries guests, "destroy" for what can be made anew
   */
  readonly removalPolicy?: RemovalPolicy;
  /**
   * Provider by which it is reached, where the stack has several.
   * @default - that of the `Cluster` which it is in, else the one without an alias
   */
  readonly provider?: TerraformProvider;
}

export const removalPolicy: Kind<RemovalPolicy> = decided(oneOf("protect", "destroy"));

const example = 'new ProxmoxProvider(stack, { alias: "lab" })';

export const provider: Kind<TerraformProvider> = { expected: () => `a provider such as ${example}`, takes: TerraformProvider.isTerraformProvider, example: () => example };

/** What the props of a construct may say, those that every one has included. */
export const managedForm = <P extends ManagedOptions>(own: Kinds<Omit<P, keyof ManagedOptions>>): Form => formOfKinds<P>({ ...own, removalPolicy, provider } as unknown as Kinds<P>);

/**
 * The props of a construct without what is of another type than it must be; the synthesis says what that is, and ends. Where they say no
 * provider, it is that of the cluster which the construct is in.
 */
export function sound<P extends object>(construct: Construct, form: Form, said: P, path?: string): P {
  const { props, problems } = soundProps(form, said, path);
  checkSound(construct, problems);
  const all = reached(construct, form, props);
  // What is said of a guest is named for it; what a method is told, the construct that it makes names.
  if (path === undefined) checkNamed(construct, all, (all as ManagedOptions).provider);
  return all;
}

/** Has the synthesis say what of some props is of another cluster. */
export function checkNamed(construct: Construct, said: object, provider?: TerraformProvider, rows: readonly Member[] = []): void {
  if (rows.length === 0 && constructsIn(said).length === 0) return;
  Ledger.of(construct).add({ construct, provider, problems: () => [], names: () => [...constructsIn(said), ...tokensIn(rows, said)] });
}

/** Props with the provider of the cluster that a construct is in. */
export function reached<P extends object>(construct: Construct, form: Form, props: P): P {
  if (!form.fields.has("provider") || (props as ManagedOptions).provider !== undefined) return props;
  const { provider: common } = clusterScopeOf(construct) ?? {};
  return common === undefined ? props : { ...props, provider: common };
}

/** Has the word by which something is referred to checked: `where` says how. */
export function checkWord(scope: Construct, where: string, kind: AnyKind, word: unknown): void {
  if (!isToken(word) && !kind.takes(word)) checkManaged(scope, `${where}: expected ${kind.expected(word)}, got ${shown(word)}`);
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

/** Has the synthesis say what is wrong with values that are not written, whatever else it checks. */
export function checkSound(construct: Construct, losses: readonly string[]): void {
  if (losses.length > 0) Ledger.of(construct).add({ construct, losses, problems: () => losses });
}

/** Has a construct checked before its app is synthesised. */
export function checkManaged(construct: Construct, ...problems: readonly (string | false | undefined)[]): void {
  const found = problems.filter((problem): problem is string => typeof problem === "string");
  if (found.length > 0) Ledger.of(construct).add({ construct, problems: () => found });
}
