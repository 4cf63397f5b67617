import { IsNull, Not, type DataSource } from "typeorm";
import type { Observation, Unreadable, UnreadableReason } from "../../lib/inventory/document";
import type { Address } from "../../lib/pve/address";
import { answerSchema, documentSchema, historyFileSchema, resourceSchema, runSchema } from "./entity";
import type { Keep, ResourceRecord, RunSummary } from "./state-store";

export async function readLatestRun(database: DataSource, clusterId: number): Promise<RunSummary | undefined> {
  const [run] = await database.getRepository(runSchema).find({ where: { clusterId, finishedAt: Not(IsNull()) }, order: { id: "DESC" }, take: 1 });
  if (run === undefined) return undefined;
  const { clusterId: _, ...summary } = run;
  return { ...summary, finishedAt: run.finishedAt! };
}

/** Every answer of a run, sorted by address. */
export async function readObservation(database: DataSource, runId: number): Promise<Observation> {
  const rows = await database
    .getRepository(answerSchema)
    .createQueryBuilder("answer")
    .leftJoin("document", "document", "document.cluster_id = answer.cluster_id AND document.hash = answer.hash")
    .select(["answer.address AS address", "answer.why AS why", "answer.message AS message", "answer.hint AS hint", "document.body AS body"])
    .where("answer.runId = :runId", { runId })
    .orderBy("answer.address")
    .getRawMany<StoredAnswer>();
  const documents = new Map<Address, unknown>();
  const unreadable = new Map<Address, Unreadable>();
  for (const { address, why, message, hint, body } of rows) {
    if (why === null) documents.set(address, JSON.parse(body!));
    else unreadable.set(address, { address, why, message: message ?? "", ...(hint === null ? {} : { hint }) });
  }
  return { documents, unreadable };
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
    const applied = manager.createQueryBuilder().select("1").from(historyFileSchema, "file").where("file.cluster_id = document.cluster_id AND file.hash = document.hash");
    await manager.createQueryBuilder().delete().from(documentSchema).where(`cluster_id = :clusterId AND NOT EXISTS (${kept.getQuery()}) AND NOT EXISTS (${applied.getQuery()})`, { clusterId }).execute();
  });
}

// A job that reads every hour must not push out what was seen yesterday.
const keptRuns = 20;
const keptDays = 30;
