// Written by pmpc. Every import updates this file until you edit it; then it is yours.
import { BackupJob } from "pmpc";
import type { PveCluster } from "../cluster";

export function backupJobs(cluster: PveCluster): void {
  new BackupJob(cluster, "backup-nightly", {
    adopt: true,
    schedule: "03:00",
    storage: cluster.backup,
    enabled: true,
    all: true,
    mode: "snapshot",
    compress: "zstd",
    retention: { keepDaily: 7, keepWeekly: 4 },
    notesTemplate: "{{guestname}}",
    // exclude 9000: the provider does not know it, and leaves it as it is
  });
}
