import { nodeKey } from "../../../lib/inventory/address";
import { hostNames } from "../../../lib/inventory/host-name";
import type { Guest, Node } from "../../../lib/inventory/inventory";
import type { Plan, PlannedGuest } from "../../plan/plan";
import { ownedNotice } from "../cdktf/guests";
import type { EmittedFile } from "../file";
import { apiOptions, connect } from "./connection";
import { guestFacts, type FactsChoice } from "./facts";
import { fixedGroups, groupHosts, groupsOf, nodeGroups } from "./group";
import { printInventory } from "./hosts";
import type { KnownHost, KnownHosts } from "./known";
import { emitLive } from "./live";
import { proxmoxName } from "./name";
import { emitSite } from "./site";
import { emitStatus } from "./status";
import { printYaml, type Mapping } from "./yaml";

const folder = "ansible/inventory";
const variablesNotice = `${ownedNotice}\nYour own variables: in another file of this folder; if both set a variable, the file whose name sorts last wins (vars.yml, not main.yml).`;

export interface InventoryOptions {
  /** How much is known of each guest. */
  readonly facts: FactsChoice;
  /** What the inventory said last: it stays of guests that could not be read. */
  readonly known: KnownHosts;
}

/** The Ansible inventory: hosts in groups, a file of variables for each, the live plugin's own configuration, and a first playbook. */
export function emitAnsible(plan: Plan, options: InventoryOptions): EmittedFile[] {
  const { nodes } = plan.inventory;
  const nodeHosts = hostNames([], nodes.map(({ name }) => name));
  const unread = (one: PlannedGuest) => (one.guest.config === undefined ? options.known.get(one.guest.key) : undefined);
  // What was skipped, or not read, and was never written is not in the inventory.
  const guests = plan.guests.filter((one) => unread(one) !== undefined || (one.outcome !== "skipped" && one.outcome !== "unreadable"));
  const members = [
    ...guests.map((one) => ({ host: one.host, groups: unread(one)?.groups ?? groupsOf(one.guest) })),
    ...[...nodeHosts.values()].map((host) => ({ host, groups: nodeGroups })),
  ];
  const files = [
    owned("hosts.yml", printInventory(groupHosts(members, fixedGroups(plan.inventory)), ownedNotice)),
    ...guests.map((one) => emitGuest(one, unread(one), plan, options)),
    ...nodes.flatMap((node) => emitNode(node, nodeHosts.get(nodeKey(node.name))!, options)),
    emitApiGroup(plan),
    emitLive(plan),
    ...emitStatus(guests),
    ...emitSite(guests),
  ];
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The host of a guest that is not there yet: its file of variables, and its groups. */
export function emitNewHost(guest: Guest, host: string, plan: Pick<Plan, "inventory" | "addresses">, facts: FactsChoice): EmittedFile & { readonly groups: readonly string[] } {
  return { ...emitGuest({ guest, host }, undefined, plan, { facts, known: new Map() }), groups: groupsOf(guest) };
}

/** Where the hosts are listed. */
export const hostsPath = `${folder}/hosts.yml`;

function emitGuest({ guest, host }: Pick<PlannedGuest, "guest" | "host">, unread: KnownHost | undefined, plan: Pick<Plan, "inventory" | "addresses">, { facts, known }: InventoryOptions): EmittedFile {
  const entry = plan.addresses.entries.get(guest.key);
  // Its text stays as it was, but for an address that is another one's now.
  if (unread) return owned(`host_vars/${host}/pmpc.yml`, entry?.shared.includes(String(unread.variables.ansible_host)) ? unread.text.replace(/^ansible_host:.*\n/m, "") : unread.text);
  const before = known.get(guest.key)?.variables;
  const { variables, reason } = connect(quietAs(guest, before), entry, plan);
  return emitHost(host, { ...guestFacts(guest, entry, facts, before), ...variables }, reason);
}

/** A machine whose agent was silent is taken to be so while it does not run. */
function quietAs(guest: Guest, before: Mapping | undefined): Guest {
  const wasSilent = guest.status !== "running" && before !== undefined && before.ansible_connection === undefined && before.ansible_host === undefined;
  return wasSilent ? { ...guest, silent: true } : guest;
}

/** A node that is down tells no address, and keeps the one that it had. */
function emitNode({ ip }: Node, host: string, { known }: InventoryOptions): EmittedFile[] {
  if (ip !== undefined) return [emitHost(host, { ansible_host: ip })];
  const before = known.get(nodeKey(host));
  return before === undefined ? [] : [owned(`host_vars/${host}/pmpc.yml`, before.text)];
}

function emitHost(host: string, variables: Mapping, reason?: string): EmittedFile {
  return owned(`host_vars/${host}/pmpc.yml`, printYaml(variables, variablesNotice, reason));
}

function emitApiGroup(plan: Plan): EmittedFile {
  const reason = "For machines that are reached by their agent, through the API (proxmox_qemu_api).";
  return owned(`group_vars/${proxmoxName("all_qemu")}/pmpc.yml`, printYaml(apiOptions(plan), variablesNotice, reason));
}

const owned = (path: string, content: string): EmittedFile => ({ path: `${folder}/${path}`, content, mode: "owned" });
