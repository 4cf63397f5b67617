import { TerraformStack, type TerraformProvider, type TerraformResource, type TerraformResourceLifecycle } from "cdktf";
import type { Construct } from "constructs";
import type { GuestTable } from "../lib/schema/row";
import type { Claimed } from "./check/address";
import { Ledger } from "./check/ledger";
import type { Kinds } from "./check/form";
import { flag, listOf, text } from "./check/kind";
import type { Said } from "./check/sound";
import { checkValues } from "./check/value";
import { provider, removalPolicy } from "./managed";
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
   * @default - the one without an alias
   */
  readonly provider?: TerraformProvider;
}

/** What a guest's props may say that is none of its own properties. */
export const guestOptions: Kinds<GuestOptions> = { adopt: flag, ignoreChanges: listOf(text), removalPolicy, sharesAddresses: flag, provider };

/** How Terraform treats the guest: protected unless said otherwise, and blind to what is no business of the code. */
export function lifecycleOf(table: GuestTable, options: GuestOptions, ignored: readonly string[]): TerraformResourceLifecycle {
  const paths = [...ignored, ...ignoredPaths(table, options.ignoreChanges ?? [])];
  return { preventDestroy: (options.removalPolicy ?? "protect") === "protect", ignoreChanges: [...new Set(paths)] };
}

/** Adds the import block of an adopted guest. */
export function adopt(guest: Construct, resource: TerraformResource, node: string, vmId: number | undefined): void {
  // Without a number the guest's check fails.
  if (vmId !== undefined) StateBlocks.of(TerraformStack.of(guest)).import(resource, `${node}/${vmId}`);
}

interface Guest<P> {
  readonly table: GuestTable;
  readonly options: GuestOptions;
  /** What is of another type than it must be, and therefore not among what is said. */
  readonly wrong: readonly string[];
  readonly said: P & { readonly vmId?: number; readonly template?: boolean };
  readonly addresses: (said: P) => readonly Claimed[];
  readonly rules: (said: P, ignored: readonly string[]) => readonly string[];
}

/** Has the guest checked before its app is synthesised. What one that exists shares with others, and how its props go together, is taken as it is. */
export function checkGuest<P>(guest: Construct, { table, options, wrong, said, addresses, rules }: Guest<P>): void {
  const { adopt: adopted = false, ignoreChanges = [], sharesAddresses, provider } = options;
  // Two copies of the package may be loaded, so the stack is known by what it says.
  const exists = adopted || (TerraformStack.of(guest) as { readonly adopted?: boolean }).adopted === true;
  const { vmId, template } = said;
  Ledger.of(guest).add({
    construct: guest,
    provider,
    exists,
    losses: wrong,
    problems: () => [
      ...(adopted && vmId === undefined ? ["adopt needs vmId, the number of the guest in the cluster; add vmId, or take adopt away to create a guest"] : []),
      ...wrong,
      ...checkValues(table.rows, said as Said, exists),
      ...(exists || wrong.length > 0 ? [] : rules(said, ignoreChanges)),
    ],
    claims: () => [
      ...(vmId === undefined || isToken(vmId) ? [] : [{ key: `vmid ${vmId}`, where: "vmId", value: String(vmId) }]),
      ...(sharesAddresses || template || wrong.length > 0 ? [] : addresses(said)),
    ],
  });
}
