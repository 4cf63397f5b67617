import { Table, TableColumn, type MigrationInterface, type QueryRunner } from "typeorm";

export class Adoption1795435200000 implements MigrationInterface {
  readonly name = "Adoption1795435200000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn("name", new TableColumn({ name: "adopted", type: "boolean", isNullable: true }));
    await runner.createTable(findingTable);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(findingTable);
    await runner.dropColumn("name", "adopted");
  }
}

/** What plans of Terraform had found out, until that was kept in git. */
export const findingTable = new Table({
  name: "finding",
  columns: [
    { name: "key", type: "varchar", isPrimary: true },
    { name: "provider", type: "varchar" },
    { name: "guest", type: "text" },
    { name: "repairs", type: "text" },
    { name: "reason", type: "text", isNullable: true },
    { name: "remedy", type: "text", isNullable: true },
  ],
});
