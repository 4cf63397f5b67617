import { spawnSync } from "node:child_process";

/** What a part of the bench found: a name and what is to be read beside it. */
export type Rows = readonly (readonly [string, string])[];

/** Milliseconds that some work takes. */
export async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/**
 * The best of several runs of each script, in processes of their own and in turns, so that what else the machine does meets all
 * alike. A script prints one JSON object of numbers.
 */
export function bestOf<T extends Readonly<Record<string, number>>>(runs: number, scripts: readonly (readonly string[])[]): T[] {
  const best: Record<string, number>[] = scripts.map(() => ({}));
  for (let run = 0; run < runs; run++) {
    scripts.forEach((args, at) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
      if (status !== 0) throw new Error(stderr);
      for (const [name, value] of Object.entries(JSON.parse(stdout) as T)) best[at]![name] = Math.min(best[at]![name] ?? Infinity, value);
    });
  }
  return best as T[];
}

export const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`;
export const megabytes = (kilobytes: number) => `${Math.round(kilobytes / 1024)} MB`;
export const ratio = (part: number, whole: number) => `${(part / whole).toFixed(2)} x`;
