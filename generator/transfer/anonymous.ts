import { randomBytes, randomInt, randomUUID } from "node:crypto";
import type { Guest, Inventory } from "../../lib/inventory/inventory";
import { guestKinds } from "../../lib/schema/kind/all";
import { volumeFor } from "../../lib/schema/rewrite";
import type { Cast } from "./called";
import { tableOf } from "./others";
import { changeAddresses, parseAddress, printAddress } from "./network";

/** Names drawn at random, the same for the same everywhere, and known to nobody afterwards: nothing about them is computed from what they replace. */
export function castAnonymous({ nodes, storages, bridges, pools, guests, name, resources }: Inventory): Cast {
  const taken = new Set([name, ...[...nodes, ...storages, ...pools].map((one) => one.name), ...bridges, ...guests.flatMap((guest) => [guest.name ?? "", ...guest.tags])].map((one) => one.toLowerCase()));
  const draw = (stem: string) => drawn(stem, taken);
  const shuffledNames = (stem: string, all: readonly string[]) => {
    const give = draw(stem);
    for (const one of shuffled(all)) give(one);
    return give;
  };
  const node = shuffledNames("node", nodes.map((one) => one.name));
  const storage = shuffledNames("storage", storages.map((one) => one.name));
  const bridge = shuffledNames("bridge", bridges);
  const pool = shuffledNames("pool", pools.map((one) => one.name));
  const tag = shuffledNames("tag", guests.flatMap(({ tags }) => tags));
  const host = new Map(Object.values(guestKinds).map(({ prefix, stem }) => [prefix, shuffledNames(stem, guests.filter(({ type }) => type === prefix).map((guest) => guest.name ?? ""))]));
  const [domain, file, other] = [draw("domain"), draw("file"), draw("mapping")];
  const numbers = shuffled(guests.map((guest) => guest.vmId)).map((vmId, at) => [vmId, 100 + at] as const);
  const vmIds = new Map(numbers);
  const vmId = (number: number) => vmIds.get(number) ?? 99_999;
  const mac = once(() => `BC:24:11:${[...randomBytes(3)].map((byte) => byte.toString(16).padStart(2, "0")).join(":").toUpperCase()}`);
  const address = addresses();
  const [vlans, number] = [vlansDrawn(), distinct(1024, 65_535)];
  const [word, folder] = [draw("word"), draw("folder")];
  const stems = new Map<string, (of: string) => string>();
  const builtIn = new Set([...resources.values()].flatMap((one) => (tableOf(one)?.builtIn?.(one.row) ? [one.key] : [])));
  const thing = (as: string, of: string): string | undefined => {
    if (as === "guest") return vmIds.has(Number(of)) ? String(vmId(Number(of))) : undefined;
    if (as === "token") return undefined;
    if (as === "acl" && placesOfRights.test(of)) return of;
    if (as === "bridge" && resources.has(`vnet/${of}`)) return thing("vnet", of);
    if (builtIn.has(`${as}/${of}`) || (as === "realm" && /^(?:pam|pve)$/.test(of))) return of;
    const [user, realm] = of.split("@");
    if (as === "user" && realm !== undefined) return `${named("user")(user!)}@${thing("realm", realm)!}`;
    return ({ storage, bridge, pool, node }[as] ?? named(as))(of);
  };
  // Names of the software-defined network have eight letters and digits at most.
  const named = (as: string) => {
    if (!stems.has(as)) stems.set(as, drawn(as.replace(/^.*-/, "").slice(0, 6), taken, ""));
    return stems.get(as)!;
  };
  return {
    thing,
    setting: (says, text, isNeeded) => {
      switch (says.is) {
        case "shareable": return text;
        case "vlans": return vlans(text);
        case "address": return changeAddresses(text, address);
        default: return isNeeded && says.is === "text" ? (/^\d+$/.test(text) ? number(text) : text.startsWith("/") ? `/${folder(text)}` : word(text)) : undefined;
      }
    },
    node, storage, bridge, pool, vmId,
    cluster: draw("cluster"),
    value: (says, text, guest: Guest) => {
      switch (says.is) {
        case "shareable": return text;
        case "vlans": return vlans(text);
        case "mac": return mac(text.toUpperCase());
        case "identity": return /^[\da-f-]{36}$/i.test(text) ? randomUUID() : undefined;
        case "address": return changeAddresses(text, address);
        case "name": return text === guest.name ? host.get(guest.type)!(text) : text.split(/[\s,;]+/).filter(Boolean).map((one) => `${domain(one)}.example`).join(" ");
        case "tags": return guest.tags.map(tag).join(";");
        case "volume": return volumeFor(text, { storage, vmId }) ?? image(text, storage, file);
        case "reference": return ({ storage, bridge, pool, node }[says.as] ?? other)(text);
        default: return undefined;
      }
    },
  };
}

/** `local:iso/debian.iso` → `storage-1:iso/file-1.iso`; a path of the node does not leave. */
function image(text: string, storage: (name: string) => string, file: (name: string) => string): string | undefined {
  const [, place, content, , ending = ""] = /^([^:/]+):(iso|vztmpl|snippets|import)\/(.*?)(\.(?:iso|img|qcow2|raw|vmdk|ova|yaml|yml|pl|sh|tar\.(?:gz|xz|zst|bz2)))?$/.exec(text) ?? [];
  return place === undefined ? undefined : `${storage(place)}:${content!}/${file(text)}${ending}`;
}

/** `node-1`, `node-2`, …: the next free one for each name that is asked for first. */
function drawn(stem: string, taken: Set<string>, glue = "-"): (name: string) => string {
  let count = 0;
  return once(() => {
    do count += 1;
    while (taken.has(`${stem}${glue}${count}`));
    return `${stem}${glue}${count}`;
  });
}

/** What rights are given on everywhere: the words of Proxmox VE, and no name. */
const placesOfRights = /^\/(?:(?:access|mapping|nodes|pool|sdn|storage|vms)(?:\/(?:groups|realm|zones|pci|usb|dir))?)?$/;

/** Numbers drawn at random, another one for each. */
function distinct(from: number, to: number): (of: string) => string {
  const used = new Set<string>();
  return once((of) => {
    for (;;) {
      const one = String(randomInt(from, to + 1));
      if (one === of || used.has(one)) continue;
      used.add(one);
      return one;
    }
  });
}

/** VLANs by others: single ones, and those of short ranges one by one; a range that is most of them names none. */
function vlansDrawn(): (text: string) => string {
  const vlan = distinct(2, 4094);
  const inRange = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => vlan(String(from + at)));
  return (text) => {
    const glue = /[;,\s]+/.exec(text)?.[0] ?? ";";
    return text.split(/[;,\s]+/).flatMap((part) => {
      const [, from, to] = /^(\d+)-(\d+)$/.exec(part) ?? [];
      if (from !== undefined) return Number(to) - Number(from) < 64 && Number(to) >= Number(from) ? inRange(Number(from), Number(to)) : [part];
      // None, and the one that stands for none.
      return [/^\d+$/.test(part) && Number(part) > 1 ? vlan(part) : part];
    }).join(glue);
  };
}

/** Addresses of one network stay in one: another one, and other places in it. */
function addresses(): (address: string) => string | undefined {
  const networks = new Map<string, { readonly first: bigint; readonly places: Map<bigint, bigint> }>();
  const used = new Set<string>();
  return (text) => {
    const bits = parseAddress(text);
    if (bits === undefined) return undefined;
    const width = bits.size === 32 ? 8n : 64n;
    const key = `${bits.size} ${bits.value >> width}`;
    const network = networks.get(key) ?? { first: freeNetwork(bits.size, used), places: new Map<bigint, bigint>() };
    networks.set(key, network);
    const low = bits.value & ((1n << width) - 1n);
    const place = network.places.get(low) ?? freePlace([...network.places.values()]);
    network.places.set(low, place);
    return printAddress({ size: bits.size, value: (network.first << width) | place });
  };
}

/** A network for documentation and private use: nobody's. */
function freeNetwork(size: 32 | 128, used: Set<string>): bigint {
  for (;;) {
    const first = size === 32 ? (10n << 16n) | BigInt(randomInt(0, 65_536)) : (0xfd00n << 48n) | BigInt(randomInt(0, 2 ** 40));
    if (used.has(String(first))) continue;
    used.add(String(first));
    return first;
  }
}

function freePlace(used: readonly bigint[]): bigint {
  const free = Array.from({ length: 254 }, (_, at) => BigInt(at + 1)).filter((place) => !used.includes(place));
  return free[randomInt(0, free.length)]!;
}

function once<T>(make: (of: string) => T): (of: string) => T {
  const made = new Map<string, T>();
  return (of) => {
    if (!made.has(of)) made.set(of, make(of));
    return made.get(of)!;
  };
}

function shuffled<T>(all: readonly T[]): readonly T[] {
  const left = [...all];
  return all.map(() => left.splice(randomInt(0, left.length), 1)[0]!);
}
