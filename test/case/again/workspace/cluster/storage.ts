// Written by pmpc. Every import updates this file until you edit it; then it is yours.
import { DirectoryStorage, NfsStorage, ZfsStorage } from "pmpc";
import type { PveCluster } from "../cluster";

export function storages(cluster: PveCluster) {
  new NfsStorage(cluster, "attic", {
    adopt: true,
    content: ["backup"],
    server: "192.168.1.20",
    export: "/mnt/pool/backup",
    retention: { keepDaily: 7, keepWeekly: 4, keepMonthly: 6 },
    ignoreChanges: [
      "retention", // prune-backups keep-daily=7,keep-monthly=6,keep-weekly=4: the provider does not read it when it imports
    ],
  });

  new DirectoryStorage(cluster, "local", {
    adopt: true,
    content: ["iso", "snippets", "vztmpl"],
    path: "/var/lib/vz",
    shared: false,
    retention: { keepAll: true },
    ignoreChanges: [
      "retention", // prune-backups keep-all=1: the provider does not read it when it imports
    ],
  });

  const localZfs = new ZfsStorage(cluster, "local-zfs", {
    adopt: true,
    content: ["images", "rootdir"],
    pool: "rpool/data",
    thinProvision: true,
  });

  const tank = new ZfsStorage(cluster, "tank", {
    adopt: true,
    content: ["images", "rootdir"],
    pool: "tank/vm",
    thinProvision: true,
    // mountpoint /tank/vm: the provider does not know it
  });

  return { localZfs, tank };
}
