import { exit, isPmpcError, PmpcError } from "../../lib/error";
import type { ResourceKey } from "../../lib/pve/address";
import { printName } from "../../lib/schema/kind/name";
import { refuseBroken } from "../revise/find";
import { withProtection } from "../revise/protection";
import { changeFiles } from "../workspace/change";
import { readCode } from "../workspace/code";
import type { FileChange } from "../workspace/file";
import { fact, facts, type View } from "../engine/view";
import { action, type Context, type Outcome } from "../engine/action";
import { option, type InputOf } from "../engine/option";
import { applyOnce, applyQuestions, type AskingToApply } from "../change/apply-plan";
import { doneTo } from "../change/apply-workspace";
import { begun } from "../session/follow-run";
import { findCodeGuest } from "../session/code-guest";
import type { Grading } from "../judge/grading";
import { planOptions, type PlanReport } from "../judge/grade-workspace";
import { viewPlan } from "../judge/plan-view";
import { reachCluster } from "../judge/planning-gate";
import { findRoot, noWorkspace, withSession, type Session } from "../session/session";
import { addressOfName } from "../change/settle";
import { fileFacts } from "../renew/write-view";
import { readWritten } from "../session/written";

const protectOptions = {
  guest: option.text("The guest: vm 101, container 202, or its name.", { positional: "rest", placeholder: "GUEST", names: "guest" }),
  all: option.flag("Every guest in the code."),
  ...planOptions,
};

const says = "Proxmox VE then refuses to remove it or its disks for anybody, including Terraform without pmpc.";

/** `pmpc protect vm 101`: PVE's own protection, in the code and on the guest. */
export const protect = action({
  name: "protect",
  summary: "Protect a guest and its disks from being removed",
  topic: "code onto cluster",
  effect: "changes cluster",
  says: `Switch on a guest's protection, in the code and in the cluster. ${says}`,
  input: protectOptions,
  confirms: applyQuestions,
  run: (input, context) => setProtection(input, true, context),
  view: viewProtection,
});

/** `pmpc unprotect vm 101`: the way back. */
export const unprotect = action({
  name: "unprotect",
  summary: "Remove the protection of a guest",
  topic: "code onto cluster",
  effect: "changes cluster",
  says: "Switch off a guest's protection, in the code and in the cluster.",
  input: protectOptions,
  confirms: applyQuestions,
  run: (input, context) => setProtection(input, false, context),
  view: viewProtection,
});

interface ProtectionReport extends PlanReport {
  readonly applied: boolean;
  readonly files: readonly FileChange[];
}

function viewProtection({ files, workspace, ...report }: ProtectionReport): View {
  // What is done was shown before it was asked about.
  return [...(report.applied ? [] : viewPlan(report)), facts(...fileFacts(files, workspace), fact("applied", report.applied ? doneTo(report.resources) : "nothing to do"))];
}

async function setProtection(input: InputOf<typeof protectOptions>, wanted: boolean, context: Context<AskingToApply>): Promise<Outcome<ProtectionReport>> {
  const root = await findRoot(input.out, context);
  if (root === undefined) throw noWorkspace(context.folder);
  return withSession(root, wanted ? "protect" : "unprotect", context, async (session) => {
    const { configuration, store, lock, hold } = session;
    if (configuration === undefined) throw noWorkspace(root);
    const names = await namesOf(input, session);
    const known = new Map(names.map((one) => [one.key as ResourceKey, one]));
    const asked = new Map([...known.keys()].map((key) => [key, wanted]));
    const before = await readCode(root);
    const made = withProtection(before, asked, known);
    if (made.missing.length > 0) refuseBroken(before, made.missing.map(printName).join(", "));
    if (made.missing.length > 0) throw new PmpcError("not-in-code", `the code of ${made.missing.map(printName).join(", ")} cannot be found`, { hint: `set \`protection: ${wanted}\` in its code, then: pmpc apply`, exit: exit.notFound });
    const addresses = names.map(addressOfName);
    const cluster = await reachCluster(configuration, input, context);
    try {
      // What was generated last stays as it was: code made again of a reading from before takes nothing back.
      await changeFiles(root, made.files);
      const files = [...made.files.keys()].sort().map((path): FileChange => ({ path, change: "updated" }));
      try {
        const { report, applied } = await applyOnce({ root, store, configuration, cluster, verb: wanted ? "protect" : "unprotect", lock, hold }, { ...input, only: addresses }, context, (_, grading) => refuseOthers(grading));
        return { exit: exit.done, report: { ...report, applied, files } };
      } catch (error) {
        if (isPmpcError(error) && begun.includes(error.code)) throw error;
        // Code that says what the cluster does not is a change that was not asked for.
        const now = await readCode(root);
        const isAsMade = [...made.files].every(([path, text]) => now.get(path) === text);
        await changeFiles(root, only(isAsMade ? before : withProtection(now, made.back, known).files, made.files));
        throw error;
      }
    } finally {
      cluster.close();
    }
  });
}

const only = (texts: ReadonlyMap<string, string>, like: ReadonlyMap<string, string>) => new Map([...texts].filter(([path]) => like.has(path)));

async function namesOf({ guest, all }: InputOf<typeof protectOptions>, session: Session) {
  const written = await readWritten(session.root);
  const names = new Map([...written.names, ...written.ownNames]);
  if (all) return [...names.values()];
  if (guest === undefined) throw new PmpcError("which-guest", "GUEST is missing", { hint: "name it (vm 101, container 202, web), or give --all", exit: exit.usage });
  const { key, label } = await findCodeGuest(guest, written, session);
  const name = names.get(key);
  if (name === undefined) throw new PmpcError("not-in-code", `${label} is not in the code that pmpc wrote`, { hint: "pmpc list shows all guests", exit: exit.notFound });
  return [name];
}

/** Nothing else of these guests is changed by the way. */
function refuseOthers({ resources }: Grading): void {
  const other = resources.flatMap(({ changes, name, grade }) => changes.filter(({ attribute, grade: one }) => attribute !== "protection" && one !== "state only").map(({ prop }) => ({ name, grade, prop })))[0];
  if (other) throw new PmpcError("more-than-protection", `${other.name} would be changed in more than its protection: ${other.prop}`, { hint: "pmpc plan shows it; apply that change first, or remove it from the code", exit: exit.refused });
}
