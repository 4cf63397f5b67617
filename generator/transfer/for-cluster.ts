import type { Guest } from "../../lib/inventory/inventory";
import { volumeFor } from "../../lib/schema/rewrite";
import type { Cast } from "./called";
import { addressBy, numbersBy, vlansBy, type TargetMap } from "./map";
import { changeAddresses } from "./network";

/** What has to be there on the other cluster before an apply, and what nobody said. */
export interface Expected {
  /** Images, snippets, mappings and devices that guests name. */
  readonly needs: ReadonlySet<string>;
  /** Addresses that keep their text, because the map does not name them. */
  readonly keptAddresses: ReadonlySet<string>;
  readonly vlan: (text: string) => string;
}

/** Names by a map. What it does not name keeps its name; of the guests, which all get numbers, others may name those that are made. */
export function castFor(map: TargetMap, guests: readonly Guest[], made: readonly Guest[] = guests): Cast & Expected {
  const address = addressBy(map);
  const vmId = numbersBy(map, guests.map((guest) => guest.vmId));
  const named = (names: Readonly<Record<string, string | null>> | undefined) => (name: string) => (names !== undefined && Object.hasOwn(names, name) ? (names[name] ?? name) : name);
  const numbers = new Set(made.map((guest) => String(guest.vmId)));
  const [storage, bridge, pool, node] = [map.storages, map.bridges, map.pools, map.nodes].map(named) as [Cast["storage"], Cast["bridge"], Cast["pool"], Cast["node"]];
  const vlan = vlansBy(map);
  const [needs, keptAddresses] = [new Set<string>(), new Set<string>()];
  const volume = (text: string) => {
    const disk = volumeFor(text, { storage, vmId });
    if (disk !== undefined) return disk;
    const moved = text.startsWith("/") ? text : text.replace(/^[^:]+/, storage);
    needs.add(moved);
    return moved;
  };
  return {
    needs, keptAddresses, storage, bridge, pool, vlan, node, vmId,
    cluster: (name) => name,
    thing: (as, name) => {
      if (as === "guest") return numbers.has(name) ? String(vmId(Number(name))) : undefined;
      // A token's value cannot be read: it is made there by hand, and then has its rights.
      if (as === "token") return undefined;
      return ({ storage, bridge, pool, node }[as] ?? ((one: string) => one))(name);
    },
    setting: (says, text) => {
      switch (says.is) {
        case "secret": return undefined;
        case "address": return changeAddresses(text, (one) => address(one) ?? (keptAddresses.add(one), one));
        case "vlans": return vlan(text);
        default: return text;
      }
    },
    value: (says, text) => {
      switch (says.is) {
        case "secret": case "record": return undefined;
        case "address": return changeAddresses(text, (one) => address(one) ?? (keptAddresses.add(one), one));
        case "vlans": return vlan(text);
        case "volume": return volume(text);
        case "reference": {
          const byKind = { storage, bridge, pool, node }[says.as];
          if (byKind === undefined) needs.add(`${says.as} ${text}`);
          return byKind === undefined ? text : byKind(text);
        }
        default: return text;
      }
    },
  };
}
