import { Table, type MigrationInterface, type QueryRunner } from "typeorm";

/** What was applied: from which code, onto which state, after which run. */
export class History1795960800000 implements MigrationInterface {
  readonly name = "History1795960800000";

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...tables].reverse()) await runner.dropTable(table);
  }
}

const tables = [
  new Table({
    name: "history",
    columns: [
      { name: "id", type: "integer", isPrimary: true, isGenerated: true, generationStrategy: "increment" },
      { name: "cluster_id", type: "integer" },
      { name: "run_id", type: "integer", isNullable: true },
      { name: "at", type: "varchar" },
      { name: "verb", type: "varchar" },
      { name: "lineage", type: "varchar", isNullable: true },
      { name: "serial", type: "integer", isNullable: true },
      { name: "plan", type: "text" },
    ],
    indices: [{ name: "history_by_run", columnNames: ["run_id"] }],
    foreignKeys: [
      { name: "history_cluster", columnNames: ["cluster_id"], referencedTableName: "cluster", referencedColumnNames: ["id"], onDelete: "CASCADE" },
      { name: "history_run", columnNames: ["run_id"], referencedTableName: "run", referencedColumnNames: ["id"] },
    ],
  }),
  new Table({
    name: "history_file",
    withoutRowid: true,
    columns: [
      { name: "cluster_id", type: "integer" },
      { name: "history_id", type: "integer", isPrimary: true },
      { name: "path", type: "varchar", isPrimary: true },
      { name: "hash", type: "varchar", isNullable: true },
    ],
    indices: [{ name: "history_file_by_document", columnNames: ["cluster_id", "hash"] }],
    foreignKeys: [
      { name: "history_file_history", columnNames: ["history_id"], referencedTableName: "history", referencedColumnNames: ["id"], onDelete: "CASCADE" },
      { name: "history_file_document", columnNames: ["cluster_id", "hash"], referencedTableName: "document", referencedColumnNames: ["cluster_id", "hash"] },
    ],
  }),
];
