import { EntitySchema } from "typeorm";
import type { Address, ResourceKey } from "../../lib/pve/address";
import type { UnreadableReason } from "../../lib/inventory/document";

// Column types are the four that SQLite and PostgreSQL both know under one name: integer, varchar, text, boolean.
// Times are ISO 8601 in UTC: they sort as text and are the same on both.

/** How many rows go into one statement: SQLite binds at most 32,766 values, PostgreSQL twice that. */
export const rowsPerStatement = 500;

function ofCluster(name: string) {
  return { name, target: "cluster", columnNames: ["clusterId"], referencedColumnNames: ["id"], onDelete: "CASCADE" as const };
}

function ofRun(name: string) {
  return { name, target: "run", columnNames: ["runId"], referencedColumnNames: ["id"], onDelete: "CASCADE" as const };
}

/** A cluster, as the workspaces know it that keep what they saw of it here. */
export interface ClusterRow {
  id: number;
  name: string;
}

export const clusterSchema = new EntitySchema<ClusterRow>({
  name: "cluster",
  columns: {
    id: { type: "integer", primary: true, generated: "increment" },
    name: { type: "varchar" },
  },
});

/** Where a cluster was reached, under the name it had there: many a cluster is called pve, and one may have several endpoints. */
export interface EndpointRow {
  url: string;
  name: string;
  clusterId: number;
}

export const endpointSchema = new EntitySchema<EndpointRow>({
  name: "cluster_endpoint",
  columns: {
    url: { type: "varchar", primary: true },
    name: { type: "varchar", primary: true },
    clusterId: { name: "cluster_id", type: "integer" },
  },
  foreignKeys: [ofCluster("cluster_endpoint_cluster")],
});

/** One look at a cluster. */
export interface RunRow {
  id: number;
  clusterId: number;
  startedAt: string;
  /** Null while it is being recorded. */
  finishedAt: string | null;
  source: string;
  cluster: string;
  /** The pmpc that wrote it. */
  pmpc: string;
  documents: number;
  unreadable: number;
  /** What looked, and for whom; null in a run of an older pmpc, as everything below. */
  verb: string | null;
  person: string | null;
  /** When it was recorded, where that was not when the cluster was read. */
  recordedAt: string | null;
  /** Of Terraform's state. */
  lineage: string | null;
  serial: number | null;
  /** JSON: what a plan of the code came to. */
  plan: string | null;
  /** JSON: how much had changed since the run before. */
  changes: string | null;
}

export const runSchema = new EntitySchema<RunRow>({
  name: "run",
  columns: {
    id: { type: "integer", primary: true, generated: "increment" },
    clusterId: { name: "cluster_id", type: "integer" },
    startedAt: { name: "started_at", type: "varchar" },
    finishedAt: { name: "finished_at", type: "varchar", nullable: true },
    source: { type: "varchar" },
    cluster: { type: "varchar" },
    pmpc: { type: "varchar" },
    documents: { type: "integer", default: 0 },
    unreadable: { type: "integer", default: 0 },
    verb: { type: "varchar", nullable: true },
    person: { type: "varchar", nullable: true },
    recordedAt: { name: "recorded_at", type: "varchar", nullable: true },
    lineage: { type: "varchar", nullable: true },
    serial: { type: "integer", nullable: true },
    plan: { type: "text", nullable: true },
    changes: { type: "text", nullable: true },
  },
  indices: [{ name: "run_by_cluster", columns: ["clusterId"] }],
  foreignKeys: [ofCluster("run_cluster")],
});

/** A text, once for all runs of a cluster, addresses and files that have it. */
export interface DocumentRow {
  clusterId: number;
  hash: string;
  body: string;
}

export const documentSchema = new EntitySchema<DocumentRow>({
  name: "document",
  withoutRowid: true,
  columns: {
    clusterId: { name: "cluster_id", type: "integer", primary: true },
    hash: { type: "varchar", primary: true },
    body: { type: "text" },
  },
  foreignKeys: [ofCluster("document_cluster")],
});

/** What an address answered in a run: a document, or why there is none. */
export interface AnswerRow {
  clusterId: number;
  runId: number;
  address: Address;
  hash: string | null;
  why: UnreadableReason | null;
  message: string | null;
  hint: string | null;
}

export const answerSchema = new EntitySchema<AnswerRow>({
  name: "answer",
  withoutRowid: true,
  columns: {
    clusterId: { name: "cluster_id", type: "integer" },
    runId: { name: "run_id", type: "integer", primary: true },
    address: { type: "varchar", primary: true },
    hash: { type: "varchar", nullable: true },
    why: { type: "varchar", nullable: true },
    message: { type: "text", nullable: true },
    hint: { type: "text", nullable: true },
  },
  indices: [{ name: "answer_by_document", columns: ["clusterId", "hash"] }],
  foreignKeys: [
    ofRun("answer_run"),
    { name: "answer_document", target: "document", columnNames: ["clusterId", "hash"], referencedColumnNames: ["clusterId", "hash"] },
  ],
});

/** A resource that a run saw: derived from its documents, and derivable again. */
export interface ResourceRow {
  clusterId: number;
  runId: number;
  key: ResourceKey;
  kind: string;
  name: string;
  node: string | null;
  status: string | null;
}

export const resourceSchema = new EntitySchema<ResourceRow>({
  name: "resource",
  withoutRowid: true,
  columns: {
    clusterId: { name: "cluster_id", type: "integer" },
    runId: { name: "run_id", type: "integer", primary: true },
    key: { type: "varchar", primary: true },
    kind: { type: "varchar" },
    name: { type: "varchar" },
    node: { type: "varchar", nullable: true },
    status: { type: "varchar", nullable: true },
  },
  foreignKeys: [ofRun("resource_run")],
});

/** Something that was applied. */
export interface HistoryRow {
  id: number;
  clusterId: number;
  /** What had been seen last. */
  runId: number | null;
  at: string;
  verb: string;
  lineage: string | null;
  serial: number | null;
  /** JSON: the plan, graded. */
  plan: string;
  person: string | null;
}

export const historySchema = new EntitySchema<HistoryRow>({
  name: "history",
  columns: {
    id: { type: "integer", primary: true, generated: "increment" },
    clusterId: { name: "cluster_id", type: "integer" },
    runId: { name: "run_id", type: "integer", nullable: true },
    at: { type: "varchar" },
    verb: { type: "varchar" },
    lineage: { type: "varchar", nullable: true },
    serial: { type: "integer", nullable: true },
    plan: { type: "text" },
    person: { type: "varchar", nullable: true },
  },
  indices: [{ name: "history_by_run", columns: ["runId"] }],
  foreignKeys: [ofCluster("history_cluster"), { name: "history_run", target: "run", columnNames: ["runId"], referencedColumnNames: ["id"] }],
});

/** The end of an audit log. */
export interface AnchorRow {
  id: number;
  clusterId: number;
  writer: string;
  n: number;
  hash: string;
  at: string;
  person: string | null;
}

export const anchorSchema = new EntitySchema<AnchorRow>({
  name: "anchor",
  columns: {
    id: { type: "integer", primary: true, generated: "increment" },
    clusterId: { name: "cluster_id", type: "integer" },
    writer: { type: "varchar" },
    n: { type: "integer" },
    hash: { type: "varchar" },
    at: { type: "varchar" },
    person: { type: "varchar", nullable: true },
  },
  foreignKeys: [ofCluster("anchor_cluster")],
});

/** A file of the code that was applied; no hash where it holds a secret. */
export interface HistoryFileRow {
  clusterId: number;
  historyId: number;
  path: string;
  hash: string | null;
}

export const historyFileSchema = new EntitySchema<HistoryFileRow>({
  name: "history_file",
  withoutRowid: true,
  columns: {
    clusterId: { name: "cluster_id", type: "integer" },
    historyId: { name: "history_id", type: "integer", primary: true },
    path: { type: "varchar", primary: true },
    hash: { type: "varchar", nullable: true },
  },
  indices: [{ name: "history_file_by_document", columns: ["clusterId", "hash"] }],
  foreignKeys: [
    { name: "history_file_history", target: "history", columnNames: ["historyId"], referencedColumnNames: ["id"], onDelete: "CASCADE" },
    { name: "history_file_document", target: "document", columnNames: ["clusterId", "hash"], referencedColumnNames: ["clusterId", "hash"] },
  ],
});

/** A file of the code as a run left it; no hash where it holds a secret. */
export interface RunFileRow {
  clusterId: number;
  runId: number;
  path: string;
  hash: string | null;
}

export const runFileSchema = new EntitySchema<RunFileRow>({
  name: "run_file",
  withoutRowid: true,
  columns: {
    clusterId: { name: "cluster_id", type: "integer" },
    runId: { name: "run_id", type: "integer", primary: true },
    path: { type: "varchar", primary: true },
    hash: { type: "varchar", nullable: true },
  },
  indices: [{ name: "run_file_by_document", columns: ["clusterId", "hash"] }],
  foreignKeys: [
    ofRun("run_file_run"),
    { name: "run_file_document", target: "document", columnNames: ["clusterId", "hash"], referencedColumnNames: ["clusterId", "hash"] },
  ],
});
