import { compareObservations } from "../../lib/inventory/change";
import { readInventory } from "../../lib/inventory/inventory";
import { exit, PmpcError, worstExit } from "../../lib/error";
import { parseGuestKey } from "../../lib/pve/address";
import { printName } from "../../lib/schema/kind/name";
import { readChains } from "../audit/log";
import { constructsIn } from "../edit/construct";
import { action, type Outcome } from "../engine/action";
import { option } from "../engine/option";
import { count, fact, facts, type Block } from "../engine/view";
import { gradeWorkspace, planOptions, planQuestions } from "../judge/grade-workspace";
import { runOwnTests } from "../judge/own-tests";
import { besideTypes } from "../judge/types";
import { lookNow } from "../connect/look";
import { hostOptions } from "../connect/node-shell";
import { findRoot, noWorkspace, withStore, type Session } from "../session/session";
import { readKnownGuests } from "../session/known-guests";
import { authorsIn, sayAuthor } from "../show/author";
import { readPlaces, type Place } from "../show/declared";
import { readClusterNames } from "../workspace/cluster-names";
import { readCode } from "../workspace/code";
import { codeFindings } from "../verdict/code-check";
import { knownDriftPath, readKnownDrift } from "../verdict/known-drift";
import type { CiReport } from "../verdict/report";
import { alarming, findingsOf, type Alert, type Rule } from "../verdict/verdict";
import { readWindows } from "../verdict/window";

/** `pmpc ci`: one verdict for a pipeline. Its door writes the report in the pipeline's languages. */
export const ci = action({
  name: "ci",
  summary: "One verdict for a pipeline: what would restart, be replaced or destroyed, and what drifted",
  topic: "code onto cluster",
  effect: "reads",
  says: "Read the cluster, plan the code, compare both with the last run, and give one verdict. Nothing is changed and nothing that was read is kept: a token that only reads is enough. Differences that are known for a time are in known-drift.yml.",
  input: {
    failOn: option.list("What alarms, of reboot, replace, destroy, drift, unmanaged, waiting (a guest runs without what its configuration says), policy (the project's own tests: npm test) and types. Default: reboot, replace, destroy, drift, types.", { words: alarming, placeholder: "RULE" }),
    window: option.list('When guests with a tag may restart: "prod sat,sun 02:00-05:00", in UTC. A restart that an apply would make then does not alarm.', { placeholder: "WINDOW" }),
    ...planOptions,
    ...hostOptions,
  },
  confirms: planQuestions,
  async run({ failOn: wanted = ["reboot,replace,destroy,drift,types"], window = [], ...input }, context): Promise<Outcome<CiReport>> {
    const root = await findRoot(input.out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    const failOn = readRules(wanted);
    const mayRestart = readWindows(window, context.now());
    const known = await readKnownDrift(root);
    const tests = failOn.includes("policy") ? await runOwnTests(root, context, (line) => context.host.notify({ code: "task-line", says: line, data: { line } })) : undefined;
    const { grading, types } = await besideTypes(root, { types: failOn.includes("types") }, context, async (check) => ({ ...(await gradeWorkspace(root, "ci", input, context)), types: await check?.end() }));
    return withStore(root, "ci", context, async ({ store, configuration }) => {
      if (configuration === undefined) throw noWorkspace(root);
      const { names, forgotten } = await readKnownGuests(root);
      const look = await lookNow(root, input, configuration, names.keys(), context);
      if ("offline" in look) throw new PmpcError("unreachable", `the cluster was planned, and could not be read: ${look.offline}`, { hint: "pmpc doctor checks the connection", ...(look.hasNoCredentials ? { exit: exit.notAuthorised } : {}) });
      const now = look.seen;
      const last = await store.latestRun(configuration);
      const before = last === undefined ? undefined : await store.observation(last.id);
      const inventory = readInventory(now);
      const by = authorsIn({ deeds: await store.deeds(configuration), records: [...readChains(root).values()].flatMap((chain) => chain.records), tasks: now.documents.get("/cluster/tasks") }, { after: last?.startedAt });
      const findings = findingsOf({
        grading,
        code: codeFindings(types, tests),
        guests: inventory.guests,
        declared: await readPlaces(root),
        seen: new Set([...names.keys(), ...[...(await readClusterNames(root)).values()].map(({ key }) => key)]),
        forgotten: new Set([...forgotten.values()].map(({ guest }) => guest)),
        ...(before === undefined ? {} : { moved: new Map(compareObservations(before, now).map((change) => [change.key, change])), edited: last === undefined ? undefined : await editedSince(root, last.id, store) }),
        by,
        known,
        knownPath: knownDriftPath,
        failOn,
        mayRestart,
        today: context.now().toISOString().slice(0, 10),
      });
      const alarmed = new Set(findings.flatMap(({ key, alarms }) => (alarms && key !== undefined ? [key as string] : [])));
      const unread = grading.problems.length > 0 || !grading.complete || findings.some(({ rule }) => rule === "unread");
      const isAlarm = findings.some(({ alarms, rule }) => alarms && rule !== "unread");
      const report: CiReport = {
        workspace: root,
        cluster: configuration.cluster,
        verdict: isAlarm ? "alarm" : unread ? "unread" : "pass",
        says: sayVerdict(findings, inventory.guests.length),
        findings,
        guests: inventory.guests.map(({ key, name = "" }) => ({ guest: `${printName(key)} ${name}`.trim(), key, alarms: alarmed.has(key) })),
        problems: grading.problems,
        ...(last === undefined ? {} : { since: last.finishedAt }),
      };
      return { exit: worstExit(isAlarm ? exit.changes : exit.done, unread ? exit.partial : exit.done), report };
    });
  },
  view: ({ says, findings, problems, since }) => [
    facts(fact("verdict", says, { below: since === undefined ? ["there is no earlier run to compare with: whatever differs counts as drift"] : [] }), ...problems.map((one) => fact("error", one))),
    { is: "blocks", blocks: findings.map(blockOf) },
  ],
});

/** Terraform's addresses of the constructs whose text is not what it was at a run; undefined if that code was not recorded. */
async function editedSince(root: string, run: number, store: Session["store"]): Promise<ReadonlySet<string> | undefined> {
  const before = await store.runCode(run);
  if (before.size === 0) return undefined;
  const [was, is] = [textsIn(before), textsIn(await readCode(root))];
  const nameOf = ({ declared: { construct, id } }: Place) => `${construct} ${id}`;
  return new Set((await readPlaces(root)).filter((place) => was.get(nameOf(place)) === undefined || was.get(nameOf(place)) !== is.get(nameOf(place))).map(({ address }) => address));
}

/** The text of each construct by its class and id, without the import block, which goes by itself. */
function textsIn(code: ReadonlyMap<string, string | undefined>): ReadonlyMap<string, string> {
  return new Map([...code.values()].flatMap((text) => (text === undefined ? [] : constructsIn(text).flatMap(({ className, id, span, row }) => (id === undefined ? [] : [[`${className} ${id}`, (row?.alone ?? text.slice(span.start, span.end)).replace(/\n\s*adopt: true,/, "")] as const])))));
}

function readRules(wanted: readonly string[]): readonly string[] {
  return wanted.flatMap((one) => one.split(",")).map((one) => {
    const rule = alarming.find((word) => word === one.trim());
    if (rule === undefined) throw new PmpcError("wrong-input", `failOn: expected ${alarming.join(", ")}, got ${JSON.stringify(one.slice(0, 40))}`, { hint: "several go in one list: --fail-on replace,destroy", exit: exit.usage, facts: { option: "failOn", expected: alarming.join(", "), got: JSON.stringify(one.slice(0, 40)) } });
    return rule;
  });
}

const blockOf = ({ rule, known, guest, says, file, line, by }: Alert): Block => ({ mark: known === undefined ? rule : "known", title: guest, below: [says, `${file}:${line}`, ...(known === undefined ? [] : [known]), ...by.map(sayAuthor)] });

const words: Readonly<Record<Rule, (things: string, amount: number) => string>> = {
  destroy: (things) => `${things} would be destroyed, lose a disk or become a template`,
  replace: (things) => `${things} would be replaced`,
  reboot: (things) => `${things} would restart`,
  policy: () => "the project's own tests do not pass",
  types: (_, amount) => count(amount, "type error"),
  drift: (things, amount) => `${things} ${amount === 1 ? "differs" : "differ"}`,
  unmanaged: (things) => `${things} in no code`,
  expired: (_, amount) => `${count(amount, "known difference")} expired`,
  unused: (_, amount) => `${count(amount, "known difference")} ${amount === 1 ? "matches" : "match"} nothing`,
  unread: (things) => `${things} could not be judged`,
  waiting: (things, amount) => `${things} ${amount === 1 ? "waits" : "wait"} for a start`,
  change: (things) => `${things} would change`,
};

const isGuest = ({ key }: Alert) => key !== undefined && parseGuestKey(key) !== undefined;

/** `2 guests and 1 resource` */
function thingsIn(findings: readonly Alert[]): { readonly says: string; readonly amount: number } {
  const [guests, others] = [true, false].map((wanted) => new Set(findings.filter((one) => isGuest(one) === wanted).map(({ guest, rule, setting }) => (rule === "types" ? setting : rule === "expired" || rule === "unused" ? `${guest} ${setting}` : guest))).size) as [number, number];
  return { says: [...(guests > 0 ? [count(guests, "guest")] : []), ...(others > 0 ? [count(others, "resource")] : [])].join(" and "), amount: guests + others };
}

function sayVerdict(findings: readonly Alert[], guests: number): string {
  const parts = (Object.keys(words) as Rule[]).flatMap((rule) => {
    const { says, amount } = thingsIn(findings.filter((one) => one.rule === rule && one.known === undefined));
    return amount === 0 ? [] : [words[rule](says, amount)];
  });
  const known = thingsIn(findings.filter((one) => one.known !== undefined));
  const touched = new Set(findings.flatMap((one) => (!isGuest(one) || one.rule === "expired" ? [] : [one.key]))).size;
  return [...parts, ...(known.amount > 0 ? [`${known.says} with a known difference`] : []), `${count(guests - touched, "guest")} as in the code`].join(", ");
}
