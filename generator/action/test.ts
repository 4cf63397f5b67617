import { exit, isPmpcError, worstExit, type ExitCode } from "../../lib/error";
import { action, type Context } from "../engine/action";
import { option } from "../engine/option";
import { count, fact, facts, type Fact } from "../engine/view";
import { withoutCredentials } from "../gate/environment";
import { planOptions, planQuestions } from "../judge/grade-workspace";
import { rehearse } from "../rehearse/rehearse";
import type { RehearsalReport } from "../rehearse/report";
import { sumOfRehearsal } from "../rehearse/view";
import { findRoot, lastRun, noWorkspace, withWorkspace } from "../session/session";
import { roomIn } from "../show/room";
import { seenIn } from "../show/seen";
import { ownPackages } from "../terraform/app";
import { runProcess } from "../terraform/process";
import { readText } from "../workspace/text";

export interface TestReport {
  readonly workspace: string;
  /** The project's own tests: what `npm test` ended with. */
  readonly tests: { readonly passed: boolean } | { readonly notRun: string };
  /** Nodes and storages with little room left. */
  readonly room: readonly string[];
  /** Undefined if none was wanted. */
  readonly rehearsal?: { readonly passed: boolean; readonly says: string; readonly refused: readonly string[] } | { readonly notRun: string };
  readonly passed: boolean;
}

/** `pmpc test`: the project's own tests, room on nodes and storages, and a rehearsal. */
export const test = action({
  name: "test",
  summary: "Run the project's tests, look for room, and rehearse the plan",
  topic: "code onto cluster",
  effect: "reads",
  says: "Run the project's own tests, look whether nodes and storages have room, and apply the plan to a simulated twin of the cluster. The cluster is not changed.",
  input: {
    rehearse: option.flag("Apply the plan to a twin of the cluster (--no-rehearse: do not).", { preset: true }),
    ...planOptions,
  },
  confirms: planQuestions,
  async run({ rehearse: isRehearsed, ...input }, context) {
    const root = await findRoot(input.out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    const { tests, end } = await runTests(root, context);
    return withWorkspace(root, "test", context, async (session) => {
      const { rows } = await seenIn(session.store, (await lastRun(session)).id);
      const played = isRehearsed === false ? undefined : await playFor(() => rehearse(session, input, context));
      const code = worstExit(end, played?.end ?? exit.done);
      const report: TestReport = { workspace: root, tests, room: roomIn(rows), ...(played === undefined ? {} : { rehearsal: played.rehearsal }), passed: code === exit.done };
      return { exit: code, report };
    });
  },
  view: ({ tests, room, rehearsal, passed }) => [
    facts(
      "notRun" in tests ? fact("tests", `not run: ${tests.notRun}`) : fact("tests", tests.passed ? "passed" : "failed"),
      room.length === 0 ? undefined : fact("room", count(room.length, "place is", "places are") + " nearly full", { below: room }),
      rehearsal === undefined ? undefined : rehearsalFact(rehearsal),
      fact(passed ? "passed" : "not passed", passed ? "pmpc apply applies the plan" : "nothing was changed on the cluster"),
    ),
  ],
});

function rehearsalFact(rehearsal: NonNullable<TestReport["rehearsal"]>): Fact {
  return "notRun" in rehearsal ? fact("rehearsal", `not run: ${rehearsal.notRun}`) : fact("rehearsal", rehearsal.says, { below: rehearsal.refused });
}

/** Runs `npm test` as its owner would, without the cluster's credentials, and passes on what it prints. */
async function runTests(root: string, { environment, host, signal }: Context): Promise<{ readonly tests: TestReport["tests"]; readonly end: ExitCode }> {
  const notRun = (why: string) => ({ tests: { notRun: why }, end: exit.partial });
  const { scripts = {} } = JSON.parse((await readText(root, "package.json")) ?? "{}") as { readonly scripts?: Readonly<Record<string, string>> };
  if (scripts.test === undefined) return notRun("package.json has no script called test");
  if (!ownPackages(root).isInstalled) return notRun("the project's packages are not installed: npm install");
  const onLine = (line: string) => host.notify({ code: "task-line", says: line, data: { line } });
  const { code, stopped, stderr } = await runProcess("npm", ["test", "--silent"], { cwd: root, environment: withoutCredentials(environment), signal, onLine });
  signal.throwIfAborted();
  if (stopped === "not-found") return notRun("npm is not on the PATH");
  if (code !== 0) for (const line of stderr.trimEnd().split("\n").slice(-20)) onLine(line);
  return { tests: { passed: code === 0 }, end: code === 0 ? exit.done : exit.failed };
}

/** A machine without terraform can still run the tests. */
async function playFor(work: () => Promise<RehearsalReport>): Promise<{ readonly rehearsal: NonNullable<TestReport["rehearsal"]>; readonly end: ExitCode }> {
  try {
    const report = await work();
    const refused = report.refused.map(({ address, says }) => (address === undefined ? says : `${address}: ${says}`));
    const away = report.notRehearsed.map(({ address, why }) => `not rehearsed: ${address}: ${why}`);
    return { rehearsal: { passed: report.passed, says: sumOfRehearsal(report), refused: [...refused, ...away] }, end: !report.passed ? exit.failed : away.length > 0 ? exit.partial : exit.done };
  } catch (error) {
    if (!isPmpcError(error) || error.code === "stopped") throw error;
    return { rehearsal: { notRun: error.message }, end: error.code === "terraform-not-found" || error.code === "terraform-too-old" ? exit.partial : (error.exit as ExitCode) };
  }
}
