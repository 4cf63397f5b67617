// Written by pmpc. Every import updates this file until you edit it; then it is yours.
import { DirectoryStorage, LvmThinStorage, NfsStorage, ZfsStorage } from "pmpc";
import type { PveCluster } from "../cluster";

export function storages(cluster: PveCluster) {
  const backup = new DirectoryStorage(cluster, "backup", {
    adopt: true,
    content: ["backup"],
    path: "/mnt/backup",
    shared: false,
    retention: { keepDaily: 7, keepWeekly: 4 },
    ignoreChanges: [
      "retention", // prune-backups keep-daily=7,keep-weekly=4: the provider does not read it when it imports
    ],
  });

  new DirectoryStorage(cluster, "local", {
    adopt: true,
    content: ["backup", "iso", "snippets", "vztmpl"],
    path: "/var/lib/vz",
    shared: false,
    retention: { keepLast: 3 },
    ignoreChanges: [
      "retention", // prune-backups keep-last=3: the provider does not read it when it imports
    ],
  });

  const localLvm = new LvmThinStorage(cluster, "local-lvm", {
    adopt: true,
    content: ["images", "rootdir"],
    volumeGroup: "pve",
    thinPool: "data",
  });

  new NfsStorage(cluster, "storage-nas", {
    adopt: true,
    name: "nas",
    content: ["backup"],
    disable: true,
    server: "203.0.113.20",
    export: "/mnt/tank/backup",
    retention: { keepDaily: 7, keepWeekly: 4 },
    ignoreChanges: [
      "retention", // prune-backups keep-daily=7,keep-weekly=4: the provider does not read it when it imports
    ],
  });

  const tank = new ZfsStorage(cluster, "tank", {
    adopt: true,
    content: ["images", "rootdir"],
    pool: "tank",
    thinProvision: true,
    // mountpoint /tank: the provider does not know it
  });

  return { backup, localLvm, tank };
}
