import { IsNull, Not, type DataSource } from "typeorm";
import type { Observation, Unreadable, UnreadableReason } from "../../lib/inventory/document";
import type { Address } from "../../lib/pve/address";
import { printBody } from "./body";
import { answerSchema, documentSchema, historyFileSchema, resourceSchema, rowsPerStatement, runFileSchema, runSchema, type RunRow } from "./entity";
import type { Keep, PastRun, ResourceRecord, RunResult, RunSummary, StoreOptions } from "./state-store";
import { insertRows, keepTexts, readTexts } from "./text";

export async function readLatestRun(database: DataSource, clusterId: number): Promise<RunSummary | undefined> {
  const [run] = await database.getRepository(runSchema).find({ where: { clusterId, finishedAt: Not(IsNull()) }, order: { id: "DESC" }, take: 1 });
  return run === undefined ? undefined : summaryOf(run);
}

/** Every run of a cluster, the newest first. */
export async function readRuns(database: DataSource, clusterId: number): Promise<readonly PastRun[]> {
  const rows = await database.getRepository(runSchema).find({ where: { clusterId, finishedAt: Not(IsNull()) }, order: { id: "DESC" } });
  return rows.map((row) => ({
    ...summaryOf(row),
    at: row.recordedAt ?? row.startedAt,
    ...(row.verb === null ? {} : { verb: row.verb }),
    ...(row.person === null ? {} : { person: row.person }),
    ...(row.lineage === null ? {} : { lineage: row.lineage }),
    ...(row.serial === null ? {} : { serial: row.serial }),
    ...(row.plan === null ? {} : { plan: JSON.parse(row.plan) as unknown }),
    ...(row.changes === null ? {} : { changes: JSON.parse(row.changes) as unknown }),
  }));
}

const summaryOf = ({ id, startedAt, finishedAt, source, cluster, pmpc, documents, unreadable }: RunRow): RunSummary => ({ id, startedAt, finishedAt: finishedAt!, source, cluster, pmpc, documents, unreadable });

/** Keeps what a run came to; what was kept of it before goes. */
export async function completeRun(database: DataSource, runId: number, { code, lineage, serial, plan, changes }: RunResult): Promise<void> {
  await database.transaction(async (manager) => {
    const { clusterId } = await manager.findOneByOrFail(runSchema, { id: runId });
    const json = (value: unknown) => (value === undefined ? null : printBody(value));
    await manager.update(runSchema, runId, { lineage: lineage ?? null, serial: serial ?? null, plan: json(plan), changes: json(changes) });
    await manager.delete(runFileSchema, { runId });
    const files = await keepTexts(manager, clusterId, code);
    await insertRows(manager, runFileSchema, files.map((file) => ({ ...file, clusterId, runId })));
  });
}

/** The code as a run left it: path → text; undefined for a file whose text was not kept. */
export const readRunCode = (database: DataSource, runId: number): Promise<ReadonlyMap<string, string | undefined>> =>
  readTexts(database.getRepository(runFileSchema).createQueryBuilder("file").where("file.runId = :runId", { runId }));

/** Records once more what a run saw. */
export async function repeatRun(database: DataSource, runId: number, who: Pick<StoreOptions, "verb" | "person">, now: Date): Promise<RunSummary> {
  return database.transaction(async (manager) => {
    const { id: _, ...run } = await manager.findOneByOrFail(runSchema, { id: runId });
    const row = { ...run, recordedAt: now.toISOString(), verb: who.verb ?? null, person: who.person ?? null, plan: null, changes: null };
    const id = (await manager.insert(runSchema, row)).identifiers[0]!.id as number;
    for (const [table, columns] of [["answer", "address, hash, why, message, hint"], ["resource", "key, kind, name, node, status"]] as const)
      await manager.query(`INSERT INTO ${table} (cluster_id, run_id, ${columns}) SELECT cluster_id, ${id}, ${columns} FROM ${table} WHERE run_id = ${Number(runId)}`);
    return { ...summaryOf({ ...row, id }) };
  });
}

/** Every answer of a run, sorted by address. */
export async function readObservation(database: DataSource, runId: number): Promise<Observation> {
  const documents = new Map<Address, unknown>();
  const unreadable = new Map<Address, Unreadable>();
  for await (const { address, why, message, hint, body } of storedAnswers(database, runId)) {
    if (why === null) documents.set(address, JSON.parse(body!));
    else unreadable.set(address, { address, why, message: message ?? "", ...(hint === null ? {} : { hint }) });
  }
  return { documents, unreadable };
}

/** By the hundreds: the texts of thousands of guests would else be there beside what they say. */
async function* storedAnswers(database: DataSource, runId: number): AsyncGenerator<StoredAnswer> {
  for (let last = ""; ; ) {
    const rows = await database
      .getRepository(answerSchema)
      .createQueryBuilder("answer")
      .leftJoin("document", "document", "document.cluster_id = answer.cluster_id AND document.hash = answer.hash")
      .select(["answer.address AS address", "answer.why AS why", "answer.message AS message", "answer.hint AS hint", "document.body AS body"])
      .where("answer.runId = :runId AND answer.address > :last", { runId, last })
      .orderBy("answer.address")
      .limit(rowsPerStatement)
      .getRawMany<StoredAnswer>();
    yield* rows;
    if (rows.length < rowsPerStatement) return;
    last = rows.at(-1)!.address;
  }
}

interface StoredAnswer {
  readonly address: Address;
  readonly why: UnreadableReason | null;
  readonly message: string | null;
  readonly hint: string | null;
  readonly body: string | null;
}

export async function readResources(database: DataSource, runId: number): Promise<readonly ResourceRecord[]> {
  const rows = await database.getRepository(resourceSchema).find({ where: { runId }, order: { key: "ASC" } });
  return rows.map(({ key, kind, name, node, status }) => ({
    key,
    kind,
    name,
    ...(node === null ? {} : { node }),
    ...(status === null ? {} : { status }),
  }));
}

/** Forgets runs that are neither among the newest nor young, and what only they had. */
export async function pruneRuns(database: DataSource, clusterId: number, { runs = keptRuns, days = keptDays }: Keep, now: Date): Promise<void> {
  await database.transaction(async (manager) => {
    const [oldest] = await manager.find(runSchema, { where: { clusterId, finishedAt: Not(IsNull()) }, order: { id: "DESC" }, select: { id: true }, skip: Math.max(runs, 1) - 1, take: 1 });
    if (!oldest) return;
    const young = new Date(now.getTime() - days * 86_400_000).toISOString();
    const { affected } = await manager
      .createQueryBuilder()
      .delete()
      .from(runSchema)
      .where("cluster_id = :clusterId AND id < :oldest AND started_at < :young", { clusterId, oldest: oldest.id, young })
      .andWhere("id NOT IN (SELECT run_id FROM history WHERE run_id IS NOT NULL)")
      .execute();
    if (affected === 0) return;
    const kept = manager.createQueryBuilder().select("1").from(answerSchema, "answer").where("answer.cluster_id = document.cluster_id AND answer.hash = document.hash");
    const files = [historyFileSchema, runFileSchema].map((schema) => manager.createQueryBuilder().select("1").from(schema, "file").where("file.cluster_id = document.cluster_id AND file.hash = document.hash"));
    const unused = [kept, ...files].map((query) => ` AND NOT EXISTS (${query.getQuery()})`).join("");
    await manager.createQueryBuilder().delete().from(documentSchema).where(`cluster_id = :clusterId${unused}`, { clusterId }).execute();
  });
}

// A job that reads every hour must not push out what was seen yesterday.
const keptRuns = 20;
const keptDays = 30;
