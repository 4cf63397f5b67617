import type { Document, Observation, Unreadable } from "../../lib/inventory/document";
import type { ResourceKey } from "../../lib/pve/address";
import type { Hold } from "./hold";

/** What pmpc remembers of clusters: what it saw, and when. One call at a time. */
export interface StateStore {
  /**
   * Keeps everything that a source answers as one run, as it comes. The run is there whole or not at all, whatever
   * interrupts it; of several answers of one address the last counts. Secrets are taken out.
   */
  record(recording: Recording, answers: AsyncIterable<Answer>): Promise<RunSummary>;
  /** The newest run of a cluster; undefined if it was never seen, or where nothing says which cluster it is. */
  latestRun(cluster: ClusterRef | undefined): Promise<RunSummary | undefined>;
  observation(runId: number): Promise<Observation>;
  /** What a run saw, by key, without reading its documents. */
  resources(runId: number): Promise<readonly ResourceRecord[]>;
  /** Keeps what a run came to, once that is known: the code that it left, the state and the plan. Secrets are taken out. */
  complete(runId: number, what: RunResult): Promise<void>;
  /** Every run of a cluster, the newest first. */
  runs(cluster: ClusterRef | undefined): Promise<readonly PastRun[]>;
  /** The code as a run left it: path → text, undefined for a file that held a secret; nothing where an older pmpc did not record it. */
  runCode(runId: number): Promise<ReadonlyMap<string, string | undefined>>;
  /** Records once more what a run saw, for a verb that gives the same cluster another code. */
  recordAgain(runId: number): Promise<RunSummary>;
  /** Keeps what is about to be applied. Secrets are taken out. */
  remember(cluster: ClusterRef | undefined, deed: Deed): Promise<void>;
  /** What was applied to a cluster, the newest first. */
  deeds(cluster: ClusterRef | undefined): Promise<readonly PastDeed[]>;
  /** The code that was applied: path → text, undefined for a file that held a secret. */
  deedCode(deedId: number): Promise<ReadonlyMap<string, string | undefined>>;
  /** Keeps the ends of a cluster's audit logs. */
  anchor(cluster: ClusterRef | undefined, heads: readonly Omit<Anchored, "at">[]): Promise<void>;
  /** The ends of audit logs that were kept, the oldest first. */
  anchors(cluster: ClusterRef | undefined): Promise<readonly Anchored[]>;
  /** Forgets a cluster's older runs but for those that an apply came after, and the documents that nothing else of it has. */
  prune(cluster: ClusterRef | undefined, keep?: Keep): Promise<void>;
  /**
   * Holds a cluster against everybody who uses the same database; throws where somebody else has it. One that was never seen cannot be
   * held.
   */
  hold(cluster: ClusterRef | undefined): Promise<Hold>;
  /** Looks at every page of a file; throws where one is damaged, which a verb that does not come by would not notice. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** A cluster, as a workspace knows it. */
export interface ClusterRef {
  readonly endpoint?: string;
  /** Its name. */
  readonly cluster?: string;
}

export interface Recording {
  /** The source's name: `https://pve1.lan:8006`. */
  readonly source: string;
  /** What the workspace knew before; undefined for a new one. */
  readonly before: ClusterRef | undefined;
  /** What it is from now on: known under both. */
  readonly now: ClusterRef & { readonly endpoint: string };
}

/** What is about to be applied. */
export interface Deed {
  /** `apply`, `protect` */
  readonly verb: string;
  /** Of Terraform's state before it; undefined if there was none. */
  readonly lineage?: string;
  readonly serial?: number;
  /** The plan, graded: anything that JSON can say. */
  readonly plan: unknown;
  /** The project's own code: path → text. */
  readonly code: ReadonlyMap<string, string>;
}

/** What a run came to. */
export interface RunResult {
  /** The project's code and what pmpc remembers of it: path → text. */
  readonly code: ReadonlyMap<string, string>;
  /** Of Terraform's state; undefined if there was none, or it was not read. */
  readonly lineage?: string;
  readonly serial?: number;
  /** What a plan of the code came to: anything that JSON can say. */
  readonly plan?: unknown;
  /** How much had changed since the run before: anything that JSON can say. */
  readonly changes?: unknown;
}

/** A run, as history tells it. */
export interface PastRun extends RunSummary, Omit<RunResult, "code"> {
  /** ISO 8601, UTC: when it was recorded. Later than it was read where a verb took up what was seen before. */
  readonly at: string;
  /** `import`; undefined in a run of an older pmpc. */
  readonly verb?: string;
  /** `anna on laptop` */
  readonly person?: string;
}

export interface PastDeed extends Omit<Deed, "code"> {
  readonly id: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The run that had been seen last. */
  readonly runId?: number;
  /** `anna on laptop` */
  readonly person?: string;
}

/** The end of an audit log at one moment. */
export interface Anchored {
  /** Whose log it is: its file's name. */
  readonly writer: string;
  /** The number of its last record. */
  readonly n: number;
  readonly hash: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Which runs are kept: the newest, and all that are not older than this. */
export interface Keep {
  /** @default 20 */
  readonly runs?: number;
  /** @default 30 */
  readonly days?: number;
}

export type Answer = Document | Unreadable;

export interface RunSummary {
  readonly id: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  /** The source's name: `https://pve1.lan:8006`. */
  readonly source: string;
  readonly cluster: string;
  /** The version of pmpc that recorded it. */
  readonly pmpc: string;
  readonly documents: number;
  readonly unreadable: number;
}

export interface ResourceRecord {
  readonly key: ResourceKey;
  /** `qemu`, `lxc`, `node`, `storage`, `pool`. */
  readonly kind: string;
  readonly name: string;
  /** Where it is; undefined for what belongs to the whole cluster. */
  readonly node?: string;
  readonly status?: string;
}

export interface StoreOptions {
  /** The version of this pmpc. */
  readonly version: string;
  /** Who is at work, for others to see in the database's own list of connections; of more than 63 bytes the first. @default "pmpc" */
  readonly title?: string;
  /** What is done, for history: `import`. */
  readonly verb?: string;
  /** For whom: `anna on laptop`. */
  readonly person?: string;
  readonly now?: () => Date;
}
