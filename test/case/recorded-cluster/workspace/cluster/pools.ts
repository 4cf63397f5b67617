// Written by pmpc. Every import updates this file until you edit it; then it is yours.
import { Pool } from "pmpc";
import type { PveCluster } from "../cluster";

export function pools(cluster: PveCluster) {
  const home = new Pool(cluster, "home", {
    adopt: true,
    comment: "house services",
  });

  const lab = new Pool(cluster, "lab", {
    adopt: true,
    comment: "experiments",
  });

  return { home, lab };
}
