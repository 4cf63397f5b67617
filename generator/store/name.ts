import type { DataSource } from "typeorm";
import type { Guest } from "../../lib/inventory/inventory";
import type { ResourceKey } from "../../lib/pve/address";
import { printBody } from "./body";
import { nameSchema, rowsPerStatement } from "./entity";
import type { NameRecord } from "./state-store";

export async function readNames(database: DataSource): Promise<ReadonlyMap<ResourceKey, NameRecord>> {
  const rows = await database.getRepository(nameSchema).find({ order: { key: "ASC" } });
  return new Map(
    rows.map(({ key, id, file, forgotten, guest }) => [
      key,
      { key, id, ...(file === null ? {} : { file }), forgotten, guest: JSON.parse(guest) as Guest },
    ]),
  );
}

export async function writeNames(database: DataSource, names: Iterable<NameRecord>): Promise<void> {
  const rows = [...names].map(({ key, id, file = null, forgotten, guest }) => ({ key, id, file, forgotten, guest: printBody(guest) }));
  await database.transaction(async (manager) => {
    for (let start = 0; start < rows.length; start += rowsPerStatement)
      await manager.upsert(nameSchema, rows.slice(start, start + rowsPerStatement), ["key"]);
  });
}
