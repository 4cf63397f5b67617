import type { SharedAddress } from "../../../lib/inventory/address-book";
import type { ResourceKey } from "../../../lib/pve/address";
import { printName } from "../../../lib/schema/kind/name";

/** An address of several as a sentence: `10.9.0.50 is the address of containers 150 and 151: …`. */
export function tellShared({ address, keys, owner }: SharedAddress): string {
  const given = owner === undefined ? "the inventory uses it for none of them" : `the inventory uses it for ${printName(owner)} only`;
  return `${address} is the address of ${together(keys)}: ${given}`;
}

function together(keys: readonly ResourceKey[]): string {
  const [first = "", ...others] = keys.map(printName);
  const kind = first.split(" ")[0]!;
  const alike = others.length > 0 && others.every((name) => name.startsWith(`${kind} `));
  const names = alike ? [first.replace(kind, `${kind}s`), ...others.map((name) => name.slice(kind.length + 1))] : [first, ...others];
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)!}`;
}
