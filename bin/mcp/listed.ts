import type { Known } from "../../generator/engine/known";
import { PmpcError } from "../../lib/error";
import { offered, type Bound } from "../machine/offer";
import { carryOut } from "../machine/run";

/** What `list` reports. */
export interface Listed {
  readonly resources: readonly Known[];
}

/** What was seen of the cluster last, as `pmpc list` tells it. */
export async function listed(input: Readonly<Record<string, unknown>>, bound: Bound): Promise<Listed> {
  const verb = offered(bound).find(({ name }) => name === "list")!;
  const ended = await carryOut({ verb, input }, bound, new AbortController().signal);
  if ("error" in ended) throw new PmpcError(ended.error.code, ended.error.message, { hint: ended.error.hint, exit: ended.exit });
  return ended.report as Listed;
}
