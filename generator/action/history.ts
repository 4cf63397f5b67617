import { utc } from "../../lib/pve/utc";
import { exit, isPmpcError, PmpcError } from "../../lib/error";
import type { Observation } from "../../lib/inventory/document";
import { readInventory } from "../../lib/inventory/inventory";
import { readChains } from "../audit/log";
import { action } from "../engine/action";
import { option } from "../engine/option";
import { count, fact, facts, type View } from "../engine/view";
import { parseSelection, refuseUnmatched } from "../plan/select";
import { diffsOf, type FileDiff } from "../revise/view";
import { findRoot, noWorkspace, withStore, withWorkspace, type Session } from "../session/session";
import { followQuestions } from "../session/earlier-run";
import { authorsIn } from "../show/author";
import { codeAt } from "../show/code-at";
import { blockOf, differencesBetween, type Difference } from "../show/comparison";
import { exportMoments } from "../show/export";
import { kindOf, kindWords } from "../show/kind";
import { findMoment, momentTable, readMoments, sayMoment, type Moment } from "../show/moment";
import { changeFiles } from "../workspace/change";
import { isMemory } from "../workspace/whole";

export interface HistoryReport {
  readonly workspace: string;
  /** Runs and applies, the newest first. */
  readonly runs: readonly Moment[];
  /** There are more than are shown. */
  readonly more?: number;
  /** What changed from one to another. */
  readonly between?: {
    readonly from: Moment;
    readonly to: Moment;
    /** On the cluster. */
    readonly changes: readonly Difference[];
    /** In the code; undefined if that was not recorded of both. */
    readonly files?: readonly FileDiff[];
    /** What was applied in between. */
    readonly applies: readonly Moment[];
  };
  /** Files that were written. */
  readonly exported?: readonly string[];
}

const nothing: Observation = { documents: new Map(), unreadable: new Map() };

/** `pmpc history`: runs and applies; `pmpc history 3 5`: what changed between two of them, and by whom. */
export const history = action({
  name: "history",
  summary: "Show runs and applies, and what changed between any two",
  topic: "workspace",
  common: true,
  // What it exports is the command line's alone.
  effect: "reads",
  confirms: followQuestions,
  says: "Show runs and applies, the newest first. With two of them, show what changed in between on the cluster and in the code, and who changed it. One alone is compared with the run before it. The cluster is not asked.",
  input: {
    from: option.text("A run: 12, a3 for an apply, first or last.", { positional: "one", placeholder: "RUN" }),
    to: option.text("Another, later run.", { positional: "one", placeholder: "RUN" }),
    filter: option.list("Only these guests: type=vm,tag=prod. Several may be given.", { placeholder: "KEY=VALUE" }),
    exclude: option.list("Not these guests: vmid=900-999.", { placeholder: "KEY=VALUE" }),
    kind: option.text("Only what is of this kind: vms, storages, …", { placeholder: "KIND", words: kindWords }),
    limit: option.number("How many runs and applies are shown; 0 shows all.", { preset: 20, from: 0 }),
    verbose: option.flag("Show the differences of the code, too.", { short: "v" }),
    export: option.flag("Write what is shown as readable files to .proxmox/history/.", { local: true }),
    out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR", local: true }),
  },
  async run({ from, to, filter = [], exclude = [], kind = "all", limit = 20, verbose, export: exporting, out }, context) {
    const root = await findRoot(out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    const meant = { guests: parseSelection(filter, exclude), all: filter.length + exclude.length === 0, kind: kindOf(kind) };
    if (from === undefined && !(meant.all && kind === "all")) throw new PmpcError("no-run-named", "--filter, --exclude and --kind choose what is compared, and no run was named", { hint: "pmpc history 12 --filter name=web compares run 12 with the one before it", exit: exit.usage });
    const look = async ({ store, configuration }: Pick<Session, "store" | "configuration">) => {
      if (configuration === undefined) throw noWorkspace(root);
      const all = await readMoments(store, configuration);
      const ends = from === undefined ? undefined : endsOf(from, to, all);
      const shown = ends === undefined ? all.slice(0, limit === 0 ? undefined : limit) : [ends.to, ...(ends.from === undefined ? [] : [ends.from])];
      const between = ends?.from === undefined ? undefined : await compare(ends.from, ends.to);
      const files = exporting ? await exportMoments(store, all, shown) : new Map<string, string>();
      if (exporting) await changeFiles(root, files);
      const report: HistoryReport = {
        workspace: root,
        runs: shown,
        ...(ends === undefined && all.length > shown.length ? { more: all.length - shown.length } : {}),
        ...(between === undefined ? {} : { between }),
        ...(exporting ? { exported: [...files.keys()] } : {}),
      };
      return { exit: exit.done, report };

      async function compare(first: Moment, last: Moment): Promise<NonNullable<HistoryReport["between"]>> {
        const seen = async ({ run }: Moment) => (run === undefined ? nothing : store.observation(run));
        const [before, after] = [await seen(first), await seen(last)];
        refuseUnmatched(meant.guests, [before, after].flatMap((one) => readInventory(one).guests));
        const records = [...readChains(root!).values()].flatMap((chain) => chain.records);
        const deeds = await store.deeds(configuration);
        const authors = authorsIn({ deeds, records, tasks: after.documents.get("/cluster/tasks") }, { after: first.at, until: last.at });
        const code = await Promise.all([first, last].map((one) => codeAt(store, one).catch(notRecorded)));
        return {
          from: first,
          to: last,
          changes: differencesBetween(before, after, meant, authors),
          ...(code[0] === undefined || code[1] === undefined ? {} : { files: filesBetween(code[0], code[1]).map((one) => (verbose ? one : { ...one, diff: "" })) }),
          applies: all.filter(({ apply, at }) => apply !== undefined && at > first.at && at <= last.at),
        };
      }
    };
    return exporting ? withWorkspace(root, "history", context, look) : withStore(root, "history", context, look);
  },
  view: viewHistory,
});

/** The two that are compared, the earlier one first; one alone is compared with the run before it. */
function endsOf(from: string, to: string | undefined, all: readonly Moment[]): { readonly from: Moment | undefined; readonly to: Moment } {
  const first = findMoment(from, all);
  if (to === undefined) return { from: all.slice(all.indexOf(first) + 1).find(({ apply }) => apply === undefined), to: first };
  const second = findMoment(to, all);
  return all.indexOf(first) >= all.indexOf(second) ? { from: first, to: second } : { from: second, to: first };
}

function notRecorded(error: unknown): undefined {
  if (!isPmpcError(error) || error.code !== "no-code") throw error;
}

type Texts = ReadonlyMap<string, string | undefined>;

const secret = "// this file held a secret, and its text was not kept\n";

function filesBetween(before: Texts, after: Texts): readonly FileDiff[] {
  const readable = (texts: Texts) => new Map([...texts].filter(([path]) => !isMemory(path)).map(([path, text]) => [path, text ?? secret] as const));
  const [was, is] = [readable(before), readable(after)];
  return diffsOf(was, new Map([...new Set([...was.keys(), ...is.keys()])].map((path) => [path, is.get(path)])));
}

function viewHistory({ runs, more, between, exported }: HistoryReport): View {
  const written = exported === undefined ? undefined : fact("exported", count(exported.length, "file"), { below: exported.slice(0, 8) });
  if (between === undefined) return [momentTable(runs), facts(more === undefined ? undefined : fact("more", `${more} earlier: --limit 0 shows all`), written)];
  const { from, to, changes, files, applies } = between;
  const said = (one: Moment) => [`${one.name}  ${utc(one.at)}`, one.verb, one.person].filter(Boolean).join("  ");
  return [
    facts(fact("from", said(from)), fact("to", said(to)), ...applies.map((one, at) => fact(at === 0 ? "applied" : "", `${said(one)}: ${sayMoment(one)}`))),
    { is: "blocks", blocks: changes.map(blockOf) },
    facts(
      changes.length === 0 ? fact("cluster", "nothing changed on it") : undefined,
      files === undefined ? fact("code", "was not recorded of both") : fact("code", files.length === 0 ? "the same" : count(files.length, "file"), { below: files.map(({ path, change }) => `${path} ${change}`) }),
      written,
    ),
    ...(files ?? []).filter(({ diff }) => diff !== "").map(({ diff }) => ({ is: "text" as const, text: diff })),
  ];
}
