import { utc } from "../../lib/pve/utc";
import { exit, isPmpcError, PmpcError, worstExit } from "../../lib/error";
import type { Observation } from "../../lib/inventory/document";
import { readInventory } from "../../lib/inventory/inventory";
import { parseGuestKey, type ResourceKey } from "../../lib/pve/address";
import { kinds } from "../../lib/schema/kind/all";
import { addressOfCluster, clusterTableOf } from "../../lib/schema/cluster/all";
import { readChains } from "../audit/log";
import { action, type Context } from "../engine/action";
import { option } from "../engine/option";
import { count, fact, facts, type Block, type View } from "../engine/view";
import { keyOfDeclared } from "../judge/adoption";
import { readSynthesised } from "../judge/synthesised";
import { parseSelection, refuseUnmatched } from "../plan/select";
import { connectionOptions, type Connecting } from "../connect/connection";
import { lookNow, type Look } from "../connect/look";
import { hostOptions } from "../connect/node-shell";
import { locate } from "../revise/locate";
import { runningIn } from "../session/earlier-run";
import { findRoot, noWorkspace, withStore, withWorkspace, type Session } from "../session/session";
import { planQuestions } from "../judge/grade-workspace";
import { authorsIn, sayAuthor, type Author } from "../show/author";
import { labelOf } from "../show/comparison";
import { findKnown } from "../show/find";
import { kindOf, kindWords } from "../show/kind";
import { knownOf } from "../show/resource";
import { compareTruths, type CodeSaid, type Setting, type Truths } from "../show/truth";
import { listResources } from "../store/resource";
import type { StackCode } from "../terraform/configuration";
import { readClusterNames, type ClusterNames } from "../workspace/cluster-names";
import { readCode } from "../workspace/code";
import { holderOf } from "../workspace/lock";
import { readNames } from "../workspace/names";

/** One setting of which not all say the same. */
export interface DiffSetting extends Omit<Setting, "steps"> {
  /** Where the code says it: `guests/pve1.ts:12`. */
  readonly where?: string;
}

export interface DiffResource extends Omit<Truths, "settings"> {
  /** Where the code declares it: `guests/pve1.ts:8`. */
  readonly declared?: string;
  readonly settings: readonly DiffSetting[];
  /** Who did something to it since the last run, as far as anybody wrote it down. */
  readonly by: readonly Author[];
}

export interface DiffReport {
  readonly workspace: string;
  readonly cluster: string | undefined;
  /** When the cluster was read: ISO 8601, UTC. Of a cluster that was not reached, when it was read last. */
  readonly readAt?: string;
  /** Why the cluster was not read now. */
  readonly offline?: string;
  /** The last run, and when that was. */
  readonly lastRun?: { readonly run: number; readonly at: string };
  /** Guests that the code declares; undefined if it could not be run. */
  readonly inCode?: number;
  /** What it declares besides guests. */
  readonly othersInCode?: number;
  /** Why the code could not be run. */
  readonly code?: string;
  readonly resources: readonly DiffResource[];
}

const isDrift = ({ is, settings }: Pick<DiffResource, "is" | "settings">) => (is === "differs" ? settings.some(({ drift }) => drift) : !isUnknown(is));

/** It is not known. */
const isUnknown = (is: DiffResource["is"]) => is === "unread" || is === "unlisted";

/** `pmpc diff`: the cluster now, the last run, and the code, key by key. */
export const diff = action({
  name: "diff",
  summary: "Compare the cluster now, the last run and the code, key by key",
  topic: "workspace",
  effect: "reads",
  common: true,
  says: "Compare the cluster as it is now, the last run and the code, key by key in Proxmox VE's words, with the line of the code and who changed what. Nothing is changed. Properties under ignoreChanges do not count as differences.",
  input: {
    guest: option.text("Only this: vm 105, storage nas.", { positional: "rest", placeholder: "KIND NAME", names: "resource" }),
    ...connectionOptions,
    ...hostOptions,
    filter: option.list("Only these guests: type=vm,tag=prod. Several may be given.", { placeholder: "KEY=VALUE" }),
    exclude: option.list("Not these guests: vmid=900-999.", { placeholder: "KEY=VALUE" }),
    kind: option.text("Only what is of this kind: vms, storages, …", { placeholder: "KIND", words: kindWords }),
    stack: option.text("The stack, where the app has several.", { placeholder: "NAME" }),
    offline: option.flag("Do not ask the cluster: compare what was seen last with the code."),
    exitCode: option.flag("Exit with 2 where anything differs."),
    verbose: option.flag("Also show what is ignored, and what now matches the code.", { short: "v" }),
    out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR", local: true }),
  },
  confirms: planQuestions,
  async run({ guest, filter = [], exclude = [], kind = "all", offline, exitCode, verbose, stack, out, ...input }, context) {
    const root = await findRoot(out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    const [selection, isKind] = [parseSelection(filter, exclude), kindOf(kind)];
    const look = (aside: boolean) => async ({ store, configuration }: Pick<Session, "store" | "configuration">) => {
      if (configuration === undefined) throw noWorkspace(root);
      const names = await readNames(root);
      const last = await store.latestRun(configuration);
      const run = last === undefined ? undefined : await store.observation(last.id);
      const others = await readClusterNames(root);
      const lookFor = (keys: Iterable<ResourceKey>): Promise<Look> => (offline ? Promise.resolve({ offline: "--offline" }) : lookNow(root, input, configuration, keys, context));
      // The code is run while the cluster is read.
      const [code, first] = await together(codeOf(() => readSynthesised(root, configuration, { stack, aside }, context), others, context), lookFor(names.keys()));
      const strange = [...(code.said?.keys() ?? [])].filter((key) => parseGuestKey(key) !== undefined && !names.has(key));
      const now = strange.length > 0 && "seen" in first && !isListed(strange, first.seen) ? await lookFor([...names.keys(), ...strange]) : first;
      const seen = "seen" in now ? now.seen : undefined;
      if (seen === undefined && run === undefined) throw new PmpcError("nothing-seen", `${root} has not read a cluster yet, and it cannot be read now: ${"offline" in now ? now.offline : ""}`, { hint: "pmpc import reads one", exit: exit.notFound });
      const isMeant = meantBy(guest, [seen, run], filter.length + exclude.length === 0 ? undefined : selection);
      const isAsked = (key: ResourceKey, prefix = key.slice(0, key.indexOf("/"))) => isMeant(key) && isKind({ kind: kinds.of(prefix)?.word.short ?? prefix, isGuest: parseGuestKey(key) !== undefined });
      const truths = compareTruths({ now: seen, run, code: code.said }).filter(({ key, kind: prefix }) => isAsked(key, prefix));
      const records = [...readChains(root).values()].flatMap((chain) => chain.records);
      const authors = authorsIn({ deeds: truths.length === 0 ? [] : await store.deeds(configuration), records, tasks: (seen ?? run)?.documents.get("/cluster/tasks") }, { after: last?.startedAt });
      const places = locate(truths.length === 0 ? new Map() : await readCode(root), names, others);
      const resources = truths.map((one): DiffResource => {
        const declared = code.said?.has(one.key) ? places.declared(one.key) : undefined;
        const settings = one.settings.filter(({ drift }) => drift || verbose).map(({ steps, ...setting }): DiffSetting => {
          const where = steps === undefined ? undefined : places.said(one.key, steps);
          return { ...setting, ...(where === undefined ? {} : { where }) };
        });
        return { ...one, ...(declared === undefined ? {} : { declared }), settings, by: authors(one.key) };
      }).filter(({ is, settings }) => is !== "differs" || settings.length > 0);
      const report: DiffReport = {
        workspace: root,
        cluster: configuration.cluster,
        ...("at" in now ? { readAt: now.at } : { readAt: last!.finishedAt, offline: now.offline }),
        ...(last === undefined ? {} : { lastRun: { run: last.id, at: last.finishedAt } }),
        ...(code.said === undefined ? { code: code.problem } : inCodeOf([...code.said.keys()].filter((key) => isAsked(key)))),
        resources,
      };
      const isPart = code.said === undefined || resources.some(({ is }) => isUnknown(is));
      return { exit: worstExit(isPart ? exit.partial : exit.done, exitCode && resources.some(isDrift) ? exit.changes : exit.done), report };
    };
    // Looking does not wait: what another verb works with is left alone.
    if (runningIn(root) === undefined && holderOf(root) === undefined) return withWorkspace(root, "diff", context, look(false));
    return withStore(root, "diff", context, look(true));
  },
  view: viewDiff,
});

/** How much of what was asked for the code declares. */
function inCodeOf(asked: readonly ResourceKey[]): Pick<DiffReport, "inCode" | "othersInCode"> {
  const inCode = asked.filter((key) => parseGuestKey(key) !== undefined).length;
  return { inCode, ...(asked.length > inCode ? { othersInCode: asked.length - inCode } : {}) };
}

/** Whether the lists name all of these guests: those that they do not name are asked for by themselves. */
function isListed(wanted: readonly ResourceKey[], seen: Observation): boolean {
  const listed = new Set(readInventory(seen).guests.map(({ key }) => key));
  return wanted.every((key) => listed.has(key));
}

/** Both results, or the first error once both have ended. */
async function together<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
}

type CodeRead = { readonly said: ReadonlyMap<ResourceKey, CodeSaid>; readonly problem?: undefined } | { readonly said: undefined; readonly problem: string };

/** What the code says of everything that it declares; a code that does not run says nothing, and why. */
async function codeOf(read: () => ReturnType<typeof readSynthesised>, names: ClusterNames, { host }: Context<Connecting>): Promise<CodeRead> {
  const others = new Map([...names.values()].map((name) => [addressOfCluster(name), name.key]));
  try {
    const { resources } = await read();
    return { said: new Map(resources.flatMap((resource) => {
      const key = keyOfDeclared(resource) ?? others.get(resource.address) ?? keyOfOther(resource);
      const { ignore_changes: ignored } = (resource.values.lifecycle ?? {}) as { readonly ignore_changes?: unknown };
      return key === undefined ? [] : [[key, { type: resource.type, values: resource.values, ignored: Array.isArray(ignored) ? ignored.map(String) : ignored === "all" ? ["all"] : [] }] as const];
    })) };
  } catch (error) {
    if (!isPmpcError(error) || error.code === "interrupted" || error.code === "which-stack") throw error;
    return { said: undefined, problem: error.message };
  } finally {
    host.idle();
  }
}

/** What a resource is that no import wrote; undefined where only Terraform will know, or pmpc has no table for it. */
function keyOfOther({ type, values }: StackCode["resources"][number]): ResourceKey | undefined {
  const id = clusterTableOf(type) && kinds.ofValues(type, values);
  return id === undefined || Object.values(id.parts).some((part) => part.includes("${")) ? undefined : kinds.printKey(id);
}

/** Which things are meant: one that was named, those that a filter chooses, or all. */
function meantBy(words: string | undefined, seen: readonly (Observation | undefined)[], selection: ReturnType<typeof parseSelection> | undefined): (key: ResourceKey) => boolean {
  if (words === undefined && selection === undefined) return () => true;
  const inventories = seen.flatMap((one) => (one === undefined ? [] : [readInventory(one)]));
  if (words !== undefined) {
    const known = new Map(inventories.reverse().flatMap((one) => listResources(one).map((resource) => [resource.key, knownOf(resource)] as const)));
    const { key } = findKnown(words, [...known.values()]);
    return (one) => one === key;
  }
  refuseUnmatched(selection!, inventories.flatMap(({ guests }) => guests));
  const keys = new Set(inventories.flatMap(({ guests }) => guests.filter(selection!).map(({ key }) => key)));
  return (key) => keys.has(key);
}

const marks: Readonly<Record<DiffResource["is"], string>> = { differs: "differs", missing: "not there", new: "new", gone: "gone", unlisted: "not listed", unread: "not read", same: "same" };
const told: Readonly<Partial<Record<DiffResource["is"], string>>> = {
  missing: "the code has it, and the cluster does not",
  new: "since the last run; no code is of it",
  gone: "since the last run; no code is of it",
  unlisted: "the cluster does not list it, which does not prove that it is not there",
  unread: "the cluster did not tell its configuration",
};

function viewDiff({ readAt, offline, lastRun, inCode, othersInCode = 0, code, resources }: DiffReport): View {
  const drifting = resources.filter(isDrift);
  return [
    { is: "blocks", blocks: resources.map((one) => blockOf(one, code === undefined)) },
    facts(
      drifting.length === 0 ? fact("same", inCode === undefined ? "the cluster is as the last run saw it" : inCode + othersInCode === 0 ? "nothing of this is in the code" : `${count(inCode, "guest")}${othersInCode > 0 ? ` and ${count(othersInCode, "other")}` : ""} in the code, each as the cluster has it`) : fact("differs", count(drifting.length, "thing"), { below: offline === undefined ? ["take it over: pmpc import    put it back: pmpc plan"] : [] }),
      fact("cluster", offline === undefined ? "read now" : `not read: ${offline}`, { below: offline === undefined || readAt === undefined ? [] : [`compared with what was seen ${utc(readAt)}`] }),
      lastRun === undefined ? undefined : fact("last run", `${lastRun.run}  ${utc(lastRun.at)}`),
      code === undefined ? undefined : fact("code", `could not be run: ${code}`),
    ),
  ];
}

function blockOf({ is, key, name, declared, settings, by }: DiffResource, hasCode: boolean): Block {
  const says = hasCode ? told[is] : told[is]?.split("; no code")[0];
  return {
    mark: marks[is],
    title: [labelOf(key, name), declared].filter(Boolean).join("  "),
    rows: settings.map(rowOf),
    below: [...(says === undefined ? [] : [says]), ...by.slice(0, 3).map(sayAuthor)],
  };
}

/** `memory  cluster 8192 · code 6144  guests/pve.ts:12` */
function rowOf({ setting, cluster, run, code, ignored, drift, where }: DiffSetting): readonly string[] {
  const said = [`cluster ${short(cluster)}`, ...(run === cluster ? [] : [`last run ${short(run)}`]), ...(ignored ? ["ignored by the code"] : !drift ? ["as the code says"] : where === undefined && code === undefined ? ["not in the code"] : [`code ${short(code)}`])];
  return [setting, said.join(" · "), where ?? ""];
}

function short(text: string | undefined): string {
  const line = (text ?? "").replace(/\s+/g, " ").trim();
  return line === "" ? "nothing" : line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
