import { exit, PmpcError } from "../../lib/error";
import { action } from "../engine/action";
import { ifUnanswered } from "../engine/host";
import { option } from "../engine/option";
import { fact, facts } from "../engine/view";
import { apart } from "../renew/apart";
import type { OpenConflict } from "../renew/conflict";
import { decideConflicts, namedConflicts, openConflicts, problemWith, type Side } from "../renew/decide";
import { conflictFacts } from "../renew/write-view";
import { followQuestions } from "../session/earlier-run";
import { findRoot, noWorkspace, withSession } from "../session/session";

/** `pmpc resolve vm 101 memory --theirs`: decides what both the user and the cluster changed: as one of them has it, or otherwise. */
export const resolve = action({
  name: "resolve",
  summary: "Decide what both you and the cluster changed: mine, theirs, or another value",
  topic: "cluster into code",
  effect: "writes workspace",
  says: "List what both you and the cluster changed since the last import, and decide it: your code stays, or gets the cluster's value, or another one. In a terminal pmpc asks about each.",
  input: {
    what: option.text("Which: a file, a guest, or a guest and a value: vm 101 memory. Default: all.", { positional: "rest", placeholder: "FILE|GUEST [VALUE]" }),
    mine: option.flag("Keep what the code says."),
    theirs: option.flag("Take what the cluster has."),
    value: option.text("Another value for one conflict, as pmpc update takes it, or as code: 6GiB, Size.gibibytes(6).", { placeholder: "VALUE" }),
    out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR", local: true }),
  },
  confirms: [...followQuestions, "which-side", "which-value"],
  async run({ what = "", mine, theirs, value, out }, context) {
    const root = await findRoot(out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    if ([mine, theirs, value !== undefined].filter(Boolean).length > 1) throw new PmpcError("wrong-usage", "--mine, --theirs and --value exclude one another", { hint: "name one conflict for each: pmpc resolve vm 101 memory --theirs", exit: exit.usage });
    return withSession(root, "resolve", context, async () => {
      const all = await openConflicts(root);
      const named = namedConflicts(all, what);
      if (what !== "" && named.length === 0) throw new PmpcError("no-conflict", `"${what}" names no open conflict`, { hint: all.length === 0 ? "nothing is open" : `open: ${listOf(all)}`, exit: exit.notFound });
      if (value !== undefined && named.length > 1) throw new PmpcError("wrong-usage", `--value is for one conflict, and ${what === "" ? "here" : `"${what}" names`} are ${named.length}`, { hint: `name one of them: ${listOf(named)}`, exit: exit.usage });
      const decisions = new Map<OpenConflict, Side>();
      for (const one of named) {
        const side = mine ? "mine" : theirs ? "theirs" : value !== undefined ? { value } : await ask(one);
        if (side === undefined) break;
        if (side !== "later") decisions.set(one, side);
      }
      const files = decisions.size === 0 ? [] : await decideConflicts(root, decisions);
      const conflicts = decisions.size === 0 ? all : await openConflicts(root);
      return { exit: conflicts.length > 0 ? exit.changes : exit.done, report: { workspace: root, decided: [...decisions].map(([{ of, title, file }, side]) => ({ of, title, file, ...(typeof side === "object" ? { side: "edit" as const, value: side.value } : { side }) })), files, conflicts } };
    });

    /** What a person says; undefined if there is no one to ask. */
    async function ask(one: OpenConflict): Promise<Side | "later" | undefined> {
      const { of, title, file, line, why } = one;
      const [cluster, yours] = apart(one.cluster, one.yours);
      const help = `${file}:${line}  ${of}  ${title}\n  cluster  ${cluster}\n  yours    ${yours}${why === undefined ? "" : `\n  why      ${why}`}`;
      const answer = await context.host.ask({ code: "which-side", says: `Which value should ${of}${title === "" ? "" : ` ${title}`} have`, help, about: [], data: {}, preset: "later" }).catch(ifUnanswered);
      if (answer !== "edit") return answer as "mine" | "theirs" | "later" | undefined;
      return askValue(one);
    }

    /** Asks until the value is one that can be set, or none. */
    async function askValue(one: OpenConflict): Promise<Side | "later"> {
      const value = await context.host.ask({ code: "which-value", says: `${one.title || one.of}, as pmpc update takes it, or as code`, about: [], data: {}, preset: "" }, async (typed) => {
        const problem = await problemWith(root!, one, typed);
        if (problem !== undefined) throw problem;
      });
      return value === "" ? "later" : { value };
    }
  },
  view: ({ decided, files, conflicts }) => [
    facts(
      ...decided.map(({ of, title, file, side }, at) => fact(at === 0 ? "decided" : "", `${file}  ${of}${title === "" ? "" : ` ${title}`}: ${side === "mine" ? "as you have it" : side === "theirs" ? "as the cluster has it" : "as you typed it"}`)),
      ...files.map((path, at) => fact(at === 0 ? "written" : "", path)),
      ...conflictFacts({ conflicts, deleted: [] }),
      conflicts.length === 0 ? fact("open", "no conflicts") : undefined,
    ),
  ],
});

const listOf = (conflicts: readonly OpenConflict[]) => conflicts.map(({ of, title, file }) => `${of} ${title}`.trim() + ` (${file})`).join(", ");
