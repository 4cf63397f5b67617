import { agreedWrites } from "../judge/agreed";
import { gradeProject, type Grading } from "../judge/grading";
import type { HeldCluster } from "../simulator/held";
import { applyHere } from "../terraform/apply";
import { isLeftOut } from "../terraform/grade";
import type { Terraform } from "../terraform/terraform";
import type { Twin } from "../twin/twin";
import type { Context } from "../engine/action";
import { fileOutcomes, guestOutcomes, isWell, type Moment } from "./outcome";
import type { Parts } from "./parts";
import { errorsOf, remedyOf, type RehearsalReport, type Refused } from "./report";
import { leftOutOf, withDependents, type LeftOut } from "./scope";
import { beyondTheTwin, type Stage } from "./stage";

/** What a rehearsal is played with. */
export interface Playing {
  readonly terraform: Terraform;
  readonly held: HeldCluster;
  readonly stage: Stage;
  readonly parts: Parts;
  readonly twin: Twin;
  readonly standstill: number;
  readonly context: Context;
  readonly sshTried: () => boolean;
}

/** What came of it. */
type Played = Pick<RehearsalReport, "passed" | "applied" | "emptyAfterwards" | "resources" | "guests" | "files" | "refused" | "left" | "notRehearsed" | "remedy">;

/** Plans, applies, and plans again. */
export async function play(playing: Playing): Promise<Played> {
  const { parts } = playing;
  const before = momentOf(playing);
  const first = leftOutOf({ parts: parts.all, references: parts.references, twin: playing.twin, provider: parts.provider, elsewhere: parts.elsewhere });
  const { grading, left } = await planWithin(playing, first);
  const errors = errorsOf(grading);
  if (errors.length > 0 || !grading.complete) return ended(playing, before, grading, left, { applied: false, refused: errors });
  const problems = await applyAll(playing, grading);
  const beyond = problems.flatMap(({ address, says }) => {
    const why = whyNotPlayed(says, playing);
    return address === undefined || why === undefined ? [] : [{ address, why }];
  });
  const without = withDependents([...left, ...beyond], parts.all.map(({ address }) => address), parts.references);
  const refused = problems.filter(({ address, says }) => address === undefined || whyNotPlayed(says, playing) === undefined).map(({ address, says }) => ({ ...(address === undefined ? {} : { address }), says }));
  const after = await planWithin(playing, without);
  // Only Terraform's own record is left after an adoption: an apply settles that, too.
  const isRecord = grading.resources.some(({ importing }) => importing) && after.grading.resources.some(({ grade }) => grade === "state only") && after.grading.resources.every(({ grade }) => grade === "clean" || grade === "state only" || isLeftOut(grade));
  if (isRecord && refused.length === 0) await applyAll(playing, after.grading);
  const end = isRecord ? await planWithin(playing, after.left) : after;
  return ended(playing, before, grading, end.left, { applied: true, refused: [...refused, ...(refused.length === 0 ? errorsOf(end.grading) : [])], end: end.grading });
}

/** Plans what takes part. What asks for something that the simulator does not know takes none, and it is planned again. */
async function planWithin(playing: Playing, left: readonly LeftOut[]): Promise<{ readonly grading: Grading; readonly left: readonly LeftOut[] }> {
  const { terraform, parts, stage, standstill } = playing;
  const addresses = parts.all.map(({ address }) => address);
  const out = new Set(left.map(({ address }) => address));
  const targets = out.size === 0 ? undefined : parts.managed.filter((address) => !out.has(address));
  if (targets?.length === 0) return { grading: { resources: [], problems: [], complete: true }, left };
  const grading = await gradeProject(terraform, standstill, targets, stage.configOf);
  const beyond = grading.resources.flatMap(({ address, reason = "" }) => (beyondTheTwin.test(reason) && !out.has(address) ? [{ address, why: whyBeyond(stage) }] : []));
  if (beyond.length > 0) return planWithin(playing, withDependents([...left, ...beyond], addresses, parts.references));
  const away = grading.resources.flatMap(({ address, grade, reason = "it could not be read" }) => (isLeftOut(grade) && !out.has(address) ? [{ address, why: reason }] : []));
  return { grading, left: [...left, ...away] };
}

/** Why an error says nothing of the cluster: it is the twin's own. */
function whyNotPlayed(says: string, { stage, sshTried }: Playing): string | undefined {
  if (beyondTheTwin.test(says)) return whyBeyond(stage);
  return sshTried() && /\bssh\b|\bhandshake\b|\bdial(ing)?\b.*127\.0\.0\.1/i.test(says) ? "the provider does it over ssh" : undefined;
}

const whyBeyond = ({ beyond }: Stage) => `the simulator does not know ${[...beyond].at(-1) ?? "what it asks for"}`;

/** Applies, where there is anything to apply, and nothing but that: what the gate of an apply would stop is stopped here. */
async function applyAll({ terraform, stage, context }: Playing, { resources }: Grading) {
  if (resources.every(({ grade, importing }) => (grade === "clean" && !importing) || isLeftOut(grade))) return [];
  stage.agree(agreedWrites(resources, stage.configOf));
  return applyHere(terraform, { signal: context.signal, onProgress: ({ done, open }) => context.host.progress("rehearsing", `${done} of ${done + open.length} resources`, { done, total: done + open.length, on: open }) });
}

interface End {
  readonly applied: boolean;
  readonly refused: readonly Refused[];
  readonly end?: Grading;
}

function ended(playing: Playing, before: Moment, { resources }: Grading, notRehearsed: readonly LeftOut[], { applied, refused: errors, end }: End): Played {
  const { held, stage, parts } = playing;
  const after = momentOf(playing);
  const guests = guestOutcomes(before, after, held.tasks());
  const failed = guests.flatMap(({ key, tasks }) => tasks.filter(({ result }) => !isWell(result)).map(({ type, result }) => ({ says: `${type} of ${key}: ${result}` })));
  const turnedAway = stage.writes.flatMap(({ method, address, status, reason }) => (status === 200 || (status === 501 && beyondTheTwin.test(reason)) ? [] : [{ says: `${method} ${address}: ${status} ${reason.trim()}` }]));
  const byGate = stage.stopped.map(({ request, why }) => ({ says: `the gate stops ${request}: ${why}` }));
  const refused = [...errors, ...byGate, ...turnedAway, ...failed];
  const out = new Set(notRehearsed.map(({ address }) => address));
  // What only Terraform's own record lacks, as the addresses of a new guest, changes nothing on the cluster.
  const left = (end?.resources ?? []).filter(({ address, grade }) => grade !== "clean" && grade !== "state only" && !isLeftOut(grade) && !out.has(address));
  const emptyAfterwards = end === undefined ? undefined : left.length === 0 && end.problems.length === 0;
  const remedy = remedyOf(refused);
  return {
    passed: applied && errors.length === 0 && byGate.length === 0 && emptyAfterwards === true,
    applied,
    ...(emptyAfterwards === undefined ? {} : { emptyAfterwards }),
    resources,
    guests,
    files: fileOutcomes(before, after),
    refused,
    left,
    notRehearsed: notRehearsed.filter(({ address }) => !address.startsWith("data.") || parts.managed.includes(address)),
    ...(remedy === undefined ? {} : { remedy }),
  };
}

/** Files of storages that the code names, and that are not known. */
export const unlisted = ({ named }: Pick<Parts, "named">, { media }: Pick<Twin, "media">) => named.filter((id) => !media.includes(id));

/** The twin as it is, without sizes that are unknown. */
function momentOf({ held: { files, control }, parts, twin }: Playing): Moment {
  const unsized = unlisted(parts, twin);
  const known = (text: string) => unsized.reduce((left, id) => left.replaceAll(`${id},media=cdrom,size=0T`, `${id},media=cdrom`), text);
  return { files: new Map([...files()].map(([path, text]) => [path, known(text)])), running: new Set(control.guests().filter((vmId) => control.isRunning(vmId))) };
}
