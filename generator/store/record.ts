import { IsNull, Not, type EntityManager, type EntitySchema, type InsertQueryBuilder, type QueryDeepPartialEntity } from "typeorm";
import type { Address } from "../../lib/pve/address";
import { claimCluster, type Clusters } from "./cluster";
import { hashBody, printBody } from "./body";
import { answerSchema, clusterSchema, documentSchema, resourceSchema, rowsPerStatement, runSchema, type AnswerRow, type DocumentRow } from "./entity";
import { listResources, newDigest } from "./resource";
import type { Answer, Recording, ResourceRecord, RunSummary } from "./state-store";

export interface RunStart extends Recording {
  /** The version of this pmpc. */
  readonly pmpc: string;
  readonly verb?: string;
  readonly person?: string;
  readonly clock: () => Date;
}

/** A run of a cluster, as rows name it. */
interface Owner {
  readonly clusterId: number;
  readonly runId: number;
}

/** Writes a run in one transaction, chunk by chunk, so that memory does not grow with the cluster. */
export async function recordRun(clusters: Clusters, { source, pmpc, verb, person, clock, ...recording }: RunStart, answers: AsyncIterable<Answer>): Promise<RunSummary> {
  const clusterId = await claimCluster(clusters, recording);
  return clusters.database.transaction(async (manager) => {
    const start = { startedAt: clock().toISOString(), source, pmpc };
    const { identifiers } = await manager.insert(runSchema, { ...start, clusterId, cluster: "", verb: verb ?? null, person: person ?? null });
    const id = identifiers[0]!.id as number;
    const owner = { clusterId, runId: id };
    const digest = newDigest();
    for await (const chunk of chunks(answers)) {
      chunk.forEach(digest.add);
      await insertAnswers(manager, owner, chunk);
    }
    const inventory = digest.inventory();
    await insertResources(manager, owner, listResources(inventory));
    const end = { ...(await countAnswers(manager, id)), cluster: inventory.name, finishedAt: clock().toISOString() };
    await manager.update(runSchema, id, end);
    await manager.update(clusterSchema, { id: clusterId, name: "" }, { name: inventory.name });
    return { id, ...start, ...end };
  });
}

/** Answers by the hundreds; of those of one address within a chunk the last. */
async function* chunks(answers: AsyncIterable<Answer>): AsyncIterable<readonly Answer[]> {
  const chunk = new Map<Address, Answer>();
  for await (const answer of answers) {
    chunk.set(answer.address, answer);
    if (chunk.size < rowsPerStatement) continue;
    yield [...chunk.values()];
    chunk.clear();
  }
  if (chunk.size > 0) yield [...chunk.values()];
}

async function insertAnswers(manager: EntityManager, owner: Owner, chunk: readonly Answer[]): Promise<void> {
  const rows = chunk.map((answer) => toRows(owner, answer));
  const documents = new Map(rows.flatMap(({ document }) => (document ? [[document.hash, document]] : [])));
  if (documents.size > 0)
    await insert(manager, documentSchema, [...documents.values()])
      .orIgnore()
      .execute();
  const answers = rows.map(({ answer }) => answer);
  await insert(manager, answerSchema, answers).orUpdate(["hash", "why", "message", "hint"], ["run_id", "address"]).execute();
}

async function insertResources(manager: EntityManager, owner: Owner, resources: readonly ResourceRecord[]): Promise<void> {
  for (let start = 0; start < resources.length; start += rowsPerStatement) {
    const rows = resources.slice(start, start + rowsPerStatement).map((resource) => ({ ...owner, ...resource }));
    await insert(manager, resourceSchema, rows).orIgnore().execute();
  }
}

function insert<Row extends object>(manager: EntityManager, schema: EntitySchema<Row>, rows: readonly Partial<Row>[]): InsertQueryBuilder<Row> {
  return manager
    .createQueryBuilder()
    .insert()
    .into(schema)
    .values(rows as QueryDeepPartialEntity<Row>[])
    .updateEntity(false);
}

function toRows(owner: Owner, answer: Answer): { answer: AnswerRow; document?: DocumentRow } {
  const { address } = answer;
  if ("why" in answer) {
    const { why, message, hint = null } = answer;
    return { answer: { ...owner, address, hash: null, why, message, hint } };
  }
  const body = printBody(answer.body);
  const hash = hashBody(body);
  return { answer: { ...owner, address, hash, why: null, message: null, hint: null }, document: { clusterId: owner.clusterId, hash, body } };
}

async function countAnswers(manager: EntityManager, runId: number): Promise<{ documents: number; unreadable: number }> {
  return {
    documents: await manager.countBy(answerSchema, { runId, hash: Not(IsNull()) }),
    unreadable: await manager.countBy(answerSchema, { runId, hash: IsNull() }),
  };
}
