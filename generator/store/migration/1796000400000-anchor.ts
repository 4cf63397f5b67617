import { Table, type MigrationInterface, type QueryRunner } from "typeorm";

/** The ends of audit logs, which no checkout that writes one can change where the database is a team's. */
export class Anchor1796000400000 implements MigrationInterface {
  readonly name = "Anchor1796000400000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(anchor);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(anchor);
  }
}

const anchor = new Table({
  name: "anchor",
  columns: [
    { name: "id", type: "integer", isPrimary: true, isGenerated: true, generationStrategy: "increment" },
    { name: "cluster_id", type: "integer" },
    { name: "writer", type: "varchar" },
    { name: "n", type: "integer" },
    { name: "hash", type: "varchar" },
    { name: "at", type: "varchar" },
    { name: "person", type: "varchar", isNullable: true },
  ],
  foreignKeys: [{ name: "anchor_cluster", columnNames: ["cluster_id"], referencedTableName: "cluster", referencedColumnNames: ["id"], onDelete: "CASCADE" }],
});
