import type { EntityManager, EntitySchema, ObjectLiteral, QueryDeepPartialEntity, SelectQueryBuilder } from "typeorm";
import { redact } from "../../lib/pve/secret";
import { hashBody } from "./body";
import { documentSchema, rowsPerStatement } from "./entity";

/** A file whose text is kept; no hash where it holds a secret, and is kept nowhere. */
interface File {
  readonly path: string;
  readonly hash: string | null;
}

/** Keeps texts of files, each once for all that have it. */
export async function keepTexts(manager: EntityManager, clusterId: number, code: ReadonlyMap<string, string>): Promise<readonly File[]> {
  const files = [...code].map(([path, body]) => ({ path, body, hash: redact(body) === body ? hashBody(body) : null }));
  const documents = new Map(files.flatMap(({ body, hash }) => (hash === null ? [] : [[hash, { clusterId, hash, body }] as const])));
  await insertRows(manager, documentSchema, [...documents.values()]);
  return files.map(({ path, hash }) => ({ path, hash }));
}

/** Inserts rows by the hundreds, and leaves those that are there already. */
export async function insertRows<Row extends ObjectLiteral>(manager: EntityManager, schema: EntitySchema<Row>, rows: readonly Partial<Row>[]): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    const some = rows.slice(start, start + rowsPerStatement) as QueryDeepPartialEntity<Row>[];
    await manager.createQueryBuilder().insert().into(schema).values(some).orIgnore().updateEntity(false).execute();
  }
}

/** The texts of the files that a query named `file` finds: path → text; undefined for a file whose text was not kept. */
export async function readTexts<Row extends ObjectLiteral>(files: SelectQueryBuilder<Row>): Promise<ReadonlyMap<string, string | undefined>> {
  const rows = await files
    .leftJoin("document", "document", "document.cluster_id = file.cluster_id AND document.hash = file.hash")
    .select(["file.path AS path", "document.body AS body"])
    .orderBy("file.path")
    .getRawMany<{ path: string; body: string | null }>();
  return new Map(rows.map(({ path, body }) => [path, body ?? undefined]));
}
