import type { Observation } from "../../lib/inventory/document";
import { readInventory, type Inventory } from "../../lib/inventory/inventory";
import { membershipsIn } from "../../lib/inventory/membership";
import { parseGuestAddress, type Address } from "../../lib/pve/address";
import type { Answer, ResourceRecord } from "./state-store";

/** The part of a run that its index is made of: the lists, and of each guest the few keys that it is found by. */
export interface Digest {
  /** Takes in an answer as it passes. */
  add(answer: Answer): void;
  /** Reads what was taken in. */
  inventory(): Inventory;
}

/** What nobody finds anything in, and is as large as all lists together: each guest with each right. */
const unlisted: ReadonlySet<Address> = new Set(["/access/permissions"]);

const guestKeys = new Map([
  ["/config", ["name", "hostname", "template"]],
  ["/status/current", ["status"]],
]);

export function newDigest(): Digest {
  const documents = new Map<Address, unknown>();
  const observation: Observation = { documents, unreadable: new Map() };
  return {
    add(answer) {
      if ("why" in answer || unlisted.has(answer.address)) return;
      const guest = parseGuestAddress(answer.address);
      const keys = guest && guestKeys.get(guest.rest);
      if (!guest) documents.set(answer.address, answer.body);
      else if (keys) documents.set(answer.address, pick(answer.body, keys));
    },
    inventory: () => readInventory(observation),
  };
}

/** The resources of an inventory, without what is known of them: guests and nodes first, then every other kind by its rank. */
export function listResources(inventory: Inventory): readonly ResourceRecord[] {
  const { guests, nodes, storages, pools, resources } = inventory;
  const listed: readonly ResourceRecord[] = [
    ...guests.map(({ key, type, vmId, name = String(vmId), node, status }) => ({ key, kind: type, name, node, status })),
    ...nodes.map(({ name, online }) => ({ key: `node/${name}`, kind: "node", name, node: name, status: online ? "online" : "offline" })),
    ...storages.map(({ name, disabled }) => ({ key: `storage/${name}`, kind: "storage", name, status: disabled ? "disabled" : "enabled" })),
    ...pools.map(({ name }) => ({ key: `pool/${name}`, kind: "pool", name })),
  ];
  const keys = new Set(listed.map(({ key }) => key));
  const others = [...resources.values(), ...membershipsIn(inventory)].filter(({ key }) => !keys.has(key));
  return [...listed, ...others.map(({ key, kind, parts }) => ({ key, kind: kind.prefix, name: Object.values(parts).at(-1) ?? key, ...(parts.node === undefined ? {} : { node: parts.node }) }))];
}

function pick(body: unknown, keys: readonly string[]): unknown {
  if (typeof body !== "object" || body === null) return body;
  return Object.fromEntries(Object.entries(body).filter(([key]) => keys.includes(key)));
}
