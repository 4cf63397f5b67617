import { oneOf, text } from "../parameter";
import { failed } from "../refusal";
import { describeGuest, describeStorages } from "../resource";
import { given, mayAny, needs, type Call, type Route } from "../route";

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
  const storages = describeStorages(cluster, [...cluster.nodes.keys()].slice(0, 1)).filter(({ storage }) => pool.storages.includes(storage));
  const members = [...guests, ...storages].filter(({ type }) => call.given.type === undefined || type === call.given.type);
  return { ...describePool(id, pool.comment), members };
}

function describePool(poolid: string, comment: string) {
  return { poolid, ...(comment === "" ? {} : { comment }) };
}
