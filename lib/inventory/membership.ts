import { memberDocument } from "../schema/cluster/document";
import { kinds } from "../schema/kind/all";
import { poolMemberKind } from "../schema/kind/pool";
import type { Inventory, PoolMember } from "./inventory";
import type { Resource } from "./resource";

/** Memberships that are resources of their own, because what belongs to the pool does not say so by itself. */
export function membershipsIn({ pools }: Inventory): readonly Resource[] {
  return pools.flatMap(({ name, members = [] }) =>
    [...members].sort(byMember).flatMap(({ kind, member, key: of }): Resource[] => {
      if (kinds.parseKey(of)?.kind.saysPool) return [];
      const parts = { poolid: name, kind, member };
      return [{ key: kinds.printKey({ kind: poolMemberKind, parts }), kind: poolMemberKind, parts, row: memberDocument(parts) }];
    }),
  );
}

// Each way to read a cluster has an order of its own.
const inOrder = new Intl.Collator("en", { numeric: true });
const byMember = (a: PoolMember, b: PoolMember) => Number(a.kind === "storage") - Number(b.kind === "storage") || inOrder.compare(a.member, b.member);
