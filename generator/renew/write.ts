import { join } from "node:path";
import { exit, worstExit } from "../../lib/error";
import { marksOf } from "../../lib/inventory/identity";
import { compareInventories } from "../../lib/inventory/difference";
import { readInventory, type Inventory } from "../../lib/inventory/inventory";
import type { Resource } from "../../lib/inventory/resource";
import { sightIn } from "../../lib/inventory/rights";
import type { ResourceKey } from "../../lib/pve/address";
import { isMeasure } from "../../lib/pve/measure";
import type { FactsChoice } from "../emit/ansible/facts";
import { emitAnsible } from "../emit/ansible/inventory";
import { readKnownHosts } from "../emit/ansible/known";
import { emitProject } from "../emit/cdktf/project";
import { emitDocs } from "../emit/docs/documents";
import { buildPlan, isGone, type PlanInput } from "../plan/build";
import type { Grouping } from "../plan/group";
import { clusterTableOf } from "../../lib/schema/cluster/all";
import { isGuestKind } from "../../lib/schema/kind/name";
import { aloneIn, constructsIn } from "../edit/construct";
import { importsIn } from "../edit/import";
import { kinds as allKinds } from "../../lib/schema/kind/all";
import { kindsInScope, type Scope } from "../../lib/schema/kind/scope";
import type { RememberedResource } from "../plan/cluster";
import type { Plan } from "../plan/plan";
import { readClusterNames, writeClusterNames, type ClusterName } from "../workspace/cluster-names";
import type { Selection } from "../plan/select";
import type { RunSummary, StateStore } from "../store/state-store";
import { readDeleted, writeDeleted } from "../workspace/deleted";
import { readFindings, writeFindings } from "../workspace/findings";
import { writeForgotten } from "../workspace/forgotten";
import { writeNames, type Name, type Names } from "../workspace/names";
import { writeFiles } from "../workspace/workspace";
import type { Context, Outcome } from "../engine/action";
import { refuseManyGone, refuseStrangers } from "../session/caution";
import { identityOf, nameAsBefore, refuseAnotherCluster } from "../session/cluster-identity";
import { readConfiguration, writeConfiguration, type Configuration, type Settings } from "../settings/configuration";
import { clusterNamesNow } from "../session/cluster-names";
import { findingsOn, looksOf, looksOfResource, namesNow, rememberedBy, strangersIn, type InState } from "../session/names";
import { projectFacts } from "./package";
import { seenIn, type Seen } from "./basis";
import { warningsOf } from "./warning";
import { guestReport, resourceReport, type WriteReport } from "./write-report";
import { proveFold } from "./fold";
import { mergeProject } from "./merge";
import { stackMembers } from "../session/stack-members";
import { readWritten } from "../session/written";

/** What may be asked before code is written. */
export const writeQuestions = ["guests-gone", "another-guest"] as const;
export type Writing = (typeof writeQuestions)[number];

export interface WriteOptions {
  readonly root: string;
  readonly store: StateStore;
  readonly run: RunSummary;
  readonly settings: Settings;
  readonly before: Configuration | undefined;
  readonly selection: Selection;
  readonly groupBy: Grouping | undefined;
  /** Whether guests that are equal but for a few values are said once. Default: as before. */
  readonly fold?: boolean;
  /** How much the inventory says of each guest. Default: what it said before; in a new workspace what plays need. */
  readonly facts?: FactsChoice;
  /** What is written besides guests. Default: what the workspace has. */
  readonly scope?: Scope;
  readonly kinds?: readonly string[];
  /** It is done in a copy of the workspace: the store keeps all that it has. */
  readonly isTrial?: boolean;
  /** The run before: what has changed since is said. */
  readonly previous?: RunSummary;
  /** What Terraform's state has, where that was asked. */
  readonly inState?: InState;
  /** Guests that take the place of others of their numbers in the code: by name, number or key. */
  readonly adopt?: readonly string[];
  /** Guests that may leave the code because they are gone; none named: all. */
  readonly confirm?: readonly string[];
}

/** A workspace that was written, and what each guest looked like. */
export interface WrittenOutcome extends Outcome<WriteReport> {
  readonly looks: ReadonlyMap<ResourceKey, string>;
  readonly seen: Seen;
}

/** Writes the workspace for what a run saw. */
export async function writeWorkspace(options: WriteOptions, context: Context<Writing>): Promise<WrittenOutcome> {
  const { root, store, run, settings, before } = options;
  const { inventory, permissions } = await look(options);
  refuseAnotherCluster(before, identityOf(inventory, settings.endpoint), root);
  const groupBy = options.groupBy ?? before?.groupBy ?? "node";
  const forget = before?.forget ?? [];
  const released = new Set(forget.flatMap((name) => allKinds.parseName(name) ?? []).map(allKinds.printKey));
  const written = await readWritten(root);
  const known = readKnownHosts(written.texts);
  const configured = await readConfiguration(root);
  // An import names its cluster last: without that, what is there is of a first one that was killed.
  const facts = options.facts ?? configured?.facts ?? (known.size > 0 && configured?.cluster !== undefined ? "full" : "slim");
  const names = namesNow(written, inventory, options.inState);
  await refuseDoubtful(names, { inventory, permissions, released }, options, context);
  const findings = await readFindings(root);
  const deleted = await readDeleted(root);
  const fold = options.fold ?? before?.fold;
  const [scope, kinds] = [options.scope ?? configured?.scope, options.kinds ?? configured?.kinds ?? []];
  const { names: clusterNames, own: ownResources } = clusterNamesNow(await readClusterNames(root), written.texts, options.inState);
  const planned = buildPlan({
    inventory,
    permissions,
    endpoint: settings.endpoint,
    insecure: settings.insecure ?? false,
    ...(configured?.provider === undefined ? {} : { provider: configured.provider }),
    remembered: rememberedBy(names, written),
    forgotten: [...written.forgotten.values()].map(({ key, guest, id, name }) => ({ key: guest, address: key, id, name })),
    own: written.own,
    named: written.named,
    findings: findingsOn(inventory.guests, findings, notGuests(inventory), configured?.provider),
    released,
    deleted: new Set(deleted.keys()),
    selection: options.selection,
    groupBy,
    fold,
    asideBefore: written.aside,
    known,
    kinds: kindsInScope(scope ?? "guests", kinds),
    rememberedResources: rememberedResources(clusterNames, written.texts),
    ownResources,
    members: stackMembers,
  });
  const project = await projectFacts(context);
  const { plan, warning } = await proveFold(planned, project, written.texts, root, context);
  const emitted = [...emitProject(plan, project), ...emitAnsible(plan, { facts, known }), ...emitDocs(plan, { settings })];
  const { merged, conflicts, deleted: takenOut, comments } = await mergeProject(root, emitted, written.texts, new Set(plan.forgotten.map(({ key }) => key)), [...clusterNames.values(), ...plan.areas.flatMap(({ entries }) => entries)]);
  // Remembered first: a guest remembered without code gets it next time, code without memory would be dropped.
  await writeForgotten(root, plan.forgotten.map(({ key, address, id, name }) => ({ key: address, guest: key, id, name })));
  await writeNames(root, [...namesOf(plan, names).values(), ...written.ownNames.values()]);
  if (plan.resources.length > 0 || clusterNames.size > 0) await writeClusterNames(root, plan.areas.flatMap(({ path, entries }) => entries.map(({ key, id, construct, adopt }): ClusterName => ({ key, id, construct, file: path, ...(adopt ? { adopt: true } : {}) }))));
  // What an apply has destroyed need not be remembered as deleted.
  const standing = [...deleted.values()].filter(({ key }) => !isGone(key, { inventory, permissions }));
  if (standing.length < deleted.size) await writeDeleted(root, standing);
  await writeFindings(root, findingsOn(inventory.guests, findings, notGuests(inventory), configured?.provider).values());
  const changes = await writeFiles(root, emitted, merged);
  await writeConfiguration(root, { ...settings, cluster: inventory.name, groupBy, fold, facts, forget }, [...(options.scope === undefined ? [] : [["scope", options.scope] as const]), ...(options.kinds === undefined || options.kinds.length === 0 ? [] : [["kinds", options.kinds] as const])]);
  if (options.isTrial !== true) await store.prune({ ...settings, cluster: inventory.name }, before?.keep);
  const guests = plan.guests.map(guestReport);
  const unmatched = (options.selection.unmatched?.(inventory.guests) ?? []).map((said) => `${said} matches no guest`);
  const warnings = [...(warning === undefined ? [] : [warning]), ...unmatched, ...warningsOf(plan, inventory)];
  const end = worstExit(
    guests.some(({ outcome }) => outcome === "refused" || outcome === "unreadable") ? exit.partial : exit.done,
    changes.some(({ change }) => change === "conflict") ? exit.changes : exit.done,
  );
  const isNew = changes.some(({ path, change }) => path === "package.json" && change === "created");
  const looks = new Map([...notGuests(inventory).map((one) => [one.key, looksOfResource(one)] as const), ...inventory.guests.map((guest) => [guest.key, looksOf(guest)] as const)]);
  return { looks, seen: seenIn(inventory), exit: end, report: { workspace: root, cluster: inventory.name, source: run.source, guests, ...(plan.resources.length === 0 ? {} : { resources: plan.resources.map(resourceReport) }), files: changes, conflicts, deleted: takenOut, ...(comments.length === 0 ? {} : { comments }), warnings: [...new Set(warnings)], ...(await changesSince(options, inventory)), ...(isNew ? { installs: project.origin } : {}), exit: end } };
}

/** What the run saw. Its documents are let go before anything is planned: of thousands of guests they are large. */
async function look({ store, run, settings, before }: WriteOptions): Promise<Pick<PlanInput, "inventory" | "permissions">> {
  const { documents, ...observation } = await store.observation(run.id);
  const inventory = nameAsBefore(withoutMeasures(readInventory({ documents, ...observation })), documents.has("/cluster/status"), before, settings.endpoint);
  return { inventory, permissions: sightIn(documents.get("/access/permissions")) };
}

/** Without what changes by the second, and is written nowhere: a third of all that is known of a guest. */
function withoutMeasures(inventory: Inventory): Inventory {
  const lasting = (document: Resource["row"]) => Object.fromEntries(Object.entries(document).filter(([name]) => !isMeasure(name)));
  return {
    ...inventory,
    guests: inventory.guests.map((guest) => (guest.state === undefined ? guest : { ...guest, state: lasting(guest.state) })),
    resources: new Map([...inventory.resources].map(([key, one]) => [key, isGuestKind(one.kind) ? { ...one, row: lasting(one.row) } : one])),
  };
}

async function changesSince({ store, previous }: WriteOptions, inventory: Inventory): Promise<Pick<WriteReport, "changed">> {
  return previous === undefined ? {} : { changed: compareInventories(readInventory(await store.observation(previous.id)), inventory) };
}

/** Refuses to write where guests may not be what the code takes them for, or are gone in numbers. */
async function refuseDoubtful(names: Names, seen: Pick<PlanInput, "inventory" | "permissions" | "released">, { adopt = [], confirm }: WriteOptions, { host }: Context<Writing>): Promise<void> {
  const inCode = new Map([...names].filter(([key]) => !seen.released.has(key)));
  const gone = [...inCode.keys()].filter((key) => isGone(key, seen));
  await refuseManyGone(gone, inCode, confirm, host);
  // A newcomer that is adopted goes on under the id that Terraform's state has for its number.
  await refuseStrangers(strangersIn(inCode, seen.inventory.guests), adopt, host);
}

/** What was written, and what stays in the code of what was not. */
function namesOf(plan: Plan, names: Names): ReadonlyMap<ResourceKey, Name> {
  const leaving = new Set(plan.forgotten.map(({ key, id }) => `${key} ${id}`));
  const written = plan.guests.flatMap(({ guest, entry, file }): Name[] => {
    const before = names.get(guest.key);
    // Its code cannot be found, and its name is Terraform's all the same.
    if (entry === undefined) return before === undefined || leaving.has(`${guest.key} ${before.id}`) ? [] : [before];
    const marks = entry.carried ? before?.marks : (marksOf(guest) as Name["marks"]);
    return [{ key: guest.key, id: entry.id, file, ...(entry.adopt ? { adopt: true as const } : {}), ...(marks === undefined ? {} : { marks }) }];
  });
  return new Map(written.map((name) => [name.key, name]));
}

/** Only what an import writes counts: lists of guests have values that come and go. */
const notGuests = ({ resources }: Inventory) => [...resources.values()].filter(({ kind }) => kind.terraform.some(({ type }) => clusterTableOf(type) !== undefined));

/** What has code besides guests, as planning takes it. */
function rememberedResources(names: ReadonlyMap<string, ClusterName>, texts: ReadonlyMap<string, string>): ReadonlyMap<ResourceKey, RememberedResource> {
  const code = ({ construct, id, file }: ClusterName) => {
    const text = texts.get(file);
    const found = text === undefined ? undefined : constructsIn(text).find((one) => one.className === construct && one.id === id);
    const alone = text === undefined || found === undefined ? undefined : aloneIn(text, found);
    if (text === undefined || found === undefined || alone === undefined) return undefined;
    const imported = importsIn(text);
    return { text: alone, names: [...found.names], imports: [...found.names].filter((name) => imported.get(name) === "pmpc"), fields: [...found.members].map((member) => member.slice(member.indexOf(".") + 1)) };
  };
  return new Map([...names].map(([key, name]) => [key as ResourceKey, { id: name.id, construct: name.construct, file: name.file, adopt: name.adopt === true, code: () => code(name) }]));
}

/** Where a workspace lies for a person: relative where that is shorter. */
export function folderFor(cluster: string, { folder }: Context): string {
  return join(folder, cluster.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[.-]+/, "") || "proxmox");
}
