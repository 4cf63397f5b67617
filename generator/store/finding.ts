import type { DataSource } from "typeorm";
import type { Guest } from "../../lib/inventory/inventory";
import type { ResourceKey } from "../../lib/pve/address";
import { printBody } from "./body";
import { findingSchema } from "./entity";
import type { FindingRecord } from "./state-store";

export async function readFindings(database: DataSource): Promise<ReadonlyMap<ResourceKey, FindingRecord>> {
  const rows = await database.getRepository(findingSchema).find({ order: { key: "ASC" } });
  return new Map(
    rows.map(({ key, provider, guest, repairs, reason, remedy }) => [
      key,
      { key, provider, guest: JSON.parse(guest) as Guest, repairs: JSON.parse(repairs) as FindingRecord["repairs"], ...(reason === null ? {} : { aside: { reason, remedy: remedy ?? undefined } }) },
    ]),
  );
}

export async function writeFindings(database: DataSource, findings: Iterable<FindingRecord>): Promise<void> {
  const rows = [...findings].map(({ key, provider, guest, repairs, aside }) => ({
    key,
    provider,
    guest: printBody(guest),
    repairs: JSON.stringify(repairs),
    reason: aside?.reason ?? null,
    remedy: aside?.remedy ?? null,
  }));
  await database.transaction(async (manager) => {
    await manager.clear(findingSchema);
    if (rows.length > 0) await manager.insert(findingSchema, rows);
  });
}
