import type { Cluster, Guest } from "./cluster";
import { failed } from "./refusal";
import { splitList } from "./schema/format";
import { withoutSection, withSection } from "./section/change";
import { readSections, writeSections } from "./section/file";
import { haResources, haRules } from "./section/ha";
import type { Section } from "./section/kind";

/** `vm:100`, also of a number alone. */
export function parseSid({ guests }: Cluster, sid: string): string {
  if (sid.includes(":")) return sid;
  const guest = guests.get(Number(sid));
  if (!guest) throw failed(`unable to detect SID from VMID - VM/CT ${sid} does not exist`);
  return sidOf(guest);
}

export const sidOf = ({ type, vmId }: Pick<Guest, "type" | "vmId">): string => `${type === "qemu" ? "vm" : "ct"}:${vmId}`;

export function findService(cluster: Cluster, sid: string): Section | undefined {
  return readSections(cluster, haResources).get(sid);
}

/** What high availability was told about a guest; undefined if it leaves the guest alone. */
export function serviceOf(cluster: Cluster, guest: Guest): Section | undefined {
  return findService(cluster, sidOf(guest));
}

/** What is said of it beside a guest's state. */
export function availabilityOf(cluster: Cluster, guest: Guest): object {
  return isManaged(cluster, guest) ? { managed: 1, state: stateOf(cluster, guest) ?? null } : { managed: 0 };
}

/** What high availability made of a guest; undefined if it is not at work, or leaves the guest alone. */
function stateOf(cluster: Cluster, guest: Guest): string | undefined {
  const { state = "started" } = serviceOf(cluster, guest)?.values ?? { state: "ignored" };
  if (!cluster.crm || state === "ignored") return undefined;
  return guest.power === "stopped" ? "stopped" : "started";
}

/** What lists say of it: what became of the guest, else what was asked for. */
export function listedState(cluster: Cluster, guest: Guest): object {
  const service = serviceOf(cluster, guest);
  return service === undefined ? {} : { hastate: stateOf(cluster, guest) ?? service.values.state ?? null };
}

/** Whether starting and stopping a guest is left to high availability. */
export function isManaged(cluster: Cluster, guest: Guest): boolean {
  const service = serviceOf(cluster, guest);
  return service !== undefined && service.values.state !== "ignored";
}

/** Asks high availability for another state of a guest. */
export function requestState(cluster: Cluster, guest: Guest, state: "started" | "stopped"): void {
  const all = readSections(cluster, haResources);
  const found = all.get(sidOf(guest));
  if (found) writeSections(cluster, haResources, withSection(all, { ...found, values: { ...found.values, state } }).values());
}

/** Has high availability keep a guest alive. */
export function addService(cluster: Cluster, guest: Guest, state: "started" | "stopped"): void {
  const id = sidOf(guest);
  writeSections(cluster, haResources, withSection(readSections(cluster, haResources), { id, type: id.split(":")[0]!, values: { state } }).values());
}

/** Leaves a guest alone from now on; rules that speak of it alone go as well where they are to be purged. */
export function removeService(cluster: Cluster, id: string, purge: boolean): void {
  writeSections(cluster, haResources, withoutSection(readSections(cluster, haResources), id).values());
  if (!purge || !cluster.files.has(haRules.file)) return;
  const rules = [...readSections(cluster, haRules).values()].flatMap((one): Section[] => {
    const left = splitList(String(one.values.resources)).filter((other) => other !== id);
    return left.length === 0 ? [] : [{ ...one, values: { ...one.values, resources: left.join(",") } }];
  });
  writeSections(cluster, haRules, rules);
}
