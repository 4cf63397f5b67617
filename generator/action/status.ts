import { setTimeout } from "node:timers/promises";
import { utc } from "../../lib/pve/utc";
import { exit } from "../../lib/error";
import { guestKinds } from "../../lib/schema/kind/all";
import { nodeKind } from "../../lib/schema/kind/node";
import { printName } from "../../lib/schema/kind/name";
import { logOf } from "../runner/record";
import type { Configuration } from "../settings/configuration";
import type { Health } from "../show/health";
import type { ResourceRecord, RunSummary } from "../store/state-store";
import { followQuestions, isUntold, runningIn } from "../session/earlier-run";
import { findRoot, noWorkspace, withStore, withWorkspace, type Session } from "../session/session";
import { action } from "../engine/action";
import { option } from "../engine/option";
import { count, fact, facts, type Fact } from "../engine/view";
import { readFormerManifest } from "../workspace/former";
import { readClusterNames } from "../workspace/cluster-names";
import { undecidedIn } from "../workspace/code";
import { readLast, type Last } from "../workspace/last";
import { placeOf, readLineage } from "../workspace/lineage";
import { holderOf } from "../workspace/lock";
import { editedFiles, markedFiles } from "../workspace/workspace";
import { readKnownGuests, readOwnGuests } from "../session/known-guests";

export interface StatusReport {
  readonly workspace: string;
  readonly cluster: string | undefined;
  readonly endpoint: string | undefined;
  /** Undefined before anything was seen. */
  readonly lastRun: RunSummary | undefined;
  readonly seen: { readonly virtualMachines: number; readonly containers: number; readonly nodes: number };
  /** Guests that have code. */
  readonly inCode: number;
  /** What else has code: storages, users, networks, … */
  readonly othersInCode: number;
  /** Guests of the code that the cluster did not have when it was read last. */
  readonly notSeen: number;
  /** Keys of those that the code let go. */
  readonly forgotten: readonly string[];
  /** Guests whose import is still to be applied: their code says `adopt`. */
  readonly toAdopt: number;
  /** What else waits for that. */
  readonly othersToAdopt: number;
  /** Files that pmpc wrote and somebody has edited since: they are that person's. */
  readonly edited: readonly string[];
  /** Files in which git left a conflict, each with its line. */
  readonly marked?: readonly string[];
  /** Where Terraform's state is, if that is on another machine or in another folder. */
  readonly stateAt?: string;
  /** Files with values that both the user and the cluster have changed, and nobody has decided. */
  readonly undecided: readonly string[];
  /** What was found out last on this machine: guests without code, the last proof, the last plan. */
  readonly last: Omit<Last, "own">;
  /** How the cluster is now; undefined if it was not asked, or did not answer. */
  readonly health?: Health;
  /** Why the cluster did not answer. */
  readonly silent?: string;
  /** Who changes the workspace now, where that is not an apply. */
  readonly inUse?: { readonly command: string; readonly process: number; readonly host: string; readonly since: string };
  /** An apply that is under way, with or without a terminal that follows it. */
  readonly running?: { readonly verb: string; readonly since: string; readonly done: number; readonly planned: number; readonly process: number };
}

function doneOf(folder: string) {
  const { done, planned } = logOf(folder);
  return { done: done.size, planned };
}

/** The health of the cluster, where the environment has credentials for it. */
async function lookNow(configuration: Configuration, seen: readonly ResourceRecord[], context: Parameters<typeof status.run>[1]): Promise<Pick<StatusReport, "health" | "silent">> {
  const { PROXMOX_VE_API_TOKEN: token, PROXMOX_VE_PASSWORD: password } = context.environment;
  const named = configuration.legacyApi?.token;
  if (!token && !password && !(named !== undefined && context.environment[named])) return {};
  const [{ askNow }, { healthAddresses, healthOf, pendingAddresses }] = await Promise.all([import("../connect/now.js"), import("../show/health.js")]);
  const now = await askNow(healthAddresses, configuration, context, pendingAddresses);
  if (now === undefined) return {};
  return "silent" in now ? now : { health: healthOf(now.answers, seen, context.now(), now.later) };
}

const needsCare = async (root: string) => isUntold(root) || (await readFormerManifest(root)) !== undefined;

/** `pmpc status`: what the workspace knows, and how the cluster is if it can be asked. */
export const status = action({
  name: "status",
  summary: "Show the workspace",
  topic: "workspace",
  effect: "reads",
  common: true,
  says: "Show the workspace: its cluster, what was last read, what is in the code, and what is pending. If the environment has a token, the cluster is asked how it is now.",
  input: {
    offline: option.flag("Do not ask the cluster."),
    out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR", local: true }),
  },
  confirms: followQuestions,
  async run({ out, offline }, context) {
    const root = await findRoot(out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    const running = runningIn(root);
    const look = async ({ store, configuration }: Pick<Session, "store" | "configuration">) => {
      if (configuration === undefined) throw noWorkspace(root);
      await store.check();
      const run = await store.latestRun(configuration);
      const [{ names, forgotten }, own, others] = [await readKnownGuests(root), await readOwnGuests(root), await readClusterNames(root)];
      const seen = run === undefined ? [] : await store.resources(run.id);
      const seenKeys = new Set(seen.map(({ key }) => key));
      const seenOf = (kind: string) => seen.filter((one) => one.kind === kind).length;
      const last = stillTrue(await readLast(root));
      const edited = [...(await editedFiles(root))].sort();
      const marked = await markedFiles(root, edited);
      const now = offline ? undefined : await lookNow(configuration, seen, context);
      const { where } = (await readLineage(root)) ?? {};
      const holder = running === undefined ? holderOf(root) : undefined;
      const report: StatusReport = {
        workspace: root,
        cluster: configuration.cluster,
        endpoint: configuration.endpoint,
        lastRun: run,
        seen: { virtualMachines: seenOf(guestKinds.qemu.prefix), containers: seenOf(guestKinds.lxc.prefix), nodes: seenOf(nodeKind.prefix) },
        inCode: new Set([...names.keys(), ...own]).size,
        othersInCode: others.size,
        forgotten: [...forgotten.values()].map(({ guest }) => guest),
        notSeen: own.filter((key) => !seenKeys.has(key)).length,
        toAdopt: [...names.values()].filter(({ adopt }) => adopt === true).length,
        othersToAdopt: [...others.values()].filter(({ adopt }) => adopt === true).length,
        edited,
        ...(marked.length === 0 ? {} : { marked }),
        ...(where === undefined || where === placeOf(root) ? {} : { stateAt: where }),
        undecided: await undecidedIn(root),
        last,
        ...now,
        ...(holder === undefined || holder.pid === process.pid ? {} : { inUse: { command: holder.command, process: holder.pid, host: holder.host, since: holder.since } }),
        ...(running === undefined ? {} : { running: { verb: running.state.record.verb, since: running.state.record.since, ...doneOf(running.folder), process: running.state.record.runner.pid } }),
      };
      return { exit: exit.done, report };
    };
    // Looking does not wait. What interrupted runs left behind is cleaned up, unless another process is at work.
    if (running === undefined && (await needsCare(root)) && holderOf(root) === undefined) return withWorkspace(root, "status", context, look);
    return withStore(root, "status", context, look);
  },
  view: ({ workspace, cluster, endpoint, health, silent, lastRun, seen, inCode, othersInCode, forgotten, notSeen, toAdopt, othersToAdopt, edited, marked = [], undecided, stateAt, last, running, inUse }) => [
    facts(
      fact("workspace", workspace),
      fact("cluster", [cluster ?? "not known yet", endpoint].filter((part) => part !== undefined).join(" at ")),
      ...healthFacts(health, silent),
      lastRun === undefined
        ? fact("seen", "nothing yet: pmpc import reads the cluster")
        : fact("seen", `${count(seen.virtualMachines, "virtual machine")}, ${count(seen.containers, "container")} on ${count(seen.nodes, "node")}`, {
            below: [`${utc(lastRun.startedAt)}, by ${lastRun.source}${lastRun.unreadable > 0 ? `; ${count(lastRun.unreadable, "answer")} missing` : ""}`],
          }),
      fact("in code", withOthers(inCode, othersInCode)),
      notSeen === 0 ? undefined : fact("not seen", `${count(notSeen, "guest")} of the code, which the cluster did not have when it was read last`, { below: ["pmpc plan tells what an apply makes; once it is made, pmpc sync reads it"] }),
      inCode + othersInCode === notSeen ? undefined : fact("adopted", sayAdopted(inCode + othersInCode - notSeen, notSeen, toAdopt, othersToAdopt)),
      stateAt === undefined ? undefined : fact("state", `in ${stateAt}, not here: an apply is refused here`),
      last.aside === undefined || last.aside.found.length === 0 ? undefined : fact("set aside", count(last.aside.found.length, "guest"), { below: [...last.aside.found.slice(0, 8).map(({ guest, reason }) => `${guest}: ${reason}`), ...(last.aside.found.length > 8 ? [`… and ${last.aside.found.length - 8} more`] : [])] }),
      edited.length === 0 ? undefined : fact("edited", edited.join(", "), { below: ["an import keeps what you changed, and merges what changed on the cluster"] }),
      marked.length === 0 ? undefined : fact("conflict", marked.join(", "), { below: ["git left both sides in it: decide there what is right between <<<<<<< and >>>>>>>, then: git add"] }),
      forgotten.length > 0 ? fact("forgotten", sayForgotten(forgotten)) : undefined,
      undecided.length === 0 ? undefined : fact("not decided", undecided.join(", "), { below: ["you and the cluster have changed the same values: pmpc resolve"] }),
      last.proof === undefined ? undefined : fact(last.proof.found.proven ? "proven" : "not proven", `${utc(last.proof.at)}: ${last.proof.found.says}`),
      last.plan === undefined ? undefined : fact(`last ${last.plan.found.verb}`, `${utc(last.plan.at)}: ${last.plan.found.failed && last.plan.found.verb === "plan" ? "not made: " : ""}${last.plan.found.says}`),
      inUse === undefined ? undefined : fact("in use", `by ${inUse.command} since ${utc(inUse.since)} (process ${inUse.process} on ${inUse.host})`),
      running === undefined ? undefined : fact("under way", `${running.verb} since ${utc(running.since)}: ${running.done} of ${count(running.planned, "change")} done (process ${running.process})`),
    ),
  ],
});

/** What was found out last and still counts: a proof that failed does not, once a plan was made after it. */
function stillTrue({ proof, own: _, ...last }: Last): StatusReport["last"] {
  const isOver = proof?.found.proven === false && last.plan !== undefined && last.plan.found.failed !== true && last.plan.at > proof.at;
  return { ...last, ...(proof === undefined || isOver ? {} : { proof }) };
}

/** `vm 101, container 202`; of many, how many there are and the first of them. */
function sayForgotten(keys: readonly string[]): string {
  const names = keys.slice(0, few).map(printName).join(", ");
  return keys.length <= few ? names : `${keys.length}: ${names}, …; pmpc forget --all --undo brings all back`;
}

const few = 6;

const withOthers = (guests: number, others: number) => [...(guests > 0 || others === 0 ? [count(guests, "guest")] : []), ...(others > 0 ? [count(others, "other")] : [])].join(", ");

function sayAdopted(all: number, made: number, guests: number, others: number): string {
  const open = guests + others;
  return open === 0 ? (made === 0 ? "all that are in the code" : "all others that are in the code") : `${open === all ? "none yet" : `${all - open} of ${all}`}: pmpc apply adds ${withOthers(guests, others)} to Terraform's state`;
}

/** `pmpc watch`: the status, again and again until it is stopped. */
export const watch = action({
  name: "watch",
  summary: "Keep the status of workspace and cluster on the screen",
  topic: "workspace",
  effect: "reads",
  atTerminal: true,
  says: "Show what pmpc status shows, again and again until you stop it with Ctrl-C. With --json it prints one object in one line each time.",
  input: {
    interval: option.number("Seconds between two looks.", { preset: 5, from: 1, to: 3600, fraction: true }),
    times: option.number("Stop after so many looks. Default: when you stop it.", { from: 1 }),
    ...status.input,
  },
  confirms: status.confirms,
  async run({ interval = 5, times = Infinity, ...input }, context) {
    let looks = 0;
    while (!context.signal.aborted) {
      const { report } = await status.run(input, context);
      looks += 1;
      context.host.notify({ code: "look", says: report.workspace, data: { report, view: status.view(report) } });
      if (looks >= times) break;
      await setTimeout(interval * 1000, undefined, { signal: context.signal }).catch(() => {});
    }
    return { exit: exit.done, report: { looks } };
  },
  view: () => [],
});

function healthFacts(health: Health | undefined, silent: string | undefined): (Fact | undefined)[] {
  if (health === undefined) return [silent === undefined ? undefined : fact("now", "the cluster could not be asked; this was seen last", { below: [silent] })];
  const { nodes, offline, quorate, full, failed, locked, withoutBackup, waiting, notAsked, expiring, changed } = health;
  const some = (name: string, all: readonly string[], one: string, many?: string) => (all.length === 0 ? undefined : fact(name, count(all.length, one, many), { below: [...all.slice(0, 4), ...(all.length > 4 ? [`… and ${all.length - 4} more`] : [])] }));
  return [
    fact("now", `${offline.length === 0 ? `${count(nodes, "node")} online` : `${nodes - offline.length} of ${count(nodes, "node")} online, ${offline.join(", ")} not`}${quorate === false ? "; no quorum" : ""}`),
    some("nearly full", full.map(({ storage, node, used }) => `${storage}${node === undefined ? "" : ` on ${node}`}: ${Math.round(used * 100)} % used`), "storage"),
    some("failed", failed.map(({ task, about, node, says }) => `${task}${about === "" ? "" : ` ${about}`} on ${node}: ${says}`), "task of the last day", "tasks of the last day"),
    some("locked", locked, "guest"),
    some("no backup", withoutBackup ?? [], "guest in no backup job", "guests in no backup job"),
    some("restart", waiting, "guest runs without its changes", "guests run without their changes"),
    some("restart", notAsked, "guest on a node that does not answer: whether it waits for one is not known", "guests on nodes that do not answer: whether they wait for one is not known"),
    some("expires", expiring.map(({ what, at }) => `${what}: ${utc(at)}`), "user or token, soon", "users and tokens, soon"),
    some("changed", changed, "guest since the last run", "guests since the last run"),
  ];
}
