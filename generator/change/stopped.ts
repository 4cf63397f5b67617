import { isPmpcError, PmpcError } from "../../lib/error";
import { parseGuestKey } from "../../lib/pve/address";
import type { Stopped } from "../gate/approval";
import type { Cluster } from "../gate/live";
import { gradeProject, type ResourceReport } from "../judge/grading";
import { labelOf } from "../judge/plan-view";
import type { PlanningGate } from "../judge/planning-gate";
import type { Project } from "../judge/project";
import { waitingAt } from "../judge/waiting";

interface Waiting {
  readonly key: string;
  readonly waits: string;
}

/**
 * After the gate has stopped something, says what became of the guests: what Terraform believes of them may be the plan, and what waits
 * for a restart shows in no plan at all.
 */
export async function sayWhatIsLeft(error: unknown, todo: readonly ResourceReport[], { terraform, configOf }: Project, gate: PlanningGate, cluster: Cluster, standstill: number): Promise<unknown> {
  if (!isPmpcError(error) || error.code !== "stopped-by-gate") return error;
  gate.forget();
  const { stopped } = error.facts as { readonly stopped: readonly Stopped[] };
  const touched = todo.filter(({ key, writes }) => writes !== undefined && (key === undefined || stopped.some((one) => one.key === key)));
  const planned = await gradeProject(terraform, standstill, todo.map(({ address }) => address), configOf).catch(() => undefined);
  const left = planned?.resources.filter(({ grade, address }) => grade !== "clean" && todo.some((one) => one.address === address)) ?? [];
  const waiting = (await Promise.all(touched.map((one) => waitingOf(one, cluster)))).flat();
  const said = [
    ...left.map((one) => `${labelOf(one)} is not as in the code: ${one.grade}`),
    ...waiting.map(({ key, waits }) => `${labelOf(todo.find((one) => one.key === key)!)}: ${waits} waits for its next start`),
    ...(planned === undefined ? ["what is left could not be planned: pmpc plan"] : left.length === 0 ? ["everything else of the plan is done"] : []),
  ];
  return new PmpcError(error.code, error.message, { hint: [...said, error.hint].filter(Boolean).join("\n"), exit: error.exit, facts: { stopped, left: left.map(({ address, grade }) => ({ address, grade })), waiting } });
}

/** What waits for a guest's next start, which no plan shows. */
async function waitingOf({ key, writes = [] }: ResourceReport, cluster: Cluster): Promise<readonly Waiting[]> {
  const guest = key === undefined ? undefined : parseGuestKey(key);
  if (guest === undefined) return [];
  for (const node of writes.flatMap((one) => one.guest?.nodes ?? [])) {
    const client = await cluster.client();
    const waiting = client && (await waitingAt(client, { ...guest, node }));
    if (waiting !== undefined) return waiting.map((waits) => ({ key: key!, waits }));
  }
  return [];
}
