import type { Kind } from "./kind";

/** A group of guests and storages that rights are given on. */
export const poolKind: Kind = {
  prefix: "pool",
  id: "{poolid*}",
  word: { short: "pool", one: "resource pool", many: "resource pools", synonyms: ["pools"] },
  construct: "Pool",
  terraform: [{ type: "proxmox_virtual_environment_pool", importId: "{poolid*}", attributes: { poolid: "pool_id" } }],
  reads: { list: "/pools", documents: { members: "/pools?poolid={poolid*}" } },
  writes: [
    { operation: "create", method: "POST", address: "/pools", body: { poolid: "{poolid*}" } },
    { operation: "configure", method: "PUT", address: "/pools?poolid={poolid*}" },
    { operation: "destroy", method: "DELETE", address: "/pools?poolid={poolid*}" },
  ],
  rank: 30,
};
