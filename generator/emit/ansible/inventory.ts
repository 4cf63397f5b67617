import { nodeKey } from "../../../lib/inventory/address";
import type { AddressEntry } from "../../../lib/inventory/address-book";
import { hostNames } from "../../../lib/inventory/host-name";
import type { Guest, Node } from "../../../lib/inventory/inventory";
import { canonicalAddress } from "../../../lib/inventory/network";
import type { Plan, PlannedGuest } from "../../plan/plan";
import { ownedNotice } from "../cdktf/guests";
import type { EmittedFile } from "../file";
import { apiOptions, connect, leadsSomewhere, strayGroup, strayVariables } from "./connection";
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
    ...guests.map((one) => ({ host: one.host, groups: groupsBefore(unread(one), plan.addresses.entries.get(one.guest.key)) ?? [...groupsOf(one.guest), ...strayGroups(one.guest, plan, options)] })),
    ...[...nodeHosts.values()].map((host) => ({ host, groups: nodeGroups })),
  ];
  const files = [
    owned("hosts.yml", printInventory(groupHosts(members, fixedGroups(plan.inventory)), ownedNotice)),
    ...guests.map((one) => emitGuest(one, unread(one), plan, options)),
    ...nodes.flatMap((node) => emitNode(node, nodeHosts.get(nodeKey(node.name))!, options)),
    emitApiGroup(plan),
    ...emitStrays(),
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
  if (unread) return owned(`host_vars/${host}/pmpc.yml`, hasLost(unread, entry) ? unread.text.replace(/^ansible_host:.*\n/m, "") : unread.text);
  const { variables, reason } = wayInto(guest, plan, known);
  return emitHost(host, { ...guestFacts(guest, entry, facts, known.get(guest.key)?.variables), ...variables }, reason);
}

const hasLost = ({ variables }: KnownHost, entry: AddressEntry | undefined) => entry?.shared.includes(canonicalAddress(String(variables.ansible_host))) === true;

const groupsBefore = (unread: KnownHost | undefined, entry: AddressEntry | undefined) => unread && [...new Set([...unread.groups, ...(hasLost(unread, entry) ? [strayGroup] : [])])];

const wayInto = (guest: Guest, plan: Pick<Plan, "inventory" | "addresses">, known: KnownHosts) => connect(quietAs(guest, known.get(guest.key)?.variables), plan.addresses.entries.get(guest.key), plan);

const strayGroups = (guest: Guest, plan: Pick<Plan, "inventory" | "addresses">, { known }: InventoryOptions) => (guest.template || leadsSomewhere(wayInto(guest, plan, known)) ? [] : [strayGroup]);

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

/** Templates are in no other group than their own. */
function emitStrays(): EmittedFile[] {
  const why = 'Without an address Ansible would go to whatever has such a name in DNS; .invalid never exists.';
  const reasons = {
    [strayGroup]: `No address of these hosts is known. ${why}\nTo go by DNS, set ansible_host: "{{ inventory_hostname }}" in vars.yml beside this file.`,
    [proxmoxName("all_templates")]: `There is nothing to connect to. ${why}`,
  };
  return Object.entries(reasons).map(([group, reason]) => owned(`group_vars/${group}/pmpc.yml`, printYaml(strayVariables, variablesNotice, reason)));
}

const owned = (path: string, content: string): EmittedFile => ({ path: `${folder}/${path}`, content, mode: "owned" });
