import { exit, isPmpcError, PmpcError } from "../../lib/error";
import { printGuestKey } from "../../lib/pve/address";
import { printGuestName } from "../../lib/schema/kind/name";
import type { GuestState, Operator, PowerVerb } from "../operate/operator";
import { action, type Context, type Outcome } from "../engine/action";
import { option } from "../engine/option";
import { count, fact, facts, type View } from "../engine/view";
import { type Connecting, connectionQuestions } from "../connect/connection";
import { findGuest, readGuestWords, type GuestFacts } from "../connect/guest";
import { operatorOptions, runOrder, taskOptions, withOperator, type TaskReport } from "../connect/operator";
import { parseSelection } from "../plan/select";
import { powerOptions, powerParameters, powerSays } from "../tool/power-order";
import { doneWord, viewTask } from "../tool/task-view";

const guest = option.text("Which one: vm 104, container 202, a number alone, or a name that only one guest has.", { positional: "rest", placeholder: "vm|container ID", names: "guest" });

const summaries: Readonly<Record<PowerVerb, string>> = {
  start: "Start a guest: vm 104, container 202; or several: --filter tag=lab",
  stop: "Stop a guest at once, or several: --filter tag=lab",
  shutdown: "Ask a guest to shut down, or several: --filter tag=lab",
  reboot: "Ask a guest to shut down, and start it again; or several: --filter tag=lab",
};

/** What became of one guest, or of each of several. */
export interface PowerReport extends Omit<TaskReport, "guest"> {
  /** The guest, if one was named. */
  readonly guest?: GuestFacts;
  /** Those that a filter chose. */
  readonly guests?: readonly PowerEnd[];
}

export interface PowerEnd {
  readonly guest: GuestFacts;
  readonly ended: boolean;
  /** Why nothing was asked of it, or what went wrong. */
  readonly says?: string;
  /** What helps. */
  readonly remedy?: string;
  readonly failed: boolean;
}

type Input = Parameters<typeof runOrder>[3] & Parameters<typeof powerParameters>[0];

const powerVerb = (verb: PowerVerb) =>
  action({
    name: verb,
    summary: summaries[verb],
    topic: "guests",
    effect: "changes cluster",
    says: `${powerSays[verb]} With --filter it is asked of several guests: they are listed, and one question is asked about all of them.`,
    input: {
      guest,
      filter: option.list("Several guests: tag=lab, type=vm,node=pve1.", { placeholder: "KEY=VALUE" }),
      exclude: option.list("Not these of them: vmid=900-999.", { placeholder: "KEY=VALUE" }),
      ...(powerOptions[verb] as (typeof powerOptions)["shutdown"]),
      ...taskOptions,
      ...operatorOptions,
    },
    confirms: [...connectionQuestions, "change-power"],
    run: ({ guest: words, filter = [], exclude = [], ...input }, context): Promise<Outcome<PowerReport>> => {
      if ((words === undefined) === (filter.length === 0)) {
        const [option, expected] = words === undefined ? ["guest", "it is missing"] : ["filter", "it chooses several guests, and one is named, too"];
        throw new PmpcError("wrong-input", `${option}: ${expected}`, { hint: `pmpc ${verb} vm 104, or pmpc ${verb} --filter tag=lab`, exit: exit.usage, facts: { option, expected } });
      }
      if (words !== undefined) readGuestWords(words);
      const isMeant = parseSelection(filter, exclude);
      return withOperator(input, context, async (operator) => {
        if (words === undefined) return runAll(operator, verb, await chosen(operator, isMeant), input, context);
        const { name, type, vmId, node } = await findGuest(operator, words);
        return runOrder(operator, { verb, type, vmId, node, parameters: powerParameters(input) }, name, input, context);
      });
    },
    view: viewPower,
  });

async function chosen(operator: Operator, isMeant: ReturnType<typeof parseSelection>): Promise<readonly GuestState[]> {
  const guests = (await operator.guests()).filter(({ tags = "", ...one }) => isMeant({ key: printGuestKey(one), ...one, tags: tags.split(/[;,\s]+/).filter((tag) => tag !== "") }));
  if (guests.length === 0) throw new PmpcError("nothing-matches", "the filters match no guest", { hint: "pmpc list shows all that were read", exit: exit.notFound });
  return guests;
}

/** Why there is nothing to ask of a guest. */
function idle(verb: PowerVerb, { template, status }: GuestState): string | undefined {
  if (template) return "it is a template";
  if (verb === "start") return status === "running" ? "it is running" : undefined;
  return status === "stopped" ? "it is stopped" : undefined;
}

async function runAll(operator: Operator, verb: PowerVerb, guests: readonly GuestState[], input: Input, context: Context<Connecting | "change-power">): Promise<Outcome<PowerReport>> {
  const meant = guests.filter((one) => idle(verb, one) === undefined);
  const list = meant.map((one) => `${labelOf(one)} on ${one.node}, ${one.status}`);
  const question = { code: "change-power", says: `${verb} ${count(meant.length, "guest")}?`, help: list.join("\n"), about: meant.map(printGuestKey), data: {} } as const;
  if (meant.length > 0 && !(await context.host.confirm(question))) throw new PmpcError("not-confirmed", `nothing was done: it would be ${count(meant.length, "guest")}`, { hint: [...list, "--yes does it"].join("\n"), exit: exit.refused });
  const ends: PowerEnd[] = guests.flatMap((one) => {
    const says = idle(verb, one);
    return says === undefined ? [] : [{ guest: factsOf(one), ended: true, says, failed: false }];
  });
  let warnings = 0;
  for (const [at, one] of meant.entries()) {
    if (context.signal.aborted) throw new PmpcError("interrupted", `interrupted: ${count(at, "guest")} of ${meant.length} ${at === 1 ? "was" : "were"} asked`);
    context.host.progress("power", `${verb} ${labelOf(one)}`, { done: at, total: meant.length });
    const { type, vmId, node } = one;
    try {
      const { report } = await runOrder(operator, { verb, type, vmId, node, parameters: powerParameters(input) }, one.name, input, context);
      warnings += report.warnings;
      ends.push({ guest: factsOf(one), ended: report.ended, failed: false });
    } catch (error) {
      if (!isPmpcError(error) || error.code === "interrupted") throw error;
      ends.push({ guest: factsOf(one), ended: true, says: error.message, ...(error.hint === undefined ? {} : { remedy: error.hint }), failed: true });
    }
  }
  context.host.idle();
  const failed = ends.filter((end) => end.failed).length;
  return { exit: failed === 0 ? exit.done : failed === meant.length ? exit.failed : exit.partial, report: { verb, guests: ends, ended: ends.every(({ ended }) => ended), warnings, output: [] } };
}

const factsOf = ({ type, vmId, node, name }: GuestState): GuestFacts => ({ type, vmId, node, ...(name === undefined ? {} : { name }) });
const labelOf = (one: GuestFacts) => `${printGuestName(one)}${one.name === undefined ? "" : ` ${one.name}`}`;

function viewPower({ guest: one, guests, ...report }: PowerReport): View {
  if (one !== undefined) return viewTask({ ...report, guest: one });
  const all = guests ?? [];
  const said = ({ guest: each, says }: PowerEnd) => `${labelOf(each)} on ${each.node}${says === undefined ? "" : `: ${says}`}`;
  // What helps many is said once, with the last of them.
  const isLast = ({ remedy }: PowerEnd, at: number) => remedy !== undefined && !all.slice(at + 1).some((other) => other.remedy === remedy);
  return [facts(...all.map((end, at) => fact(end.failed ? "failed" : end.says !== undefined ? "left" : end.ended ? doneWord(report.verb) : "begun", said(end), { below: isLast(end, at) ? end.remedy!.split("\n") : [] })))];
}

/** `pmpc start`, `pmpc stop`, `pmpc shutdown`, `pmpc reboot`. */
export const start = powerVerb("start");
export const stop = powerVerb("stop");
export const shutdown = powerVerb("shutdown");
export const reboot = powerVerb("reboot");
