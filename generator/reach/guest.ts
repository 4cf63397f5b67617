import { exit, PmpcError } from "../../lib/error";
import { labelOf, type GuestPlace, type GuestState, type Operator } from "../operate/operator";

/** A guest as reports name it. */
export interface GuestFacts extends GuestPlace {
  readonly name?: string;
}

const kinds: Readonly<Record<string, GuestPlace["type"]>> = { vm: "qemu", qemu: "qemu", container: "lxc", ct: "lxc", lxc: "lxc" };

/** Finds the guest that people mean: `vm 104`, `container 202`, `qemu/104`, a number alone, or a name that only one guest has. */
export async function findGuest(operator: Operator, words: string, only?: GuestPlace["type"]): Promise<GuestState> {
  const [, kind, wanted = ""] = /^\s*(?:(vm|qemu|container|ct|lxc)[\s/]+)?(.*?)\s*$/is.exec(words) ?? [];
  const guests = await operator.guests();
  const numbered = /^[1-9]\d*$/.test(wanted);
  const called = guests.filter(({ vmId, name }) => (numbered ? vmId === Number(wanted) : name === wanted));
  const type = only ?? (kind === undefined ? undefined : kinds[kind.toLowerCase()]);
  const found = called.filter((guest) => type === undefined || guest.type === type);
  const [guest, another] = found;
  if (guest && !another) return guest;
  if (guest) {
    throw new PmpcError("guest-not-unique", `${found.length} guests are called "${wanted}": ${found.map(labelOf).join(", ")}`, { hint: "name it by its number", exit: exit.usage });
  }
  const [other] = called;
  const hint = other ? `${other.vmId} is a ${other.type === "qemu" ? "virtual machine" : "container"}` : `${operator.name} lists ${guests.length} guests; an account without VM.Audit on a guest does not see it`;
  throw new PmpcError("not-found", `there is no ${type === undefined ? "guest" : type === "qemu" ? "virtual machine" : "container"} ${numbered ? wanted : `"${wanted}"`}`, { hint, exit: exit.notFound });
}
