import type { Area } from "../../lib/schema/cluster/table";
import type { ClusterFile, Group } from "./plan";

// What names guests comes behind them: a pool itself is before its guests, and the memberships of containers are not.
const late: ReadonlySet<Area> = new Set(["members", "backup", "replication", "ha", "access", "firewall"]);

/** The files of a project in the order in which they are run: what others depend on comes first. */
export function sequence<G extends Pick<Group, "path">, A extends Pick<ClusterFile, "area">>({ areas, groups }: { readonly areas: readonly A[]; readonly groups: readonly G[] }): readonly (A | G)[] {
  const isLate = ({ area }: A) => late.has(area);
  return [...areas.filter((one) => !isLate(one)), ...groups, ...areas.filter(isLate)];
}
