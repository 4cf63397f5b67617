import type { DataSource } from "typeorm";
import { anchorSchema } from "./entity";
import type { Anchored } from "./state-store";

/** Keeps the ends of audit logs; what is kept already is not kept again. */
export async function keepAnchors(database: DataSource, clusterId: number, heads: readonly Omit<Anchored, "at">[], now: Date, person: string | undefined): Promise<void> {
  const repository = database.getRepository(anchorSchema);
  for (const { writer, n, hash } of heads) {
    if (await repository.existsBy({ clusterId, writer, n, hash })) continue;
    await repository.insert({ clusterId, writer, n, hash, at: now.toISOString(), person: person ?? null });
  }
}

export const readAnchors = async (database: DataSource, clusterId: number): Promise<readonly Anchored[]> => (await database.getRepository(anchorSchema).find({ where: { clusterId }, order: { id: "ASC" } })).map(({ writer, n, hash, at }) => ({ writer, n, hash, at }));
