import type { DataSource } from "typeorm";
import { redact } from "../../lib/pve/secret";
import { hashBody, printBody } from "./body";
import { documentSchema, historyFileSchema, historySchema } from "./entity";
import { readLatestRun } from "./run";
import type { Deed, PastDeed } from "./state-store";

/** Keeps what is about to be applied, all or none of it. */
export async function rememberDeed(database: DataSource, clusterId: number, { verb, lineage, serial, plan, code }: Deed, now: Date): Promise<void> {
  const run = await readLatestRun(database, clusterId);
  await database.transaction(async (manager) => {
    const row = { clusterId, runId: run?.id ?? null, at: now.toISOString(), verb, lineage: lineage ?? null, serial: serial ?? null, plan: printBody(plan) };
    const historyId = (await manager.insert(historySchema, row)).identifiers[0]!.id as number;
    // A text that holds a secret is kept nowhere.
    const files = [...code].map(([path, body]) => ({ path, body, hash: redact(body) === body ? hashBody(body) : null }));
    for (const { body, hash } of files) if (hash !== null) await manager.createQueryBuilder().insert().into(documentSchema).values({ clusterId, hash, body }).orIgnore().execute();
    if (files.length > 0) await manager.insert(historyFileSchema, files.map(({ path, hash }) => ({ clusterId, historyId, path, hash })));
  });
}

/** What was applied, the newest first. */
export async function readDeeds(database: DataSource, clusterId: number): Promise<readonly PastDeed[]> {
  const rows = await database.getRepository(historySchema).find({ where: { clusterId }, order: { id: "DESC" } });
  return rows.map(({ id, runId, at, verb, lineage, serial, plan }) => ({
    id,
    at,
    verb,
    ...(runId === null ? {} : { runId }),
    ...(lineage === null ? {} : { lineage }),
    ...(serial === null ? {} : { serial }),
    plan: JSON.parse(plan) as unknown,
  }));
}

/** The code that was applied: path → text; undefined for a file whose text was not kept. */
export async function readDeedCode(database: DataSource, historyId: number): Promise<ReadonlyMap<string, string | undefined>> {
  const rows = await database
    .getRepository(historyFileSchema)
    .createQueryBuilder("file")
    .leftJoin("document", "document", "document.cluster_id = file.cluster_id AND document.hash = file.hash")
    .select(["file.path AS path", "document.body AS body"])
    .where("file.historyId = :historyId", { historyId })
    .orderBy("file.path")
    .getRawMany<{ path: string; body: string | null }>();
  return new Map(rows.map(({ path, body }) => [path, body ?? undefined]));
}
