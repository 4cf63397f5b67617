import { utc } from "../../lib/pve/utc";
import { exit, PmpcError } from "../../lib/error";
import { applyQuestions, workIn } from "../change/apply-plan";
import { applyOptions, applyWorkspace, viewApply, type ApplyReport } from "../change/apply-workspace";
import { hashOf } from "../change/consent";
import { asCaller, callerNow } from "../caller/caller";
import { action, type Outcome } from "../engine/action";
import { option } from "../engine/option";
import type { Grading } from "../judge/grading";
import { rememberApply } from "../renew/last";
import { dropApplied } from "../renew/moot";
import { findRoot, noWorkspace } from "../session/session";
import { dropProposal, readCodeWord, readProposal, type Proposal } from "../workspace/proposal";

/** `pmpc approve K7MQ-2XWD`: applies what was proposed, and nothing else. */
export const approve = action({
  name: "approve",
  summary: "Apply a plan that was proposed, if it is still the same",
  topic: "code onto cluster",
  effect: "changes cluster",
  says: "Apply a plan that was proposed under this code, if it is still the same plan. It asks what pmpc apply asks.",
  input: { code: option.text("The code that pmpc propose gave: K7MQ-2XWD.", { positional: "one", required: true, placeholder: "CODE" }), ...applyOptions },
  confirms: applyQuestions,
  async run({ code = "", ...input }, context): Promise<Outcome<ApplyReport>> {
    const root = await findRoot(input.out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    const proposal = await findProposal(root, code, context.now());
    const { by, client, at } = proposal;
    context.host.notify({ code: "proposed-by", says: `proposed by ${client}${by === undefined ? "" : `, which calls itself ${JSON.stringify(by.slice(0, 60))}`}, ${utc(at)}`, data: { client, at, ...(by === undefined ? {} : { by }) } });
    const isTheSame = (grading: Grading) => {
      if (hashOf(workIn(grading)) === proposal.plan) return;
      throw new PmpcError("plan-changed", `the plan is another one than that which was proposed under ${proposal.code}`, { hint: "pmpc plan shows what it is now; pmpc propose gives it a code; nothing was done", exit: exit.refused });
    };
    // The audit log names both: who had the wish, and who allowed it.
    const caller = callerNow();
    const work = () => applyWorkspace(root, "approve", input, context, isTheSame);
    const { later, ...report } = await (caller === undefined ? work() : asCaller({ ...caller, client: `${caller.client}, proposed by ${client}` }, work));
    await dropProposal(root, proposal.code);
    if (report.applied) await dropApplied(root, report.resources);
    await rememberApply(root, report, context.now());
    return { exit: later > 0 ? exit.partial : exit.done, report };
  },
  view: viewApply,
});

async function findProposal(root: string, typed: string, now: Date): Promise<Proposal> {
  const code = readCodeWord(typed);
  if (code === undefined) throw new PmpcError("wrong-input", `CODE: expected a code like K7MQ-2XWD, got ${JSON.stringify(typed.slice(0, 40))}`, { hint: "pmpc propose gives one", exit: exit.usage, facts: { option: "code", expected: "a code like K7MQ-2XWD", got: JSON.stringify(typed.slice(0, 40)) } });
  const proposal = await readProposal(root, code);
  if (proposal === undefined) throw new PmpcError("no-proposal", `nothing is proposed under ${code}`, { hint: "a code counts once, and in the workspace where it was given; pmpc propose gives another", exit: exit.notFound });
  if (proposal.until > now.toISOString()) return proposal;
  await dropProposal(root, code);
  throw new PmpcError("proposal-expired", `${code} was good until ${utc(proposal.until)}`, { hint: "pmpc propose gives another; nothing was done", exit: exit.refused });
}
