import type { ResourceKey } from "../pve/address";
import { guestKinds } from "../schema/kind/all";
import { isIP } from "../pve/ip";
import { devicesOf, readCards } from "./card";
import type { Guest, Node } from "./inventory";
import { canonicalAddress, isInNetwork, isPublic, isUsable } from "./network";

/** How an address is known. */
export type Origin = "reported" | "configured" | "name";

/** A guest, and every address that it may be reached by: the best first. */
export interface Claimant {
  readonly guest: Guest;
  readonly addresses: readonly string[];
  /** The fixed ones among them. */
  readonly configured: readonly string[];
  /** Its name in DNS, as far as its configuration says so. */
  readonly domainName?: string;
  /** How sure it is that it has these addresses: 3 where it reports them, 2 where it runs, 1 else. */
  readonly certainty: number;
}

/** What is known of a guest from outside of it. */
export interface Surroundings {
  /** Its node; undefined if that is not known. */
  readonly node: Node | undefined;
  /** What it reported when it was asked last, the best first. */
  readonly remembered: readonly string[];
  /** Whether another guest, which runs, had this address and has it no more. */
  readonly hasMoved: (address: string) => boolean;
}

/** Reads what a guest reports and what its configuration says. What it reported last stands for it while it does not run. */
export function readClaims(guest: Guest, { node, remembered, hasMoved }: Surroundings): Claimant {
  const configured = configuredAddresses(guest);
  const reported = asBefore(reportedAddresses(guest, configured, hasMoved), remembered);
  const fixed = privateFirst(configured, node?.networks ?? []);
  // What it is to have from now on comes before what it had.
  const expected = configured.some((address) => remembered.includes(address)) ? unique([...remembered, ...fixed]) : unique([...fixed, ...remembered]);
  const addresses = reported.length > 0 ? privateFirst(reported, node?.networks ?? []) : expected;
  return { guest, addresses, configured, domainName: domainName(guest), certainty: reported.length > 0 ? 3 : guest.status === "running" ? 2 : 1 };
}

/** The addresses of its first network device before those of others, IPv4 before IPv6; those that move between machines last. */
function reportedAddresses(guest: Guest, configured: readonly string[], hasMoved: (address: string) => boolean): string[] {
  const rank = ({ device = Number.MAX_SAFE_INTEGER }) => device;
  const cards = readCards(guest).filter(({ name }) => name !== "lo").sort((a, b) => rank(a) - rank(b));
  const found = cards.flatMap(({ addresses, inet = "", inet6 = "" }) => {
    const fixed = (text: string) => configured.includes(bare(text));
    const texts = usable([...addresses, inet, inet6]);
    return [...texts.filter(fixed), ...texts.filter((text) => !fixed(text))];
  });
  // A cluster gives its common address to one machine after another, without a network around it.
  const passing = (text: string) => (/^[\d.]+\/32$/.test(text) && !configured.includes(bare(text))) || hasMoved(bare(text));
  return unique([...found.filter((text) => !passing(text)), ...found.filter(passing)].map(bare));
}

/** In their order of before, as far as it was known: an address that moved here once, and was not the best then, does not become it later. */
function asBefore(addresses: readonly string[], remembered: readonly string[]): string[] {
  const known = remembered.filter((address) => addresses.includes(address)).values();
  return addresses.map((address) => (remembered.includes(address) ? known.next().value! : address));
}

/** Every address that a guest reports. */
export function addressesOnCards(guest: Guest): ReadonlySet<string> {
  return new Set(readCards(guest).flatMap(({ addresses, inet = "", inet6 = "" }) => [...addresses, inet, inet6].map(bare)));
}

/** The fixed addresses of the configuration: a VM's `ipconfigN`, a container's `netN`. */
function configuredAddresses(guest: Guest): string[] {
  return devicesOf(guest, guestKinds[guest.type].addressFamily).flatMap(([, parts]) => usable([parts.get("ip") ?? "", parts.get("ip6") ?? ""]).map(bare));
}

/** An address in a network that the node is in, too, comes before a public one. */
function privateFirst(addresses: readonly string[], networks: readonly string[]): readonly string[] {
  const isNear = (address: string) => networks.some((network) => isInNetwork(address, network));
  const near = addresses.filter(isNear);
  const hasPrivate = near.some((address) => !isPublic(address));
  const isLater = (address: string) => near.length > 0 && isPublic(address) && (hasPrivate || !isNear(address));
  return [...addresses.filter((address) => !isLater(address)), ...addresses.filter(isLater)];
}

/** The name that a guest has in DNS: with the first of its search domains. */
function domainName({ name = "", config = {} }: Guest): string | undefined {
  const [domain] = String(config.searchdomain ?? "").split(/[\s,;]+/);
  const full = name.includes(".") ? name : `${name}.${domain ?? ""}`;
  return /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i.test(full) && !isIP(full) ? full : undefined;
}

function usable(texts: readonly string[]): string[] {
  const found = texts.filter((text) => isUsable(bare(text)));
  return [...found.filter((text) => !text.includes(":")), ...found.filter((text) => text.includes(":"))];
}

/** The address alone, spelled like every other that is compared with it. */
export const bare = (text: string): string => canonicalAddress(text.replace(/\/\d+$/, ""));
const unique = (values: readonly string[]) => [...new Set(values)];

/** The key of a node among those that have addresses. */
export const nodeKey = (name: string): ResourceKey => `node/${name}`;
