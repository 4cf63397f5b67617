import { exit, isPmpcError, PmpcError } from "../../lib/error";
import { parseGuestKey, type ResourceKey } from "../../lib/pve/address";
import { guestKinds } from "../../lib/schema/kind/all";
import { guestDocument } from "../../lib/schema/kind/document";
import { audited } from "../connect/audited";
import { writingWay, type Connecting, type ConnectionInput } from "../connect/connection";
import type { Context } from "../engine/action";
import { option, type InputOf } from "../engine/option";
import { fact, type Fact } from "../engine/view";
import type { ResourceReport } from "../judge/grading";
import { withGuestsNow } from "../judge/guest-now";
import { labelOf } from "../judge/plan-view";
import { apiOperator } from "../operate/api/api-operator";
import type { Facts, GuestPlace } from "../operate/operator";
import type { Grade } from "../terraform/grade";
import { createWriter, type Writer } from "../transport/client";
import type { Applying } from "./apply-run";

/** The options that have guests saved before they are changed. */
export const saveOptions = {
  snapshot: option.flag("Before the change, take a snapshot of each guest that the plan restarts, without its memory.", { local: true }),
  backup: option.text("Before the change, back up each guest that the plan restarts, replaces or destroys, to this storage.", { placeholder: "STORAGE", local: true }),
};

export type SaveInput = Partial<InputOf<typeof saveOptions>>;

/** A guest that is saved before it is changed. */
export interface Save {
  readonly key: ResourceKey;
  /** `vm 101 web` */
  readonly guest: string;
  readonly node: string;
  readonly by: "snapshot" | "backup";
  /** The snapshot's name, or the storage that the backup is on. */
  readonly as: string;
  /** The command that brings it back, on its node; of a backup its number is known afterwards. */
  readonly back: string;
}

export interface Saved extends Save {
  /** The task's UPID. */
  readonly task?: string;
}

// A snapshot goes with its guest.
const graded: Readonly<Record<Save["by"], readonly Grade[]>> = { snapshot: ["needs reboot"], backup: ["needs reboot", "becomes a template", "loses a disk", "replace", "destroy"] };

/** What is saved before a plan is applied. Refuses, before anything is done, guests that cannot be saved like that. */
export async function planSaves(todo: readonly ResourceReport[], known: Applying, input: SaveInput & ConnectionInput, context: Context<Connecting>): Promise<readonly Save[]> {
  const wanted = ([["snapshot", input.snapshot === true], ["backup", input.backup !== undefined]] as const).flatMap(([by, is]) => (is ? [by] : []));
  const touched = wanted.flatMap((by) => todo.flatMap((one) => (one.key !== undefined && graded[by].includes(one.grade) ? [{ by, key: one.key, guest: labelOf(one) }] : [])));
  const client = touched.length === 0 ? undefined : await known.cluster.client();
  if (client === undefined) return [];
  const name = `pmpc-${context.now().toISOString().replace(/[^\d]/g, "").slice(0, 14)}`;
  return withGuestsNow(known, input, context, async ({ there }) => {
    const saves = touched.flatMap(({ by, key, guest }): Save[] => {
      const [id, node] = [parseGuestKey(key), there.get(key)?.node];
      if (id === undefined || node === undefined) return [];
      const { tool, restore } = guestKinds[id.type];
      const [as, back] = by === "snapshot" ? [name, `${tool} rollback ${id.vmId} ${name}`] : [input.backup!, restore.replace("VMID", String(id.vmId))];
      return [{ key, guest, node, by, as, back }];
    });
    const troubles = (await Promise.all(saves.map((save) => troubleOf(save, client)))).flatMap((one) => one ?? []);
    if (troubles.length === 0) return saves;
    throw new PmpcError("cannot-save", troubles.join("\n"), { hint: "nothing was done; --backup STORAGE makes a backup instead of a snapshot, and without these options nothing is saved before the change", exit: exit.refused });
  });
}

async function troubleOf({ key, guest, node, by, as }: Save, client: Writer): Promise<string | undefined> {
  if (by === "backup") {
    const { status, data } = await client.get(`/nodes/${encodeURIComponent(node)}/storage?content=backup`);
    const names = status === 200 && Array.isArray(data) ? (data as readonly { readonly storage: string }[]).map(({ storage }) => storage) : [];
    return names.includes(as) ? undefined : `${guest} cannot be backed up to ${as}: ${node} has ${names.length === 0 ? "no storage that pmpc may see for backups" : `the storages ${names.join(", ")} for backups`}`;
  }
  const { status, reason, data } = await client.get(`${addressOf(key, node)}/feature?feature=snapshot`);
  if (status !== 200) return `${guest}: Proxmox VE does not say whether it can take a snapshot: ${reason}`;
  return Number((data as { readonly hasFeature?: unknown }).hasFeature) === 1 ? undefined : `${guest} cannot take a snapshot: a storage of one of its disks does not know them`;
}

const addressOf = (key: ResourceKey, node: string) => guestDocument({ ...parseGuestKey(key)!, node }, "config").replace(/\/config$/, "");

/** What a save itself changes of a configuration. */
const own: readonly string[] = ["digest", "parent", "lock", "snaptime"];

/**
 * Saves the guests, each in the audit log, and gives their configurations as they are then: nothing else of them has changed since they were
 * planned. Stops at the first that cannot be saved; nothing of the plan is applied then.
 */
export async function takeSaves(saves: readonly Save[], configOf: (key: ResourceKey) => Facts | undefined, known: Applying, input: ConnectionInput, context: Context<Connecting>): Promise<{ readonly saved: readonly Saved[]; readonly configs: ReadonlyMap<ResourceKey, Facts> }> {
  const saved: Saved[] = [];
  const configs = new Map<ResourceKey, Facts>();
  if (saves.length === 0) return { saved, configs };
  const way = await known.cluster.handOver();
  const writeWay = writingWay(way, input, context)!;
  const writer = writeWay === way ? (await known.cluster.client())! : await createWriter({ ...writeWay, signal: context.signal });
  const operator = audited(apiOperator(writer), known.root, context.now);
  try {
    for (const save of saves) {
      const place: GuestPlace = { ...parseGuestKey(save.key)!, node: save.node };
      const before = configs.get(save.key) ?? configOf(save.key);
      context.host.progress(save.by === "snapshot" ? "taking a snapshot" : "backing up", save.guest);
      const parameters: Readonly<Record<string, string>> = save.by === "snapshot" ? { snapname: save.as, description: "before pmpc apply" } : { vmid: String(place.vmId), storage: save.as, mode: "snapshot", "notes-template": "before pmpc apply: {{guestname}}" };
      try {
        const { task } = await operator.run({ ...place, verb: save.by, parameters }, { wait: true, signal: context.signal, onLine: (line) => context.host.notify({ code: "task-line", says: line, data: { line } }) });
        if (context.signal.aborted) throw new PmpcError("interrupted", "interrupted before anything was applied");
        saved.push({ ...save, ...(task === undefined ? {} : { task }) });
        const now = await operator.config(place);
        if (before !== undefined && lasting(before) !== lasting(now)) throw new PmpcError("plan-changed", `${save.guest} has changed since this was planned`, { hint: "pmpc plan shows it", exit: exit.refused });
        configs.set(save.key, now);
      } catch (error) {
        if (!isPmpcError(error)) throw error;
        const taken = saved.map(({ guest, by, as }) => `\n${by} ${as} of ${guest} was made, and stays`).join("");
        throw new PmpcError(error.code, error.message, { hint: `${error.hint === undefined ? "" : `${error.hint}\n`}nothing of the plan was applied${taken}`, exit: error.exit, cause: error });
      }
    }
    return { saved, configs };
  } finally {
    if (writeWay !== way) writer.close();
    context.host.idle();
  }
}

const lasting = (config: Facts) => JSON.stringify(Object.entries(config).filter(([key]) => !own.includes(key)).sort());

/** What is saved, as it is read before an apply is agreed to. */
export const saveLines = (saves: readonly Save[]): readonly string[] => saves.map(({ by, guest, as }) => `  ${by.padEnd(12)} ${guest}  ${by === "snapshot" ? as : `to ${as}`}, before the change`);

export const savedFacts = (saved: readonly Saved[]): readonly Fact[] => saved.map(({ guest, by, as, node, back }, at) => fact(at === 0 ? "saved" : "", `${guest}: ${by} ${as}`, { below: [`back, on ${node}: ${back}`] }));
