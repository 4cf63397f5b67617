import type { ResourceKey } from "../pve/address";
import { addressesOnCards, bare, nodeKey, readClaims, type Claimant, type Origin } from "./address";
import type { Guest, Node } from "./inventory";

/** Which guest is reached by which address, decided for all of them together: no address leads to two. */
export interface AddressBook {
  readonly entries: ReadonlyMap<ResourceKey, AddressEntry>;
  /** Addresses that more than one has, as far as somebody would have been reached by them. Sorted. */
  readonly shared: readonly SharedAddress[];
}

export interface AddressEntry {
  /** The guest's own, the best first. */
  readonly addresses: readonly string[];
  /** Those that it has, and that belong to another guest or to none. */
  readonly shared: readonly string[];
  /** Where it is reached, and how that is known; undefined if it cannot be. */
  readonly way?: { readonly host: string; readonly origin: Origin };
  /** Its best address went to another guest, or to none. */
  readonly lost: boolean;
}

export interface SharedAddress {
  readonly address: string;
  /** Guests and nodes (`node/pve1`). */
  readonly keys: readonly ResourceKey[];
  /** Who is reached by it; undefined if unknown. */
  readonly owner?: ResourceKey;
}

/**
 * Decides for every guest. An address that several have is the one's that surely has it: of those that report it, else of those that
 * run; where that is more than one, or none runs, it belongs to none. A node keeps its own. `reported` is what guests reported earlier.
 */
export function decideAddresses(guests: readonly Guest[], nodes: readonly Node[], reported: ReadonlyMap<ResourceKey, readonly string[]>): AddressBook {
  const remembered = new Map([...reported].map(([key, addresses]) => [key, addresses.map(bare)]));
  const moved = movedAddresses(guests, remembered);
  const claimants = guests
    .filter(({ template }) => !template)
    .map((guest) => {
      const before = remembered.get(guest.key) ?? [];
      return readClaims(guest, { node: nodes.find(({ name }) => name === guest.node), remembered: before, hasMoved: (address) => !before.includes(address) && moved.has(address) });
    });
  const holders = holdersOf(claimants, nodes);
  const owners = new Map([...holders].map(([address, all]) => [address, ownerOf(all)]));
  const entries = claimants.map((claimant): [ResourceKey, AddressEntry] => [claimant.guest.key, enter(claimant, owners)]);
  const best = new Set(claimants.map((claimant) => bestOf(claimant)?.host));
  return {
    entries: new Map(entries),
    shared: [...holders]
      .filter(([address, { length }]) => length > 1 && best.has(address))
      .map(([address, all]): SharedAddress => ({ address, keys: all.map(({ key }) => key), ...(owners.get(address) === undefined ? {} : { owner: owners.get(address)! }) }))
      .sort((a, b) => (a.address < b.address ? -1 : 1)),
  };
}

interface Holder {
  readonly key: ResourceKey;
  readonly certainty: number;
}

const nodeCertainty = 4;

function holdersOf(claimants: readonly Claimant[], nodes: readonly Node[]): ReadonlyMap<string, readonly Holder[]> {
  const holders = new Map<string, Holder[]>();
  const add = (address: string, holder: Holder) => holders.set(address, [...(holders.get(address) ?? []), holder]);
  for (const { name, ip, networks = [] } of nodes) {
    const own = new Set([...(ip === undefined ? [] : [ip]), ...networks].map(bare));
    for (const address of own) add(address, { key: nodeKey(name), certainty: nodeCertainty });
  }
  for (const { guest, addresses, domainName, certainty } of claimants) {
    const named = domainName === undefined || addresses.includes(domainName) ? [] : [domainName.toLowerCase()];
    for (const address of [...addresses, ...named]) add(address, { key: guest.key, certainty });
  }
  return holders;
}

function ownerOf(holders: readonly Holder[]): ResourceKey | undefined {
  const most = Math.max(...holders.map(({ certainty }) => certainty));
  const [first, second] = holders.filter(({ certainty }) => certainty === most);
  return second === undefined && (most > 1 || holders.length === 1) ? first!.key : undefined;
}

/** Where a guest would be reached if it were alone. A name is used only where no address is known. */
function bestOf({ addresses: [address], configured, domainName }: Claimant): AddressEntry["way"] {
  if (address !== undefined) return { host: address, origin: configured.includes(address) ? "configured" : "reported" };
  return domainName === undefined ? undefined : { host: domainName.toLowerCase(), origin: "name" };
}

function enter(claimant: Claimant, owners: ReadonlyMap<string, ResourceKey | undefined>): AddressEntry {
  const { guest, domainName } = claimant;
  const isOwn = (address: string) => owners.get(address) === guest.key;
  const addresses = claimant.addresses.filter(isOwn);
  const best = bestOf(claimant);
  const way = bestOf({ ...claimant, addresses, domainName: claimant.addresses.length === 0 && domainName !== undefined && isOwn(domainName.toLowerCase()) ? domainName : undefined });
  return { addresses, shared: claimant.addresses.filter((address) => !isOwn(address)), ...(way === undefined ? {} : { way }), lost: best !== undefined && !isOwn(best.host) };
}

/** What guests that run had once, and do not report any more: a common address of a cluster, or of a lease that ended. */
function movedAddresses(guests: readonly Guest[], remembered: ReadonlyMap<ResourceKey, readonly string[]>): ReadonlySet<string> {
  const asked = guests.filter(({ status, interfaces }) => status === "running" && interfaces !== undefined);
  return new Set(
    asked.flatMap((guest) => {
      const now = addressesOnCards(guest);
      return (remembered.get(guest.key) ?? []).filter((address) => !now.has(address));
    }),
  );
}
