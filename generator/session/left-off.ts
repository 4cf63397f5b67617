import { parseGuestKey, type GuestId } from "../../lib/pve/address";
import { guestKinds } from "../../lib/schema/kind/all";
import { touchesOf } from "../../lib/schema/kind/request";
import { readChains } from "../audit/log";
import type { RunRecord } from "../runner/record";

const guests = Object.values(guestKinds);

/**
 * Guests that a run shut down and did not start again, as the audit log has it. Where a change needs it, the provider shuts a guest down and
 * starts it by two requests; a run that was killed between them never sends the second.
 */
export function leftOff(root: string, { verb, since }: Pick<RunRecord, "verb" | "since">): readonly GuestId[] {
  const isOff = new Map<string, boolean>();
  for (const { records } of readChains(root).values()) {
    const starts = new Set<number>();
    for (const { n, of, at, key, asked, answer, ...record } of records) {
      if (record.verb !== verb || at < since || key === undefined) continue;
      if (of !== undefined && starts.has(of) && answer !== "OK" && answer !== "begun") isOff.set(key, true);
      const [method = "", address = ""] = String(asked?.request ?? "").split(" ");
      for (const { operation } of touchesOf(guests, { method, address })) {
        if (operation === "start") starts.add(n);
        if (operation === "stop" || operation === "start" || operation === "destroy") isOff.set(key, operation === "stop");
      }
    }
  }
  return [...isOff].flatMap(([key, off]) => (off ? (parseGuestKey(key) ?? []) : []));
}
