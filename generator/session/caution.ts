import { exit, PmpcError } from "../../lib/error";
import { parseGuestKey, type ResourceKey } from "../../lib/pve/address";
import { guestKinds } from "../../lib/schema/kind/all";
import { printGuestName, printName } from "../../lib/schema/kind/name";
import { ifUnanswered, type Voice } from "../engine/host";
import type { Names } from "../workspace/names";
import type { Stranger } from "./names";

const few = 5;
const share = 0.1;

/**
 * Refuses to take many guests out of the code at once. Each of them was asked for by itself; but a cluster that answers wrongly does
 * so for many. Named, or with `--confirm` alone, they leave.
 */
export async function refuseManyGone(gone: readonly ResourceKey[], names: Names, confirmed: readonly string[] | undefined, host: Voice<"guests-gone">): Promise<void> {
  const labels = gone.map((key) => labelOf(key, names.get(key)?.id));
  if (gone.length <= few && gone.length <= names.size * share) return;
  if (confirmed !== undefined && (confirmed.length === 0 || gone.every((key) => isNamed(key, names, confirmed)))) return;
  const which = `${labels.slice(0, few).join(", ")}${labels.length > few ? ` and ${labels.length - few} more` : ""}`;
  const says = `${gone.length} of ${names.size} guests in the code are gone from the cluster: ${which}`;
  const typed = await host.ask({ code: "guests-gone", says: `${says}. Enter the number ${gone.length} to remove them from the code`, about: gone, data: { of: names.size } }).catch(ifUnanswered);
  if (typed === String(gone.length)) return;
  throw new PmpcError("many-gone", says, {
    hint: `nothing was written. If they were removed on purpose: pmpc import --confirm\nif not, look at the cluster first: pmpc doctor`,
    exit: exit.refused,
    facts: { gone },
  });
}

/**
 * Refuses guests that have the number of another one until a person chooses: adopt the newcomer, or forget the one in the code.
 */
export async function refuseStrangers(strangers: readonly Stranger[], adopted: readonly string[], host: Voice<"another-guest">): Promise<void> {
  for (const stranger of strangers) {
    const { key, vmId, name = "" } = stranger.guest;
    const label = printGuestName(stranger.guest);
    if ([key, label, String(vmId), name].some((one) => adopted.includes(one))) continue;
    const typed = await host.ask({ code: "another-guest", says: `${sayStranger(stranger)}. "adopt" puts it into the code in place of the old one`, about: [key], data: { sameness: stranger.sameness } }).catch(ifUnanswered);
    if (typed !== "adopt") throw refusalOf(strangers);
  }
}

/** The error for guests that are not those of the code, or may not be. */
export function refusalOf(strangers: readonly Stranger[]): PmpcError {
  const [first, ...others] = strangers;
  const label = printGuestName(first!.guest);
  return new PmpcError("another-guest", sayStranger(first!), {
    hint: [
      ...others.map(sayStranger),
      `nothing was written. To replace the old guest in the code by the new one: pmpc import --adopt '${label}'`,
      `to remove the old one from the code and leave the new one alone: pmpc forget ${label}`,
    ].join("\n"),
    exit: exit.refused,
    facts: { guests: strangers.map(({ guest: { key }, sameness }) => ({ key, sameness })) },
  });
}

function sayStranger({ guest, name, sameness }: Stranger): string {
  const now = guest.name === undefined ? "" : ` ("${guest.name}")`;
  if (sameness === "other") return `${printGuestName(guest)} is another guest${now} than the one in the code, ${name.id}: its number was reused`;
  return `${printGuestName(guest)}${now} may be another guest than the one in the code, ${name.id}: it shares neither ${guestKinds[guest.type].identity.says}`;
}

const labelOf = (key: ResourceKey, id = "") => `${printName(key)} ${id}`;

function isNamed(key: ResourceKey, names: Names, confirmed: readonly string[]): boolean {
  const guest = parseGuestKey(key)!;
  return [key, printGuestName(guest), String(guest.vmId), names.get(key)?.id ?? ""].some((one) => confirmed.includes(one));
}
