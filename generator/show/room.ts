import type { Row } from "./row";

/** A storage above this share is nearly full: a thin pool that runs full stops its guests. */
export const nearlyFull = 0.85;

/** Nodes whose running guests may want more memory than there is, and storages that are nearly full, in sentences. */
export function roomIn(rows: readonly Row[]): readonly string[] {
  const running = rows.filter(({ isGuest, status }) => isGuest && status === "running");
  return rows.flatMap(({ kind, name, memory = 0, disk = 0, diskUsed = 0 }) => {
    const wanted = running.filter(({ node }) => node === name).reduce((sum, guest) => sum + (guest.memory ?? 0), 0);
    if (kind === "node" && memory > 0 && wanted > memory) return [`node ${name}: its running guests may use ${gib(wanted)} of memory, and it has ${gib(memory)}`];
    if (kind === "storage" && disk > 0 && diskUsed / disk > nearlyFull) return [`storage ${name}: ${Math.round((diskUsed / disk) * 100)} % of ${gib(disk)} is used`];
    return [];
  });
}

const gib = (bytes: number) => `${Math.round(bytes / 2 ** 30)} GiB`;
