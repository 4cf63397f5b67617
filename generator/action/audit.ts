import { exit } from "../../lib/error";
import { readChains } from "../audit/log";
import type { Recorded } from "../audit/record";
import { action } from "../engine/action";
import { option } from "../engine/option";
import { count, fact, facts } from "../engine/view";
import { findRoot, noWorkspace } from "../session/session";

export interface AuditReport {
  readonly workspace: string;
  readonly chains: readonly { readonly writer: string; readonly records: number; readonly head: string; readonly fault?: { readonly line: number; readonly says: string }; readonly torn?: true }[];
  /** The newest first. */
  readonly records: readonly (Recorded & { readonly writer: string })[];
}

/** `pmpc audit`: what was done to the cluster from here and from other clones, as it was written down. */
export const audit = action({
  name: "audit",
  summary: "Show what was done to the cluster, and check that the log is complete",
  topic: "workspace",
  effect: "reads",
  says: "Show what pmpc did to the cluster, directly and in applies: who, when, what, and the result.",
  confirms: [],
  input: {
    out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR", local: true }),
    verify: option.flag("Check that no record was changed, removed or inserted; if one was, the exit code is 1."),
  },
  async run({ out, verify }, context) {
    const root = await findRoot(out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    const chains = [...readChains(root)];
    const records = chains.flatMap(([writer, chain]) => chain.records.map((record) => ({ ...record, writer }))).sort((a, b) => (a.at === b.at ? b.n - a.n : a.at < b.at ? 1 : -1));
    const report: AuditReport = {
      workspace: root,
      chains: chains.map(([writer, { head, fault, torn }]) => ({ writer, records: head.n, head: head.hash, ...(fault === undefined ? {} : { fault }), ...(torn === "" ? {} : { torn: true as const }) })),
      records,
    };
    return { exit: verify && chains.some(([, { fault }]) => fault !== undefined) ? exit.failed : exit.done, report };
  },
  view: ({ chains, records }) => [
    { is: "table", head: ["N", "TIME", "WHO", "VERB", "WHAT", "ANSWER"], rows: records.map(({ n, at, person, verb, key = "", of, asked, answer, task }) => [String(n), at.slice(0, 19), person, verb, key, answer === undefined ? `asked ${wordsOf(asked)}`.trim() : [of === undefined ? wordsOf(asked) : `${of}:`, answer, task].filter(Boolean).join(" ")]), none: "nothing is recorded yet" },
    facts(
      ...chains.map(({ writer, records: amount, head, fault, torn }) =>
        fault === undefined ? fact("intact", `${writer}: ${count(amount, "record")}, head ${head.slice(0, 16)}${torn ? "; the last line is incomplete, because its writer was killed" : ""}`) : fact("broken", `${writer}: line ${fault.line} ${fault.says}; ${count(amount, "record")} before it`),
      ),
    ),
  ],
});

/** What an apply asked, as a request. */
const wordsOf = (asked: Recorded["asked"]) => (typeof asked?.request === "string" ? asked.request : "");
