import { Table, type MigrationInterface, type QueryRunner, type TableColumnOptions } from "typeorm";
import { nameTable, seenTables } from "./1795424400000-first";
import { findingTable } from "./1795435200000-adoption";

/** Puts everything that was seen under the cluster that it was seen of: until then a store had one, and did not say which. */
export class Clusters1795953600000 implements MigrationInterface {
  readonly name = "Clusters1795953600000";

  async up(runner: QueryRunner): Promise<void> {
    for (const { name } of seenTables) await runner.query(`CREATE TABLE former_${name} AS SELECT * FROM ${name}`);
    for (const table of [...seenTables].reverse()) await runner.dropTable(table);
    for (const table of [...clusterTables, ...tables]) await runner.createTable(table);
    await runner.query("INSERT INTO cluster (name) SELECT cluster FROM former_run WHERE finished_at IS NOT NULL ORDER BY id DESC LIMIT 1");
    for (const { name, columns } of seenTables) {
      const names = columns.map((column) => `"${column.name}"`).join(", ");
      await runner.query(`INSERT INTO ${name} (cluster_id, ${names}) SELECT (SELECT id FROM cluster), ${names} FROM former_${name}`);
    }
    for (const { name } of seenTables) await runner.query(`DROP TABLE former_${name}`);
    // What these held is in git now, but for a workspace that is still to be taken up.
    for (const { name } of [nameTable, findingTable])
      if (((await runner.query(`SELECT 1 FROM ${name} LIMIT 1`)) as unknown[]).length === 0) await runner.query(`DROP TABLE ${name}`);
  }

  /** What was seen is lost: the older schema cannot tell one cluster from another. */
  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...clusterTables, ...tables].reverse()) await runner.dropTable(table);
    for (const table of [...seenTables, nameTable, findingTable]) await runner.createTable(table, true);
    if (!(await runner.hasColumn("name", "adopted"))) await runner.query("ALTER TABLE name ADD COLUMN adopted boolean");
  }
}

const id = { name: "id", type: "integer", isPrimary: true, isGenerated: true, generationStrategy: "increment" } as const;
const cluster = { name: "cluster_id", type: "integer" };
const run = { name: "run_id", type: "integer", isPrimary: true };
const text = (name: string, options: Partial<TableColumnOptions> = {}): TableColumnOptions => ({ name, type: "text", ...options });
const word = (name: string, options: Partial<TableColumnOptions> = {}): TableColumnOptions => ({ name, type: "varchar", ...options });
const count = (name: string): TableColumnOptions => ({ name, type: "integer", default: 0 });
const ofCluster = (name: string) => ({ name, columnNames: ["cluster_id"], referencedTableName: "cluster", referencedColumnNames: ["id"], onDelete: "CASCADE" });
const ofRun = (name: string) => ({ name, columnNames: ["run_id"], referencedTableName: "run", referencedColumnNames: ["id"], onDelete: "CASCADE" });

const clusterTables = [
  new Table({ name: "cluster", columns: [id, word("name")] }),
  new Table({
    name: "cluster_endpoint",
    columns: [word("url", { isPrimary: true }), word("name", { isPrimary: true }), cluster],
    foreignKeys: [ofCluster("cluster_endpoint_cluster")],
  }),
];

const tables = [
  new Table({
    name: "run",
    columns: [id, cluster, word("started_at"), word("finished_at", { isNullable: true }), word("source"), word("cluster"), word("pmpc"), count("documents"), count("unreadable")],
    indices: [{ name: "run_by_cluster", columnNames: ["cluster_id"] }],
    foreignKeys: [ofCluster("run_cluster")],
  }),
  new Table({
    name: "document",
    withoutRowid: true,
    columns: [{ ...cluster, isPrimary: true }, word("hash", { isPrimary: true }), text("body")],
    foreignKeys: [ofCluster("document_cluster")],
  }),
  new Table({
    name: "answer",
    withoutRowid: true,
    columns: [cluster, run, word("address", { isPrimary: true }), word("hash", { isNullable: true }), word("why", { isNullable: true }), text("message", { isNullable: true }), text("hint", { isNullable: true })],
    indices: [{ name: "answer_by_document", columnNames: ["cluster_id", "hash"] }],
    foreignKeys: [ofRun("answer_run"), { name: "answer_document", columnNames: ["cluster_id", "hash"], referencedTableName: "document", referencedColumnNames: ["cluster_id", "hash"] }],
  }),
  new Table({
    name: "resource",
    withoutRowid: true,
    columns: [cluster, run, word("key", { isPrimary: true }), word("kind"), word("name"), word("node", { isNullable: true }), word("status", { isNullable: true })],
    foreignKeys: [ofRun("resource_run")],
  }),
];
