import { parseDocument } from "yaml";
import { exit, PmpcError } from "../../lib/error";
import { partsOf, validatorOf } from "../engine/schema";
import { moved, parseAddress, parseNetwork, printAddress, type Network } from "./network";

/** What things are called on another cluster; what is not here keeps its name. */
export interface TargetMap {
  /** The other cluster's API. */
  readonly endpoint?: string;
  readonly nodes?: Names;
  /** Null: it is made there, as it is here. */
  readonly storages?: MadeOrNamed;
  readonly bridges?: Names;
  /** Null: it is made there, as it is here. */
  readonly pools?: MadeOrNamed;
  /** Numbers of VLANs. */
  readonly vlans?: Readonly<Record<string, number>>;
  /** The numbers that guests get there, in the order of their numbers here. @default the same numbers */
  readonly ids?: { readonly from: number; readonly to?: number };
  /** Addresses and whole networks: `{ 10.20.0.0/24: 10.99.0.0/24, 192.168.1.1: 10.0.0.1 }`. */
  readonly addresses?: Names;
  /** What containers are made from, by their operating system. */
  readonly templates?: Names;
  /** @default "new": Proxmox VE draws others */
  readonly macs?: "new" | "keep";
}

type Names = Readonly<Record<string, string>>;
type MadeOrNamed = Readonly<Record<string, string | null>>;

const names = (description: string) => ({ type: "object", description, additionalProperties: { type: "string", minLength: 1 } });
const namesOrNull = (description: string) => ({ type: "object", description, additionalProperties: { anyOf: [{ type: "string", minLength: 1 }, { type: "null" }] } });

/** The JSON Schema of such a file: editors complete and check by it. */
export const mapSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "A map for pmpc export",
  description: "What nodes, storages, bridges, pools, VLANs, numbers and addresses of a cluster are called on another one. What is not in it keeps its name.",
  type: "object",
  properties: {
    $schema: { type: "string" },
    endpoint: { type: "string", pattern: "^https://[^\\s/@]+/?$", description: "Address of the other cluster's API: https://pve-b.lan:8006." },
    nodes: names("Node here: node there."),
    storages: namesOrNull("Storage here: the storage there that takes its place; null: it is made there, as it is here."),
    bridges: names("Bridge here: bridge there."),
    pools: namesOrNull("Pool here: the pool there that takes its place; null: it is made there, as it is here."),
    vlans: { type: "object", description: "VLAN here: VLAN there.", propertyNames: { pattern: "^[1-9]\\d{0,3}$" }, additionalProperties: { type: "integer", minimum: 1, maximum: 4094 } },
    ids: {
      type: "object",
      description: "Numbers that the guests get, in the order of their numbers here. Without it they keep theirs.",
      properties: { from: { type: "integer", minimum: 100, maximum: 999_999_999, description: "The first number." }, to: { type: "integer", minimum: 100, maximum: 999_999_999, description: "The last number that may be used." } },
      required: ["from"],
      additionalProperties: false,
    },
    addresses: names("Network or address here: the same there. Networks have the same prefix length: 10.20.0.0/24: 10.99.0.0/24."),
    templates: names("Operating system of containers (debian): the template there that they are made from (local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst)."),
    macs: { enum: ["new", "keep"], description: "Whether network cards keep their hardware addresses. By default Proxmox VE draws others." },
  },
  additionalProperties: false,
} as const;

/** Reads the text of such a file, in YAML or JSON. Raises `wrong-input` with the place. */
export function readMap(text: string, path: string): TargetMap {
  const document = parseDocument(text, { maxAliasCount: 100 } as never);
  const [broken] = document.errors;
  if (broken !== undefined) throw unfit(path, broken.message.split("\n")[0]!);
  const value = (document.toJS({ maxAliasCount: 100 }) ?? {}) as TargetMap;
  const validate = validatorOf(mapSchema);
  if (!validate(value)) {
    const { instancePath, params } = validate.errors![0]!;
    const extra = (params as { additionalProperty?: string }).additionalProperty;
    throw unfit(path, `${[...partsOf(instancePath), ...(extra === undefined ? [] : [extra])].join(".") || "the file"} ${extra === undefined ? "is not what it may be" : "is not a part of a map"}`);
  }
  for (const [from, to] of Object.entries(value.addresses ?? {})) {
    const [a, b] = [parseNetwork(from), parseNetwork(to)];
    if (a === undefined || b === undefined || a.size !== b.size || a.prefix !== b.prefix) throw unfit(path, `addresses: ${from} → ${to} are not two networks of the same size`);
  }
  return value;
}

const unfit = (path: string, what: string) => new PmpcError("wrong-input", `${path}: ${what}`, { hint: "docs/export-map.schema.json says what such a file may hold", exit: exit.usage, facts: { option: "map", expected: `${path}: ${what}` } });

/** An address on the other cluster; undefined if the map does not say it. The narrowest network counts. */
export function addressBy({ addresses = {} }: TargetMap): (address: string) => string | undefined {
  const pairs = Object.entries(addresses).map(([from, to]) => [parseNetwork(from)!, parseNetwork(to)!] as const).sort(([a], [b]) => b.prefix - a.prefix);
  return (address) => {
    const bits = parseAddress(address);
    const found = bits && pairs.flatMap(([from, to]: readonly [Network, Network]) => moved(bits, from, to) ?? [])[0];
    return found && printAddress(found);
  };
}

/** The numbers of VLANs on the other cluster; a range keeps its numbers, unless its ends are mapped alike. */
export function vlansBy({ vlans = {} }: Pick<TargetMap, "vlans">): (text: string) => string {
  const one = (vlan: string) => String(Object.hasOwn(vlans, vlan) ? vlans[vlan]! : vlan);
  return (text) =>
    text.split(";").map((part) => {
      const [first = "", last] = part.split("-");
      if (last === undefined) return one(first);
      const [from, to] = [Number(one(first)), Number(one(last))];
      return to - from === Number(last) - Number(first) ? `${from}-${to}` : part;
    }).join(";");
}

/** The numbers of guests on the other cluster. Raises `wrong-input` where the range is too small. */
export function numbersBy({ ids }: TargetMap, numbers: readonly number[]): (vmId: number) => number {
  if (ids === undefined) return (vmId) => vmId;
  if (ids.to !== undefined && ids.to - ids.from + 1 < numbers.length) throw new PmpcError("wrong-input", `ids: ${numbers.length} guests do not fit into ${ids.from} to ${ids.to}`, { hint: "give a wider range, or fewer guests: --filter", exit: exit.usage, facts: { option: "map", expected: `${numbers.length} numbers` } });
  const order = new Map([...numbers].sort((a, b) => a - b).map((vmId, at) => [vmId, ids.from + at]));
  return (vmId) => order.get(vmId) ?? vmId;
}
