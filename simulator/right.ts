import { parsePropertyString } from "../lib/pve/property-string";
import { parseVolumeId } from "../lib/pve/volume-id";
import { storageOf } from "./disk";
import { allowed } from "./permission";
import { failed, forbidden, Refusal } from "./refusal";
import { demand, mayAny, type Call } from "./route";
import { splitList } from "./schema/format";
import { isOfFiles } from "./storage";
import { kindOfVolume, ownerOf } from "./volume";

/** Refuses with 403 unless all of the privileges are there. */
export function demandAll({ cluster, user }: Call, path: string, ...privileges: readonly string[]): void {
  if (!privileges.every((privilege) => allowed(cluster.users, user, path, [privilege]))) throw forbidden(path, privileges);
}

/** The right to something of a guest; for one that is yet to be made, its pool's will do. */
export function demandGuest(call: Call, vmId: number, pool: string | undefined, ...privileges: readonly string[]): void {
  if (pool !== undefined && privileges.every((privilege) => mayAny(call, `/pool/${pool}`, privilege))) return;
  demandAll(call, `/vms/${vmId}`, ...privileges);
}

/** Whether somebody may make a guest of this number, or in this pool. */
export function mayAllocate(call: Call, vmId: number, pool: string | undefined): boolean {
  return mayAny(call, `/vms/${vmId}`, "VM.Allocate") || (pool !== undefined && mayAny(call, `/pool/${pool}`, "VM.Allocate"));
}

/** Refuses with 403 to make a guest, and names the pool where one was to take it. */
export function demandClone(call: Call, newId: number, pool: string | undefined): void {
  if (!mayAllocate(call, newId, pool)) throw forbidden(pool === undefined ? `/vms/${newId}` : `/pool/${pool}`, ["VM.Allocate"]);
}

export function demandPool(call: Call, pool: string | undefined): void {
  if (pool !== undefined && !call.cluster.users.pools.has(pool)) throw denied(`pool '${pool}' does not exist`);
}

/** A refusal that names what was wanted, or nothing. */
export function denied(what?: string): Refusal {
  return new Refusal(403, what === undefined ? "Permission check failed" : `Permission check failed (${what})`);
}

/** What root@pam alone may do with a ticket. */
export function onlyRoot(call: Call, name: string): void {
  if (!call.isRoot && call.given[name] !== undefined && call.given[name] !== "0") {
    throw new Refusal(400, "Parameter verification failed.", { [name]: "Only root may use this option." });
  }
}

/** Whether a volume may be used for a guest: an own one always, a file by anyone who sees its storage. */
export function demandVolume(call: Call, vmId: number | undefined, id: string, wanted?: string): void {
  const storage = parseVolumeId(id)?.storage;
  if (storage === undefined) {
    if (!call.isRoot) throw failed("Only root can pass arbitrary filesystem paths. at /usr/share/perl5/PVE/Storage.pm line 651.");
    return;
  }
  const kind = kindOf(call, id);
  const fits = wanted === undefined || kind === wanted || (wanted === "rootdir" && kind === "images");
  if (!fits) throw failed(`unable to use volume ${id} - content type needs to be '${wanted}'`);
  const at = `/storage/${storage}`;
  if (mayAny(call, at, "Datastore.Allocate")) return;
  const owner = ownerOf(id);
  if (kind === "iso" || kind === "vztmpl" || kind === "import") return demand(call, at, "Datastore.AllocateSpace", "Datastore.Audit");
  if (owner !== undefined && owner === vmId) return;
  if (kind === "images" && owner !== undefined) {
    demandAll(call, at, "Datastore.Audit");
    return demandAll(call, `/vms/${owner}`, "VM.Config.Disk");
  }
  throw failed(`missing privileges to access ${id}`);
}

/** What a volume is, from its name alone. */
export function kindOf({ cluster }: Call, id: string): string {
  const { storage: name, volume } = parseVolumeId(id)!;
  const storage = storageOf(cluster, name);
  const kind = kindOfVolume(storage, volume);
  if (kind === undefined) throw failed(isOfFiles(storage) ? `unable to parse directory volume name '${volume}'` : `unable to parse ${storage.type} volume name '${volume}'`);
  return kind;
}

/** The right to use the bridges that network devices are on, with their VLANs. */
export function demandBridges(call: Call, devices: readonly string[]): void {
  if (call.isRoot) return;
  for (const device of devices) {
    const parts = new Map(parsePropertyString(device));
    const bridge = parts.get("bridge");
    if (bridge === undefined) continue;
    const at = `/sdn/zones/localnetwork/${bridge}`;
    const tags = [parts.get("tag"), ...(parts.get("trunks") ?? "").split(";")].filter((tag) => tag !== undefined && tag !== "");
    if (tags.length === 0) demand(call, at, "SDN.Use");
    for (const tag of tags) if (!mayAny(call, at, "SDN.Use")) demand(call, `${at}/${tag}`, "SDN.Use");
  }
}

/** Tags that are reserved, or not allowed, are changed by those who may change the datacenter. */
export function demandTags(call: Call, vmId: number, old: string, tags: string): void {
  demandGuest(call, vmId, undefined, "VM.Config.Options");
  if (mayAny(call, "/", "Sys.Modify")) return;
  const { options } = call.cluster;
  const registered = splitList(options.get("registered-tags") ?? "");
  const access = options.get("user-tag-access") ?? "";
  const policy = /(?:^|,)user-allow=(\w+)/.exec(access)?.[1] ?? "free";
  const [before, after] = [new Set(splitList(old)), new Set(splitList(tags))];
  for (const tag of new Set([...before, ...after])) {
    if (before.has(tag) === after.has(tag)) continue;
    const listed = splitList(/(?:^|,)user-allow-list=([^,]*)/.exec(access)?.[1] ?? "").includes(tag);
    if (registered.includes(tag) || (policy !== "free" && !(policy === "list" && listed))) throw denied(`/, Sys.Modify for modifying tag '${tag}'`);
  }
}
