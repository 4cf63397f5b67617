import type { DataSource } from "typeorm";
import { printBody } from "./body";
import { historyFileSchema, historySchema } from "./entity";
import { insertRows, keepTexts, readTexts } from "./text";
import { readLatestRun } from "./run";
import type { Deed, PastDeed } from "./state-store";

/** Keeps what is about to be applied, all or none of it. */
export async function rememberDeed(database: DataSource, clusterId: number, { verb, lineage, serial, plan, code }: Deed, now: Date, person: string | undefined): Promise<void> {
  const run = await readLatestRun(database, clusterId);
  await database.transaction(async (manager) => {
    const row = { clusterId, runId: run?.id ?? null, at: now.toISOString(), verb, lineage: lineage ?? null, serial: serial ?? null, plan: printBody(plan), person: person ?? null };
    const historyId = (await manager.insert(historySchema, row)).identifiers[0]!.id as number;
    const files = await keepTexts(manager, clusterId, code);
    await insertRows(manager, historyFileSchema, files.map((file) => ({ ...file, clusterId, historyId })));
  });
}

/** What was applied, the newest first. */
export async function readDeeds(database: DataSource, clusterId: number): Promise<readonly PastDeed[]> {
  const rows = await database.getRepository(historySchema).find({ where: { clusterId }, order: { id: "DESC" } });
  return rows.map(({ id, runId, at, verb, lineage, serial, plan, person }) => ({
    id,
    at,
    verb,
    ...(person === null ? {} : { person }),
    ...(runId === null ? {} : { runId }),
    ...(lineage === null ? {} : { lineage }),
    ...(serial === null ? {} : { serial }),
    plan: JSON.parse(plan) as unknown,
  }));
}

/** The code that was applied: path → text; undefined for a file whose text was not kept. */
export const readDeedCode = (database: DataSource, historyId: number): Promise<ReadonlyMap<string, string | undefined>> =>
  readTexts(database.getRepository(historyFileSchema).createQueryBuilder("file").where("file.historyId = :historyId", { historyId }));
