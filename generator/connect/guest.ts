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
  const { type: named, wanted } = readGuestWords(words);
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

/** What words say of a guest: `vm 104` → its kind, and its number or name. Raises `wrong-input` for words that can name none, before a cluster is asked. */
export function readGuestWords(words: string): { readonly type?: GuestPlace["type"]; readonly wanted: string } {
  const text = words.trim();
  const [, word = "", rest = ""] = /^([a-z]+)(?:[\s/]+(.*))?$/is.exec(text) ?? [];
  const type = guestTypeOf(word);
  const wanted = type === undefined ? text : rest;
  // No name of a guest has a blank in it.
  if (/^\S+$/.test(wanted)) return type === undefined ? { wanted } : { type, wanted };
  const [expected, got] = type !== undefined && wanted === "" ? [`a number or a name after ${word}`, "nothing"] : ["one guest, such as vm 104, container 202, or its name", JSON.stringify(text)];
  throw new PmpcError("wrong-input", `guest: expected ${expected}, got ${got}`, { hint: "pmpc list guests shows those that were read; --filter chooses several", exit: exit.usage, facts: { option: "guest", expected, got } });
}
