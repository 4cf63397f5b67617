import type { ClusterTable } from "./table";

// What changes do to guests, copies and rights, as half a sentence, by Terraform's values: nothing where that is nothing.
type Does = NonNullable<ClusterTable["does"]>;

const listed = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as readonly unknown[]).map(String) : []);
const joined = (parts: readonly (string | false | undefined)[]): string | undefined => parts.filter((one) => typeof one === "string").join("; ") || undefined;
const isOther = (one: unknown, other: unknown) => JSON.stringify(one ?? null) !== JSON.stringify(other ?? null);

/** What was there and is not there any more; nothing as a list is everything. */
function lostOf(before: unknown, after: unknown): readonly string[] | undefined {
  const [was, is] = [listed(before), listed(after)];
  if (is.length === 0) return [];
  return was.length === 0 ? undefined : was.filter((one) => !is.includes(one));
}

/** Who can use a storage. */
export const storageDoes: Does = ({ id, disable: was, nodes, content }, deed, after) => {
  if (deed === "create") return undefined;
  if (deed === "destroy") return `Proxmox VE no longer knows the storage ${String(id)}: guests with disks on it do not start, and backups to it fail; what is on it stays`;
  const gone = lostOf(nodes, after.nodes);
  const dropped = listed(content).filter((one) => !listed(after.content).includes(one));
  return joined([
    after.disable === true && was !== true && "nobody can use it any more: guests with disks on it do not start, and backups to it fail",
    gone === undefined ? `takes it from all nodes but ${listed(after.nodes).join(", ")}: guests there with disks on it do not start` : gone.length > 0 && `takes it from ${gone.join(", ")}: guests there with disks on it do not start`,
    Array.isArray(after.content) && dropped.length > 0 && `it may hold no ${dropped.join(", ")} any more: what is there stays, and is not listed`,
  ]);
};

/** What is backed up, and how long that stays. */
export const backupDoes: Does = ({ enabled: was, vmid, prune_backups: kept, remove: prunes }, deed, after) => {
  if (deed === "create") return undefined;
  const stops = was === false ? "it was off already" : "what it backs up is not backed up any more";
  if (deed === "destroy") return stops;
  const gone = lostOf(vmid, after.vmid) ?? [];
  return joined([
    after.enabled === false && was !== false && stops,
    gone.length > 0 && `no longer backs up ${gone.join(", ")}`,
    after.remove !== false && ((after.prune_backups !== undefined && isOther(kept, after.prune_backups)) || prunes === false) && "backups that it does not keep are removed when it runs next",
  ]);
};

/** Which copies there are. */
export const replicationDoes: Does = ({ id, target, disable: was }, deed, after) => {
  const guest = String(id).split("-")[0]!;
  if (deed === "create") return undefined;
  if (deed === "destroy") return `deletes the copy of guest ${guest} on ${String(target)}`;
  return after.disable === true && was !== true ? `the copy of guest ${guest} on ${String(target)} is not renewed any more` : undefined;
};

/** What happens to a guest that is kept running, or not. */
export const resourceDoes: Does = ({ resource_id: guest, state: was }, deed, { state }) => {
  if (deed === "destroy") return `${String(guest)} stays down when its node fails`;
  if (deed === "change" && state === was) return undefined;
  return state === "started" || state === undefined || state === null ? `starts ${String(guest)}, if it does not run` : state === "stopped" || state === "disabled" ? `shuts ${String(guest)} down` : `${String(guest)} stays down when its node fails`;
};

/** Where the guests of a group go. Proxmox VE removes none that has guests. */
export const groupDoes: Does = (before, deed, after) =>
  deed === "change" && ["nodes", "restricted", "no_failback"].some((name) => isOther(before[name], after[name])) ? `may move the guests of the group ${String(before.group)} to other nodes at once${after.restricted === true ? ", and stops those for which none of its nodes is there" : ""}` : undefined;

/** Where guests go. */
export const ruleDoes: Does = (before, deed, after) => {
  const { resources, disable: was } = before;
  if (deed === "change" && ["resources", "nodes", "affinity", "strict", "disable"].every((name) => !isOther(before[name], after[name]))) return undefined;
  const isOff = deed === "destroy" || after.disable === true;
  const guests = listed(deed === "change" ? after.resources : resources).join(", ");
  if (isOff) return was === true ? undefined : `${guests} may run anywhere from now on`;
  return `may move ${guests} to other nodes at once`;
};

/** What guests get. */
export const mappingDoes: Does = ({ name, map }, deed, after) => {
  if (deed === "create") return undefined;
  if (deed === "destroy") return `guests that use ${String(name)} do not start any more`;
  return isOther(map, after.map) ? `guests that use ${String(name)} get what it names when they start next` : undefined;
};

/** Who has rights by a pool. */
export const memberDoes: Does = ({ pool_id: pool, vm_id: guest, storage_id: storage }, deed) => {
  const what = storage === undefined || storage === null ? `guest ${String(guest)}` : `storage ${String(storage)}`;
  return deed === "destroy" ? `takes rights on ${what} from whoever has them by the pool ${String(pool)}, and from its backup jobs` : `gives rights on ${what} to whoever has them on the pool ${String(pool)}`;
};

/** What reaches a guest. */
export const guestFirewallDoes: Does = ({ vm_id: vm, container_id: container, enabled: was }, deed, after) => {
  const guest = `guest ${String([vm, container].find((one) => typeof one === "number" && one > 0))}`;
  if (deed === "destroy" || after.enabled === false) return was === false ? undefined : `opens ${guest}: none of its rules count any more`;
  return `decides what reaches ${guest}`;
};
