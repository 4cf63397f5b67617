import { action } from "../engine/action";
import { option } from "../engine/option";
import { writingOptions } from "../renew/writing";
import { settingsOf } from "../settings/configuration";
import { findRoot, lastRun, noWorkspace, withSession } from "../session/session";
import { parseSelection } from "../plan/select";
import { writeQuestions, writeWorkspace } from "../renew/write";
import { rememberWriting } from "../renew/last";
import { viewWriting } from "../renew/write-view";
import { followQuestions } from "../session/earlier-run";

/** `pmpc generate`: writes the project again from what was seen last, without the cluster. */
export const generate = action({
  name: "generate",
  summary: "Write the project again from what was last read",
  topic: "cluster into code",
  effect: "writes workspace",
  says: "Write the project again from what was last read, without asking the cluster.",
  input: { out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR", local: true }), ...writingOptions },
  confirms: [...followQuestions, ...writeQuestions],
  async run(input, context) {
    const selection = parseSelection(input.filter ?? [], input.exclude ?? []);
    const root = await findRoot(input.out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    return withSession(root, "generate", context, async (session) => {
      const { store, configuration } = session;
      if (configuration === undefined) throw noWorkspace(root);
      const run = await lastRun(session);
      const { exit, report } = await writeWorkspace({ root, store, run, settings: settingsOf(configuration, root), before: configuration, selection, groupBy: input.groupBy, fold: input.fold, facts: input.facts }, context);
      await rememberWriting(root, report, context.now());
      return { exit, report };
    });
  },
  view: viewWriting,
});
