import { basename, dirname, resolve } from "node:path";
import { exit, PmpcError } from "../../lib/error";
import { departures, parseAnchors } from "../audit/anchor";
import { readChains } from "../audit/log";
import { datedBack, newestFirst, type Recorded } from "../audit/record";
import { action } from "../engine/action";
import { option } from "../engine/option";
import { count, fact, facts } from "../engine/view";
import { anchorAudit } from "../session/anchoring";
import { findRoot, noWorkspace, withStore } from "../session/session";
import { configurationPath } from "../settings/configuration";
import { readText } from "../workspace/text";

export interface AuditReport {
  readonly workspace: string;
  readonly chains: readonly { readonly writer: string; readonly records: number; readonly head: string; readonly fault?: { readonly line: number; readonly says: string }; readonly torn?: true; /** The first record that is dated before the one that it follows. */ readonly datedBack?: number }[];
  /** With --verify: how many anchors the chains were held against, and where they do not match. */
  readonly anchors?: { readonly held: number; readonly departures: readonly { readonly writer: string; readonly says: string }[] };
  /** Where the ends of the chains were told now. */
  readonly anchored?: string;
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
    verify: option.flag("Check that no record was changed, removed or inserted, also against the anchors; if one was, the exit code is 1."),
    against: option.text("With --verify: also hold the chains against the anchors in this log, as a syslog server has them.", { placeholder: "FILE", local: true }),
    anchor: option.flag("Tell the ends of the chains to the place that audit_anchor in the settings names.", { local: true }),
  },
  async run({ out, verify, against, anchor }, context) {
    const root = await findRoot(out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    const chains = [...readChains(root)];
    const records = newestFirst(chains.map(([writer, chain]) => chain.records.map((record) => ({ ...record, writer }))));
    const seen = await withStore(root, "audit", context, async ({ configuration, store }) => {
      if (anchor && configuration?.auditAnchor === undefined) throw new PmpcError("no-anchor", "no place is named for the audit log's end", { hint: `in ${configurationPath}: audit_anchor: store, syslog, or udp://log.lan:514`, exit: exit.usage });
      const anchored = anchor ? await anchorAudit({ root, configuration, store }, context.now()) : undefined;
      const kept = verify && configuration?.auditAnchor === "store" ? await store.anchors(configuration) : [];
      const told = verify && against !== undefined ? parseAnchors(await logAt(against, context.folder), configuration) : [];
      return { anchored, anchors: [...kept, ...told] };
    });
    const { anchors } = seen;
    const found = departures(new Map(chains), anchors);
    const report: AuditReport = {
      workspace: root,
      ...(verify && anchors.length > 0 ? { anchors: { held: anchors.length, departures: found } } : {}),
      ...(seen.anchored === undefined ? {} : { anchored: seen.anchored }),
      chains: chains.map(([writer, { head, fault, torn, records: own }]) => ({ writer, records: head.n, head: head.hash, ...(fault === undefined ? {} : { fault }), ...(torn === "" ? {} : { torn: true as const }), ...backIn(own) })),
      records,
    };
    return { exit: verify && (found.length > 0 || chains.some(([, { fault }]) => fault !== undefined)) ? exit.failed : exit.done, report };
  },
  view: ({ chains, records, anchors, anchored }) => [
    { is: "table", head: ["N", "TIME", "WHO", "VERB", "WHAT", "ANSWER"], rows: records.map(({ n, at, person, client, verb, key = "", of, asked, answer, task }) => [String(n), at.slice(0, 19), client === undefined || client === "command line" ? person : `${person} (${client})`, verb, key, answer === undefined ? `asked ${wordsOf(asked)}`.trim() : [of === undefined ? wordsOf(asked) : `${of}:`, answer, task].filter(Boolean).join(" ")]), none: "nothing is recorded yet" },
    facts(
      ...chains.map(({ writer, records: amount, head, fault, torn, datedBack: back }) =>
        fault === undefined ? fact("intact", `${writer}: ${count(amount, "record")}, head ${head.slice(0, 16)}${torn ? "; the last line is incomplete, because its writer was killed" : ""}${back === undefined ? "" : `; record ${back} is dated before the one that it follows: the clock was set back`}`) : fact("broken", `${writer}: line ${fault.line} ${fault.says}; ${count(amount, "record")} before it`),
      ),
      anchors === undefined ? undefined : anchors.departures.length === 0 ? fact("anchored", `the chains are as ${count(anchors.held, "anchor")} ${anchors.held === 1 ? "has" : "have"} them`) : undefined,
      ...(anchors?.departures ?? []).map(({ writer, says }) => fact("broken", `${writer}: ${says}`)),
      anchored === undefined ? undefined : fact("told", `the ends of the chains: ${anchored}`),
    ),
  ],
});

function backIn(records: readonly Recorded[]): { readonly datedBack?: number } {
  const back = datedBack({ records });
  return back === undefined ? {} : { datedBack: back };
}

async function logAt(path: string, folder: string): Promise<string> {
  const whole = resolve(folder, path);
  const text = await readText(dirname(whole), basename(whole));
  if (text === undefined) throw new PmpcError("no-log", `${whole} cannot be read`, { hint: "--against takes a file with the lines of pmpc that a syslog server has", exit: exit.notFound });
  return text;
}

/** What an apply asked, as a request. */
const wordsOf = (asked: Recorded["asked"]) => (typeof asked?.request === "string" ? asked.request : "");
