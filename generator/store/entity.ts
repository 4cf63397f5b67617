import { EntitySchema } from "typeorm";
import type { Address, ResourceKey } from "../../lib/pve/address";
import type { UnreadableReason } from "../../lib/inventory/document";

// Column types are the four that SQLite and PostgreSQL both know under one name: integer, varchar, text, boolean.
// Times are ISO 8601 in UTC: they sort as text and are the same on both.

/** How many rows go into one statement: SQLite binds at most 32,766 values, PostgreSQL twice that. */
export const rowsPerStatement = 500;

/** One look at the cluster. */
export interface RunRow {
  id: number;
  startedAt: string;
  /** Null while it is being recorded. */
  finishedAt: string | null;
  source: string;
  cluster: string;
  /** The pmpc that wrote it. */
  pmpc: string;
  documents: number;
  unreadable: number;
}

export const runSchema = new EntitySchema<RunRow>({
  name: "run",
  columns: {
    id: { type: "integer", primary: true, generated: "increment" },
    startedAt: { name: "started_at", type: "varchar" },
    finishedAt: { name: "finished_at", type: "varchar", nullable: true },
    source: { type: "varchar" },
    cluster: { type: "varchar" },
    pmpc: { type: "varchar" },
    documents: { type: "integer", default: 0 },
    unreadable: { type: "integer", default: 0 },
  },
});

/** The body of a document, once for all runs and addresses that have it. */
export interface DocumentRow {
  hash: string;
  body: string;
}

export const documentSchema = new EntitySchema<DocumentRow>({
  name: "document",
  columns: {
    hash: { type: "varchar", primary: true },
    body: { type: "text" },
  },
});

/** What an address answered in a run: a document, or why there is none. */
export interface AnswerRow {
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
    runId: { name: "run_id", type: "integer", primary: true },
    address: { type: "varchar", primary: true },
    hash: { type: "varchar", nullable: true },
    why: { type: "varchar", nullable: true },
    message: { type: "text", nullable: true },
    hint: { type: "text", nullable: true },
  },
  indices: [{ name: "answer_hash", columns: ["hash"] }],
  foreignKeys: [
    { name: "answer_run", target: "run", columnNames: ["runId"], referencedColumnNames: ["id"], onDelete: "CASCADE" },
    { name: "answer_document", target: "document", columnNames: ["hash"], referencedColumnNames: ["hash"] },
  ],
});

/** A resource that a run saw: derived from its documents, and derivable again. */
export interface ResourceRow {
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
    runId: { name: "run_id", type: "integer", primary: true },
    key: { type: "varchar", primary: true },
    kind: { type: "varchar" },
    name: { type: "varchar" },
    node: { type: "varchar", nullable: true },
    status: { type: "varchar", nullable: true },
  },
  foreignKeys: [{ name: "resource_run", target: "run", columnNames: ["runId"], referencedColumnNames: ["id"], onDelete: "CASCADE" }],
});

/** What a guest is called in the code, whichever run saw it. */
export interface NameRow {
  key: ResourceKey;
  id: string;
  file: string | null;
  forgotten: boolean;
  /** Null where an older pmpc wrote it. */
  adopted: boolean | null;
  /** JSON. */
  guest: string;
}

export const nameSchema = new EntitySchema<NameRow>({
  name: "name",
  columns: {
    key: { type: "varchar", primary: true },
    id: { type: "varchar" },
    file: { type: "varchar", nullable: true },
    forgotten: { type: "boolean" },
    adopted: { type: "boolean", nullable: true },
    guest: { type: "text" },
  },
});

/** What a plan of Terraform's found out about a guest. */
export interface FindingRow {
  key: ResourceKey;
  /** The provider's version. */
  provider: string;
  /** JSON: the guest that it was found on. */
  guest: string;
  /** JSON: entries of ignore_changes. */
  repairs: string;
  reason: string | null;
  remedy: string | null;
}

export const findingSchema = new EntitySchema<FindingRow>({
  name: "finding",
  columns: {
    key: { type: "varchar", primary: true },
    provider: { type: "varchar" },
    guest: { type: "text" },
    repairs: { type: "text" },
    reason: { type: "text", nullable: true },
    remedy: { type: "text", nullable: true },
  },
});
