// Written by pmpc. Every import updates this file until you edit it; then it is yours.
import { PoolMember } from "pmpc";
import type { PveCluster } from "../cluster";

export function poolMembers(cluster: PveCluster): void {
  new PoolMember(cluster, "infra-vm-200", {
    adopt: true,
    pool: cluster.infra,
    guest: 200,
  });

  new PoolMember(cluster, "infra-vm-201", {
    adopt: true,
    pool: cluster.infra,
    guest: cluster.caddy,
  });

  new PoolMember(cluster, "infra-vm-202", {
    adopt: true,
    pool: cluster.infra,
    guest: cluster.postgres,
  });
}
