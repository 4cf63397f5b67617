import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App, type TerraformResource, type TerraformStack } from "cdktf";
import type { GuestId, GuestType } from "../lib/pve/address";
import { guestTypeOfTerraform, printGuestName } from "../lib/schema/kind/guests";
import { StateBlocks } from "./state-blocks";
import { isToken } from "./token";

/** A guest in a stack: where it is in Terraform, and whether plans may destroy it. */
interface StackGuest extends GuestId {
  readonly address: string;
  readonly isProtected: boolean;
}

/**
 * Holds a stack against what was synthesised into the same folder before. A guest that has another address keeps its place in the state
 * by a `moved` block; one that is protected and has left the code is a mistake, because Terraform destroys what has left, whatever
 * `prevent_destroy` said.
 */
export function compareWithLast(stack: TerraformStack, elements: readonly TerraformResource[]): readonly string[] {
  const before = guestsBefore(stack);
  if (before.length === 0) return [];
  const now = elements.flatMap(guestOf);
  const addresses = new Set(elements.map((resource) => `${resource.terraformResourceType}.${resource.friendlyUniqueId}`));
  const spoken = spokenOf(stack);
  return before
    .filter(({ address }) => !addresses.has(address) && !spoken(address))
    .flatMap((guest) => {
      const moved = now.find(({ type, vmId, address }) => type === guest.type && vmId === guest.vmId && !before.some((one) => one.address === address));
      if (moved) StateBlocks.of(stack).move(guest.address, moved.address);
      return moved || !guest.isProtected ? [] : [lossOf(guest)];
    });
}

/** Whether the code says what becomes of an address that it no longer has. */
function spokenOf(stack: TerraformStack): (address: string) => boolean {
  const { moved = [], removed = [] } = stack["rawOverrides"] as { readonly [name in "moved" | "removed"]?: readonly { readonly from?: unknown }[] };
  const overridden = [...moved, ...removed].map(({ from }) => from);
  const blocks = StateBlocks.find(stack);
  return (address) => blocks?.speaksOf(address) === true || overridden.includes(address);
}

function lossOf(guest: StackGuest): string {
  const name = printGuestName(guest);
  return [
    `${name} (${guest.address}) would be destroyed: it has left the code, and it was protected when this stack was synthesised last`,
    `to forget the guest without changing it: pmpc forget ${name}, or stack.forget("${guest.address}")`,
    `to destroy it: put it back with removalPolicy: "destroy", synthesise, and take it out again`,
    "if the last synthesis was of other code, a branch for example: remove its output folder (cdktf.out)",
  ].join("\n  ");
}

function guestOf(resource: TerraformResource): { readonly type: GuestType; readonly vmId: number; readonly address: string }[] {
  const type = guestTypeOfTerraform(resource.terraformResourceType);
  const vmId = (resource as { readonly vmIdInput?: number }).vmIdInput;
  return type === undefined || vmId === undefined || isToken(vmId) ? [] : [{ type, vmId, address: `${resource.terraformResourceType}.${resource.friendlyUniqueId}` }];
}

type Block = Readonly<Record<string, unknown>>;

/** The guests of the last synthesis; none where there was none, or where its text is not what it was. */
function guestsBefore(stack: TerraformStack): readonly StackGuest[] {
  const app = stack.node.root;
  if (!App.isApp(app)) return [];
  const folder = join(app.outdir, app.manifest.forStack(stack).workingDirectory);
  const { resource = {} } = read(join(folder, "cdk.tf.json"));
  return Object.entries(resource).flatMap(([terraform, named]) => {
    const type = guestTypeOfTerraform(terraform);
    return type === undefined ? [] : Object.entries(named).flatMap(([name, values]) => guestIn(type, `${terraform}.${name}`, values));
  });
}

function guestIn(type: GuestType, address: string, { vm_id: vmId, lifecycle }: Block): StackGuest[] {
  return typeof vmId === "number" ? [{ type, vmId, address, isProtected: (lifecycle as { readonly prevent_destroy?: unknown } | undefined)?.prevent_destroy === true }] : [];
}

function read(path: string): { readonly resource?: Readonly<Record<string, Readonly<Record<string, Block>>>> } {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return {};
  }
}
