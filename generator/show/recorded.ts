import { isPmpcError } from "../../lib/error";
import type { StateStore } from "../store/state-store";
import { codeAt } from "./code-at";
import type { Moment } from "./moment";

/** The files of these whose text no run and no apply has recorded: what is written over them is lost. */
export async function unrecorded(store: Pick<StateStore, "runCode" | "deedCode">, moments: readonly Moment[], texts: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const left = new Map(texts);
  for (const moment of moments) {
    if (left.size === 0) break;
    const code = await codeAt(store, moment).catch((error: unknown) => {
      if (!isPmpcError(error) || error.code !== "no-code") throw error;
      return new Map<string, string | undefined>();
    });
    for (const [path, text] of left) if (code.get(path) === text) left.delete(path);
  }
  return [...left.keys()].sort();
}
