import { exit, PmpcError } from "../../lib/error";
import { printGuestName } from "../../lib/schema/kind/name";
import type { Project } from "../edit/project";
import type { FactsChoice } from "../emit/ansible/facts";
import { hostsPath } from "../emit/ansible/inventory";
import { companionsOf } from "./companion";
import { writeGuest } from "./code";
import { decide, type Choice, type Decision } from "./decide";
import type { Ground } from "./ground";
import type { Library } from "./volumes";
import type { Wanted } from "./wanted";

/** A guest that was written. */
export interface CreatedGuest {
  /** `vm 104` */
  readonly guest: string;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** What was chosen for it. */
  readonly choices: readonly Choice[];
  readonly notes: readonly string[];
  readonly playbook: string;
  readonly test?: string;
}

/** Guests in the code, and everything beside it. */
export interface Created {
  readonly guests: readonly CreatedGuest[];
  readonly project: Project;
  /** Files that are the user's, which are only written where they are not there yet. */
  readonly own: ReadonlyMap<string, string>;
  /** Files that an import renews. */
  readonly owned: ReadonlyMap<string, string>;
}

interface Place {
  readonly project: Project;
  /** The cluster with the code as it is. */
  readonly groundOf: (project: Project) => Ground;
  readonly library: Library;
  /** The list of hosts as it is. */
  readonly hosts: string | undefined;
  readonly facts: FactsChoice;
}

/** Decides and writes guests, one after another: each knows those before it. Raises `cannot-create` with everything that would fail. */
export async function createGuests(wanted: readonly Wanted[], { project: before, groundOf, library, hosts, facts }: Place): Promise<Created> {
  const guests: CreatedGuest[] = [];
  const refused: Decision[] = [];
  const own = new Map<string, string>();
  const owned = new Map<string, string>();
  const promised = new Map<string, number>();
  let project = before;
  for (const one of wanted) {
    const ground = withPromises(groundOf(project), promised);
    const decision = await decide(one, ground, library);
    if (decision.problems.length > 0) refused.push(decision);
    if (refused.length > 0) continue;
    const written = writeGuest(project, decision, ground);
    project = written.project;
    promise(decision, promised);
    const beside = companionsOf(decision, written.place, project, ground, { hosts: owned.get(hostsPath) ?? hosts, facts });
    for (const [path, text] of beside.own) own.set(path, text);
    for (const [path, text] of beside.owned) owned.set(path, text);
    const { type, vmId, name, choices, notes } = decision;
    guests.push({ guest: printGuestName({ type, vmId }), name, file: written.file, line: written.line, choices, notes, playbook: beside.playbook, ...(beside.test === undefined ? {} : { test: beside.test }) });
  }
  if (refused.length > 0) throw refusal(refused);
  return { guests, project, own, owned };
}

/** Memory that guests of the same order take: the next one may go elsewhere. */
function withPromises(ground: Ground, promised: ReadonlyMap<string, number>): Ground {
  return { ...ground, freeMemory: (node) => { const free = ground.freeMemory(node); return free === undefined ? undefined : free - (promised.get(node) ?? 0); } };
}

function promise({ node, props }: Decision, promised: Map<string, number>): void {
  const memory = props.memory as { readonly toBytes?: () => number; readonly dedicated?: { readonly toBytes?: () => number } } | undefined;
  promised.set(node, (promised.get(node) ?? 0) + (memory?.toBytes?.() ?? memory?.dedicated?.toBytes?.() ?? 0));
}

function refusal(refused: readonly Decision[]): PmpcError {
  const problems = refused.flatMap(({ name, problems: all }) => all.map((one) => ({ name, ...one })));
  const of = (name: string) => (refused.length > 1 ? `${name}: ` : "");
  const [first] = problems;
  return new PmpcError("cannot-create", problems.length === 1 ? `${first!.name} cannot be made: ${first!.says}` : `${refused.map(({ name }) => name).join(", ")} cannot be made: ${problems.length} things are in the way`, {
    hint: [...problems.flatMap(({ name, says, remedy }) => (problems.length === 1 ? [remedy] : [`${of(name)}${says}`, `  ${remedy}`])), "nothing was written; pmpc sync looks at the cluster again"].join("\n"),
    exit: exit.refused,
    facts: { problems },
  });
}
