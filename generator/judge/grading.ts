import { exit, type ExitCode } from "../../lib/error";
import { parseGuestKey, type ResourceKey } from "../../lib/pve/address";
import { blame, leftOut, troubleIn } from "../../lib/pve/blame";
import { redact } from "../../lib/pve/secret";
import { catalog } from "../../lib/schema/catalog";
import { clusterTableOf } from "../../lib/schema/cluster/all";
import { consequenceOfResource, type Deed } from "../../lib/schema/cluster/consequence";
import { kinds } from "../../lib/schema/kind/all";
import { printName } from "../../lib/schema/kind/name";
import { propPath } from "../../lib/schema/props";
import { consequenceOf, type Effect } from "../../lib/schema/provider/effect";
import { alongside, conflictIn, misnumbered } from "../../lib/schema/provider/conflict";
import { lossIn } from "../../lib/schema/provider/loss";
import type { GuestTable } from "../../lib/schema/row";
import type { Difference } from "../terraform/difference";
import type { Writes } from "../gate/approval";
import { gradePlan, isLeftOut, type Grade, type Graded, type Judge } from "../terraform/grade";
import type { Cause, Planned, Problem } from "../terraform/plan";
import { kept, notThere } from "../terraform/diagnostic";
import type { Terraform } from "../terraform/terraform";
import { unplannedIn } from "./unplanned";
import { writesOf } from "./writes";

/** What a plan would do to one resource, for people and for `--json`. */
export interface ResourceReport {
  /** `proxmox_virtual_environment_vm.web` */
  readonly address: string;
  /** `qemu/101`; undefined for what is not a guest, or has no number yet. */
  readonly key?: ResourceKey;
  /** What the guest is called; else what Terraform calls the resource. */
  readonly name: string;
  /** What people call it where it is not a guest: `storage backup`; undefined for what no kind has. */
  readonly label?: string;
  readonly grade: Grade;
  /** It is taken into the state. */
  readonly importing: boolean;
  readonly changes: readonly ChangeReport[];
  readonly reason?: string;
  /** Whether the reason speaks about the code, the guest, a part of the cluster, or only the way to it. */
  readonly cause?: Cause;
  readonly remedy?: string;
  /** The node that it has moved to, where Terraform's record still has it on another: the record can be made anew. */
  readonly moved?: string;
  /** Why Terraform's record of the guest has to be made anew, as half a sentence: only the record is wrong, and not the guest. */
  readonly anew?: string;
  /** What of a clean guest's configuration is not in force before its next start: `memory 8192 → 9216`; nothing where the cluster did not tell. */
  readonly waiting?: readonly string[];
  /** What locks the guest, where that keeps the change from being made now: `backup`. */
  readonly locked?: string;
  /** What an apply may write for it; the gate stops everything else. */
  readonly writes?: readonly Writes[];
}

export interface ChangeReport {
  /** In the code's words: `memory`. */
  readonly prop: string;
  /** In Terraform's: `memory[0].dedicated`. */
  readonly attribute: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly hidden?: true;
  readonly unknown?: true;
  readonly grade: Grade;
  readonly says: string;
}

/** A plan, graded. */
export interface Grading {
  readonly resources: readonly ResourceReport[];
  /** Errors that are about no resource in particular. */
  readonly problems: readonly string[];
  /** What helps against the first of them, where that is known. */
  readonly remedy?: string;
  /** The plan has everything, and can be applied. */
  readonly complete: boolean;
  /** What the code has and the plan says nothing about, as people call it: it depends on something that is refused. */
  readonly unplanned?: readonly string[];
}

const grades: Readonly<Record<Effect, Grade>> = { state: "state only", live: "live change", reboot: "needs reboot", template: "becomes a template", refused: "refused" };
const tables = new Map(Object.values(catalog).map((table) => [table.terraform, table]));

// Ten are read at a time, so that one round finds ten that stand still.
const mostRounds = 3;

/**
 * Plans, everything or only some resources, and plans the rest again without those that cannot be reached: a node that is off, a volume
 * that fails, a guest on which the provider stands still (it waits 15 minutes for an agent that is silent).
 * What a guest's configuration says of its own, beside Terraform's state, comes from `configOf`.
 */
export async function gradeProject(terraform: Terraform, standstill: number, only?: readonly string[], configOf: ConfigOf = () => undefined, by: readonly string[] = []): Promise<Grading> {
  const unreached = new Map<string, Problem>();
  let again = timesAskedAgain;
  for (let round = 0; ; round++) {
    const left = unreached.size === 0 ? (only ?? []) : (only ?? (await terraform.addresses())).filter((address) => !unreached.has(address));
    const planned = unreached.size > 0 && left.length === 0 ? nothing : await terraform.plan({ standstill: standstill * 1000, targets: left });
    if (again > 0 && hasPassed(planned)) {
      again--;
      continue;
    }
    const found = round < mostRounds ? unreachedIn(planned, standstill) : [];
    for (const one of found) unreached.set(one.address, one);
    if (found.length > 0) continue;
    const grading = gradingOf(planned, [...unreached.values()], standstill, unreached.size > 0 ? await terraform.known() : new Map(), configOf, by);
    const { resources, problems, complete } = grading;
    if (complete || only !== undefined || planned.timedOut || problems.length > 0 || resources.length === 0) return grading;
    const unplanned = unplannedIn(resources, await terraform.addresses());
    return unplanned.length === 0 ? grading : { ...grading, unplanned };
  }
}

const nothing: Planned = { document: {}, problems: [], unread: [], timedOut: false };

// What a server in front of the cluster answered once may be gone with the next question.
const timesAskedAgain = 1;

/** Whether all that went wrong is what goes by itself: too many requests, a server that was restarted, a connection that was cut. */
function hasPassed({ problems, timedOut }: Planned): boolean {
  const isPassing = ({ says, cause }: Problem) => cause === "way" && ["too-many-requests", "in-between"].includes(blame(troubleIn(says))?.kind ?? "");
  return !timedOut && problems.length > 0 && problems.every(isPassing);
}

/** What a plan is made without: nothing where anything else went wrong, too. */
function unreachedIn({ problems, unread, timedOut }: Planned, standstill: number): readonly (Problem & { readonly address: string })[] {
  const says = `the provider made no progress on it for ${standstill} seconds: it waits for a guest agent that does not answer, or for a node`;
  if (timedOut) return unread.map((address) => ({ address, says, cause: "cluster" }));
  const found = problems.flatMap(({ address, ...problem }) => (address !== undefined && (problem.cause === "cluster" || problem.cause === "guest") ? [{ address, ...problem }] : []));
  return found.length === problems.length ? found : [];
}

function gradingOf(planned: Planned, unreached: readonly Problem[], standstill: number, known: ReadonlyMap<string, Graded["before"]>, configOf: ConfigOf, by: readonly string[]): Grading {
  const endless: readonly Problem[] = planned.timedOut ? [{ cause: "way", says: `the plan did not finish: it repeatedly made no progress for ${standstill} seconds` }] : [];
  const problems = [...planned.problems, ...unreached, ...endless];
  const unread = planned.timedOut ? [] : planned.unread;
  const gradeOf = ({ address, grade }: Graded) => {
    const cause = unreached.find((one) => one.address === address)?.cause;
    return cause === "cluster" || cause === "guest" ? leftOut[cause] : grade;
  };
  const graded = gradePlan({ ...planned, problems, unread }, judgeBy(configOf)).map((one) => reportOf({ ...one, grade: gradeOf(one), before: isLeftOut(gradeOf(one)) ? (known.get(one.address) ?? one.before) : one.before }, configOf, by));
  const isUnreached = noneReached(graded);
  const general = isUnreached
    ? [`none of ${graded.length} resources could be read: ${answerIn(graded[0]!)}`]
    : problems.flatMap(({ address, says: said }) => (address === undefined ? [said] : []));
  const [first] = isUnreached ? [graded[0]!.reason ?? general[0]!] : general;
  const remedy = first === undefined ? undefined : wayOut(first);
  return {
    resources: isUnreached ? [] : graded,
    problems: general,
    ...(remedy === undefined ? {} : { remedy }),
    complete: !planned.timedOut && !planned.document.errored,
  };
}

/** What came back, without what was asked for: of several resources, the same. */
export const answerIn = ({ reason = "" }: ResourceReport): string => reason.split("Reason: ").at(-1)!.replace(/^pmpc: /, "").replace(/^\w+ "https?:[^"]*": /, "");

/** Whether the way to the cluster is at fault, and no resource of it. */
function noneReached(resources: readonly ResourceReport[]): boolean {
  const answers = new Set(resources.map((one) => (one.grade === "refused" && one.cause === "way" ? answerIn(one) : one.address)));
  return resources.length > 1 && answers.size === 1;
}

/** How the gate says that nobody has told it who asks. */
const notLetIn = /there are no credentials/;
/** How the client says that the cluster does not accept who asks. */
const turnedAway = /does not accept the (?:token|user) |could not log in/;
/** How the client says that it stopped at a certificate. */
const anotherCertificate = /the certificate of \S+ (?:is not |is for |expired )/;

/** What helps where the provider does not get through to the cluster; undefined if nothing is known beyond its own words. */
export function wayOut(reason: string): string | undefined {
  return notLetIn.test(reason) ? "export PROXMOX_VE_API_TOKEN='user@realm!name=secret'" : blame(troubleIn(reason))?.remedy;
}

type ConfigOf = (key: ResourceKey) => Readonly<Record<string, unknown>> | undefined;

const judgeBy = (configOf: ConfigOf): Judge => (change, { type, before, after }) => {
  const table = tables.get(type);
  if (!table) {
    const cannot = clusterTableOf(type)?.cannot?.(before, after);
    return cannot?.attribute === change.path ? { grade: "refused", says: cannot.reason } : { grade: "live change", says: "it is changed in place" };
  }
  const loss = lossIn(table.type, change.path, before, after);
  if (loss !== undefined) return { grade: "loses a disk", says: loss };
  const conflict = conflictIn(table.type, change.path, after);
  if (conflict !== undefined) return { grade: "refused", says: conflict.says };
  const key = keyOf(table, [before.id, before.vm_id]);
  const config = key === undefined ? undefined : configOf(key);
  const misplaced = misnumbered(table.type, change.path, config);
  if (misplaced !== undefined) return { grade: "refused", says: misplaced };
  const reopens = table.type === "qemu" && hidesHowDisksOpen(before.disk, config);
  const { effect, says } = consequenceOf(table.type, change, { running: before.started === true, reopens, ...(typeof before.hotplug === "string" ? { hotplug: before.hotplug } : {}) });
  const more = alongside(table.type, change.path, after, config);
  return { grade: grades[effect], says: more === undefined ? says : `${says}; ${more}` };
};

const deeds: Readonly<Partial<Record<Grade, Deed>>> = { create: "create", "live change": "change", replace: "destroy", destroy: "destroy" };

/** What it does to the cluster, where it is not a guest. */
function consequenceIn({ type, grade, before, after }: Graded, by: readonly string[]): string | undefined {
  const deed = deeds[grade];
  return deed === undefined ? undefined : consequenceOfResource(type, deed, before, after, by);
}

function reportOf(graded: Graded, configOf: ConfigOf, by: readonly string[]): ResourceReport {
  const { address, type, grade, importing, changes, reason, cause, before, after } = graded;
  const table = tables.get(type);
  const key = table && keyOf(table, [before.id, importing, before.vm_id, after.vm_id]);
  const writes = writesOf(graded, key === undefined ? undefined : configOf(key));
  const found = reason === undefined || !isLeftOut(grade) ? undefined : blame({ ...troubleIn(reason), ...(typeof before.node_name === "string" ? { node: before.node_name } : {}) });
  const remedy = graded.remedy !== undefined ? graded.remedy : reason === kept ? unkept : reason === notThere ? "take adopt: true out of its code, and an apply makes it; or take its code out" : reason === undefined ? remedyOf(table, key, graded) : cause !== "way" && !found ? undefined : (found?.remedy ?? wayOut(reason));
  const name = [before.name, nameIn(before), after.name, nameIn(after)].find((one) => typeof one === "string" && one !== "");
  const label = key === undefined ? labelIn(graded) : undefined;
  return {
    address,
    ...(key === undefined ? {} : { key }),
    name: String(name ?? address.split(".").at(-1)),
    ...(label === undefined ? {} : { label }),
    grade,
    importing: importing !== undefined,
    changes: changes.map((change) => changeOf(change, table ?? clusterTableOf(type))),
    ...(reason === undefined ? told(consequenceIn(graded, by)) : { reason: found?.says ?? reason, cause }),
    ...(remedy === undefined ? {} : { remedy }),
    ...(writes.length === 0 ? {} : { writes }),
  };
}

const unkept = 'make the change in Proxmox VE, and let pmpc import take it into the code\nor allow it in the code: removalPolicy: "destroy"';

/** What people call what is not a guest; what has no identity yet is called as in the code. */
function labelIn({ address, type, importing, before, after }: Graded): string | undefined {
  const id = kinds.ofValues(type, before) ?? (importing === undefined ? undefined : kinds.parseImport(type, importing)) ?? kinds.ofValues(type, after);
  if (id !== undefined) return kinds.printName(id);
  const kind = kinds.ofTerraform(type)?.kind;
  return kind === undefined ? undefined : `${kind.word.short} ${address.split(".").at(-1)!}`;
}

const told = (reason: string | undefined) => (reason === undefined ? {} : { reason });

/** What the code has to say where the changed values do not go together. */
function remedyOf(table: GuestTable | undefined, key: ResourceKey | undefined, { type, changes, before, after }: Graded): string | undefined {
  if (table === undefined) return clusterTableOf(type)?.cannot?.(before, after)?.remedy;
  if (key === undefined) return undefined;
  const options = changes.flatMap(({ path, grade }) => (grade === "refused" ? (conflictIn(table.type, path, after)?.options ?? []) : []));
  return options.length === 0 ? undefined : `change the code: pmpc update ${printName(key)} ${[...new Set(options)].join(" ")}`;
}

/** Whether a disk's text leaves out what Terraform's state fills in. */
function hidesHowDisksOpen(disks: unknown, config: Readonly<Record<string, unknown>> | undefined): boolean {
  const slots = Array.isArray(disks) ? (disks as readonly { readonly interface?: unknown }[]).map((disk) => String(disk.interface)) : [];
  return config !== undefined && slots.some((slot) => typeof config[slot] === "string" && !/(^|,)aio=/.test(config[slot]));
}

/** A container's name is in a block. */
function nameIn(values: Graded["before"]): unknown {
  const [block] = Array.isArray(values.initialization) ? (values.initialization as readonly unknown[]) : [];
  return (block as { readonly hostname?: unknown } | undefined)?.hostname;
}

function keyOf({ type }: GuestTable, numbers: readonly unknown[]): ResourceKey | undefined {
  // An id may have the node before the number.
  return numbers.map((number) => `${type}/${String(number).split("/").at(-1)}`).find((key) => parseGuestKey(key) !== undefined);
}

function changeOf({ path, before, after, sensitive, unknown, grade, says }: Difference & { readonly grade: Grade; readonly says: string }, table: Pick<GuestTable, "rows"> | undefined): ChangeReport {
  return {
    prop: table ? propPath(table.rows, path) : path,
    attribute: path,
    before: withoutSecrets(path, before),
    after: withoutSecrets(path, after),
    ...(sensitive ? { hidden: true } : {}),
    ...(unknown ? { unknown: true } : {}),
    grade,
    says,
  };
}

// What is not sensitive to the provider may be to people: variables of a container, keys in notes.
function withoutSecrets(path: string, value: unknown): unknown {
  const variable = /^environment_variables(?:\.(.+))?$/.exec(path);
  if (!variable || value === null || value === undefined) return redact(value);
  const one = (name: string, text: unknown) => (redact({ env: `${name}=${String(text)}` }) as { readonly env: string }).env.slice(name.length + 1);
  if (variable[1] !== undefined) return one(variable[1], value);
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, one(name, text)]));
}

/** What the problems of a plan end with: 4 where the cluster lets nobody in, 6 where it shows another certificate; undefined if there are none. */
export function exitOfProblems(problems: readonly string[]): ExitCode | undefined {
  if (problems.some((one) => notLetIn.test(one) || turnedAway.test(one))) return exit.notAuthorised;
  if (problems.some((one) => anotherCertificate.test(one))) return exit.refused;
  return problems.length > 0 ? exit.failed : undefined;
}

/** What a graded plan ends with: 2 where anything is worse than clean, 3 where some could not be reached or read, 1 where the plan says nothing about some of it. */
export function exitOf({ resources, problems, complete }: Grading): ExitCode {
  if (resources.some(({ grade }) => isLeftOut(grade))) return exit.partial;
  if (resources.some(({ grade }) => grade !== "clean")) return exit.changes;
  return exitOfProblems(problems) ?? (complete ? exit.done : exit.failed);
}
