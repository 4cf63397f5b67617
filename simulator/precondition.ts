import type { GuestType } from "../lib/pve/address";
import type { Guest } from "./cluster";
import type { Draft } from "./draft";
import { readGuest } from "./guest";
import { failed } from "./refusal";
import { given, type Call } from "./route";

/** What Proxmox VE calls a guest in its messages. */
export const wordOf = (type: GuestType) => (type === "qemu" ? "VM" : "CT");

/** Refuses a guest that something else is at work on; some locks are no hindrance. */
export function assertUnlocked({ type, values }: Draft, ...harmless: readonly string[]): void {
  const lock = values.get("lock");
  if (lock !== undefined && !harmless.includes(lock)) throw failed(`${wordOf(type)} is locked (${lock})`);
}

/** Whether the file has changed since the caller read the digest that he sends along. */
export function isStale(call: Call, guest: Guest): boolean {
  return call.given.digest !== undefined && given(call, "digest") !== readGuest(guest).digest;
}

export function assertUnchanged(call: Call, guest: Guest): void {
  if (isStale(call, guest)) throw failed("detected modified configuration - file changed by other user? Try again.");
}
