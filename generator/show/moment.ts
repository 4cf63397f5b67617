import { utc } from "../../lib/pve/utc";
import { exit, PmpcError } from "../../lib/error";
import { kinds } from "../../lib/schema/kind/all";
import type { ClusterRef, PastDeed, PastRun, StateStore } from "../store/state-store";
import { pluralOf } from "./kind";
import type { ChangeCounts } from "../session/keep-run";

/** Something in the history of a workspace: a run, which saw the cluster, or an apply, which changed it. */
export interface Moment {
  /** As people name it: `12` for a run, `a3` for an apply. */
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** `import`; empty in a run of an older pmpc. */
  readonly verb: string;
  /** `anna on laptop` */
  readonly person?: string;
  /** The run; of an apply the one that had been seen last. */
  readonly run?: number;
  /** The apply. */
  readonly apply?: number;
  /** How much had changed on the cluster since the run before, by kind. */
  readonly changes?: ChangeCounts;
  /** The run whose code it has again, after a rollback. */
  readonly codeOf?: string;
  /** What was applied: how many resources of each grade. */
  readonly grades?: Readonly<Record<string, number>>;
  /** What Terraform's state was. */
  readonly lineage?: string;
  readonly serial?: number;
  /** Answers that could not be had. */
  readonly unreadable?: number;
}

/** What was applied to one resource, as its plan said. */
export interface Applied {
  readonly key?: string;
  readonly name?: string;
  readonly grade?: string;
  readonly importing?: boolean;
}

/** Runs and applies, the newest first: by their numbers, since a clock may be wrong, or be set back between two of them. */
export async function readMoments(store: Pick<StateStore, "runs" | "deeds">, cluster: ClusterRef | undefined): Promise<readonly Moment[]> {
  const [runs, deeds] = [await store.runs(cluster), await store.deeds(cluster)];
  return [...runs.map(ofRun), ...deeds.map(ofDeed)].sort((a, b) => (b.run ?? 0) - (a.run ?? 0) || (b.apply ?? 0) - (a.apply ?? 0));
}

function ofRun({ id, at, verb = "", person, changes, lineage, serial, unreadable, plan }: PastRun): Moment {
  const { codeOf } = (plan ?? {}) as { readonly codeOf?: string };
  return { name: String(id), at, verb, ...(codeOf === undefined ? {} : { codeOf }), ...(person === undefined ? {} : { person }), run: id, ...(changes === undefined ? {} : { changes: changes as ChangeCounts }), ...stateOf({ lineage, serial }), ...(unreadable > 0 ? { unreadable } : {}) };
}

function ofDeed({ id, at, verb, person, runId, plan, lineage, serial }: PastDeed): Moment {
  const grades: Record<string, number> = {};
  for (const { grade = "", importing } of appliedIn(plan)) {
    const word = importing === true && grade === "clean" ? "import" : grade;
    grades[word] = (grades[word] ?? 0) + 1;
  }
  return { name: `a${id}`, at, verb, ...(person === undefined ? {} : { person }), ...(runId === undefined ? {} : { run: runId }), apply: id, grades, ...stateOf({ lineage, serial }) };
}

const stateOf = ({ lineage, serial }: Pick<Moment, "lineage" | "serial">) => ({ ...(lineage === undefined ? {} : { lineage }), ...(serial === undefined ? {} : { serial }) });

/** The resources of a plan that was kept. */
export const appliedIn = (plan: unknown): readonly Applied[] => (Array.isArray(plan) ? (plan as readonly Applied[]) : []);

/** Finds what people mean: `12`, `run 12`, `a3`, `apply 3`, `first`, `last`. */
export function findMoment(words: string, moments: readonly Moment[]): Moment {
  const text = words.trim().toLowerCase().replace(/^run\s+/, "").replace(/^apply\s+/, "a");
  const runs = moments.filter(({ apply }) => apply === undefined);
  const found = text === "last" ? runs[0] : text === "first" ? runs.at(-1) : moments.find(({ name }) => name === text);
  if (found !== undefined) return found;
  const known = runs.length === 0 ? "nothing was recorded yet: pmpc import or pmpc sync" : `pmpc history lists them; the newest run is ${runs[0]!.name}, the oldest ${runs.at(-1)!.name}`;
  throw new PmpcError("not-found", `there is no run "${words}" in the history of this workspace`, { hint: known, exit: exit.notFound });
}

const said = { added: "added", changed: "changed", gone: "gone", unlisted: "not listed" } as const;

/** `2 vms changed, 1 container added` */
function sayCounts(counts: ChangeCounts | undefined): string {
  const parts = kinds.all.flatMap(({ prefix, word }) =>
    Object.entries(counts?.[prefix] ?? {}).map(([change, amount = 0]) => `${amount} ${amount === 1 ? word.short : pluralOf(word.short)} ${said[change as keyof typeof said]}`),
  );
  return parts.join(", ");
}

/** What a moment was about, in a few words. */
export function sayMoment({ apply, changes, grades, codeOf }: Moment): string {
  if (codeOf !== undefined) return `code of run ${codeOf}`;
  if (apply !== undefined) return Object.entries(grades ?? {}).map(([grade, amount]) => `${amount} ${grade}`).join(", ") || "nothing";
  return changes === undefined ? "" : sayCounts(changes) || "no change on the cluster";
}

/** The history as a table. */
export const momentTable = (moments: readonly Moment[]) => ({
  is: "table" as const,
  head: ["run", "when", "verb", "who", "what"],
  rows: moments.map((moment) => [moment.name, utc(moment.at), moment.verb, moment.person ?? "", sayMoment(moment)]),
  none: "nothing was recorded yet: pmpc import or pmpc sync reads the cluster",
});
