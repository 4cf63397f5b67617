import { Table, type MigrationInterface, type QueryRunner } from "typeorm";

/** What a run came to: who made it, the code that it left, the state and the plan that it had. */
export class Record1795989600000 implements MigrationInterface {
  readonly name = "Record1795989600000";

  async up(runner: QueryRunner): Promise<void> {
    // TypeORM would make the table anew, and SQLite take everything with it that refers to a run.
    for (const [table, column] of columns) await runner.query(`ALTER TABLE ${table} ADD COLUMN ${column}`);
    await runner.createTable(runFile);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(runFile);
    for (const [table, column] of [...columns].reverse()) await runner.query(`ALTER TABLE ${table} DROP COLUMN ${column.split(" ")[0]!}`);
  }
}

const columns: readonly (readonly [table: string, column: string])[] = [
  ["run", "verb varchar"],
  ["run", "person varchar"],
  ["run", "recorded_at varchar"],
  ["run", "lineage varchar"],
  ["run", "serial integer"],
  ["run", "plan text"],
  ["run", "changes text"],
  ["history", "person varchar"],
];

const runFile = new Table({
  name: "run_file",
  withoutRowid: true,
  columns: [
    { name: "cluster_id", type: "integer" },
    { name: "run_id", type: "integer", isPrimary: true },
    { name: "path", type: "varchar", isPrimary: true },
    { name: "hash", type: "varchar", isNullable: true },
  ],
  indices: [{ name: "run_file_by_document", columnNames: ["cluster_id", "hash"] }],
  foreignKeys: [
    { name: "run_file_run", columnNames: ["run_id"], referencedTableName: "run", referencedColumnNames: ["id"], onDelete: "CASCADE" },
    { name: "run_file_document", columnNames: ["cluster_id", "hash"], referencedTableName: "document", referencedColumnNames: ["cluster_id", "hash"] },
  ],
});
