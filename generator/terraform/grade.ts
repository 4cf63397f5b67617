import { leftOut } from "../../lib/pve/blame";
import { guestTypeOfTerraform } from "../../lib/schema/kind/name";
import { differences, type Difference } from "./difference";
import { asMoved } from "./moved";
import { missingSecret, unsetSecrets, type Unset } from "./unset";
import type { Cause, Json, Planned, Problem, ResourceChange } from "./plan";

/** How much an apply would do to a resource, the mildest first. */
const grades = ["clean", "state only", "forget", "live change", "needs reboot", "create", "already there", "becomes a template", "loses a disk", "replace", "destroy", "not reached", "not read", "refused"] as const;
export type Grade = (typeof grades)[number];

/** What leaves the cluster as it is: at most Terraform's own record changes. */
export const harmless: readonly Grade[] = ["clean", "state only", "forget"];

/** Whether a plan was made without it. */
export const isLeftOut = (grade: Grade): boolean => Object.values<Grade>(leftOut).includes(grade);

/** What a plan holds for one resource. */
export interface Graded {
  /** `proxmox_virtual_environment_vm.web` */
  readonly address: string;
  readonly type: string;
  readonly grade: Grade;
  /** It is taken into the state; the id is the provider's. */
  readonly importing?: string;
  readonly changes: readonly GradedChange[];
  /** Why it is refused. */
  readonly reason?: string;
  /** What the reason speaks about. */
  readonly cause?: Cause;
  /** What helps, where the plan itself tells. */
  readonly remedy?: string;
  /** What the state has of it; with what must not be shown. */
  readonly before: Values;
  /** What it would be. */
  readonly after: Values;
}

export type Values = Readonly<Record<string, Json>>;

export interface GradedChange extends Difference {
  readonly grade: Grade;
  /** What would happen to the guest, as half a sentence. */
  readonly says: string;
}

/** What a change of an attribute means. */
export type Judge = (change: Difference, resource: { readonly type: string; readonly before: Values; readonly after: Values }) => {
  readonly grade: Grade;
  readonly says: string;
};

/** Grades every resource of a plan that Terraform manages, and those that it could not read. */
export function gradePlan({ document, problems, unread }: Planned, judge: Judge): readonly Graded[] {
  const changes = (document.resource_changes ?? []).filter(({ mode }) => mode === "managed");
  const unset = unsetSecrets(document);
  const graded = changes.map((change) => withoutPlaceholders(gradeChange(change, judge), unset.get(change.address) ?? []));
  const refusals = new Map<string, Pick<Problem, "says" | "cause">[]>();
  for (const { address, ...problem } of problems) if (address !== undefined) refusals.set(address, [...(refusals.get(address) ?? []), problem]);
  for (const address of document.errored ? unread : []) if (!refusals.has(address)) refusals.set(address, [{ says: "the provider could not read it", cause: "way" }]);
  const planned = graded.map((one) => (refusals.has(one.address) ? refuse(one, refusals.get(one.address)!) : one));
  const others = [...refusals].filter(([address]) => !changes.some((one) => one.address === address));
  return [...planned, ...others.map(([address, found]) => refuse({ address, type: address.split(".").at(-2) ?? "", changes: [], before: {}, after: {} }, found))].sort((a, b) =>
    a.address < b.address ? -1 : 1,
  );
}

function refuse(graded: Omit<Graded, "grade">, problems: readonly Pick<Problem, "says" | "cause">[]): Graded {
  const reason = [...new Set(problems.map(({ says }) => says))].join("; ");
  const cause = problems.find((one) => one.cause === "way")?.cause ?? problems[0]!.cause;
  return { ...graded, grade: "refused", reason, cause };
}

/** A resource that would be written with a placeholder in the place of a secret is refused. */
function withoutPlaceholders(graded: Graded, unset: readonly Unset[]): Graded {
  const { grade, changes } = graded;
  const isMade = grade === "create" || grade === "replace";
  const missing = missingSecret(unset.filter(({ attribute }) => isMade || changes.some(({ path }) => /^\w+/.exec(path)?.[0] === attribute)));
  return missing === undefined ? graded : { ...graded, grade: "refused", cause: "code", ...missing };
}

function gradeChange(resource: ResourceChange, judge: Judge): Graded {
  const { address, type, change } = resource;
  const [before, after] = [objectOf(change.before), objectOf(change.after)];
  const differing = change.actions.join() === "update" || change.actions.length === 2 ? differences(change) : [];
  // Devices of a guest are known by where they are.
  const found = guestTypeOfTerraform(type) === undefined ? asMoved(differing, before, after) : differing;
  const replaced = new Set((change.replace_paths ?? []).map(printPath));
  const changes = found.map((difference): GradedChange => {
    const judged = judge(difference, { type, before, after });
    if (change.actions.length < 2 || !isReplaced(difference.path, replaced)) return { ...difference, ...judged };
    return { ...difference, grade: "replace", says: guestTypeOfTerraform(type) === undefined ? "it is removed and made again" : "it is destroyed and made again, with empty disks" };
  });
  const id = change.importing?.id;
  return {
    address,
    type,
    grade: gradeOf(change, changes),
    ...(change.importing ? { importing: id ?? "" } : {}),
    changes,
    before,
    after,
  };
}

function gradeOf({ actions }: ResourceChange["change"], changes: readonly GradedChange[]): Grade {
  if (actions.length === 2) return "replace";
  const [action] = actions;
  if (action === "create") return "create";
  if (action === "delete") return "destroy";
  if (action === "forget") return "forget";
  if (action !== "update") return "clean";
  return worst(changes.map(({ grade }) => grade), "state only");
}

/** The gravest of several grades. */
export function worst(found: readonly Grade[], least: Grade = "clean"): Grade {
  return found.reduce((gravest, grade) => (grades.indexOf(grade) > grades.indexOf(gravest) ? grade : gravest), least);
}

const objectOf = (value: Json): Values => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Values) : {});

/** `["memory", 0, "dedicated"]` → `memory[0].dedicated` */
function printPath(steps: readonly (string | number)[]): string {
  return steps.map((step, at) => (typeof step === "number" ? `[${step}]` : at === 0 ? step : `.${step}`)).join("");
}

const isReplaced = (path: string, replaced: ReadonlySet<string>) => [...replaced].some((one) => path === one || path.startsWith(`${one}[`) || path.startsWith(`${one}.`) || one.startsWith(`${path}[`));

