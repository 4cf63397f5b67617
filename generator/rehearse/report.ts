import type { Grading, ResourceReport } from "../judge/grading";
import { labelOf } from "../judge/plan-view";
import type { FileOutcome, GuestOutcome } from "./outcome";
import type { LeftOut } from "./scope";

/** A rehearsal, for people and for `--json`. */
export interface RehearsalReport {
  readonly workspace: string;
  readonly stack: string;
  /** `Terraform v1.11.4` */
  readonly by: string;
  /** When the cluster was read that the twin is like: ISO 8601, UTC. */
  readonly readAt: string;
  readonly twin: { readonly guests: number; readonly nodes: number; readonly storages: number };
  /** Everything that takes part was applied, nothing was refused, and a plan afterwards is empty. */
  readonly passed: boolean;
  readonly applied: boolean;
  /** The plan afterwards is empty; undefined if it did not come to that. */
  readonly emptyAfterwards?: boolean;
  /** The plan, graded. */
  readonly resources: readonly ResourceReport[];
  readonly guests: readonly GuestOutcome[];
  /** The cluster's other files. */
  readonly files: readonly FileOutcome[];
  /** What the twin refused, and what Terraform could not do. */
  readonly refused: readonly Refused[];
  /** What would be left to do afterwards. */
  readonly left: readonly ResourceReport[];
  readonly notRehearsed: readonly LeftOut[];
  /** What the twin takes for true without knowing it. */
  readonly taken: readonly string[];
  /** Of that, what an apply has changed since the cluster was read. */
  readonly outdated: readonly string[];
  readonly remedy?: string;
}

export interface Refused {
  /** The resource; undefined if it is not known which. */
  readonly address?: string;
  /** What people call it. */
  readonly label?: string;
  readonly says: string;
}

/** Errors of a plan, each with the resource that it is about. */
export function errorsOf({ resources, problems }: Grading): readonly Refused[] {
  return [...problems.map((says) => ({ says })), ...resources.flatMap((one) => (one.grade === "refused" ? [{ address: one.address, label: labelOf(one), says: one.reason ?? "the provider refuses it" }] : []))];
}

/** What helps where rights were lacking. */
export function remedyOf(refused: readonly Refused[]): string | undefined {
  if (!refused.some(({ says }) => /Permission check failed|\b403\b/.test(says))) return undefined;
  return "the twin lets a token do what the one could that read the cluster last; if the apply has another, add --all-rights";
}
