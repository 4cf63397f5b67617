import { parseVolumeId } from "../../lib/pve/volume-id";
import type { Guest } from "../cluster";
import { canLink, enabledStorage, storageOf } from "../disk";
import { newDraft, printDraft, type Values } from "../draft";
import { wordOf } from "../precondition";
import { isRunning } from "../guest";
import { originalOf } from "../original";
import { joinPool } from "../pool";
import { assertNode } from "../qemu/copy";
import { failed } from "../refusal";
import { demandAll, demandClone, demandPool } from "../right";
import { given, type Call } from "../route";
import { existingGuest } from "../route/guest";
import { isOfFiles } from "../storage";
import { startTask, type Log } from "../task";
import { isMount, kindOfMount, parseMount, printMount, volumeOf } from "./mount";
import { withNewAddress } from "./network";
import { copyMount, link } from "./volume";

const leftBehind = /^(parent|snaptime|snapstate|unused\d+|lock|template)$/;

/** Copies a container, or makes one that builds on a template. */
export function cloneContainer(call: Call): string {
  const { cluster, user } = call;
  const newId = Number(call.given.newid);
  const pool = given(call, "pool") || undefined;
  demandClone(call, newId, pool);
  demandPool(call, pool);
  const storage = given(call, "storage") || undefined;
  if (storage !== undefined) demandAll(call, `/storage/${storage}`, "Datastore.AllocateSpace");
  const target = given(call, "target") || given(call, "node");
  assertNode(cluster, target);
  if (storage !== undefined) enabledStorage(cluster, storage, given(call, "node"));
  const taken = cluster.guests.get(newId);
  const source = existingGuest(call, "lxc");
  if (taken) throw failed(`${wordOf(taken.type)} ${newId} already exists on node '${taken.node}'`);
  const { draft, values: old, full } = originalOf(call, source);
  if (full && isRunning(source) && old === draft.values) throw failed("Full clone of a running container is only possible from a snapshot");
  if (!full && storage !== undefined) throw failed("parameter 'storage' not allowed for linked clones");
  assertClonable(call, old, full);
  const run = (log: Log) => {
    log(`creating a clone of container ${source.vmId} with ID ${newId}`);
    const values = copyValues(call, source, old, newId, full, storage, log);
    const text = printDraft({ ...newDraft("lxc", values), raw: new Map([["", draft.raw.get("") ?? []]]) });
    cluster.guests.set(newId, { type: "lxc", vmId: newId, node: target, text, power: "stopped", startedAt: cluster.now() });
    if (pool !== undefined) joinPool(cluster, pool, newId);
  };
  return startTask(cluster, { node: source.node, type: "vzclone", id: String(source.vmId), user, run });
}

function assertClonable({ cluster }: Call, values: Values, full: boolean): void {
  for (const [key, value] of [...values].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!isMount(key)) continue;
    const mount = parseMount(key, value);
    if (kindOfMount(mount) !== "volume") throw failed(`unable to clone mountpoint '${key}' (type ${kindOfMount(mount)})`);
    const file = volumeOf(mount);
    const storage = storageOf(cluster, parseVolumeId(file)!.storage);
    if (!full && !(canLink(storage, file) && !isOfFiles(storage))) throw failed(`Linked clone feature for '${file}' is not available`);
  }
}

function copyValues(call: Call, { node }: Guest, old: Values, newId: number, full: boolean, storage: string | undefined, log: Log): Values {
  const { cluster } = call;
  const values: Values = new Map();
  for (const [key, value] of [...old].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (leftBehind.test(key)) continue;
    if (/^net\d+$/.test(key)) values.set(key, withNewAddress(cluster, value));
    else if (isMount(key)) {
      const mount = parseMount(key, value);
      const home = parseVolumeId(volumeOf(mount))!.storage;
      values.set(key, printMount(key, full ? copyMount(call, newId, node, key, mount, storage ?? home, log) : link(call, newId, mount)));
    } else values.set(key, value);
  }
  if (call.given.hostname !== undefined) values.set("hostname", given(call, "hostname"));
  if (call.given.description !== undefined) values.set("description", given(call, "description"));
  return values;
}
