import { stripVTControlCharacters } from "node:util";
import { isPmpcError, PmpcError } from "../../lib/error";
import type { Context } from "../engine/action";
import { option } from "../engine/option";
import { withoutCredentials } from "../gate/environment";
import { ownPackages } from "../terraform/app";
import { runProcess } from "../terraform/process";
import { readText } from "../workspace/text";

/** The option of the verbs that have the project's own tests run first. */
export const testsOption = {
  test: option.flag("First run the project's own tests, if they can be run (--no-test: do not).", { preset: true, local: true }),
};

/** What `npm test` ended with, or why it was not run. */
export type OwnTests = { readonly passed: boolean; readonly printed: readonly string[] } | { readonly notRun: string };

/** Runs `npm test` as the project's owner would, without the cluster's credentials. */
export async function runOwnTests(root: string, { environment, signal }: Pick<Context, "environment" | "signal">, onLine?: (line: string) => void): Promise<OwnTests> {
  const { scripts = {} } = JSON.parse((await readText(root, "package.json")) ?? "{}") as { readonly scripts?: Readonly<Record<string, string>> };
  if (scripts.test === undefined) return { notRun: "package.json has no script called test" };
  if (!ownPackages(root).isInstalled) return { notRun: "the project's packages are not installed: npm install" };
  const { code, stopped, stdout, stderr } = await runProcess("npm", ["test", "--silent"], { cwd: root, environment: { npm_config_update_notifier: "false", ...withoutCredentials(environment), PMPC_RUNS_TESTS: "1" }, signal, ...(onLine === undefined ? {} : { onLine: (line: string) => onLine(stripVTControlCharacters(line)) }) });
  signal.throwIfAborted();
  if (stopped === "not-found") return { notRun: "npm is not on the PATH" };
  const lines = (text: string) => stripVTControlCharacters(text).trimEnd().split("\n");
  const complaints = lines(stderr).filter((line) => line !== "").slice(-most);
  if (code !== 0 && onLine !== undefined) complaints.forEach(onLine);
  return { passed: code === 0, printed: code === 0 ? [] : [...lines(stdout), ...complaints].slice(-most) };
}

const most = 20;

/** Runs the tests while a plan is made; what is agreed to waits for them. */
export async function besideTests<R>(root: string, { test }: { readonly test?: boolean }, context: Pick<Context, "environment" | "signal">, work: (passed: () => Promise<void>) => Promise<R>): Promise<R> {
  if (test === false) return work(() => Promise.resolve());
  const stop = new AbortController();
  const running = runOwnTests(root, { ...context, signal: AbortSignal.any([context.signal, stop.signal]) }).catch((error: unknown): OwnTests => {
    if (isPmpcError(error) || !stop.signal.aborted) throw error;
    return { notRun: "the apply ended before" };
  });
  // Whether anybody waits for it shows later.
  running.catch(() => undefined);
  try {
    return await work(async () => refuseFailed(await running));
  } finally {
    stop.abort();
    await running.catch(() => undefined);
  }
}

/** Code whose own tests fail is not applied. */
function refuseFailed(tests: OwnTests): void {
  if ("notRun" in tests || tests.passed) return;
  throw new PmpcError("tests-failed", "the project's tests fail: nothing was done", { hint: [...tests.printed, "to apply it all the same: --no-test"].join("\n") });
}
