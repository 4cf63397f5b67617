import { parseGuestKey } from "../../lib/pve/address";
import { kinds } from "../../lib/schema/kind/all";
import type { Known } from "../engine/known";
import type { ResourceRecord } from "../store/state-store";

/** Something that was seen, as lists name it. */
export function knownOf({ key, kind, name, node, status }: ResourceRecord): Known {
  const word = kinds.of(kind)?.word.short ?? kind;
  return {
    key,
    kind: word,
    id: key.slice(kind.length + 1),
    name,
    isGuest: parseGuestKey(key) !== undefined,
    ...(status === undefined ? {} : { status }),
    ...(node === undefined || node === name ? {} : { node }),
  };
}
