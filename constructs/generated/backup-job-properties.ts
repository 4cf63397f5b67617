// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { Duration } from "../../lib/pve/duration";
import type { IGuest, INode, IPool, IStorage } from "../reference";

/** A job that backs up guests on a schedule. */
export interface BackupJobProperties {
  /**
   * Its name among the jobs.
   * Proxmox VE: `id`. Terraform: `id`.
   * @default - the ids on its path below the stack, joined by `-`; its own id where it exists already
   */
  readonly name?: string;
  /**
   * When it runs, as a calendar event: `mon..fri 02:30`.
   * Proxmox VE: `schedule`. Terraform: `schedule`.
   * @default - it must be said
   */
  readonly schedule: string;
  /**
   * Where the backups go.
   * Proxmox VE: `storage`. Terraform: `storage`.
   * @default - it must be said
   */
  readonly storage: IStorage | string;
  /**
   * It runs on its schedule.
   * Proxmox VE: `enabled`. Terraform: `enabled`.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Backs up all guests.
   * Proxmox VE: `all`. Terraform: `all`.
   * @default false
   */
  readonly all?: boolean;
  /**
   * Guests that are backed up.
   * Proxmox VE: `vmid`. Terraform: `vmid`.
   * @default - those of `pool`, or all
   */
  readonly guests?: readonly (IGuest | number)[];
  /**
   * Pool whose guests are backed up.
   * Proxmox VE: `pool`. Terraform: `pool`.
   * @default - none
   */
  readonly pool?: IPool | string;
  /**
   * Only guests on this node.
   * Proxmox VE: `node`. Terraform: `node`.
   * @default - all nodes
   */
  readonly node?: INode | string;
  /**
   * What happens to running guests.
   * Proxmox VE: `mode`. Terraform: `mode`.
   * @default "snapshot"
   */
  readonly mode?: "snapshot" | "suspend" | "stop";
  /**
   * How backups are compressed.
   * Proxmox VE: `compress`. Terraform: `compress`.
   * @default "0"
   */
  readonly compress?: "0" | "1" | "gzip" | "lzo" | "zstd";
  /**
   * Backups that stay, in Proxmox VE's words: `{ "keep-daily": "7" }`.
   * Proxmox VE: `prune-backups`. Terraform: `prune_backups`.
   * @default - what the storage keeps
   */
  readonly retention?: Readonly<Record<string, string>>;
  /**
   * Removes old backups by `retention`.
   * Proxmox VE: `remove`. Terraform: `remove`.
   * @default true
   */
  readonly prune?: boolean;
  /**
   * Notes of each backup: `{{guestname}}`.
   * Proxmox VE: `notes-template`. Terraform: `notes_template`.
   * @default - none
   */
  readonly notesTemplate?: string;
  /**
   * Backups are protected from being removed.
   * Proxmox VE: `protected`. Terraform: `protected`.
   * @default false
   */
  readonly protected?: boolean;
  /**
   * Runs as soon as it can, where it missed its time.
   * Proxmox VE: `repeat-missed`. Terraform: `repeat_missed`.
   * @default false
   */
  readonly repeatMissed?: boolean;
  /**
   * Addresses that are told.
   * Proxmox VE: `mailto`. Terraform: `mailto`.
   * @default - none
   */
  readonly mailTo?: readonly string[];
  /**
   * When they are told.
   * Proxmox VE: `mailnotification`. Terraform: `mailnotification`.
   * @default "always"
   */
  readonly mailNotification?: "always" | "failure";
  /**
   * Limit for reading and writing. In KiB/s.
   * Proxmox VE: `bwlimit`. Terraform: `bwlimit`.
   * @default - none
   */
  readonly bandwidthLimit?: number;
  /**
   * Priority of its disk accesses, from 0 to 8.
   * Proxmox VE: `ionice`. Terraform: `ionice`.
   * @default 7
   */
  readonly ioPriority?: number;
  /**
   * Threads for gzip.
   * Proxmox VE: `pigz`. Terraform: `pigz`.
   * @default - one
   */
  readonly pigzThreads?: number;
  /**
   * Threads for zstd; 0 for half of the cores.
   * Proxmox VE: `zstd`. Terraform: `zstd`.
   * @default - one
   */
  readonly zstdThreads?: number;
  /**
   * Keeps what a guest overwrites during a backup on a storage nearby.
   * Proxmox VE: `fleecing`. Terraform: `fleecing`.
   * @default - none
   */
  readonly fleecing?: BackupJobFleecing;
  /**
   * How much it does at once.
   * Proxmox VE: `performance`. Terraform: `performance`.
   * @default - none
   */
  readonly performance?: BackupJobPerformance;
  /**
   * How changed files of containers are found.
   * Proxmox VE: `pbs-change-detection-mode`. Terraform: `pbs_change_detection_mode`.
   * @default "legacy"
   */
  readonly pbsChangeDetectionMode?: "legacy" | "data" | "metadata";
  /**
   * How long it waits for another backup. A plain number is minutes.
   * Proxmox VE: `lockwait`. Terraform: `lockwait`.
   * @default 180
   */
  readonly lockWait?: Duration | number;
  /**
   * How long it waits for a guest to stop. A plain number is minutes.
   * Proxmox VE: `stopwait`. Terraform: `stopwait`.
   * @default 10
   */
  readonly stopWait?: Duration | number;
  /**
   * Folder for what is only needed meanwhile.
   * Proxmox VE: `tmpdir`. Terraform: `tmpdir`.
   * @default - the storage's
   */
  readonly temporaryFolder?: string;
  /**
   * Leaves out temporary files of containers.
   * Proxmox VE: `stdexcludes`. Terraform: `stdexcludes`.
   * @default true
   */
  readonly standardExcludes?: boolean;
  /**
   * Script that is told of each step.
   * Proxmox VE: `script`. Terraform: `script`.
   * @default - none
   */
  readonly hookScript?: string;
  /**
   * Time of the day, as old jobs have it.
   * Proxmox VE: `starttime`. Terraform: `starttime`.
   * @default - `schedule` says it
   */
  readonly startTime?: string;
  /**
   * How many backups stay, as old jobs have it.
   * Proxmox VE: `maxfiles`. Terraform: `maxfiles`.
   * @default - `retention` says it
   */
  readonly maxFiles?: number;
}

/** Keeps what a guest overwrites during a backup on a storage nearby. */
export interface BackupJobFleecing {
  /**
   * It is on.
   * Proxmox VE: `enabled`. Terraform: `enabled`.
   * @default false
   */
  readonly enabled?: boolean;
  /**
   * Storage that it is kept on.
   * Proxmox VE: `storage`. Terraform: `storage`.
   * @default - none
   */
  readonly storage?: IStorage | string;
}

/** How much it does at once. */
export interface BackupJobPerformance {
  /**
   * Most requests at once of one guest.
   * Proxmox VE: `max-workers`. Terraform: `max_workers`.
   * @default 16
   */
  readonly maxWorkers?: number;
  /**
   * Most entries of a container's directory in memory.
   * Proxmox VE: `pbs-entries-max`. Terraform: `pbs_entries_max`.
   * @default 1048576
   */
  readonly pbsEntriesMax?: number;
}
