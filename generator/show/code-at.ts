import { exit, PmpcError } from "../../lib/error";
import type { StateStore } from "../store/state-store";
import type { Moment } from "./moment";

/** The code as it was at a moment: path → text, undefined for a file that held a secret and was kept nowhere. Raises `no-code` where it was not recorded. */
export async function codeAt(store: Pick<StateStore, "runCode" | "deedCode">, { name, run, apply }: Moment): Promise<ReadonlyMap<string, string | undefined>> {
  const code = apply !== undefined ? await store.deedCode(apply) : run !== undefined ? await store.runCode(run) : new Map<string, string | undefined>();
  if (code.size > 0) return code;
  throw new PmpcError("no-code", `the code of run ${name} was not recorded: it is of an older pmpc, or was interrupted`, { hint: "pmpc history lists the runs; your version control may have the code of that time", exit: exit.notFound });
}
