import type { Document, Unreadable } from "../../../lib/inventory/document";
import { printGuestAddress, type Address, type GuestId } from "../../../lib/pve/address";
import { parsePropertyString } from "../../../lib/pve/property-string";

export type Finding = Document | Unreadable;

/** A guest, and the node that the cluster's list has it on. */
export interface Place extends GuestId {
  readonly node: string;
}

/** Reads one address, with a bound of its own where `brief` says so. */
export type Read = (address: Address, brief?: boolean) => Promise<Finding>;

/** Configuration, state and, where asked for, addresses of a guest; undefined when it is not on that node any more. */
export async function readGuest(guest: Place, read: Read, addresses: boolean): Promise<readonly Finding[] | undefined> {
  const at = (...below: string[]) => printGuestAddress(guest.node, guest, ...below);
  const config = await read(at("config"));
  if (isUnreadable(config)) return config.why === "gone" ? undefined : [config];
  const state = await read(at("status", "current"));
  if (isUnreadable(state)) return state.why === "gone" ? undefined : [config, state];
  if (!addresses || !isRunning(state.body)) return [config, state];
  if (guest.type === "lxc") return [config, state, await read(at("interfaces"), true)];
  if (hasAgent(config.body)) return [config, state, await read(at("agent", "network-get-interfaces"), true)];
  return [config, state];
}

export function isUnreadable(finding: Finding): finding is Unreadable {
  return "why" in finding;
}

/** A paused virtual machine is "running", too, but its agent sleeps. */
function isRunning(state: unknown): boolean {
  const { status, qmpstatus = "running" } = (state ?? {}) as { status?: unknown; qmpstatus?: unknown };
  return status === "running" && qmpstatus === "running";
}

/** `agent: 1`, `agent: enabled=1,fstrim_cloned_disks=1`. */
function hasAgent(config: unknown): boolean {
  const { agent = "0" } = (config ?? {}) as { agent?: unknown };
  const enabled = parsePropertyString(String(agent), { defaultKey: "enabled" }).find(([key]) => key === "enabled");
  return enabled !== undefined && /^(?:1|on|yes|true)$/i.test(enabled[1].trim());
}
