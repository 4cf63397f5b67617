import type { GuestType } from "../../lib/pve/address";
import type { Guest } from "../cluster";
import { readDraft, writeDraft } from "../draft";
import { assertUnlocked, wordOf } from "../precondition";
import { isRunning, isTemplate, readGuest, textOf } from "../guest";
import { isManaged, requestState, serviceOf, sidOf } from "../ha";
import { settleContainer, startContainer } from "../lxc/start";
import { flag, integer, isSet, text } from "../parameter";
import { applyPending } from "../qemu/apply";
import { start as startMachine } from "../qemu/start";
import { failed, invalid } from "../refusal";
import { given, needs, type Call, type Route } from "../route";
import type { Properties } from "../schema/property";
import { hibernate } from "../snapshot";
import { startTask, type Log } from "../task";
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

const verbs: Readonly<Record<GuestType, Readonly<Partial<Record<Verb, Properties>>>>> = {
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

const rootOnly = ["skiplock", "stateuri", "migratedfrom", "migration_type", "migration_network", "targetstorage", "keepActive", "force-cpu"];

function order(call: Call, type: GuestType, verb: Verb): string {
  const { cluster, user } = call;
  const node = given(call, "node");
  const vmId = Number(call.given.vmid);
  for (const name of rootOnly) if (call.given[name] !== undefined && !call.isRoot) throw invalid({ [name]: "Only root may use this option." });
  const found = cluster.guests.get(vmId);
  const guest = found?.type === type && found.node === node ? found : undefined;
  if (guest !== undefined && (verb === "start" || verb === "stop" || verb === "shutdown") && isManaged(cluster, guest)) return orderManaged(call, guest, verb);
  const refused = refusalOf(type, verb, vmId, guest);
  if (refused !== undefined) throw failed(refused);
  const run = (log: Log) => {
    if (!guest) throw new Error(lost(type, verb, node, vmId));
    perform(call, guest, verb, log);
  };
  return startTask(cluster, { node, type: nameOf(call, type, verb), id: String(vmId), user, run });
}

/** A guest that is kept alive is started and stopped by what keeps it so. */
function orderManaged(call: Call, guest: Guest, verb: "start" | "stop" | "shutdown"): string {
  const { cluster, user } = call;
  const how = verb === "start" ? "start" : "stop";
  const run = (log: Log) => {
    log(`Requesting HA ${how} for ${wordOf(guest.type)} ${guest.vmId}`);
    if (how === "start" || cluster.crm) requestState(cluster, guest, how === "start" ? "started" : "stopped");
    else cluster.files.set("ha/crm_commands", `${cluster.files.get("ha/crm_commands") ?? ""}stop ${sidOf(guest)} ${verb === "stop" ? 0 : given(call, "timeout") || 60}\n`);
    obey(call, guest);
  };
  return startTask(cluster, { node: guest.node, type: `ha${how}`, id: String(guest.vmId), user, run });
}

/** What high availability does once it was told what is wanted of a guest. */
export function obey(call: Call, guest: Guest): void {
  const { cluster } = call;
  const state = serviceOf(cluster, guest)?.values.state ?? "started";
  if (!cluster.crm || state === "ignored" || isTemplate(guest) || !cluster.nodes.get(guest.node)?.online) return;
  if (state === "stopped" || state === "disabled") {
    if (isRunning(guest)) stop(call, guest);
  } else if (!isRunning(guest)) start(call, guest, false);
}

/** Suspending for a while is called pausing. */
function nameOf(call: Call, type: GuestType, verb: Verb): string {
  if (type === "qemu" && verb === "suspend" && !isSet(call.given.todisk)) return "qmpause";
  return `${type === "qemu" ? "qm" : "vz"}${verb}`;
}

/** What is said before a task begins. */
function refusalOf(type: GuestType, verb: Verb, vmId: number, guest: Guest | undefined): string | undefined {
  const running = guest !== undefined && isRunning(guest);
  if (type === "lxc" && verb === "start") return running ? `CT ${vmId} already running` : undefined;
  if (verb === "start" || running) return undefined;
  if (type === "lxc") return verb === "resume" ? undefined : `${verb === "reboot" ? "VM" : "CT"} ${vmId} not running`;
  const sleeps = verb === "resume" && guest !== undefined && textOf(readGuest(guest).current.lock) === "suspended";
  return verb === "stop" || verb === "shutdown" || sleeps ? undefined : `VM ${vmId} not running`;
}

function lost(type: GuestType, verb: Verb, node: string, vmId: number): string {
  return type === "qemu" && verb !== "start" ? `unable to find configuration file for VM ${vmId} on node '${node}'` : missing(node, type, vmId);
}

function perform(call: Call, guest: Guest, verb: Verb, log: Log): void {
  const { cluster, given: parameters } = call;
  const skipLock = isSet(parameters.skiplock);
  const lock = textOf(readGuest(guest).current.lock);
  if (verb === "start" || (verb === "resume" && lock === "suspended")) return start(call, guest, skipLock);
  if (!skipLock && isRunning(guest)) assertUnlocked(readDraft(guest));
  if (verb === "resume" && !isRunning(guest)) throw failed(`command 'lxc-checkpoint -n ${guest.vmId} -r --foreground -D /var/lib/vz/dump' failed: exit code 1`);
  if (verb === "suspend" && isSet(parameters.todisk)) hibernate(call, guest);
  else if (verb === "suspend") guest.power = "paused";
  if (verb === "resume") guest.power = "running";
  if (verb === "reset") guest.startedAt = cluster.now();
  if (verb === "stop") stop(call, guest);
  if (verb === "shutdown" && isRunning(guest)) shutDown(call, guest, log);
  if (verb === "reboot") reboot(call, guest);
}

function start(call: Call, guest: Guest, skipLock: boolean): void {
  if (guest.type === "qemu") startMachine(call, guest, skipLock);
  else startContainer(call, guest, skipLock);
}

/** A machine that is off takes what waited for it; a container does so when it starts. */
function stop(call: Call, guest: Guest): void {
  guest.power = "stopped";
  if (guest.type !== "qemu") return;
  const draft = readDraft(guest);
  applyPending({ call, guest, draft });
  writeDraft(guest, draft);
}

function shutDown(call: Call, guest: Guest, log: Log): void {
  const force = isSet(call.given.forceStop);
  if (guest.deaf && !force) throw failed(guest.type === "qemu" ? "VM quit/powerdown failed - got timeout" : "container did not stop");
  if (guest.deaf && guest.type === "qemu") log("VM still running - terminating now with SIGTERM");
  if (guest.power === "paused" && !force) throw failed("VM is paused - cannot shutdown");
  stop(call, guest);
}

function reboot(call: Call, guest: Guest): void {
  if (guest.deaf && guest.type === "qemu") throw failed("VM quit/powerdown failed - got timeout");
  guest.startedAt = call.cluster.now();
  if (guest.type === "lxc") settleContainer(call, guest);
  else stop(call, guest);
  guest.power = "running";
}
