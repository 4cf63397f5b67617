import { addService } from "../ha";
import { parseVolumeId } from "../../lib/pve/volume-id";
import type { Guest } from "../cluster";
import { enabledStorage, free } from "../disk";
import { newDraft, printDraft, type Draft, type Values } from "../draft";
import { wordOf } from "../precondition";
import { isSet } from "../parameter";
import { joinPool } from "../pool";
import { beyond, failed, invalid } from "../refusal";
import { demandAll, demandPool, demandVolume, denied, kindOf, mayAllocate } from "../right";
import { given, type Call } from "../route";
import { holds } from "../storage";
import { startTask, type Log } from "../task";
import { assertPublicKeys, clampShares, valuesOf } from "../value";
import { findVolume } from "../volume";
import { applyPendingOf } from "./apply";
import { isMount, kindOfMount, parseMount, printMount, volumeOf, wantedVolume } from "./mount";
import { demandChanges } from "./right";
import { startContainer } from "./start";
import { queue } from "./update";
import { makeVolume } from "./volume";

/** Parameters of the creation that are no configuration. */
const own = [
  ..."node vmid ostemplate password storage force restore unique pool ignore-unpack-errors ssh-public-keys bwlimit start ha-managed unprivileged".split(" "),
];

/** Creates a container from a template: refused at once if it may not be, else a task. */
export function createContainer(call: Call): string {
  const { cluster, user } = call;
  const [node, vmId, template] = [given(call, "node"), Number(call.given.vmid), given(call, "ostemplate")];
  const pool = given(call, "pool") || undefined;
  const storage = given(call, "storage") || "local";
  const values = valuesOf(call.given, own);
  if (values.has("cpuunits")) values.set("cpuunits", clampShares(values.get("cpuunits")!));
  const unprivileged = call.given.unprivileged === undefined || isSet(call.given.unprivileged);
  if (!unprivileged) demandAll(call, "/", "Sys.Modify");
  const taken = cluster.guests.get(vmId);
  if (taken) throw failed(`${wordOf(taken.type)} ${vmId} already exists on node '${taken.node}'`);
  if (call.given["ssh-public-keys"] !== undefined) assertPublicKeys(given(call, "ssh-public-keys"));
  demandPool(call, pool);
  if (!mayAllocate(call, vmId, pool)) throw denied();
  demandChanges({ call, vmId, pool, old: new Map(), unprivileged }, values, []);
  demandVolume(call, vmId, template, isSet(call.given.restore) ? "backup" : "vztmpl");
  if (isSet(call.given.restore)) throw beyond("restoring a backup");
  const mounts = mountsOf(call, values, storage);
  const draft = newDraft("lxc");
  queue(cluster, vmId, draft, new Map([...values].filter(([key]) => !isMount(key) && !/^unused\d+$/.test(key))), []);
  const guest: Guest = { type: "lxc", vmId, node, text: "lock: create\n", power: "stopped", startedAt: cluster.now() };
  applyPendingOf(cluster, guest, draft);
  if (unprivileged) draft.values.set("unprivileged", "1");
  cluster.guests.set(vmId, guest);
  const run = (log: Log) => {
    try {
      fill(call, guest, draft, mounts, template, log);
    } catch (error) {
      cluster.guests.delete(vmId);
      throw new Error(`unable to create CT ${vmId} - ${(error as Error).message}`);
    }
    if (pool !== undefined) joinPool(cluster, pool, vmId);
    if (isSet(call.given["ha-managed"])) {
      log("Add as HA resource");
      addService(cluster, guest, isSet(call.given.start) ? "started" : "stopped");
    }
    if (isSet(call.given.start)) startContainer(call, guest);
  };
  return startTask(cluster, { node, type: "vzcreate", id: String(vmId), user, run });
}

/** The root file system and mount points that were asked for, once it was seen that their storages can be used. */
function mountsOf(call: Call, values: Values, storage: string): Values {
  const mounts: Values = new Map();
  for (const [key, value] of values) if (isMount(key)) mounts.set(key, /^\d+(\.\d+)?$/.test(value) ? `${storage}:${value}` : value);
  if (mounts.size > 0 && !mounts.has("rootfs")) throw failed("mount points configured, but 'rootfs' not set - aborting");
  for (const [key, value] of mounts) {
    const mount = parseMount(key, value);
    if (kindOfMount(mount) !== "volume") {
      if (!call.isRoot) throw failed("Only root can pass arbitrary filesystem paths.");
      continue;
    }
    const id = parseVolumeId(volumeOf(mount))?.storage;
    if (id === undefined) throw failed(`unable to parse volume ID '${volumeOf(mount)}'`);
    demandRootDir(call, id);
    if (!wantedVolume(mount)) kindOf(call, volumeOf(mount));
  }
  if (!mounts.has("rootfs")) {
    demandRootDir(call, storage);
    mounts.set("rootfs", `${storage}:4`);
  }
  return mounts;
}

function demandRootDir(call: Call, id: string): void {
  const storage = enabledStorage(call.cluster, id, given(call, "node"));
  if (!holds(storage, "rootdir")) throw invalid({ storage: `storage '${id}' does not support container directories` });
  demandAll(call, `/storage/${id}`, "Datastore.AllocateSpace");
}

function fill(call: Call, guest: Guest, { values }: Draft, mounts: Values, template: string, log: Log): void {
  const { cluster } = call;
  const made: string[] = [];
  try {
    for (const [key, value] of [...mounts].sort(([a], [b]) => (order(a) < order(b) ? -1 : 1))) {
      const mount = parseMount(key, value);
      if (kindOfMount(mount) === "bind" && !isKnownFolder(volumeOf(mount))) throw new Error(`directory '${volumeOf(mount)}' does not exist`);
      if (wantedVolume(mount)) made.push(makeVolume(cluster, guest.vmId, guest.node, mount));
      values.set(key, printMount(key, mount));
    }
    if (!findVolume(cluster, template)) throw new Error(`volume '${template}' does not exist`);
  } catch (error) {
    for (const volume of made) free(cluster, volume);
    throw error;
  }
  log(`extracting archive '${template}'`);
  const defaults = { arch: "amd64", hostname: `CT${guest.vmId}`, memory: "512", swap: "512", ostype: osTypeOf(template) };
  for (const [key, value] of Object.entries(defaults)) if (!values.has(key)) values.set(key, value);
  guest.text = printDraft({ ...newDraft("lxc", values) });
}

// The root file system comes first, then the mount points by number.
const order = (key: string) => (key === "rootfs" ? "" : key.padStart(6, "~").replace(/\d+/, (digits) => digits.padStart(3, "0")));

/** Directories that every node has. */
const isKnownFolder = (path: string) => /^\/(mnt|srv|home|opt|tmp|var|etc|root|usr|media)?\/?$|^\/(mnt\/pve|var\/lib\/vz|var\/log|var\/tmp)\/?/.test(path);

const systems = ["debian", "devuan", "ubuntu", "centos", "fedora", "opensuse", "archlinux", "alpine", "gentoo", "nixos"];

function osTypeOf(template: string): string {
  const name = template.split("/").at(-1)!.toLowerCase();
  return systems.find((system) => name.startsWith(system)) ?? (/^(rocky|alma|oracle)/.test(name) ? "centos" : "unmanaged");
}
