// Written by pmpc. Every import updates this file until you edit it; then it is yours.
import { DirectoryStorage, LvmThinStorage, ZfsStorage } from "pmpc";
import type { MyLabCluster } from "../cluster";

export function storages(cluster: MyLabCluster) {
  new DirectoryStorage(cluster, "local", {
    adopt: true,
    content: ["backup", "iso", "snippets", "vztmpl"],
    path: "/var/lib/vz",
    shared: false,
  });

  const localLvm = new LvmThinStorage(cluster, "local-lvm", {
    adopt: true,
    content: ["images", "rootdir"],
    volumeGroup: "pve",
    thinPool: "data",
  });

  new ZfsStorage(cluster, "tank", {
    adopt: true,
    content: ["images", "rootdir"],
    pool: "tank",
    thinProvision: true,
  });

  return { localLvm };
}
