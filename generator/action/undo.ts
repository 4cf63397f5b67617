import { utc } from "../../lib/pve/utc";
import { exit, isPmpcError, PmpcError } from "../../lib/error";
import { parseGuestKey } from "../../lib/pve/address";
import { redacted } from "../../lib/pve/secret";
import { printName } from "../../lib/schema/kind/name";
import { readChains } from "../audit/log";
import type { Recorded } from "../audit/record";
import { action } from "../engine/action";
import { option } from "../engine/option";
import { fact, facts, type View } from "../engine/view";
import { gradeWorkspace, planOptions, planQuestions, type PlanReport } from "../judge/grade-workspace";
import { exitOf } from "../judge/grading";
import { viewPlan } from "../judge/plan-view";
import { unproven } from "../judge/project";
import { rememberPlan } from "../renew/last";
import { refuseOtherWays } from "../revise/other-way";
import { reviseGuest, type ValueChange } from "../revise/revise";
import { wayBack } from "../revise/undo";
import { diffsOf, tellDiffs, type FileDiff } from "../revise/view";
import { findCodeGuest } from "../session/code-guest";
import { findRoot, noWorkspace, withSession, type Session } from "../session/session";
import { readWritten } from "../session/written";
import { changeFiles } from "../workspace/change";
import { readCode } from "../workspace/code";

export interface UndoReport {
  readonly workspace: string;
  /** The record that is undone. */
  readonly of: number;
  /** `vm 101` */
  readonly guest: string;
  readonly changes: readonly ValueChange[];
  readonly files: readonly FileDiff[];
  /** Keys that code cannot bring back, and why. */
  readonly left: readonly { readonly key: string; readonly why: string }[];
  readonly dryRun?: true;
  /** What an apply would do; nothing of it is done. */
  readonly plan?: PlanReport;
  /** Why that could not be planned. */
  readonly notPlanned?: string;
}

/** `pmpc undo 12`: proposes what a guest was before a record of the audit log, as code and as a plan. */
export const undo = action({
  name: "undo",
  summary: "Bring the code of a guest back to before a record of the audit log, and plan it",
  topic: "code onto cluster",
  effect: "writes workspace",
  says: "Write into the code what a change in the audit log replaced, and show what an apply would then do. The cluster stays as it is until pmpc apply. pmpc audit lists the records.",
  input: {
    record: option.number("The record's number.", { positional: "one", required: true, placeholder: "N", from: 1 }),
    writer: option.text("Whose record, if several checkouts have written one of this number.", { placeholder: "WRITER" }),
    dryRun: option.flag("Show the difference, and write nothing."),
    ...planOptions,
  },
  confirms: planQuestions,
  async run({ record: n = 0, writer, dryRun, ...input }, context) {
    const root = await findRoot(input.out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    const report = await withSession(root, "undo", context, (session) => goBack(root, findRecord(root, n, writer), dryRun ?? false, session));
    if (dryRun || report.files.length === 0) return { exit: exit.done, report };
    try {
      const { grading, ...planned } = await gradeWorkspace(root, "undo", input, context);
      await rememberPlan(root, grading, context.now());
      return { exit: exitOf(grading), report: { ...report, plan: { ...planned, ...grading } } };
    } catch (error) {
      if (!isPmpcError(error) || !unproven.includes(error.code)) throw error;
      return { exit: exit.done, report: { ...report, notPlanned: error.message } };
    }
  },
  view: ({ guest, of, changes, files, left, dryRun, plan, notPlanned }): View => [
    facts(
      ...changes.map(({ file, line, prop, before, after }, at) => fact(at === 0 ? (dryRun ? "would change" : "changed") : "", `${file}:${line}  ${prop}: ${before ?? "nothing"} → ${after ?? "nothing"}`)),
      changes.length === 0 ? fact("unchanged", `the code of ${guest} already is as before record ${of}`) : undefined,
      ...left.map(({ key, why }) => fact("left", `${key}: ${why}`)),
      notPlanned === undefined ? undefined : fact("not planned", notPlanned),
    ),
    ...(dryRun ? tellDiffs(files) : []),
    ...(plan === undefined ? [] : viewPlan(plan)),
    ...(changes.length === 0 || dryRun ? [] : [facts(fact("next", "pmpc apply"))]),
  ],
});

/** A change and the configuration that it found. An apply records that with its first change of a guest. */
interface Change {
  readonly record: Recorded;
  readonly before: Readonly<Record<string, unknown>>;
}

function findRecord(root: string, n: number, writer: string | undefined): Change {
  const chains = [...readChains(root)].filter(([name]) => writer === undefined || name === writer);
  const found = chains.flatMap(([name, { records }]) => records.filter((one) => one.n === n).map((record) => ({ name, record, records })));
  const [one, another] = found;
  const [broken] = chains.flatMap(([name, { fault }]) => (fault === undefined ? [] : [`${name}: line ${fault.line} ${fault.says}, and nothing from there on is read; pmpc audit --verify checks all of it`]));
  if (one === undefined && broken !== undefined) throw new PmpcError("no-record", `the audit log has no record ${n} before the line where it is broken`, { hint: broken, exit: exit.notFound });
  if (one === undefined) throw new PmpcError("no-record", `the audit log has no record ${n}${writer === undefined ? "" : ` of ${writer}`}`, { hint: "pmpc audit lists the records", exit: exit.notFound });
  if (another) throw new PmpcError("record-not-unique", `${found.length} checkouts have written a record ${n}`, { hint: found.map(({ name, record }) => `--writer ${name}  ${[record.at === undefined ? undefined : utc(record.at), record.key === undefined ? undefined : printName(record.key)].filter(Boolean).join(", ")}`).join("\n"), exit: exit.usage });
  const asked = one.records.find((other) => other.n === (one.record.of ?? n))!;
  refuseOtherWays(asked);
  const first = one.records.find((other) => other.key === asked.key && other.before !== undefined && (other.n === asked.n || (asked.plan !== undefined && other.plan === asked.plan)));
  if (asked.key === undefined || parseGuestKey(asked.key) === undefined || first?.before === undefined) throw new PmpcError("nothing-to-undo", `record ${n} has no configuration of a guest from before`, { hint: "changes of a guest's configuration can be undone; pmpc audit --json shows what a record has", exit: exit.refused });
  return { record: asked, before: first.before };
}

async function goBack(root: string, { record, before }: Change, dryRun: boolean, session: Session): Promise<UndoReport> {
  const written = await readWritten(root);
  const guest = await findCodeGuest(record.key!, written, session);
  const { said, unset, left } = wayBack(guest.type, withoutSecrets(record.asked ?? {}, before), before);
  const code = await readCode(root);
  const names = new Map([...written.names, ...written.ownNames]);
  const none = { files: new Map<string, string>(), changes: [] };
  const { files, changes } = said.length + unset.length === 0 ? none : reviseGuest({ code, key: guest.key, type: guest.type, label: guest.label, names }, said, unset);
  if (!dryRun && files.size > 0) await changeFiles(root, files);
  return { workspace: root, of: record.n, guest: guest.label, changes, files: diffsOf(code, files), left, ...(dryRun ? { dryRun: true } : {}) };
}

/** What was a secret is not in the log, and is not brought back. */
const withoutSecrets = (asked: NonNullable<Recorded["asked"]>, before: Change["before"]) => Object.fromEntries(Object.entries(asked).filter(([key, value]) => ![value, before[key]].some((one) => String(one).includes(redacted))));
