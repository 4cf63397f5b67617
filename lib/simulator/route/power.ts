import type { GuestType } from "../../pve/address";
import type { Cluster, Guest } from "../cluster";
import { isRunning, isTemplate, readGuest, textOf } from "../guest";
import { flag, integer, isSet, text, type Check } from "../parameter";
import { failed, invalid } from "../refusal";
import { given, needs, type Call, type Route } from "../route";
import { startTask } from "../task";
import { missing } from "./guest";

/** What can be done to a guest's power: the verbs of `status/{verb}`. */
type Verb = "start" | "stop" | "shutdown" | "reboot" | "reset" | "suspend" | "resume";

const common = { skiplock: flag, timeout: integer(0) };
const ending = { ...common, forceStop: flag, keepActive: flag, "overrule-shutdown": flag, migratedfrom: text };
const starting = {
  ...common,
  machine: text,
  stateuri: text,
  migratedfrom: text,
  migration_type: text,
  migration_network: text,
  targetstorage: text,
  "force-cpu": text,
  debug: flag,
};

const verbs: Readonly<Record<GuestType, Readonly<Partial<Record<Verb, Readonly<Record<string, Check>>>>>>> = {
  qemu: {
    start: { ...starting, "nets-host-mtu": text, "with-conntrack-state": flag },
    stop: ending,
    shutdown: ending,
    reboot: { timeout: integer(0) },
    reset: { skiplock: flag },
    suspend: { skiplock: flag, todisk: flag, statestorage: text },
    resume: { skiplock: flag, nocheck: flag },
  },
  lxc: { start: starting, stop: ending, shutdown: ending, reboot: { timeout: integer(0) }, suspend: {}, resume: {} },
};

/** Every verb answers with a task. What is refused at once, and what fails in the task, differs between the two types. */
export const powerRoutes: readonly Route[] = (["qemu", "lxc"] as const).flatMap((type) =>
  Object.entries(verbs[type]).map(([verb, takes]): Route => ({
    method: "POST",
    path: `/nodes/{node}/${type}/{vmid}/status/${verb}`,
    ...needs("/vms/{vmid}", "VM.PowerMgmt"),
    takes,
    run: (call) => order(call, type, verb as Verb),
  })),
);

function order(call: Call, type: GuestType, verb: Verb): string {
  const { cluster, user } = call;
  const node = given(call, "node");
  const vmId = Number(call.given.vmid);
  if (isSet(call.given.skiplock) && !call.isRoot) throw invalid({ skiplock: "Only root may use this option." });
  const found = cluster.guests.get(vmId);
  const guest = found?.type === type && found.node === node ? found : undefined;
  const refused = refusalOf(type, verb, vmId, guest);
  if (refused !== undefined) throw failed(refused);
  const run = () => {
    if (!guest) throw new Error(lost(type, verb, node, vmId));
    perform(cluster, guest, verb, isSet(call.given.skiplock));
  };
  return startTask(cluster, { node, type: `${type === "qemu" ? "qm" : "vz"}${verb}`, id: String(vmId), user, run });
}

/** What is said before a task begins. */
function refusalOf(type: GuestType, verb: Verb, vmId: number, guest: Guest | undefined): string | undefined {
  const running = guest !== undefined && isRunning(guest);
  if (type === "lxc" && verb === "start") return running ? `CT ${vmId} already running` : undefined;
  if (verb === "start" || running) return undefined;
  if (type === "lxc") return verb === "resume" ? undefined : `${verb === "reboot" ? "VM" : "CT"} ${vmId} not running`;
  return verb === "stop" || verb === "shutdown" ? undefined : `VM ${vmId} not running`;
}

function lost(type: GuestType, verb: Verb, node: string, vmId: number): string {
  return type === "qemu" && verb !== "start" ? `unable to find configuration file for VM ${vmId} on node '${node}'` : missing(node, type, vmId);
}

function perform(cluster: Cluster, guest: Guest, verb: Verb, skipLock: boolean): void {
  const kind = guest.type === "qemu" ? "VM" : "CT";
  const lock = textOf(readGuest(guest).current.lock);
  if (lock !== undefined && !skipLock && (isRunning(guest) || verb === "start")) throw new Error(`${kind} is locked (${lock})`);
  if (verb === "start") return start(cluster, guest, kind);
  if (verb === "suspend") guest.power = "paused";
  if (verb === "resume") guest.power = "running";
  if (verb === "stop" || verb === "shutdown") guest.power = "stopped";
  if (verb === "reboot" || verb === "reset") guest.startedAt = cluster.now();
}

function start(cluster: Cluster, guest: Guest, kind: string): void {
  if (isRunning(guest)) throw new Error(`${kind} ${guest.vmId} already running`);
  if (isTemplate(guest)) throw new Error(`you can't start a ${kind === "VM" ? "vm" : "CT"} if it's a template`);
  guest.power = "running";
  guest.startedAt = cluster.now();
}
