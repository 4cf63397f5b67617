import { TerraformStack, type TerraformResource, type TerraformResourceLifecycle } from "cdktf";
import { type Construct } from "constructs";
import { PmpcError } from "../lib/error";
import type { GuestTable } from "../lib/schema/row";
import { StateBlocks } from "./state-blocks";
import { ignoredPaths } from "./terraform";

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
   * @default - none beyond those that the construct's description names.
   */
  readonly ignoreChanges?: readonly string[];
  /**
   * What Terraform may do to the guest: `protect` refuses every plan that would destroy or replace it, `destroy` allows it.
   * @default "protect"
   */
  readonly removalPolicy?: "protect" | "destroy";
}

/** Options that are the construct's own, apart from the properties of the guest. */
export function splitOptions<P extends GuestOptions>(props: P): { options: GuestOptions; said: Omit<P, keyof GuestOptions> } {
  const { adopt, ignoreChanges, removalPolicy, ...said } = props;
  return { options: { adopt, ignoreChanges, removalPolicy }, said };
}

/** How Terraform treats the guest: protected unless said otherwise, and blind to what is no business of the code. */
export function lifecycleOf(table: GuestTable, options: GuestOptions, ignored: readonly string[]): TerraformResourceLifecycle {
  const paths = [...ignored, ...ignoredPaths(table, options.ignoreChanges ?? [])];
  return { preventDestroy: (options.removalPolicy ?? "protect") === "protect", ignoreChanges: [...new Set(paths)] };
}

/** Adds the import block of an adopted guest. */
export function adopt(guest: Construct, resource: TerraformResource, node: string, vmId: number | undefined): void {
  if (vmId === undefined) {
    throw new PmpcError("adopt-without-number", `${guest.node.path}: adopt needs vmId, the number of the guest in the cluster`, { hint: "add vmId: …, or take adopt away to create a guest" });
  }
  StateBlocks.of(TerraformStack.of(guest)).import(resource, `${node}/${vmId}`);
}
