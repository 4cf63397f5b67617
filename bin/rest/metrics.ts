import type { Listed } from "../../generator/engine/listing";
import type { Bound } from "../machine/offer";
import type { Jobs } from "../machine/jobs";
import { carryOut } from "../machine/run";
import { family, labels } from "./openmetrics";

interface Row {
  readonly kind: string;
  readonly status?: string;
}

/** What a monitor wants to know, in OpenMetrics. What was never seen is left out: it is not zero. */
export async function metricsOf(list: Listed, bound: Bound, jobs: Jobs): Promise<string> {
  const ended = await carryOut({ verb: list, input: {} }, bound, new AbortController().signal);
  const { resources = [], seenAt } = ("report" in ended ? ended.report : {}) as { readonly resources?: readonly Row[]; readonly seenAt?: string };
  const guests = new Map<string, number>();
  for (const { kind, status = "unknown" } of resources) guests.set(labels({ kind, status }), (guests.get(labels({ kind, status })) ?? 0) + 1);
  const done = jobs.all().flatMap((job) => (job.ended() === undefined ? [] : [{ verb: job.verb, end: job.ended()!, seconds: job.seconds() }]));
  const by = new Map<string, { count: number; seconds: number }>();
  for (const { verb, end, seconds } of done) {
    const key = labels({ verb, exit: String(end.exit) });
    const before = by.get(key) ?? { count: 0, seconds: 0 };
    by.set(key, { count: before.count + 1, seconds: before.seconds + seconds });
  }
  const grades = new Map<string, number>();
  const planned = done.map(({ end }) => ("report" in end ? (end.report as { readonly resources?: readonly { readonly grade?: string }[] }).resources : undefined)).filter((one) => one?.some(({ grade }) => grade !== undefined)).at(-1);
  for (const { grade = "" } of planned ?? []) grades.set(labels({ grade }), (grades.get(labels({ grade })) ?? 0) + 1);
  return [
    ...family("pmpc_guests", "Guests as they were seen last.", guests),
    ...family("pmpc_last_read_timestamp_seconds", "When the cluster was read last.", seenAt === undefined ? new Map() : new Map([["", Date.parse(seenAt) / 1000]])),
    ...family("pmpc_plan_resources", "Resources of the last plan that was made here, by grade.", grades),
    ...family("pmpc_jobs_remembered", "Jobs that have ended, by verb and exit code.", new Map([...by].map(([key, { count }]) => [key, count]))),
    ...family("pmpc_jobs_remembered_seconds", "How long they took together.", new Map([...by].map(([key, { seconds }]) => [key, seconds]))),
    ...family("pmpc_jobs_under_way", "Jobs that have not ended.", new Map([["", jobs.all().length - done.length]])),
    "# EOF",
    "",
  ].join("\n");
}
