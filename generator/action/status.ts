import { exit } from "../../lib/error";
import { guestKinds } from "../../lib/schema/kind/all";
import { nodeKind } from "../../lib/schema/kind/node";
import { printName } from "../../lib/schema/kind/name";
import { logOf } from "../runner/record";
import type { RunSummary } from "../store/state-store";
import { isUntold, runningIn } from "../session/earlier-run";
import { findRoot, noWorkspace, withStore, withWorkspace, type Session } from "../session/session";
import { action } from "../engine/action";
import { option } from "../engine/option";
import { count, fact, facts } from "../engine/view";
import { readFormerManifest } from "../workspace/former";
import { readLast, type Last } from "../workspace/last";
import { holderOf } from "../workspace/lock";
import { editedFiles } from "../workspace/workspace";
import { readKnownGuests } from "../session/known-guests";
import { followQuestions } from "../session/follow-run";

export interface StatusReport {
  readonly workspace: string;
  readonly cluster: string | undefined;
  readonly endpoint: string | undefined;
  /** Undefined before anything was seen. */
  readonly lastRun: RunSummary | undefined;
  readonly seen: { readonly virtualMachines: number; readonly containers: number; readonly nodes: number };
  /** Guests that have code. */
  readonly inCode: number;
  /** Keys of those that the code let go. */
  readonly forgotten: readonly string[];
  /** Guests whose import is still to be applied: their code says `adopt`. */
  readonly toAdopt: number;
  /** Files that pmpc wrote and somebody has edited since: they are that person's. */
  readonly edited: readonly string[];
  /** What was found out last on this machine: guests without code, the last proof, the last plan. */
  readonly last: Last;
  /** Who changes the workspace now, where that is not an apply. */
  readonly inUse?: { readonly command: string; readonly process: number; readonly host: string; readonly since: string };
  /** An apply that is under way, with or without a terminal that follows it. */
  readonly running?: { readonly verb: string; readonly since: string; readonly done: number; readonly planned: number; readonly process: number };
}

function doneOf(folder: string) {
  const { done, planned } = logOf(folder);
  return { done: done.size, planned };
}

const needsCare = async (root: string) => isUntold(root) || (await readFormerManifest(root)) !== undefined;

const timeOf = (at: string) => `${at.slice(0, 16).replace("T", " ")} UTC`;

/** `pmpc status`: what the workspace knows, without asking the cluster. */
export const status = action({
  name: "status",
  summary: "Show the workspace",
  topic: "workspace",
  effect: "reads",
  common: true,
  says: "Show the workspace: its cluster, what was last read, what is in the code, and what is pending.",
  input: { out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR", local: true }) },
  confirms: followQuestions,
  async run({ out }, context) {
    const root = await findRoot(out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    const running = runningIn(root);
    const look = async ({ store, configuration }: Pick<Session, "store" | "configuration">) => {
      if (configuration === undefined) throw noWorkspace(root);
      await store.check();
      const run = await store.latestRun(configuration);
      const { names, forgotten } = await readKnownGuests(root);
      const seen = run === undefined ? [] : await store.resources(run.id);
      const seenOf = (kind: string) => seen.filter((one) => one.kind === kind).length;
      const holder = running === undefined ? holderOf(root) : undefined;
      const report: StatusReport = {
        workspace: root,
        cluster: configuration.cluster,
        endpoint: configuration.endpoint,
        lastRun: run,
        seen: { virtualMachines: seenOf(guestKinds.qemu.prefix), containers: seenOf(guestKinds.lxc.prefix), nodes: seenOf(nodeKind.prefix) },
        inCode: names.size,
        forgotten: [...forgotten.values()].map(({ guest }) => guest),
        toAdopt: [...names.values()].filter(({ adopt }) => adopt === true).length,
        edited: [...(await editedFiles(root))].sort(),
        last: await readLast(root),
        ...(holder === undefined || holder.pid === process.pid ? {} : { inUse: { command: holder.command, process: holder.pid, host: holder.host, since: holder.since } }),
        ...(running === undefined ? {} : { running: { verb: running.state.record.verb, since: running.state.record.since, ...doneOf(running.folder), process: running.state.record.runner.pid } }),
      };
      return { exit: exit.done, report };
    };
    // A look waits for nobody. Only what others have left behind is taken care of, where nobody else is at work.
    if (running === undefined && (await needsCare(root)) && holderOf(root) === undefined) return withWorkspace(root, "status", context, look);
    return withStore(root, "status", context, look);
  },
  view: ({ workspace, cluster, endpoint, lastRun, seen, inCode, forgotten, toAdopt, edited, last, running, inUse }) => [
    facts(
      fact("workspace", workspace),
      fact("cluster", [cluster ?? "not known yet", endpoint].filter((part) => part !== undefined).join(" at ")),
      lastRun === undefined
        ? fact("seen", "nothing yet: pmpc import reads the cluster")
        : fact("seen", `${count(seen.virtualMachines, "virtual machine")}, ${count(seen.containers, "container")} on ${count(seen.nodes, "node")}`, {
            below: [`${timeOf(lastRun.startedAt)}, by ${lastRun.source}${lastRun.unreadable > 0 ? `; ${count(lastRun.unreadable, "answer")} missing` : ""}`],
          }),
      fact("in code", count(inCode, "guest")),
      inCode === 0 ? undefined : fact("adopted", toAdopt === 0 ? "all that are in the code" : `${toAdopt === inCode ? "none yet" : `${inCode - toAdopt} of ${inCode}`}: pmpc apply adds ${count(toAdopt, "guest")} to Terraform's state`),
      last.aside === undefined || last.aside.found.length === 0 ? undefined : fact("set aside", count(last.aside.found.length, "guest"), { below: last.aside.found.slice(0, 8).map(({ guest, reason }) => `${guest}: ${reason}`) }),
      edited.length === 0 ? undefined : fact("edited", edited.join(", "), { below: ["an import does not overwrite them: it writes its version next to them"] }),
      forgotten.length > 0 ? fact("forgotten", forgotten.map(printName).join(", ")) : undefined,
      last.proof === undefined ? undefined : fact(last.proof.found.proven ? "proven" : "not proven", `${timeOf(last.proof.at)}: ${last.proof.found.says}`),
      last.plan === undefined ? undefined : fact(`last ${last.plan.found.verb}`, `${timeOf(last.plan.at)}: ${last.plan.found.says}`),
      inUse === undefined ? undefined : fact("in use", `by ${inUse.command} since ${timeOf(inUse.since)} (process ${inUse.process} on ${inUse.host})`),
      running === undefined ? undefined : fact("under way", `${running.verb} since ${timeOf(running.since)}: ${running.done} of ${count(running.planned, "change")} done (process ${running.process})`),
    ),
  ],
});
