import { shortAndLong } from "./collection";
import type { Kind } from "./kind";

/** That a guest or a storage belongs to a pool. The word is vm for containers, too. */
export const poolMemberKind: Kind = {
  prefix: "pool-member",
  id: "{poolid*}/{kind}/{member}",
  word: { short: "pool-member", one: "pool membership", many: "pool memberships", synonyms: [] },
  construct: "PoolMember",
  terraform: [shortAndLong("pool_membership", { importId: "{poolid*}/{kind}/{member}", attributes: { poolid: "pool_id" } })],
  reads: { list: "/pools?poolid={poolid*}" },
  writes: [],
  rank: 105,
};

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
