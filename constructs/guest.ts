import { DefaultTokenResolver, StringConcat, TerraformStack, Tokenization, type ITerraformIterator, type TerraformProvider, type TerraformResource, type TerraformResourceLifecycle } from "cdktf";
import type { Construct } from "constructs";
import type { GuestTable } from "../lib/schema/row";
import type { Claimed } from "./check/address";
import { Ledger } from "./check/ledger";
import { constructsIn, tokensIn } from "./check/place";
import type { Kinds } from "./check/form";
import { ignoring, unknownIgnored } from "./check/ignored";
import { decided, flag, listOf, made, text } from "./check/kind";
import type { Said } from "./check/sound";
import { checkValues } from "./check/value";
import { provider, removalPolicy } from "./managed";
import { possibleName, type GuestName } from "./guest-defaults";
import type { RemovalPolicy } from "./removal-policy";
import { StateBlocks } from "./state-blocks";
import { ignoredPaths } from "./terraform";
import { isToken } from "./token";

/** What every guest's construct takes besides the guest's own properties. */
export interface GuestOptions {
  /**
   * Takes an existing guest into the state at the next apply, instead of creating one. Needs `vmId`. Once that is applied the
   * line may go.
   * @default false
   */
  readonly adopt?: boolean;
  /**
   * Properties whose differences Terraform leaves alone, by prop (`cdrom`, `numaNodes[0].policy`) or in Terraform's words.
   * @default - none beyond those that the construct's description names
   */
  readonly ignoreChanges?: readonly string[];
  /**
   * What Terraform may do to the guest: `protect` refuses every plan that would destroy or replace it, `destroy` allows it.
   * @default "protect"
   */
  readonly removalPolicy?: RemovalPolicy;
  /**
   * Other guests of the app may have its MAC and IP addresses: a standby, or a copy in a network of its own.
   * @default false
   */
  readonly sharesAddresses?: boolean;
  /**
   * Provider by which it is reached, where the stack has several: `new ProxmoxProvider(stack, { alias: "lab" })`.
   * @default - that of the `Cluster` which it is in, else the one without an alias
   */
  readonly provider?: TerraformProvider;
  /**
   * Makes one guest for each element of a list or a map of Terraform's; its number and addresses are those of `each(key)`. Where the list
   * is known in TypeScript, a loop is simpler.
   * @default - one guest
   */
  readonly forEach?: ITerraformIterator;
}

/** What a guest's props may say that is none of its own properties. */
export const guestOptions: Kinds<GuestOptions> = { adopt: decided(flag), ignoreChanges: decided(listOf(text)), removalPolicy, sharesAddresses: decided(flag), provider, forEach: made<ITerraformIterator>("an iterator such as TerraformIterator.fromList([…])", "TerraformIterator.fromList([…])", "_getForEachExpression") };

/** How Terraform treats the guest: protected unless said otherwise, and blind to what is no business of the code. */
export function lifecycleOf(table: GuestTable, options: GuestOptions, ignored: readonly string[]): TerraformResourceLifecycle {
  const paths = [...ignored, ...ignoredPaths(table, options.ignoreChanges ?? [])];
  return { preventDestroy: (options.removalPolicy ?? "protect") === "protect", ignoreChanges: ignoring(paths) };
}

/** Adds the import block of an adopted guest. */
export function adopt(guest: Construct, resource: TerraformResource, node: string, vmId: number | undefined): void {
  // Without a number the guest's check fails.
  if (vmId !== undefined) StateBlocks.of(TerraformStack.of(guest)).import(resource, `${node}/${vmId}`);
}

/** Whether the guest was there before its code. Two copies of the package may be loaded, so the stack is known by what it says. */
export function existed(guest: Construct, { adopt: adopted, vmId }: { readonly adopt?: boolean; readonly vmId?: unknown }): boolean {
  return adopted === true || (vmId !== undefined && isAdopted(guest));
}

const isAdopted = (guest: Construct) => (TerraformStack.of(guest) as { readonly adopted?: boolean }).adopted === true;

interface Guest<P> {
  readonly table: GuestTable;
  readonly resource: TerraformResource;
  /** Where the name comes from, unless it is said. */
  readonly named: GuestName;
  readonly options: GuestOptions;
  /** What is of another type than it must be, and therefore not among what is said. */
  readonly wrong: readonly string[];
  readonly said: () => P & { readonly vmId?: number; readonly template?: boolean };
  readonly addresses: (said: P) => readonly Claimed[];
  readonly rules: (said: P, ignored: readonly string[]) => readonly string[];
}

/** Has the guest checked before its app is synthesised. What one that exists shares with others, and how its props go together, is taken as it is. */
export function checkGuest<P>(guest: Construct, { table, resource, named, options, wrong, said, addresses, rules }: Guest<P>): void {
  const { adopt: adopted = false, ignoreChanges = [], sharesAddresses, provider } = options;
  const exists = adopted || isAdopted(guest);
  Ledger.of(guest).add({
    construct: guest,
    provider,
    exists,
    losses: wrong,
    problems: () => problemsIn(said()),
    claims: () => claimsIn(said()),
    names: () => [...constructsIn(said()), ...tokensIn(table.rows, said() as object)],
  });

  function problemsIn(props: P & { readonly vmId?: number }): readonly string[] {
    const { vmId } = props;
    const numbers = [
      adopted && vmId === undefined && "adopt needs vmId, the number of the guest in the cluster; add vmId, or take adopt away to create a guest",
      options.forEach !== undefined && vmId !== undefined && !isToken(vmId) && `vmId is ${vmId} for each of the guests; say one for each, such as iterator.getNumber("vmId"), or leave it out`,
    ].filter((problem) => problem !== false);
    // What is spread is asked for one by one, and most have nothing to say.
    return numbers.concat(
      wrong,
      checkValues(table.rows, props as Said, exists).map((problem) => withOrigin(problem, named)),
      unknownIgnored(table.rows, resource, ignoreChanges),
      exists || wrong.length > 0 ? [] : rules(props, ignoreChanges),
    );
  }

  function claimsIn(props: P & { readonly vmId?: number; readonly template?: boolean }): readonly Claimed[] {
    const { vmId, template } = props;
    return numbersOf(guest, resource, vmId, options.forEach !== undefined).concat(sharesAddresses || template || wrong.length > 0 ? [] : addresses(props));
  }
}

/**
 * The numbers that are a guest's own: what the code says, and the one that it has in Terraform. `web.vmId + 1` is the very number of `web`,
 * because TypeScript cannot calculate with what only Terraform knows.
 */
function numbersOf(guest: Construct, resource: TerraformResource, vmId: number | undefined, isMany: boolean): Claimed[] {
  if (isMany) return [];
  const own = `\${${resource.terraformResourceType}.${resource.friendlyUniqueId}.vm_id}`;
  const said: unknown = vmId === undefined || !isToken(vmId) ? vmId : Tokenization.resolve(vmId, { scope: guest, preparing: false, resolver });
  const isOne = said !== undefined && said !== own && !/\b(each|count|self)\./.test(String(said));
  return [own, ...(isOne ? [said] : [])].map((value) => ({ key: `vmid ${String(value)}`, where: "vmId", value: String(value) }));
}

const resolver = new DefaultTokenResolver(new StringConcat());

/** A name that nobody wrote down is found by where it comes from. */
function withOrigin(problem: string, { name, from }: GuestName): string {
  if (from === undefined || !/^(host)?name is /.test(problem)) return problem;
  const prop = problem.startsWith("host") ? "hostname" : "name";
  const possible = possibleName(name);
  return `${problem.replace(`${prop} is ${JSON.stringify(name)},`, `${prop} is ${JSON.stringify(name)}, which is ${from} and`).replace("and which", "and")}${possible === undefined ? "" : `, such as ${prop}: ${JSON.stringify(possible)}`}`;
}
