import { exit, PmpcError } from "../../lib/error";
import type { Address } from "../../lib/pve/address";
import { compareInventories, type GuestChange } from "../../lib/inventory/difference";
import { readInventory } from "../../lib/inventory/inventory";
import { action } from "../engine/action";
import { option } from "../engine/option";
import { count, fact, facts, type View } from "../engine/view";
import { parseSelection } from "../plan/select";
import type { RunSummary } from "../store/state-store";
import { acceptValues, type Accepted } from "../renew/decide";
import { changeFacts } from "../renew/change-view";
import { readingOptions, readingQuestions, record, withCluster } from "../renew/reading";
import { nameUnreadable } from "../renew/warning";
import { writeQuestions, writeWorkspace } from "../renew/write";
import type { WriteReport } from "../renew/write-report";
import { conflictFacts, fileFacts } from "../renew/write-view";
import { findCodeGuest } from "../session/code-guest";
import { keepRun } from "../session/keep-run";
import { readWritten } from "../session/written";
import { writeConfiguration } from "../settings/configuration";
import { readTexts } from "../workspace/base";
import { isToldOnce } from "../workspace/last";

/** What was written into code. */
interface WrittenCode extends Pick<WriteReport, "files" | "conflicts" | "deleted" | "warnings"> {
  /** What was taken over from the cluster because it was asked for. */
  readonly accepted?: Accepted;
  /** It is the first time on this machine that a sync writes code. */
  readonly toldOnce?: true;
}

/** Of code it says nothing where the workspace has none, or where only the store was asked for. */
export interface SyncReport extends RunSummary, Partial<WrittenCode> {
  readonly workspace: string;
  readonly changed?: readonly GuestChange[];
  /** What could not be read, and why. */
  readonly unread: readonly { readonly address: Address; readonly why: string }[];
}

/** Answers that a person reads; all are in the report. */
const few = 3;

/** `pmpc sync`: reads a cluster into the store, and merges what changed into the code of a workspace that has some. */
export const sync = action({
  name: "sync",
  summary: "Read a cluster, and merge what changed into the code",
  topic: "cluster into code",
  effect: "writes workspace",
  says: "Read a cluster into the workspace's store, and merge what changed into the code, where the workspace has some. pmpc import makes the first code; it also proves the code by a plan.",
  input: {
    ...readingOptions,
    storeOnly: option.flag("Only read into the store, and write no code."),
    accept: option.list("Take the cluster's value over into the code where both differ: vm 101 memory, or all of vm 101. The other way round is pmpc plan.", { placeholder: "GUEST [VALUE]" }),
  },
  confirms: [...readingQuestions, ...writeQuestions],
  async run({ storeOnly, accept, ...input }, context) {
    if (storeOnly && accept !== undefined) throw new PmpcError("wrong-usage", "--store-only writes no code, and --accept does", { hint: "leave one of them out", exit: exit.usage });
    return withCluster(input, context, "sync", async (reached) => {
      const { root, store, configuration, settings } = reached;
      const previous = await store.latestRun(configuration);
      const run = await record(reached, input.addresses ?? true, context);
      const seen = await store.observation(run.id);
      const changed = previous === undefined ? undefined : compareInventories(readInventory(await store.observation(previous.id)), readInventory(seen));
      const unread = [...seen.unreadable.values()].map(({ address, message }) => ({ address, why: message }));
      const hasCode = (await readTexts(root, "owned")).size > 0;
      const read = { workspace: root, ...run, unread, ...(changed === undefined ? {} : { changed }) };
      const partly = run.unreadable > 0 ? exit.partial : exit.done;
      // One that was made by pmpc init waits for its first code.
      const isAwaited = configuration !== undefined && previous === undefined;
      if (storeOnly || !(hasCode || isAwaited)) {
        await writeConfiguration(root, { ...settings, cluster: configuration?.cluster ?? run.cluster, groupBy: configuration?.groupBy ?? "node", fold: configuration?.fold, facts: configuration?.facts, forget: configuration?.forget ?? [] });
        await keepRun(root, store, run, previous);
        await store.prune({ ...settings, cluster: configuration?.cluster ?? run.cluster }, configuration?.keep);
        return { exit: partly, report: read as SyncReport };
      }
      const written = await writeWorkspace({ root, store, run, previous, settings, before: configuration, selection: parseSelection([], []), groupBy: undefined }, context);
      const accepted = accept === undefined ? undefined : await acceptValues(root, accept.join(" "), async (words) => (await findCodeGuest(words, await readWritten(root), { store, configuration })).key);
      await keepRun(root, store, run, previous);
      const { files, conflicts, deleted, warnings } = written.report;
      const code: WrittenCode = { files, conflicts: accepted?.conflicts ?? conflicts, deleted, warnings, ...(accepted === undefined ? {} : { accepted }), ...((await isToldOnce(root, "sync writes code")) || isAwaited ? {} : { toldOnce: true }) };
      const open = accepted !== undefined && accepted.conflicts.length === 0 && written.exit === exit.changes ? exit.done : written.exit;
      return { exit: open, report: { ...read, ...code } as SyncReport };
    });
  },
  view: (report): View => {
    const { workspace, source, documents, unread, changed, files, conflicts = [], deleted = [], accepted, toldOnce } = report;
    return [
      facts(
        fact("read", `${count(documents, "answer")}, from ${source}`),
        fact("workspace", workspace),
        ...unread.slice(0, few).map(({ address, why }, at) => fact(at === 0 ? "not read" : "", nameUnreadable({ address, message: why }))),
        unread.length > few ? fact("", `and ${unread.length - few} more: --json has them all`) : undefined,
        ...changeFacts(changed),
      ),
      ...(files === undefined ? [] : [facts(...fileFacts(files, workspace), ...acceptedFacts(accepted), ...conflictFacts({ conflicts, deleted }))]),
      ...(toldOnce ? [{ is: "notes", notes: ["sync now merges what changed into the code, too; pmpc sync --store-only only reads, as it did before"] } as const] : []),
    ];
  },
});

function acceptedFacts(accepted: Accepted | undefined) {
  if (accepted === undefined) return [];
  if (accepted.values.length === 0) return [fact("accepted", `nothing: the code of ${accepted.guest} says ${accepted.value === undefined ? "" : `of ${accepted.value} `}what the cluster has`)];
  return accepted.values.map(({ title, file, line, fresh = "nothing", mine = "nothing" }, at) => fact(at === 0 ? "accepted" : "", `${file}:${line}  ${title}: ${mine} → ${fresh}`));
}
