import type { Known } from "../engine/known";
import { parseGuestKey, printGuestName } from "../../lib/pve/address";
import type { ResourceRecord } from "../store/state-store";

/** Something that was seen, as lists name it. */
export function knownOf({ key, kind, name, node, status }: ResourceRecord): Known {
  const guest = parseGuestKey(key);
  const [word = kind, id = name] = guest === undefined ? [kind, name] : printGuestName(guest).split(" ");
  return { key, kind: word, id, name, isGuest: guest !== undefined, ...(status === undefined ? {} : { status }), ...(node === undefined || node === name ? {} : { node }) };
}
