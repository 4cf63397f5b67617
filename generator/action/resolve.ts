import { exit, isPmpcError, PmpcError } from "../../lib/error";
import { action } from "../engine/action";
import { option } from "../engine/option";
import { fact, facts } from "../engine/view";
import type { OpenConflict } from "../renew/conflict";
import { decideConflicts, namedConflicts, openConflicts, type Side } from "../renew/decide";
import { conflictFacts } from "../renew/write-view";
import { followQuestions } from "../session/follow-run";
import { findRoot, noWorkspace, withSession } from "../session/session";

/** `pmpc resolve vm 101 memory --theirs`: decides what both the user and the cluster changed. */
export const resolve = action({
  name: "resolve",
  summary: "Decide what both you and the cluster changed: mine, or theirs",
  topic: "cluster into code",
  effect: "writes workspace",
  says: "List what both you and the cluster changed since the last import, and decide it: your code stays, or gets the cluster's value. In a terminal pmpc asks about each.",
  input: {
    what: option.text("Which: a file, a guest, or a guest and a value: vm 101 memory. Default: all.", { positional: "rest", placeholder: "FILE|GUEST [VALUE]" }),
    mine: option.flag("Keep what the code says."),
    theirs: option.flag("Take what the cluster has."),
    out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR", local: true }),
  },
  confirms: [...followQuestions, "which-side"],
  async run({ what = "", mine, theirs, out }, context) {
    const root = await findRoot(out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    if (mine && theirs) throw new PmpcError("wrong-usage", "--mine and --theirs exclude each other", { hint: "name one conflict for each: pmpc resolve vm 101 memory --theirs", exit: exit.usage });
    return withSession(root, "resolve", context, async () => {
      const all = await openConflicts(root);
      const named = namedConflicts(all, what);
      if (what !== "" && named.length === 0) throw new PmpcError("no-conflict", `"${what}" names no open conflict`, { hint: all.length === 0 ? "nothing is open" : `open: ${all.map(({ of, title, file }) => `${of} ${title}`.trim() + ` (${file})`).join(", ")}`, exit: exit.notFound });
      const decisions = new Map<OpenConflict, Side>();
      for (const one of named) {
        const side = mine ? "mine" : theirs ? "theirs" : await ask(one);
        if (side === undefined) break;
        if (side !== "later") decisions.set(one, side);
      }
      const files = decisions.size === 0 ? [] : await decideConflicts(root, decisions);
      const conflicts = decisions.size === 0 ? all : await openConflicts(root);
      return { exit: conflicts.length > 0 ? exit.changes : exit.done, report: { workspace: root, decided: [...decisions].map(([{ of, title, file }, side]) => ({ of, title, file, side })), files, conflicts } };
    });

    /** What a person says; undefined if there is no one to ask. */
    async function ask({ of, title, file, line, cluster = "nothing", yours = "nothing", why }: OpenConflict): Promise<Side | "later" | undefined> {
      const help = `${file}:${line}  ${of}  ${title}\n  cluster  ${cluster}\n  yours    ${yours}${why === undefined ? "" : `\n  why      ${why}`}`;
      const answer = await context.host.ask({ code: "which-side", says: `Which value should ${of}${title === "" ? "" : ` ${title}`} have`, help, about: [], data: {}, preset: "later" }).catch((error: unknown) => {
        if (isPmpcError(error) && error.code === "missing-option") return undefined;
        throw error;
      });
      return answer as Side | "later" | undefined;
    }
  },
  view: ({ decided, files, conflicts }) => [
    facts(
      ...decided.map(({ of, title, file, side }, at) => fact(at === 0 ? "decided" : "", `${file}  ${of}${title === "" ? "" : ` ${title}`}: ${side === "mine" ? "as you have it" : "as the cluster has it"}`)),
      ...files.map((path, at) => fact(at === 0 ? "written" : "", path)),
      ...conflictFacts({ conflicts, deleted: [] }),
      conflicts.length === 0 ? fact("open", "no conflicts") : undefined,
    ),
  ],
});
