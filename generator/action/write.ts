import { join } from "node:path";
import { exit, PmpcError, worstExit, type ExitCode } from "../../lib/error";
import type { Unreadable } from "../../lib/inventory/document";
import { readInventory, type Inventory } from "../../lib/inventory/inventory";
import { parseGuestAddress, parseGuestName, printGuestKey, type ResourceKey } from "../../lib/pve/address";
import { emitAnsible } from "../emit/ansible/inventory";
import { emitProject } from "../emit/cdktf/project";
import { emitDocs } from "../emit/docs/documents";
import type { EmittedFile } from "../emit/file";
import { buildPlan } from "../plan/build";
import type { Grouping } from "../plan/group";
import type { Plan, PlannedGuest } from "../plan/plan";
import type { Selection } from "../plan/select";
import type { RunSummary, StateStore } from "../store/state-store";
import type { FileChange } from "../workspace/file";
import { readText } from "../workspace/text";
import { planFiles, writeFiles } from "../workspace/workspace";
import type { Context, Outcome } from "./action";
import { writeConfiguration, type Configuration, type Settings } from "./configuration";
import { findingsOn, rememberedNames, type Names } from "./memory";
import { projectFacts } from "./package";
import type { Proof } from "./prove";
import { stackMembers } from "./stack-members";

export interface WriteOptions {
  readonly root: string;
  readonly store: StateStore;
  readonly run: RunSummary;
  readonly settings: Settings;
  readonly before: Configuration | undefined;
  readonly selection: Selection;
  readonly groupBy: Grouping | undefined;
  /** What Terraform's state has, where that was asked; else the store remembers. */
  readonly adopted?: ReadonlyMap<ResourceKey, string>;
  /** Writes only the code, every guest as it was written last, and none that was not; what changed since waits for an import. @default false */
  readonly asWritten?: boolean;
  /** Guests that Terraform lets go of. @default those of before */
  readonly forget?: readonly string[];
}

/** What an import or a generate did, as one object: what `--json` prints, and what the terminal draws. */
export interface WriteReport {
  readonly workspace: string;
  readonly cluster: string;
  readonly source: string;
  readonly guests: readonly GuestReport[];
  readonly files: readonly FileChange[];
  readonly warnings: readonly string[];
  /** What a plan proved, where the self-check was asked for. */
  readonly proof?: Proof;
  readonly exit: ExitCode;
}

export interface GuestReport {
  readonly key: string;
  readonly name: string;
  readonly node: string;
  readonly outcome: "imported" | "refused" | "released" | "skipped" | "unreadable";
  /** Its code stays as it was written earlier. */
  readonly kept?: true;
  readonly reason?: string;
  readonly remedy?: string;
  readonly file?: string;
  /** What the self-check found to be ignored, in Terraform's words. */
  readonly repairs: readonly { readonly path: string; readonly why: string }[];
  readonly notSaid: readonly { readonly key: string; readonly value: string; readonly why: string }[];
}

/** Writes the workspace for what a run saw. */
export async function writeWorkspace(options: WriteOptions, context: Context): Promise<Outcome<WriteReport>> {
  const { root, store, run } = options;
  const observation = await store.observation(run.id);
  const seen = nameAsBefore(readInventory(observation), observation.documents.has("/cluster/status"), options);
  refuseAnotherCluster(options.before, seenFrom(seen, options), root);
  const groupBy = options.groupBy ?? options.before?.groupBy ?? "node";
  const forget = options.forget ?? options.before?.forget ?? [];
  const remembered = await rememberedNames(store, seen, options.adopted);
  const inventory = options.asWritten ? asWritten(seen, remembered) : seen;
  const plan = buildPlan({
    inventory,
    permissions: observation.documents.get("/access/permissions"),
    endpoint: options.settings.endpoint,
    insecure: options.settings.insecure ?? false,
    remembered,
    findings: await findingsOn(inventory, store),
    released: new Set(forget.flatMap((name) => parseGuestName(name) ?? []).map(printGuestKey)),
    selection: options.selection,
    onlyWritten: options.asWritten,
    groupBy,
    members: stackMembers,
  });
  const emitted = [...emitProject(plan, await projectFacts(context)), ...emitAnsible(plan), ...emitDocs(plan, { settings: options.settings })];
  const files = await holdBack(root, options.asWritten ? emitted.filter(({ path }) => isCode(path)) : emitted, plan, remembered);
  // Remembered first: a guest remembered without code gets it next time, code without memory would be dropped.
  await store.saveNames(namesOf(plan, remembered));
  const changes = await writeFiles(root, files, options.asWritten ? isCode : undefined);
  await writeConfiguration(root, { ...options.settings, cluster: inventory.name, groupBy, forget });
  await store.prune();
  const guests = plan.guests.map(report);
  const explained = plan.guests.filter(({ outcome, wait }) => outcome !== "imported" || wait?.certain).map(({ guest }) => `/${guest.key}/`);
  const unread = inventory.unreadable.filter(({ address }) => !/\/config$/.test(address) && !explained.some((part) => address.includes(part)));
  const warnings = [...unread.map(nameUnreadable), ...waits(plan)];
  const end = worstExit(
    guests.some(({ outcome }) => outcome === "refused" || outcome === "unreadable") ? exit.partial : exit.done,
    changes.some(({ change }) => change === "conflict") ? exit.changes : exit.done,
  );
  return { exit: end, report: { workspace: root, cluster: inventory.name, source: run.source, guests, files: changes, warnings: [...new Set(warnings)], exit: end } };
}

const isCode = (path: string) => /^(cluster|guests\/[^/]+)\.ts(\.new)?$/.test(path);

const asWritten = (inventory: Inventory, names: Names): Inventory => ({ ...inventory, guests: inventory.guests.map((guest) => names.get(guest.key)?.guest ?? guest) });

/** What tells one cluster from another. */
interface Identity {
  readonly name: string;
  readonly nodes: readonly string[];
  readonly endpoint: string;
}

const seenFrom = ({ name, nodes }: Inventory, { settings }: WriteOptions): Identity => ({ name, nodes: nodes.map((node) => node.name), endpoint: settings.endpoint });

// The workspace's stack, and with it Terraform's state, is called what the cluster was called first.
function nameAsBefore(inventory: Inventory, named: boolean, options: WriteOptions): Inventory {
  const { before, settings } = options;
  if (before === undefined || before.endpoint !== settings.endpoint) return inventory;
// Credentials without Sys.Audit on / may not read the cluster's name: at the same endpoint it is the same cluster.
  return !named || isSameCluster(before, seenFrom(inventory, options)) ? { ...inventory, name: before.cluster ?? inventory.name } : inventory;
}

// A cluster is called like one of its nodes while its name may not be read, and before the node joined it.
function isSameCluster(before: Configuration, { name, nodes, endpoint }: Identity): boolean {
  return before.cluster === undefined || before.cluster === name || (before.endpoint === endpoint && nodes.includes(before.cluster));
}

/** Refuses two clusters in one workspace: every guest of the first would look gone. */
export function refuseAnotherCluster(before: Configuration | undefined, seen: Identity, root: string): void {
  if (before === undefined || isSameCluster(before, seen)) return;
  throw new PmpcError("another-cluster", `${root} belongs to the cluster ${before.cluster}, and the endpoint is of ${seen.name}`, {
    hint: "name another folder with --out; if the cluster was renamed, change `cluster` in .proxmox/config.yml",
    exit: exit.refused,
  });
}

/**
 * A guest must never be in no file: where it would move into a file that somebody edited, or where its `removed` block could not
 * be written, the code stays as it is until the new version beside the edited file was taken over.
 */
async function holdBack(root: string, emitted: readonly EmittedFile[], plan: Plan, remembered: Names): Promise<readonly EmittedFile[]> {
  const { changes } = await planFiles(root, emitted);
  const conflicts = new Set(changes.filter(({ change }) => change === "conflict").map(({ path }) => path));
  const moves = plan.guests.some(({ guest, file }) => {
    const before = remembered.get(guest.key)?.file;
    return file !== undefined && before !== undefined && before !== file && conflicts.has(file);
  });
  const leaves = conflicts.has("cluster.ts") && plan.forgotten.some(({ key }) => remembered.get(key)?.forgotten === false);
  if (!moves && !leaves) return emitted;
  const code = new Set([...emitted.map(({ path }) => path), ...[...remembered.values()].flatMap(({ file }) => file ?? [])].filter((path) => path.endsWith(".ts")));
  const held = await Promise.all(
    [...code].map(async (path): Promise<EmittedFile[]> => {
      const fresh = emitted.find((file) => file.path === path);
      if (fresh && (conflicts.has(path) || fresh.mode === "once")) return [fresh];
      const content = await readText(root, path);
      return content === undefined ? [] : [{ path, content, mode: "owned" }];
    }),
  );
  return [...emitted.filter(({ path }) => !code.has(path)), ...held.flat()];
}

function namesOf(plan: Plan, remembered: Names) {
  const written = plan.guests.flatMap(({ guest, entry, file }) => (entry ? [{ key: guest.key, id: entry.id, file, forgotten: false, adopted: !entry.adopt, guest }] : []));
  const forgotten = plan.forgotten.flatMap(({ key }) => {
    const before = remembered.get(key);
    return before ? [{ ...before, forgotten: true, adopted: false, file: undefined }] : [];
  });
  return [...written, ...forgotten];
}

/** Guests in the code that hold up every plan, and those of which nobody knows. */
function waits({ guests }: Plan): string[] {
  const waiting = guests.flatMap(({ guest, wait }) => (wait?.certain ? [`vm ${guest.vmId}: ${wait.refusal}: ${wait.remedy}`] : []));
  const unasked = guests.filter(({ wait }) => wait?.certain === false).length;
  if (unasked === 0) return waiting;
  const which = unasked === 1 ? "1 running guest has an agent" : `${unasked} running guests have an agent`;
  return [...waiting, `${which} that was not asked (--no-addresses, or no right to): terraform waits 15 minutes for one that is silent`];
}

function nameUnreadable({ address, message }: Unreadable): string {
  const guest = parseGuestAddress(address);
  return guest === undefined ? message : `${guest.type === "qemu" ? "vm" : "container"} ${guest.vmId}: ${message}`;
}

function report({ guest, outcome, because, reason, remedy, file, repairs, notSaid }: PlannedGuest): GuestReport {
  return {
    key: guest.key,
    name: guest.name ?? "",
    node: guest.node,
    outcome: outcome === "kept" ? (because ?? "unreadable") : outcome,
    ...(outcome === "kept" ? { kept: true } : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(remedy === undefined ? {} : { remedy }),
    ...(file === undefined ? {} : { file }),
    repairs,
    notSaid: notSaid.map(({ key, value, why }) => ({ key, value, why })),
  };
}

/** Where a workspace lies for a person: relative where that is shorter. */
export function folderFor(cluster: string, { folder }: Context): string {
  return join(folder, cluster.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[.-]+/, "") || "proxmox");
}
