import type { SharedAddress } from "../../../lib/inventory/address-book";
import { parseGuestKey, printGuestName, type ResourceKey } from "../../../lib/pve/address";

/** An address of several as a sentence: `10.9.0.50 is the address of containers 150 and 151: …`. */
export function tellShared({ address, keys, owner }: SharedAddress): string {
  const given = owner === undefined ? "the inventory gives it to none of them" : `the inventory gives it to ${nameOf(owner)} alone`;
  return `${address} is the address of ${together(keys)}: ${given}`;
}

function together(keys: readonly ResourceKey[]): string {
  const [first = "", ...others] = keys.map(nameOf);
  const kind = first.split(" ")[0]!;
  const alike = others.length > 0 && others.every((name) => name.startsWith(`${kind} `));
  const names = alike ? [first.replace(kind, `${kind}s`), ...others.map((name) => name.slice(kind.length + 1))] : [first, ...others];
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)!}`;
}

/** `vm 101`, `container 202`, `node pve1` */
function nameOf(key: ResourceKey): string {
  const guest = parseGuestKey(key);
  return guest === undefined ? key.replace("/", " ") : printGuestName(guest);
}
