import type { Cluster } from "../cluster";

/** What runs of a kind, by id, as the nodes were told when it was applied last. */
export type Running = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const file = "sdn/.running-config";

export interface RunningConfig {
  readonly version: number;
  readonly kinds: Readonly<Record<string, Running>>;
}

export function runningConfig({ files }: Cluster): RunningConfig {
  const text = files.get(file);
  if (text === undefined || text.trim() === "") return { version: 0, kinds: {} };
  const { version, ...kinds } = JSON.parse(text) as Readonly<Record<string, { readonly ids?: Running }>> & { readonly version: number };
  return { version, kinds: Object.fromEntries(Object.entries(kinds).map(([kind, { ids = {} }]) => [kind, ids])) };
}

export function setRunning({ files }: Pick<Cluster, "files">, { version, kinds }: RunningConfig): void {
  const ids = Object.fromEntries(Object.entries(kinds).map(([kind, all]) => [kind, { ids: all }]));
  files.set(file, JSON.stringify({ version, ...ids }));
}

export const runningOf = (cluster: Cluster, kind: string): Running => runningConfig(cluster).kinds[kind] ?? {};
