import type { DataSource } from "typeorm";
import type { Guest } from "../../lib/inventory/inventory";
import type { ResourceKey } from "../../lib/pve/address";
import { printBody } from "./body";
import { nameSchema, rowsPerStatement } from "./entity";
import type { NameRecord } from "./state-store";

export async function readNames(database: DataSource): Promise<ReadonlyMap<ResourceKey, NameRecord>> {
  const rows = await database.getRepository(nameSchema).find({ order: { key: "ASC" } });
  return new Map(
    rows.map(({ key, id, file, forgotten, adopted, guest }) => [
      key,
      { key, id, ...(file === null ? {} : { file }), forgotten, adopted: adopted ?? false, guest: JSON.parse(guest) as Guest },
    ]),
  );
}

export async function writeNames(database: DataSource, names: Iterable<NameRecord>): Promise<void> {
  const rows = [...names].map(({ key, id, file = null, forgotten, adopted, guest }) => ({ key, id, file, forgotten, adopted, guest: printBody(guest) }));
  await database.transaction(async (manager) => {
    for (let start = 0; start < rows.length; start += rowsPerStatement)
      await manager.upsert(nameSchema, rows.slice(start, start + rowsPerStatement), ["key"]);
  });
}

export async function dropNames(database: DataSource, keys: readonly ResourceKey[]): Promise<void> {
  if (keys.length > 0) await database.getRepository(nameSchema).delete([...keys]);
}
