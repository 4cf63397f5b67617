import type { Document, Observation, Unreadable } from "../../lib/inventory/document";
import type { Guest } from "../../lib/inventory/inventory";
import type { ResourceKey } from "../../lib/pve/address";

/** What pmpc remembers of one workspace: what it saw, when, and what it called things. One call at a time. */
export interface StateStore {
  /**
   * Keeps everything that a source answers as one run, as it comes. The run is there whole or not at all, whatever
   * interrupts it; of several answers of one address the last counts. Secrets are taken out.
   */
  record(source: string, answers: AsyncIterable<Answer>): Promise<RunSummary>;
  latestRun(): Promise<RunSummary | undefined>;
  observation(runId: number): Promise<Observation>;
  /** What a run saw, by key, without reading its documents. */
  resources(runId: number): Promise<readonly ResourceRecord[]>;
  names(): Promise<ReadonlyMap<ResourceKey, NameRecord>>;
  /**
   * Adds these names or replaces those of the same keys, all or none.
   * Save before the files are written: a guest remembered without code gets it next time; code without memory would be dropped.
   */
  saveNames(names: Iterable<NameRecord>): Promise<void>;
  /** Forgets what guests were called: only for those that never reached Terraform's state. */
  dropNames(keys: readonly ResourceKey[]): Promise<void>;
  findings(): Promise<ReadonlyMap<ResourceKey, FindingRecord>>;
  /** Takes the place of all earlier findings. */
  saveFindings(findings: Iterable<FindingRecord>): Promise<void>;
  /** Forgets all but the newest runs, and the documents that no other run has. */
  prune(keepRuns?: number): Promise<void>;
  /** Looks at every page of the file; throws where one is damaged, which a verb that does not come by would not notice. */
  check(): Promise<void>;
  close(): Promise<void>;
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

/** What a guest is called in the code. Chosen once: another id would be another resource to Terraform. */
export interface NameRecord {
  readonly key: ResourceKey;
  /** The construct's id. */
  readonly id: string;
  /** The file its code is in, relative to the workspace; undefined where it has none. */
  readonly file?: string;
  /** The cluster proved it gone, and its code became a `removed` block. */
  readonly forgotten: boolean;
  /** It is in Terraform's state: its code needs no import block. */
  readonly adopted: boolean;
  /** The guest as it was seen when its code was written last: its code can be written again without seeing it. */
  readonly guest: Guest;
}

/** What a plan of Terraform's found out about a guest that the table did not know. */
export interface FindingRecord {
  readonly key: ResourceKey;
  /** The version of the provider that it was found with. */
  readonly provider: string;
  /** The guest that it was found on: another configuration may need nothing of it. */
  readonly guest: Guest;
  /** Entries of `ignore_changes`, in Terraform's words. */
  readonly repairs: readonly { readonly path: string; readonly why: string }[];
  /** Why the guest is in no code. */
  readonly aside?: { readonly reason: string; readonly remedy?: string };
}

export interface StoreOptions {
  /** The version of this pmpc. */
  readonly version: string;
  readonly now?: () => Date;
}

/** Opens the store in a SQLite file, making or upgrading it where needed. */
export async function openStore(path: string, options: StoreOptions): Promise<StateStore> {
  // TypeORM takes longer to load than most commands take to run.
  const { openDatabaseStore } = await import("./database-store.js");
  return openDatabaseStore(path, options);
}
