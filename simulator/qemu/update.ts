import type { Guest } from "../cluster";
import { cleanPending, readDraft, writeDraft, type Draft, type Values } from "../draft";
import { assertUnlocked, isStale } from "../precondition";
import { isRunning } from "../guest";
import { isSet } from "../parameter";
import { failed, invalid } from "../refusal";
import { onlyRoot } from "../right";
import type { Call } from "../route";
import { existingGuest, missing } from "../route/guest";
import { startTask, type Log } from "../task";
import { applyPending, hotplugPending } from "./apply";
import { bootDevices } from "./drive";
import { remove, set, type Edit } from "./setting";
import { checkWish, readWish, type Wish } from "./wish";

/** Changes a virtual machine's configuration: at once, or in a task of which the UPID is answered. */
export function updateMachine(call: Call, atOnce: boolean): string | null {
  const { cluster, user } = call;
  onlyRoot(call, "skiplock");
  const wish = readWish(call);
  const vmId = Number(call.given.vmid);
  checkWish(call, vmId, wish);
  const guest = existingGuest(call, "qemu");
  load(call, guest, wish);
  const run = (log: Log) => perform(call, guest, wish, log);
  if (atOnce) {
    run(() => undefined);
    return null;
  }
  const upid = startTask(cluster, { node: guest.node, type: "qmconfig", id: String(vmId), user, run });
  if (!Number(call.given.background_delay ?? 0)) return upid;
  const { result } = cluster.tasks.at(-1)!;
  if (result !== "OK") throw failed(`failed to update VM ${vmId}: ${result}`);
  return null;
}

/** The configuration, once it was seen that it may be changed. */
function load(call: Call, guest: Guest, { values, deleted, reverted }: Wish): Draft {
  if (call.cluster.guests.get(guest.vmId) !== guest) throw failed(missing(guest.node, "qemu", guest.vmId));
  const draft = readDraft(guest);
  if (isStale(call, guest)) throw failed("checksum mismatch (file change by other user?)");
  if (deleted.includes("vmstate") && draft.values.get("lock") === "suspended") {
    draft.values.delete("lock");
    for (const key of ["lock", "runningmachine", "runningcpu", "running-nets-host-mtu"]) if (!deleted.includes(key)) deleted.push(key);
  }
  if (!isSet(call.given.skiplock)) assertUnlocked(draft);
  for (const key of reverted) {
    const current = draft.values.get(key);
    if (current !== undefined) values.set(key, current);
    else if (draft.pending.has(key) && !deleted.includes(key)) deleted.push(key);
  }
  assertBalloon(draft, values);
  return draft;
}

function assertBalloon(draft: Draft, values: Values): void {
  if (!values.has("memory") && !values.has("balloon")) return;
  const memory = values.get("memory") ?? draft.pending.get("memory") ?? draft.values.get("memory") ?? "512";
  const balloon = Number(values.get("balloon") ?? draft.pending.get("balloon") ?? draft.values.get("balloon") ?? 0);
  if (balloon > Number(/(\d+)$/.exec(memory)?.[1] ?? 512)) throw failed("balloon value too large (must be smaller than assigned memory)");
}

function perform(call: Call, guest: Guest, wish: Wish, log: Log): void {
  const draft = load(call, guest, wish);
  log(`update VM ${guest.vmId}: ${describe(call)}`);
  const edit: Edit = { call, guest, draft, wish, modified: new Set(), order: bootDevices(draft.values.get("boot")), log };
  for (const key of wish.deleted) remove(edit, key);
  for (const [key, value] of wish.values) {
    edit.modified.add(key);
    if (draft.pending.get(key) !== value) set(edit, key, value);
  }
  cleanPending(draft);
  writeDraft(guest, draft);
  if (draft.pending.size === 0) return;
  if (!isRunning(guest)) return applyPending(edit);
  const errors = hotplugPending(edit, edit.modified);
  if (Object.keys(errors).length > 0) throw invalid(errors);
}

function describe(call: Call): string {
  const names = Object.keys(call.given).filter((name) => !["node", "vmid", "digest", "background_delay", "skip_cloud_init"].includes(name));
  return names.sort().map((name) => `-${name} ${name === "cipassword" ? "<hidden>" : String(call.given[name])}`).join(" ");
}
