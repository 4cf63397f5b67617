import { exit, isPmpcError, worstExit, type ExitCode } from "../../lib/error";
import { action, type Context } from "../engine/action";
import { option } from "../engine/option";
import { count, fact, facts, type Fact } from "../engine/view";
import { planOptions, planQuestions } from "../judge/grade-workspace";
import { runOwnTests } from "../judge/own-tests";
import { rehearse } from "../rehearse/rehearse";
import type { RehearsalReport } from "../rehearse/report";
import { sumOfRehearsal } from "../rehearse/view";
import { findRoot, lastRun, noWorkspace, withWorkspace } from "../session/session";
import { roomIn } from "../show/room";
import { seenIn } from "../show/seen";
import { writeText } from "../workspace/text";
import { xml } from "../../lib/xml";

export interface TestReport {
  readonly workspace: string;
  /** The project's own tests: what `npm test` ended with. */
  readonly tests: { readonly passed: boolean } | { readonly notRun: string };
  /** Nodes and storages with little room left. */
  readonly room: readonly string[];
  /** Undefined if none was wanted. */
  readonly rehearsal?: { readonly passed: boolean; readonly says: string; readonly refused: readonly string[]; readonly outdated: readonly string[] } | { readonly notRun: string };
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
    junit: option.text("Also write the result to this file, as JUnit XML.", { placeholder: "FILE", local: true }),
    rehearse: option.flag("Apply the plan to a twin of the cluster (--no-rehearse: do not).", { preset: true }),
    ...planOptions,
  },
  confirms: planQuestions,
  async run({ rehearse: isRehearsed, junit, ...input }, context) {
    const root = await findRoot(input.out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    const { tests, end } = await runTests(root, context);
    return withWorkspace(root, "test", context, async (session) => {
      const { rows } = await seenIn(session, await lastRun(session));
      const played = isRehearsed === false ? undefined : await playFor(() => rehearse(session, input, context));
      const code = worstExit(end, played?.end ?? exit.done);
      const report: TestReport = { workspace: root, tests, room: roomIn(rows), ...(played === undefined ? {} : { rehearsal: played.rehearsal }), passed: code === exit.done };
      if (junit !== undefined) await writeText(context.folder, junit, asJunit(report));
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

/** One case for each of the three: pipelines show which of them failed, and why. */
function asJunit({ tests, room, rehearsal }: TestReport): string {
  const one = (name: string, end: "passed" | "failed" | "skipped", says: readonly string[]) => {
    const text = xml(says.join("\n"));
    const body = end === "passed" ? (text === "" ? "" : `<system-out>${text}</system-out>`) : end === "failed" ? `<failure message="${xml(says[0] ?? "failed")}">${text}</failure>` : `<skipped>${text}</skipped>`;
    return { end, line: `    <testcase classname="pmpc" name="${name}">${body}</testcase>` };
  };
  const cases = [
    "notRun" in tests ? one("tests", "skipped", [tests.notRun]) : one("tests", tests.passed ? "passed" : "failed", [tests.passed ? "npm test passed" : "npm test failed"]),
    one("room", "passed", room.map((place) => `nearly full: ${place}`)),
    ...(rehearsal === undefined ? [] : ["notRun" in rehearsal ? one("rehearsal", "skipped", [rehearsal.notRun]) : one("rehearsal", rehearsal.passed ? "passed" : "failed", [rehearsal.says, ...rehearsal.refused])]),
  ];
  const amount = (wanted: string) => cases.filter(({ end }) => end === wanted).length;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n  <testsuite name="pmpc test" tests="${cases.length}" failures="${amount("failed")}" errors="0" skipped="${amount("skipped")}">\n${cases.map(({ line }) => line).join("\n")}\n  </testsuite>\n</testsuites>\n`;
}

function rehearsalFact(rehearsal: NonNullable<TestReport["rehearsal"]>): Fact {
  return "notRun" in rehearsal ? fact("rehearsal", `not run: ${rehearsal.notRun}`) : fact("rehearsal", rehearsal.says, { below: [...rehearsal.refused, ...rehearsal.outdated] });
}

/** Runs the tests, and passes on what they print. */
async function runTests(root: string, context: Context): Promise<{ readonly tests: TestReport["tests"]; readonly end: ExitCode }> {
  const tests = await runOwnTests(root, context, (line) => context.host.notify({ code: "task-line", says: line, data: { line } }));
  if ("notRun" in tests) return { tests, end: exit.partial };
  return { tests: { passed: tests.passed }, end: tests.passed ? exit.done : exit.failed };
}

/** A machine without terraform can still run the tests. */
async function playFor(work: () => Promise<RehearsalReport>): Promise<{ readonly rehearsal: NonNullable<TestReport["rehearsal"]>; readonly end: ExitCode }> {
  try {
    const report = await work();
    const refused = report.refused.map(({ address, says }) => (address === undefined ? says : `${address}: ${says}`));
    const away = report.notRehearsed.map(({ address, why }) => `not rehearsed: ${address}: ${why}`);
    return { rehearsal: { passed: report.passed, says: sumOfRehearsal(report), refused: [...refused, ...away], outdated: report.outdated }, end: !report.passed ? exit.failed : away.length > 0 ? exit.partial : exit.done };
  } catch (error) {
    if (!isPmpcError(error) || error.code === "stopped") throw error;
    return { rehearsal: { notRun: error.message }, end: error.code === "terraform-not-found" || error.code === "terraform-too-old" ? exit.partial : (error.exit as ExitCode) };
  }
}
