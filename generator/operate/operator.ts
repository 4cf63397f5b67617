import type { GuestType } from "../../lib/pve/address";

/** What changes a cluster by hand. Every way to reach one is an operator, and does the same. */
export interface Operator {
  /** What people call it: `https://pve1.lan:8006`, `root@pve1`. Never holds a secret. */
  readonly name: string;
  /** Every guest of the cluster, by number. */
  guests(): Promise<readonly GuestState[]>;
  /** Where a guest is made if no node is given: the node itself, or the only one there is. */
  home(): Promise<string | undefined>;
  /** The node's own words about a guest's state: `status/current` of the API. */
  status(guest: GuestPlace): Promise<Facts>;
  config(guest: GuestPlace, options?: ConfigOptions): Promise<Facts>;
  /**
   * Has something done, which is a task of the cluster's, and waits for its end as long as `watch` likes.
   * A task that fails is an error, `operation-failed`, with what it printed.
   */
  run(order: Order, watch: Watch): Promise<TaskEnd>;
  close(): Promise<void>;
}

export type Facts = Readonly<Record<string, unknown>>;

export interface GuestPlace {
  readonly type: GuestType;
  readonly vmId: number;
  readonly node: string;
}

export interface GuestState extends GuestPlace {
  /** Undefined if its node is offline, which keeps it to itself. */
  readonly name?: string;
  /** `running`, `stopped`; `unknown` where its node is offline. */
  readonly status: string;
  readonly template: boolean;
  /** What is done to it at the moment: `backup`. */
  readonly lock?: string;
  readonly tags?: string;
  readonly pool?: string;
}

export interface ConfigOptions {
  /** What is in force, without what is to come. */
  readonly current?: boolean;
  readonly snapshot?: string;
}

/** A change, by the words of Proxmox VE; the parameters are the API's. */
export interface Order extends GuestPlace {
  readonly verb: Verb;
  readonly parameters: Readonly<Record<string, string>>;
}

export type PowerVerb = "start" | "stop" | "shutdown" | "reboot";
export type Verb = PowerVerb | "create" | "destroy" | "snapshot" | "backup";

export interface Watch {
  /** False: as soon as the task has begun, that is the end. */
  readonly wait: boolean;
  /** From then on pmpc does not wait; the task goes on. */
  readonly signal: AbortSignal;
  /** Each line that the task prints. */
  readonly onLine: (line: string) => void;
}

export interface TaskEnd {
  /** The task's UPID; undefined if a tool does not tell. */
  readonly task?: string;
  /** False if pmpc did not wait for it. */
  readonly ended: boolean;
  /** How many warnings there were. */
  readonly warnings: number;
}
