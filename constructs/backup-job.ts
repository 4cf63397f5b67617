import type { Construct } from "constructs";
import { configId } from "../lib/schema/pve-format";
import { isProps } from "./check/kind";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { BackupJobProperties } from "./generated/backup-job-properties";
import { BackupJob as BackupJobResource } from "./imports/backup-job";
import type { BackupRetention } from "./storage";
import { isToken } from "./token";

/** A job that backs up guests. Its `schedule` is a text of Proxmox VE's calendar, which `Schedule` makes: `Schedule.daily("21:00")`. */
export interface BackupJobProps extends Omit<BackupJobProperties, "retention">, ClusterOptions {
  /**
   * How many backups stay, as `{ keepDaily: 7 }` or in the words of Proxmox VE.
   * Proxmox VE: `prune-backups`. Terraform: `prune_backups`.
   * @default - as the storage says it
   */
  readonly retention?: Omit<BackupRetention, "maxProtectedBackups"> | Readonly<Record<string, string>>;
}

/** A job that backs up guests on a schedule. It is protected from being destroyed (`removalPolicy`). */
export class BackupJob extends ClusterResource<BackupJobProperties, BackupJobResource> {
  constructor(scope: Construct, id: string, props: BackupJobProps) {
    super(scope, id, inWords(props), tableOf("proxmox_backup_job"), BackupJobResource);
  }

  /** @internal Jobs of old have other names. */
  protected override problems({ name }: BackupJobProperties, exists: boolean): readonly string[] {
    return exists || name === undefined || isToken(name) || configId(name) ? [] : [`name is ${JSON.stringify(name)}, which Proxmox VE refuses; say ${configId.expected}`];
  }
}

/** Retention in the words of Proxmox VE: `{ "keep-daily": "7" }`. */
function inWords(props: BackupJobProps): BackupJobProperties & ClusterOptions {
  const { retention } = (isProps(props) ? props : {}) as Partial<BackupJobProps>;
  if (!isProps(retention)) return props as BackupJobProperties & ClusterOptions;
  const word = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const text = (value: unknown) => (typeof value === "boolean" ? String(Number(value)) : typeof value === "number" ? String(value) : value);
  const said = Object.fromEntries(Object.entries(retention).flatMap(([name, value]) => (value === undefined ? [] : [[word(name), text(value)]])));
  return { ...props, retention: said as Readonly<Record<string, string>> };
}
