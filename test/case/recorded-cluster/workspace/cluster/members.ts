// Written by pmpc. Every import updates this file until you edit it; then it is yours.
import { PoolMember } from "pmpc";
import type { PveCluster } from "../cluster";

export function poolMembers(cluster: PveCluster): void {
  new PoolMember(cluster, "home-vm-200", {
    adopt: true,
    pool: cluster.home,
    guest: cluster.adguard,
  });

  new PoolMember(cluster, "home-vm-201", {
    adopt: true,
    pool: cluster.home,
    guest: cluster.caddy,
  });

  new PoolMember(cluster, "home-vm-203", {
    adopt: true,
    pool: cluster.home,
    guest: cluster.jellyfin,
  });

  new PoolMember(cluster, "lab-vm-206", {
    adopt: true,
    pool: cluster.lab,
    guest: cluster.scratch,
  });
}
