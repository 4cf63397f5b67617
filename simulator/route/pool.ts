import { flag, formatted, isSet, oneOf, required, text } from "../parameter";
import { setPool } from "../pool";
import { failed, forbidden } from "../refusal";
import { describeGuest, describeStorages } from "../resource";
import { demand, given, mayAny, needs, type Call, type Route } from "../route";
import { splitList } from "../schema/format";
import type { Pool } from "../../lib/pve/file/user-config";

const change = { comment: text, vms: formatted("pve-vmid-list"), storage: formatted("pve-storage-id-list"), delete: flag, "allow-move": flag };
const kinds = oneOf("qemu", "lxc", "storage");

export const poolRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/pools",
    takes: { poolid: text, type: kinds },
    unordered: true,
    run: (call) => (call.given.poolid === undefined ? listPools(call) : [readPool(call)]),
  },
  // A pool within a pool has a slash in its name and answers only to the other address.
  { method: "POST", path: "/pools", ...needs("/pool/{poolid}", "Pool.Allocate"), takes: { poolid: required(formatted("pve-poolid")), comment: text }, run: createPool },
  { method: "PUT", path: "/pools", ...needs("/pool/{poolid}", "Pool.Allocate"), takes: { poolid: required(formatted("pve-poolid")), ...change }, run: updatePool },
  { method: "PUT", path: "/pools/{poolid}", ...needs("/pool/{poolid}", "Pool.Allocate"), takes: change, run: updatePool },
  { method: "DELETE", path: "/pools", ...needs("/pool/{poolid}", "Pool.Allocate"), takes: { poolid: required(formatted("pve-poolid")) }, run: deletePool },
  { method: "DELETE", path: "/pools/{poolid}", ...needs("/pool/{poolid}", "Pool.Allocate"), run: deletePool },
  { method: "GET", path: "/pools/{poolid}", ...needs("/pool/{poolid}", "Pool.Audit"), takes: { type: kinds }, run: readPool },
];

function listPools(call: Call) {
  return [...call.cluster.users.pools]
    .filter(([id]) => mayAny(call, `/pool/${id}`, "Pool.Audit"))
    .map(([id, pool]) => describePool(id, pool.comment));
}

function readPool(call: Call) {
  const { cluster } = call;
  const id = given(call, "poolid");
  const pool = cluster.users.pools.get(id);
  if (!pool) throw failed(`pool '${id}' does not exist`);
  const guests = pool.guests.flatMap((vmId) => cluster.guests.get(vmId) ?? []).map((guest) => describeGuest(cluster, guest));
  const storages = firstOfEach(describeStorages(cluster, [...cluster.nodes.keys()])).filter(({ storage }) => pool.storages.includes(storage));
  const members = [...guests, ...storages].filter(({ type }) => call.given.type === undefined || type === call.given.type);
  return { ...describePool(id, pool.comment), members };
}

function describePool(poolid: string, comment: string) {
  return { poolid, ...(comment === "" ? {} : { comment }) };
}

function createPool(call: Call): null {
  const { pools } = call.cluster.users;
  const id = given(call, "poolid");
  const parent = id.split("/").slice(0, -1).join("/");
  if (pools.has(id)) throw failed(`create pool failed: pool '${id}' already exists`);
  if (parent !== "" && !pools.has(parent)) throw failed(`create pool failed: parent '${parent}' of pool '${id}' does not exist`);
  setPool(call.cluster, id, { comment: given(call, "comment"), guests: [], storages: [] });
  return null;
}

function updatePool(call: Call): null {
  const { cluster } = call;
  const id = given(call, "poolid");
  const pool = cluster.users.pools.get(id);
  if (!pool) throw failed(`update pools failed: pool '${id}' does not exist`);
  const guests = splitList(given(call, "vms")).map(Number);
  const storages = splitList(given(call, "storage"));
  for (const guest of guests) if (!mayAny(call, `/vms/${guest}`, "VM.Allocate", "Permissions.Modify")) throw forbidden(`/vms/${guest}`, ["Permissions.Modify"]);
  for (const storage of storages) demand(call, `/storage/${storage}`, "Datastore.Allocate", "Permissions.Modify");
  const next = isSet(call.given.delete) ? without(pool, guests, storages) : withMembers(call, id, pool, guests, storages);
  setPool(cluster, id, { ...next, comment: call.given.comment === undefined ? pool.comment : given(call, "comment") });
  return null;
}

/** Each storage once, of the first node that has it. */
function firstOfEach<Row extends { readonly storage: string }>(rows: readonly Row[]): readonly Row[] {
  const first = new Map<string, Row>();
  for (const row of rows) if (!first.has(row.storage)) first.set(row.storage, row);
  return [...first.values()];
}

function without(pool: Pool, guests: readonly number[], storages: readonly string[]): Pool {
  const guest = guests.find((one) => !pool.guests.includes(one));
  if (guest !== undefined) throw failed(`update pools failed: VM ${guest} is not a pool member`);
  const storage = storages.find((one) => !pool.storages.includes(one));
  if (storage !== undefined) throw failed(`update pools failed: Storage '${storage}' is not a pool member`);
  return { ...pool, guests: pool.guests.filter((one) => !guests.includes(one)), storages: pool.storages.filter((one) => !storages.includes(one)) };
}

/** A guest is in one pool at most. */
function withMembers({ cluster, given: fields }: Call, id: string, pool: Pool, guests: readonly number[], storages: readonly string[]): Pool {
  for (const guest of guests) {
    if (pool.guests.includes(guest)) throw failed(`update pools failed: VM ${guest} is already a pool member`);
    const [other, its] = [...cluster.users.pools].find(([, { guests: members }]) => members.includes(guest)) ?? [];
    if (other === undefined || its === undefined || other === id) continue;
    if (!isSet(fields["allow-move"])) throw failed(`update pools failed: VM ${guest} belongs already to pool '${other}' and 'allow-move' is not set`);
    setPool(cluster, other, { ...its, guests: its.guests.filter((one) => one !== guest) });
  }
  const storage = storages.find((one) => pool.storages.includes(one));
  if (storage !== undefined) throw failed(`update pools failed: Storage '${storage}' is already a pool member`);
  return { ...pool, guests: [...pool.guests, ...guests], storages: [...pool.storages, ...storages] };
}

function deletePool(call: Call): null {
  const { pools } = call.cluster.users;
  const id = given(call, "poolid");
  const pool = pools.get(id);
  if (!pool) throw failed(`delete pool failed: pool '${id}' does not exist`);
  const below = [...pools.keys()].find((other) => other.startsWith(`${id}/`));
  const guest = pool.guests.find((one) => call.cluster.guests.has(one));
  const storage = pool.storages.find((one) => call.cluster.storages.has(one));
  const content = below !== undefined ? `pool '${below}'` : guest !== undefined ? `VM ${guest}` : storage !== undefined ? `storage '${storage}'` : undefined;
  if (content !== undefined) throw failed(`delete pool failed: pool '${id}' is not empty (contains ${content})`);
  setPool(call.cluster, id, undefined);
  return null;
}
