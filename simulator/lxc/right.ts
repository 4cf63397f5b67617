import type { Values } from "../draft";
import { demandAll, demandBridges, demandGuest, demandTags, demandVolume, denied } from "../right";
import type { Call } from "../route";
import { featureParts } from "./feature";
import { isMount, kindOfMount, parseMount, volumeOf, wantedVolume } from "./mount";

/** What is being changed, and what it was. */
export interface Modification {
  readonly call: Call;
  readonly vmId: number;
  readonly pool?: string;
  readonly old: Values;
  readonly unprivileged: boolean;
}

/** The rights to change these keys of a container, to these values or to none. */
export function demandChanges(modification: Modification, values: Values, deleted: readonly string[]): void {
  if (modification.call.isRoot) return;
  for (const [key, value] of [...values].sort(([a], [b]) => (a < b ? -1 : 1))) demandChange(modification, key, value);
  for (const key of deleted) demandChange(modification, key, undefined);
}

function demandChange(modification: Modification, key: string, value: string | undefined): void {
  const { call, vmId, pool, old } = modification;
  const guest = (...privileges: string[]) => demandGuest(call, vmId, pool, ...privileges);
  if (/^(cores|cpuunits|cpulimit)$/.test(key)) guest("VM.Config.CPU");
  else if (isMount(key)) demandMount(modification, key, value);
  else if (key === "memory" || key === "swap") guest("VM.Config.Memory");
  else if (/^net\d+$/.test(key)) {
    guest("VM.Config.Network");
    demandBridges(call, [old.get(key), value].filter((device) => device !== undefined));
  } else if (/^dev\d+$/.test(key)) throw denied("configuring device passthrough is only allowed for root@pam");
  else if (/^(nameserver|searchdomain|hostname)$/.test(key)) guest("VM.Config.Network");
  else if (key === "features") demandFeatures(modification, value);
  else if (key === "hookscript") throw denied("changing the hookscript is only allowed for root@pam");
  else if (key === "tags") demandTags(call, vmId, old.get("tags") ?? "", value ?? "");
  else guest("VM.Config.Options");
}

function demandMount({ call, vmId, pool }: Modification, key: string, value: string | undefined): void {
  demandGuest(call, vmId, pool, "VM.Config.Disk");
  if (value === undefined) return;
  const mount = parseMount(key, value);
  const kind = kindOfMount(mount);
  if (kind !== "volume") throw denied(`mount point type ${kind} is only allowed for root@pam`);
  const wanted = wantedVolume(mount);
  if (wanted) demandAll(call, `/storage/${wanted.storage}`, "Datastore.AllocateSpace");
  else if (!/^\d+(\.\d+)?$/.test(volumeOf(mount))) demandVolume(call, vmId, volumeOf(mount), "rootdir");
}

function demandFeatures({ call, vmId, pool, old, unprivileged }: Modification, value: string | undefined): void {
  if (!unprivileged) throw denied("changing feature flags for privileged container is only allowed for root@pam");
  const [before, after] = [featureParts(old.get("features") ?? ""), featureParts(value ?? "")];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const changed = old.has("features") && value !== undefined ? names.filter((name) => (before.get(name) ?? "") !== (after.get(name) ?? "")) : names;
  if (changed.some((name) => name !== "nesting")) throw denied("changing feature flags (except nesting) is only allowed for root@pam");
  if (changed.length > 0) demandGuest(call, vmId, pool, "VM.Allocate");
}
