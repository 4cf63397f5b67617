import type { Unreadable } from "../../lib/inventory/document";
import type { Guest, Inventory } from "../../lib/inventory/inventory";
import { listLeftOut } from "../../lib/inventory/left-out";
import { parseGuestAddress } from "../../lib/pve/address";
import { printGuestName } from "../../lib/schema/kind/name";
import { tellShared } from "../emit/docs/shared";
import type { Plan } from "../plan/plan";

/** What a person should know of what was read and planned, and that keeps nothing from being written. */
export function warningsOf(plan: Plan, inventory: Inventory): readonly string[] {
  const explained = plan.guests.filter(({ outcome, wait }) => outcome !== "imported" || wait?.certain).map(({ guest }) => `/${guest.key}/`);
  const unread = inventory.unreadable.filter(({ address }) => !/\/config$/.test(address) && !explained.some((part) => address.includes(part)));
  return [...unread.map(nameUnreadable), ...plan.addresses.shared.map(tellShared), ...waits(plan), ...notUnderstood(inventory.guests)];
}

/** Guests that hold up every plan of plain Terraform, and those that may. */
function waits({ guests }: Plan): string[] {
  const waiting = guests.flatMap(({ guest, wait }) => (wait?.certain ? [`${printGuestName(guest)} ${guest.name ?? ""}: ${wait.refusal}. ${waysOut(wait)}`] : []));
  const unasked = guests.filter(({ wait }) => wait?.certain === false).length;
  const said = waiting.length > few ? [`${waiting.length} guests have an agent that is turned on but reports no addresses: plain Terraform waits 15 minutes for each at every plan, and pmpc does not; docs/import-report.md lists them`] : waiting;
  if (unasked === 0) return said;
  const which = unasked === 1 ? "1 running guest has an agent" : `${unasked} running guests have an agent`;
  return [...said, `${which} that was not asked (--no-addresses, no right to, or no way there): plain Terraform waits 15 minutes for one that is silent`];
}

const few = 3;
const waysOut = ({ help, remedy }: { readonly help: string; readonly remedy: string }) => `${help[0]!.toUpperCase()}${help.slice(1)}; or turn the agent off (${remedy}); or, once the guest is in Terraform's state, set agent: { waitForIp: { disabled: true } } in its code`;

/** Lines that Proxmox VE itself has lost already; of many guests in one sentence. */
function notUnderstood(guests: readonly Guest[]): string[] {
  const lossy = guests.filter(({ leftOut }) => leftOut !== undefined);
  const lost = (them: string) => `Proxmox VE does not understand ${them} and deletes ${them} when it next writes the file`;
  if (lossy.length > 3) return [`${lossy.length} guests have lines in their files that are not in the code (docs/import-report.md lists them): ${lost("them")}`];
  return lossy.map(({ leftOut = [], ...guest }) => {
    const [lines, them] = leftOut.length === 1 ? ["1 line of its file is", "it"] : [`${leftOut.length} lines of its file are`, "them"];
    return `${printGuestName(guest)}: ${lines} not in the code (${listLeftOut(leftOut, 5)}): ${lost(them)}`;
  });
}

/** `vm 120: its agent does not answer` */
export function nameUnreadable({ address, message }: Pick<Unreadable, "address" | "message">): string {
  const guest = parseGuestAddress(address);
  if (guest !== undefined) return `${printGuestName(guest)}: ${message}`;
  // What Proxmox VE says itself need not say what it was asked for.
  return /^Proxmox VE answered \d/.test(message) ? `${address}: ${message}` : message;
}
