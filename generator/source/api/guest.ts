import type { Address } from "../../../lib/pve/address";
import { canTellAddresses } from "../../../lib/schema/device/agent";
import { guestDocument } from "../../../lib/schema/kind/document";
import { isUnreadable, type Finding, type Place } from "../finding";

/** Reads one address, with a bound of its own where `brief` says so. */
export type Read = (address: Address, brief?: boolean) => Promise<Finding>;

/** Configuration, state and, where asked for, addresses of a guest; undefined if it is not on that node any more. */
export async function readGuest(guest: Place, read: Read, { addresses, states }: { readonly addresses: boolean; readonly states: boolean }): Promise<readonly Finding[] | undefined> {
  const config = await read(guestDocument(guest, "config"));
  if (isUnreadable(config)) return config.why === "gone" ? undefined : [config];
  if (!states) return [config];
  const state = await read(guestDocument(guest, "state"));
  if (isUnreadable(state)) return state.why === "gone" ? undefined : [config, state];
  if (!addresses || !isRunning(state.body)) return [config, state];
  return canTellAddresses(guest.type, config.body) ? [config, state, await read(guestDocument(guest, "interfaces"), true)] : [config, state];
}

/** A paused virtual machine is "running", too, but its agent sleeps. */
function isRunning(state: unknown): boolean {
  const { status, qmpstatus = "running" } = (state ?? {}) as { status?: unknown; qmpstatus?: unknown };
  return status === "running" && qmpstatus === "running";
}
