// Written by pmpc. Every import updates this file until you edit it; then it is yours.
import { Pool } from "pmpc";
import type { PveCluster } from "../cluster";

export function pools(cluster: PveCluster) {
  const infra = new Pool(cluster, "infra", {
    adopt: true,
    comment: "what everything else needs",
  });

  const k3s = new Pool(cluster, "k3s", {
    adopt: true,
    comment: "cluster for playing",
  });

  return { infra, k3s };
}
