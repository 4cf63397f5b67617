import { Token } from "cdktf";
import type { Construct } from "constructs";
import { isProps } from "./check/kind";
import { expression } from "./expression";
import { clusterScopeOf, nameFromPath } from "./scope";
import { withTags } from "./tag-list";

type Props = Readonly<Record<string, unknown>>;

/** The props of a guest that may name a storage or a bridge, by the prop that names it. */
export interface Places {
  readonly storage: readonly string[];
  readonly bridge: readonly string[];
}

/** Props with what the cluster of a guest says for all of its guests. */
export function withDefaults<P extends object>(guest: Construct, given: P, places: Places): P {
  const { defaults } = clusterScopeOf(guest) ?? {};
  if (defaults === undefined) return given;
  const { storage, bridge, tags = [], ...whole } = defaults;
  const props = given as Props;
  const filled: Record<string, unknown> = { ...whole, ...props };
  const fill = (prop: string, name: string, value: unknown): void => {
    if (value !== undefined && props[prop] !== undefined) filled[prop] = filledIn(props[prop], name, value);
  };
  for (const prop of places.storage) fill(prop, "storage", storage);
  for (const prop of places.bridge) fill(prop, "bridge", bridge);
  if (tags.length > 0) filled.tags = withTags(props.tags as readonly string[] | undefined, tags);
  return filled as P;
}

/** A device that is a path of the node is on no storage. */
function filledIn(devices: unknown, name: string, value: unknown): unknown {
  if (Array.isArray(devices)) return devices.map((device) => filledIn(device, name, value));
  return isProps(devices) && devices[name] === undefined && devices.path === undefined ? { ...devices, [name]: value } : devices;
}

/** The name of a guest, and whether it is said or comes from the path of its construct. */
export interface GuestName {
  readonly name: string;
  readonly from?: string;
}

/**
 * The name of a guest. One that was there before its code keeps the name that it has; without it in the code that is the construct's id,
 * wherever the construct is.
 */
export function nameOfGuest(guest: Construct, said: string | undefined, existed: boolean, isMany: boolean): GuestName {
  // An empty text is not a name.
  if (said !== undefined) return { name: said };
  const name = existed ? guest.node.id : nameFromPath(guest);
  return { name: isMany ? `${name}-${Token.asString(expression`each.key`)}` : name, from: name === guest.node.id ? "the id of the construct" : "the path of the construct" };
}

/** A name that Proxmox VE takes, made from one that it refuses; undefined if there is none. */
export function possibleName(name: string): string | undefined {
  const possible = name.replace(/[^A-Za-z0-9.-]+/g, "-").replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "").slice(0, 63);
  return possible === "" || possible === name ? undefined : possible;
}
