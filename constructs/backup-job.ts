import type { Construct } from "constructs";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { BackupJobProperties } from "./generated/backup-job-properties";
import { BackupJob as BackupJobResource } from "./imports/backup-job";

export interface BackupJobProps extends BackupJobProperties, ClusterOptions {}

/** A job that backs up guests on a schedule. It is protected from being destroyed (`removalPolicy`). */
export class BackupJob extends ClusterResource<BackupJobProperties, BackupJobResource> {
  constructor(scope: Construct, id: string, props: BackupJobProps) {
    super(scope, id, props, tableOf("proxmox_backup_job"), BackupJobResource);
  }
}
