import { exit, isPmpcError, PmpcError } from "../../lib/error";
import { parseGuestKey, type ResourceKey } from "../../lib/pve/address";
import { leftOut } from "../../lib/pve/blame";
import { awaitsLock } from "../../lib/schema/catalog";
import { isLeftOut, type Grade } from "../terraform/grade";
import type { FileChange } from "../workspace/file";
import { placeOf, readLineage } from "../workspace/lineage";
import { readNames } from "../workspace/names";
import type { Context } from "../engine/action";
import { option, type InputOf } from "../engine/option";
import { count, fact, facts, type View } from "../engine/view";
import { refuseSecondState } from "../judge/which-state";
import type { Grading, ResourceReport } from "../judge/grading";
import { withGuestsNow, type Known } from "../judge/guest-now";
import { planOptions, type PlanReport } from "../judge/grade-workspace";
import { countOf, labelOf, viewPlan } from "../judge/plan-view";
import { besideTests, testsOption } from "../judge/own-tests";
import { reachCluster } from "../judge/planning-gate";
import type { Project } from "../judge/project";
import { besideTypes, refuseTypeErrors, typesOption } from "../judge/types";
import type { Connecting } from "../connect/connection";
import { passRehearsal } from "../rehearse/rehearse";
import type { RehearsalReport } from "../rehearse/report";
import { anchorAudit, type Audited } from "../session/anchoring";
import { noWorkspace, withSession } from "../session/session";
import { applyOnce, type ApplyInput, type AskingToApply } from "./apply-plan";
import { playFor, playFact, type Played } from "./playbook";
import { savedFacts, saveOptions, type Saved } from "./save";
import { settle } from "./settle";

/** The options of every verb that applies all of a workspace's code. */
export const applyOptions = {
  ...planOptions,
  ...saveOptions,
  allowChanges: option.flag("While guests are being imported, make the other changes of the plan, too.", { local: true }),
  confirm: option.list("Guests that may be replaced or destroyed, by name: --confirm web01.", { placeholder: "NAME", local: true }),
  ...typesOption,
  ...testsOption,
  allowEndpoint: option.list("Other clusters that the code may change without passing through the gate: --allow-endpoint https://other.lan:8006.", { placeholder: "URL", local: true }),
  allowType: option.list("Resource types that pmpc does not know and that may change what they like: --allow-type proxmox_vm.", { placeholder: "TYPE", local: true }),
  rehearse: option.flag("First apply it to a simulated twin of the cluster, and go on only if that succeeds.", { local: true }),
  allRights: option.flag("Rehearse with all rights, and not with those of the token that read the cluster last.", { local: true }),
  ansible: option.flag("Afterwards run the Ansible playbooks of the guests that it made, with your ansible-playbook.", { local: true }),
  newState: option.flag("Add guests to this state although another state has them, because that one is lost.", { local: true }),
};

export interface ApplyReport extends PlanReport {
  readonly applied: boolean;
  /** Files whose import blocks went, because what they import is in the state. */
  readonly settled: readonly FileChange[];
  /** What was rehearsed before, where that was asked for. */
  readonly rehearsal?: RehearsalReport;
  /** Guests that were saved before they were changed, where that was asked for. */
  readonly saved?: readonly Saved[];
  /** What became of the playbooks of the guests that were made, where that was asked for. */
  readonly playbooks?: readonly Played[];
}

/**
 * Applies a workspace's code, and settles what was imported.
 * @param agree refuses a plan that was not agreed to, before anything is asked
 */
export async function applyWorkspace(root: string, verb: string, input: InputOf<typeof applyOptions>, context: Context<AskingToApply>, agree: (grading: Grading) => void = () => undefined): Promise<ApplyReport & { readonly later: number }> {
  return besideTests(root, input, context, (testsPassed) => besideTypes(root, input, context, (check) =>
    withSession(root, verb, context, async ({ store, configuration, lock, hold }) => {
      if (configuration === undefined) throw noWorkspace(root);
      const rehearsal = input.rehearse ? await passRehearsal({ root, store, configuration }, input, context) : undefined;
      const cluster = await reachCluster(configuration, input, context);
      try {
        const known = { root, store, configuration, cluster, verb, lock, hold };
        const first = await applyOnce(known, input, context, async (project, grading) => {
          refuseTypeErrors(await check?.end());
          // Where nothing is to be done, nobody waits for tests.
          if (grading.resources.some(({ grade, importing }) => grade !== "clean" || importing)) await testsPassed();
          await refuseOtherState(root, project, input.newState ?? false);
          agree(grading);
        });
        const held = await heldNow(known, input, context);
        const settled = await settle(root, first.inState, held);
        // What was taken in is filled in at once: only Terraform's own record changes, and nothing is sent to the cluster.
        const isSettling = settled.length > 0 || first.report.adopted.length > 0;
        const second = isSettling ? await applyOnce(known, input, context, refuseWrites) : undefined;
        const playbooks = input.ansible && first.applied ? await playFor(root, first.report.resources.filter(({ grade }) => grade === "create").map(({ name }) => name), context) : undefined;
        return { ...first.report, ...(playbooks === undefined ? {} : { playbooks }), ...(first.saved.length === 0 ? {} : { saved: first.saved }), applied: first.applied, settled, ...(rehearsal === undefined ? {} : { rehearsal }), later: first.later.length + (second?.later.length ?? 0) };
      } finally {
        cluster.close();
        await anchorHere({ root, store, configuration }, context);
      }
    }),
  ));
}

/** An apply that was done is not undone by a place that does not take the end of its log: it is told, and the next one tries again. */
async function anchorHere(audited: Audited, { host, now }: Context<AskingToApply>): Promise<void> {
  await anchorAudit(audited, now()).catch((error: unknown) => {
    if (!isPmpcError(error)) throw error;
    host.notify({ code: "anchor-failed", says: error.message, data: { where: audited.configuration?.auditAnchor ?? "" } });
  });
}

/** What an apply did, and what it left. */
export function viewApply(report: ApplyReport): View {
  const { applied, settled, resources } = report;
  const held = resources.filter(({ locked }) => locked !== undefined).length;
  const away = Object.values(leftOut).flatMap((word) => {
    const amount = resources.filter(({ grade }) => grade === word).length;
    return amount > 0 ? [`${count(amount, "guest")} that could ${word.replace("not", "not be")}`] : [];
  });
  const left = [...(held > 0 ? [count(held, "locked guest")] : []), ...away].join(" and ");
  const written = settled.filter(({ change }) => change === "updated").length;
  // What is done was shown before it was asked about.
  const waiting = { ...report, resources: resources.filter((one) => one.locked !== undefined || one.waiting !== undefined || isLeftOut(one.grade)) };
  return [
    ...viewPlan(applied ? waiting : report).slice(0, -1),
    facts(
      applied ? fact("applied", `${doneTo(resources)}${left === "" ? "" : ` but ${left}`}`) : fact("applied", left !== "" ? "nothing yet" : "nothing to do"),
      ...savedFacts(report.saved ?? []),
      ...(report.playbooks ?? []).map(playFact),
      written > 0 ? fact("settled", `${count(written, "file")} without import blocks`) : undefined,
      ...settled.flatMap(({ path, beside }) => (beside === undefined ? [] : [fact("yours", `${path} is edited: its new version is ${beside}`)])),
    ),
  ];
}

const past: Partial<Readonly<Record<Grade, string>>> = { create: "created", "live change": "changed", "needs reboot": "changed", "becomes a template": "changed", "loses a disk": "changed", replace: "replaced", destroy: "destroyed", forget: "forgotten" };

/** `15 guests added to Terraform's state, 1 guest created` */
export function doneTo(resources: readonly ResourceReport[]): string {
  const done = new Map<string, ResourceReport[]>();
  for (const one of resources) {
    const word = past[one.grade] ?? (one.importing ? "added to Terraform's state" : undefined);
    if (word !== undefined) done.set(word, [...(done.get(word) ?? []), one]);
  }
  const parts = [...done].map(([word, ones]) => `${countOf(ones)} ${word}`);
  return parts.join(", ") || "all of it";
}

async function refuseOtherState(root: string, project: Project, stateIsNew: boolean): Promise<void> {
  if (!stateIsNew) refuseSecondState(project, await readLineage(root), placeOf(root));
}

/** After an adoption nothing may be left but Terraform's own record. */
function refuseWrites(_project: Project, { resources }: Grading): void {
  const other = resources.find(({ grade }) => grade !== "clean" && grade !== "state only" && !isLeftOut(grade));
  if (other) throw new PmpcError("not-settled", `the guests are in the state, but the next plan would change more than Terraform's own record: ${labelOf(other)} (${other.grade})`, { hint: "pmpc plan shows it", exit: exit.changes });
}

/** Guests that something holds: settling them waits. */
async function heldNow(known: Known, input: ApplyInput, context: Context<Connecting>): Promise<ReadonlySet<ResourceKey>> {
  const names = await readNames(known.root);
  if (![...names.values()].some(({ adopt }) => adopt)) return new Set();
  return withGuestsNow(known, input, context, async ({ there }) => new Set([...there].flatMap(([key, { lock }]) => (lock !== undefined && awaitsLock(parseGuestKey(key)!.type) ? [key] : []))));
}
