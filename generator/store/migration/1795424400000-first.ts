import { Table, type MigrationInterface, type QueryRunner, type TableColumnOptions } from "typeorm";

export class First1795424400000 implements MigrationInterface {
  readonly name = "First1795424400000";

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...tables].reverse()) await runner.dropTable(table);
  }
}

const run = { name: "run_id", type: "integer", isPrimary: true };
const text = (name: string, options: Partial<TableColumnOptions> = {}): TableColumnOptions => ({ name, type: "text", ...options });
const word = (name: string, options: Partial<TableColumnOptions> = {}): TableColumnOptions => ({ name, type: "varchar", ...options });
const count = (name: string): TableColumnOptions => ({ name, type: "integer", default: 0 });
const ofRun = (name: string) => ({ name, columnNames: ["run_id"], referencedTableName: "run", referencedColumnNames: ["id"], onDelete: "CASCADE" });

/** What was seen. */
export const seenTables = [
  new Table({
    name: "run",
    columns: [
      { name: "id", type: "integer", isPrimary: true, isGenerated: true, generationStrategy: "increment" },
      word("started_at"),
      word("finished_at", { isNullable: true }),
      word("source"),
      word("cluster"),
      word("pmpc"),
      count("documents"),
      count("unreadable"),
    ],
  }),
  new Table({ name: "document", columns: [word("hash", { isPrimary: true }), text("body")] }),
  new Table({
    name: "answer",
    withoutRowid: true,
    columns: [
      run,
      word("address", { isPrimary: true }),
      word("hash", { isNullable: true }),
      word("why", { isNullable: true }),
      text("message", { isNullable: true }),
      text("hint", { isNullable: true }),
    ],
    indices: [{ name: "answer_hash", columnNames: ["hash"] }],
    foreignKeys: [
      ofRun("answer_run"),
      { name: "answer_document", columnNames: ["hash"], referencedTableName: "document", referencedColumnNames: ["hash"] },
    ],
  }),
  new Table({
    name: "resource",
    withoutRowid: true,
    columns: [
      run,
      word("key", { isPrimary: true }),
      word("kind"),
      word("name"),
      word("node", { isNullable: true }),
      word("status", { isNullable: true }),
    ],
    foreignKeys: [ofRun("resource_run")],
  }),
];

/** What guests were called, until that was kept in git. */
export const nameTable = new Table({
  name: "name",
  columns: [
    word("key", { isPrimary: true }),
    word("id"),
    word("file", { isNullable: true }),
    { name: "forgotten", type: "boolean" },
    text("guest"),
  ],
});

const tables = [...seenTables, nameTable];
