import { join } from "node:path";
import { PmpcError, exit } from "../../lib/error";
import type { ResourceKey } from "../../lib/pve/address";
import { printGuestKey } from "../../lib/pve/address";
import { mayChange } from "../../lib/inventory/rights";
import { keyOfGuest } from "../../lib/schema/kind/name";
import { writeTokenName } from "../gate/environment";
import { lastKnownIn } from "../gate/last-known";
import { environmentFor } from "../judge/planning-gate";
import { openProject, type Project } from "../judge/project";
import type { planningOptions } from "../judge/project";
import type { Connecting, ConnectionInput } from "../connect/connection";
import { lastRun, type Session } from "../session/session";
import { holdCluster } from "../simulator/held";
import { actorToken } from "../twin/rights";
import { twinOf, type Twin } from "../twin/twin";
import type { Context } from "../engine/action";
import type { InputOf } from "../engine/option";
import { partsOf } from "./parts";
import { play, unlisted } from "./play";
import { harmless } from "../terraform/grade";
import { labelOf } from "../judge/plan-view";
import type { ResourceReport } from "../judge/grading";
import type { RunSummary } from "../store/state-store";
import type { RehearsalReport } from "./report";
import { fileIn } from "./scope";
import { sumOfRehearsal } from "./view";
import { stageOf } from "./stage";
import { openTheatre } from "./theatre";

export type RehearsalInput = ConnectionInput & InputOf<typeof planningOptions> & { readonly allRights?: boolean };

/** Applies a workspace's code to a twin of its cluster. Neither the cluster nor Terraform's state is touched. */
export async function rehearse({ root, store, configuration }: Pick<Session, "root" | "store" | "configuration">, input: RehearsalInput, context: Context<Connecting>): Promise<RehearsalReport> {
  const run = await lastRun({ root, store, configuration });
  const observation = await store.observation(run.id);
  const project = await openProject(root, configuration!, { ...input, leaveState: true }, context);
  const parts = partsOf(join(root, project.folder), project);
  const rights = rightsOf(run.source, observation.documents.get("/access/permissions"), input, context);
  const twin = twinOf(observation, { rights: rights.known, media: [...parts.named.map((id) => ({ id })), ...parts.all.flatMap((part) => fileIn(part) ?? [])] });
  const held = holdCluster(twin.scenario, rights.isRoot ? { user: "root@pam", ticket: true } : { user: actorToken, ticket: false }, () => Math.floor(context.now().getTime() / 1000));
  const stage = stageOf(held, addressesOf(twin), lastKnownOf(project));
  const theatre = await openTheatre({ root, project, stage: stage.handle, nodes: twin.nodes, asRoot: rights.isRoot, environment: environmentFor(configuration!, context), context });
  try {
    const played = await play({ terraform: theatre.terraform, held, stage, parts, twin, standstill: input.standstill ?? 60, context, sshTried: theatre.sshTried });
    const outdated = await changedSince(run, store, configuration);
    const taken = [...outdated, ...twin.unknown, ...rights.says, ...unlisted(parts, twin).map((id) => `${id} is there: an import does not list the files of storages, nor their sizes`), ...(theatre.sshTried() ? ["what the provider does over ssh was not done: nobody was called"] : [])];
    const facts = { workspace: root, stack: project.stack, by: project.version, readAt: run.finishedAt, twin: { guests: twin.guests.size, nodes: twin.nodes.length, storages: twin.storages.length } };
    return { ...facts, ...played, taken, outdated };
  } finally {
    context.host.idle();
    await theatre.close();
  }
}

/** What an apply has changed since the cluster was read: the twin does not know of it. */
async function changedSince({ finishedAt }: RunSummary, store: Session["store"], configuration: Session["configuration"]): Promise<readonly string[]> {
  const later = (await store.deeds(configuration)).filter(({ at }) => at > finishedAt).flatMap(({ plan }) => (Array.isArray(plan) ? (plan as readonly ResourceReport[]) : []));
  const changed = later.filter(({ grade }) => grade !== undefined && !harmless.includes(grade));
  return [...new Set(changed.map(labelOf))].map((name) => `${name} is as it was before a later apply: pmpc import reads it again`);
}

/** With which rights the twin is changed. */
function rightsOf(source: string, permissions: unknown, { allRights, username, apiToken }: RehearsalInput, { environment }: Context): { readonly known: boolean; readonly isRoot: boolean; readonly says: readonly string[] } {
  const isRoot = apiToken === undefined && username === "root@pam";
  if (isRoot) return { known: false, isRoot, says: [] };
  if (allRights === true) return { known: false, isRoot, says: ["the token may do everything, because of --all-rights"] };
  if (environment[writeTokenName]) return { known: false, isRoot, says: [`the token in ${writeTokenName} may do everything: its rights are not read`] };
  if (!/^https:/.test(source)) return { known: false, isRoot, says: ["the token may do everything: its rights were not read, because the cluster was read without one"] };
  if (!mayChange(permissions)) return { known: false, isRoot, says: ["the token of the apply may do everything: the one that read the cluster only looks"] };
  return { known: true, isRoot, says: [] };
}

const addressesOf = ({ guests }: Twin): ReadonlyMap<ResourceKey, unknown> => new Map([...guests].flatMap(([key, { addresses }]) => (addresses === undefined ? [] : [[key, addresses] as const])));

/** What Terraform's state remembers of guests' addresses. */
function lastKnownOf({ state }: Project) {
  const known = new Map(
    (state?.resources ?? []).flatMap(({ type, instances }) => {
      const attributes = instances?.[0]?.attributes;
      const key = attributes && keyOfGuest(type, attributes);
      return key === undefined ? [] : [[key, lastKnownIn(attributes!)] as const];
    }),
  );
  return (guest: Parameters<typeof printGuestKey>[0]) => known.get(printGuestKey(guest));
}

/** Rehearses for anyone who goes on only if that succeeds: says what came of it, and throws where it failed. */
export async function passRehearsal(session: Pick<Session, "root" | "store" | "configuration">, input: RehearsalInput, context: Context<Connecting>): Promise<RehearsalReport> {
  const report = await rehearse(session, input, context);
  if (!report.passed) throw rehearsalFailed(report);
  const away = report.notRehearsed.map(({ address, why }) => `${address}: ${why}`);
  context.host.notify({ code: "rehearsed", says: [`rehearsed: ${sumOfRehearsal(report)}`, ...away.map((one) => `not rehearsed: ${one}`), ...report.taken.map((one) => `taken for true: ${one}`)].join("\n"), data: { notRehearsed: away, taken: report.taken } });
  return report;
}

function rehearsalFailed({ refused, left, remedy }: RehearsalReport): PmpcError {
  const [first] = refused;
  const says = first?.says ?? (left[0] === undefined ? "it did not come to its end" : `afterwards a plan would still have ${left.length} to do: ${labelOf(left[0])}`);
  return new PmpcError("rehearsal-failed", `the rehearsal failed: ${says}`, { hint: remedy ?? "nothing was applied; pmpc rehearse shows all of it", exit: exit.refused });
}
