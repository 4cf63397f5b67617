import { exit, PmpcError } from "../../lib/error";
import { guestKinds } from "../../lib/schema/kind/all";
import { guestTypeOf, printGuestName } from "../../lib/schema/kind/name";
import type { GuestPlace, GuestState, Operator } from "../operate/operator";

/** A guest as reports name it. */
export interface GuestFacts extends GuestPlace {
  readonly name?: string;
}

/** Finds the guest that people mean: `vm 104`, `container 202`, `qemu/104`, a number alone, or a name that only one guest has. */
export async function findGuest(operator: Operator, words: string, only?: GuestPlace["type"]): Promise<GuestState> {
  const [named, wanted] = splitName(words);
  const guests = await operator.guests();
  const numbered = /^[1-9]\d*$/.test(wanted);
  const called = guests.filter(({ vmId, name }) => (numbered ? vmId === Number(wanted) : name === wanted));
  const type = only ?? named;
  const found = called.filter((guest) => type === undefined || guest.type === type);
  const [guest, another] = found;
  if (guest && !another) return guest;
  if (guest) {
    throw new PmpcError("guest-not-unique", `${found.length} guests are called "${wanted}": ${found.map(printGuestName).join(", ")}`, { hint: "name it by its number", exit: exit.usage });
  }
  const [other] = called;
  const hint = other ? `${other.vmId} is a ${guestKinds[other.type].word.one}` : `${operator.name} lists ${guests.length} guests; an account without VM.Audit on a guest does not see it`;
  throw new PmpcError("not-found", `there is no ${type === undefined ? "guest" : guestKinds[type].word.one} ${numbered ? wanted : `"${wanted}"`}`, { hint, exit: exit.notFound });
}

/** `vm 104` → the kind that the first word means, and the rest; all of it if that is not a kind of guest. */
function splitName(words: string): [GuestPlace["type"] | undefined, string] {
  const text = words.trim();
  const [, word = "", rest = ""] = /^([a-z]+)[\s/]+(.*)$/is.exec(text) ?? [];
  const type = guestTypeOf(word);
  return type === undefined ? [undefined, text] : [type, rest];
}
