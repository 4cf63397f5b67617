import { exit, isPmpcError } from "../../lib/error";
import { action, type Context } from "../engine/action";
import { newCompleter } from "../engine/complete";
import { splitLine } from "../engine/line";
import { listActions } from "../engine/listing";
import type { Known } from "../engine/known";
import { option } from "../engine/option";
import { findRoot, withStore } from "../session/session";
import { knownOf } from "../show/resource";
import { shellScripts, shellSetup, shells } from "../show/shell-script";

export interface CompletionReport {
  /** The script that the shell is to read. */
  readonly script?: string;
  /** What could follow: the word in place of the last one, and what it is. */
  readonly words?: readonly { readonly word: string; readonly says: string }[];
}

/** As many words as a shell shows without asking. */
const most = 60;

/** `pmpc completion bash`: what makes a shell complete verbs, options and what was seen last. */
export const completion = action({
  name: "completion",
  summary: "Print the script that completes pmpc in bash, zsh or fish",
  topic: "workspace",
  effect: "reads",
  atTerminal: true,
  confirms: [],
  says: `Print the script that completes pmpc's verbs, options, and the names of guests and other resources.\n\n${shells.map((shell) => `  ${shell}  ${shellSetup[shell]}`).join("\n")}\n\nThe script asks pmpc for completions, and never evaluates what it gets.`,
  input: {
    shell: option.choice("The shell.", shells, { positional: "one", placeholder: "SHELL", local: true }),
    line: option.text("The text typed after `pmpc`: print its completions.", { hidden: true }),
  },
  async run({ shell = "bash", line }, context) {
    if (line === undefined) return { exit: exit.done, report: { script: shellScripts[shell as keyof typeof shellScripts] } as CompletionReport };
    const complete = await newCompleter(listActions(__dirname), await knownHere(context), { most, pairs: false });
    const words = splitLine(line);
    const from = /\s$/.test(line) || words.length === 0 ? line.length : words.at(-1)!.at;
    const found = complete(line).map((one) => ({ word: one.line.slice(from), says: one.says.replace(/\s+/g, " ") }));
    // Shells offer what begins like the word; where nothing does, what looks like it helps.
    const typed = line.slice(from);
    const begun = found.filter(({ word }) => word.startsWith(typed));
    return { exit: exit.done, report: { words: begun.length > 0 ? begun : found } };
  },
  view: ({ script, words = [] }) => [{ is: "text", text: script ?? words.map(({ word, says }) => `${word}\t${says}`).join("\n"), bare: true }],
});

/** What was seen in the workspace that one is in; nothing in another folder. */
async function knownHere(context: Context): Promise<readonly Known[]> {
  try {
    const root = await findRoot(undefined, context);
    if (root === undefined) return [];
    return await withStore(root, "completion", context, async ({ store, configuration }) => {
      const run = await store.latestRun(configuration);
      return run === undefined ? [] : (await store.resources(run.id)).map(knownOf);
    });
  } catch (error) {
    if (isPmpcError(error)) return [];
    throw error;
  }
}
