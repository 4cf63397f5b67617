import type { Construct } from "constructs";
import type { GuestType } from "../lib/pve/address";
import { guestKinds } from "../lib/schema/kind/guests";
import { formOfKinds } from "./check/form";
import { node, text } from "./check/kind";
import { sound } from "./managed";
import { nameOf, type IAclTarget, type IGuest, type INode } from "./reference";

/** What is known of a guest that is not managed here. */
export interface GuestReferenceOptions {
  /**
   * Node that it is on.
   * @default - not known here
   */
  readonly node?: INode | string;
  /**
   * Its name.
   * @default - not known here
   */
  readonly name?: string;
}

const form = formOfKinds<GuestReferenceOptions>({ node, name: text });

/** A guest that is not managed here, with all that can be told of it. */
export function guestReference(scope: Construct, type: GuestType, vmId: number, options: GuestReferenceOptions): IGuest & IAclTarget {
  const { node: on, name } = sound(scope, form, options, `fromVmId ${vmId}: `);
  const text = String(vmId);
  return { vmId, vmIdText: text, haId: `${guestKinds[type].haType}:${text}`, aclPath: `/vms/${text}`, ...(on === undefined ? {} : { nodeName: nameOf("node", on) }), ...(name === undefined ? {} : { name }) };
}
