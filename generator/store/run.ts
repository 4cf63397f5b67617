import { IsNull, LessThan, Not, type DataSource } from "typeorm";
import type { Observation, Unreadable, UnreadableReason } from "../../lib/inventory/document";
import type { Address } from "../../lib/pve/address";
import { answerSchema, documentSchema, resourceSchema, runSchema } from "./entity";
import type { ResourceRecord, RunSummary } from "./state-store";

const newestFirst = { where: { finishedAt: Not(IsNull()) }, order: { id: "DESC" } } as const;

export async function readLatestRun(database: DataSource): Promise<RunSummary | undefined> {
  const [run] = await database.getRepository(runSchema).find({ ...newestFirst, take: 1 });
  return run && { ...run, finishedAt: run.finishedAt! };
}

/** Every answer of a run, sorted by address. */
export async function readObservation(database: DataSource, runId: number): Promise<Observation> {
  const rows = await database
    .getRepository(answerSchema)
    .createQueryBuilder("answer")
    .leftJoin("document", "document", "document.hash = answer.hash")
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

export async function pruneRuns(database: DataSource, keep: number): Promise<void> {
  await database.transaction(async (manager) => {
    const [oldest] = await manager.find(runSchema, { ...newestFirst, select: { id: true }, skip: Math.max(keep, 1) - 1, take: 1 });
    if (!oldest) return;
    const { affected } = await manager.delete(runSchema, { id: LessThan(oldest.id) });
    if (affected === 0) return;
    const kept = manager.createQueryBuilder().select("1").from(answerSchema, "answer").where("answer.hash = document.hash");
    await manager.createQueryBuilder().delete().from(documentSchema).where(`NOT EXISTS (${kept.getQuery()})`).execute();
  });
}
