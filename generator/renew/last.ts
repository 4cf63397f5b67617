import { printName } from "../../lib/schema/kind/name";
import { writeLast } from "../workspace/last";
import type { Grading } from "../judge/grading";
import { sumOf } from "../judge/plan-view";
import type { WriteReport } from "./write-report";

/** Remembers for `pmpc status` which guests were set aside, and what was proven. */
export async function rememberWriting(root: string, { guests, proof }: WriteReport, now: Date): Promise<void> {
  const at = now.toISOString();
  const aside = guests.filter(({ outcome, kept }) => !kept && (outcome === "refused" || outcome === "unreadable"));
  const labelOf = (key: string, name: string) => `${printName(key)} ${name}`.trim();
  await writeLast(root, {
    aside: { at, found: aside.map(({ key, name, reason = "" }) => ({ guest: labelOf(key, name), reason })) },
    ...(proof === undefined ? {} : { proof: { at, found: { proven: proof.proven, says: proof.proven ? `by ${proof.by ?? "Terraform"}` : (proof.reason ?? sumOf(proof.unclean)) } } }),
  });
}

/** Remembers whether the code was what the cluster was. */
export async function rememberProof(root: string, { proven, by, resources }: { readonly proven: boolean; readonly by: string } & Pick<Grading, "resources">, now: Date): Promise<void> {
  await writeLast(root, { proof: { at: now.toISOString(), found: { proven, says: proven ? `by ${by}` : sumOf(resources) } } });
}

/** Remembers what an apply would do, or why that could not be said. */
export async function rememberPlan(root: string, { resources, problems }: Pick<Grading, "resources" | "problems">, now: Date): Promise<void> {
  const [problem] = problems;
  await writeLast(root, { plan: { at: now.toISOString(), found: problem === undefined ? { verb: "plan", says: sumOf(resources) } : { verb: "plan", says: problem, failed: true } } });
}

/** Remembers what an apply did. */
export async function rememberApply(root: string, { applied, resources }: { readonly applied: boolean } & Pick<Grading, "resources">, now: Date): Promise<void> {
  await writeLast(root, { plan: { at: now.toISOString(), found: { verb: "apply", says: applied ? sumOf(resources) : "nothing to do" } } });
}
