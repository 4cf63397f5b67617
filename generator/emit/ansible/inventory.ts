import { hostNames } from "../../../lib/inventory/host-name";
import type { Guest } from "../../../lib/inventory/inventory";
import type { Plan } from "../../plan/plan";
import { ownedNotice } from "../cdktf/guests";
import type { EmittedFile } from "../file";
import { apiOptions, connect } from "./connection";
import { guestFacts } from "./facts";
import { groupHosts, type Groups } from "./group";
import { emitLive } from "./live";
import { proxmoxName } from "./name";
import { printYaml, type Mapping } from "./yaml";

const folder = "ansible/inventory";
const variablesNotice = `${ownedNotice}\nYour own variables: in another file of this folder; where both say something, the last by name wins (vars.yml, not main.yml).`;

/** The Ansible inventory: hosts in the groups of the live plugin, a file of variables for each, and the live plugin's own configuration. */
export function emitAnsible(plan: Plan): EmittedFile[] {
  const hosts = hostNames(plan.guests.map(({ guest }) => guest), plan.inventory.nodes.map(({ name }) => name));
  // Skipped and unreadable guests were never written; a kept one stays as it was seen last.
  const guests = plan.guests.filter(({ outcome }) => outcome !== "skipped" && outcome !== "unreadable").map(({ guest }) => guest);
  const files = [
    owned("hosts.yml", printHosts(groupHosts(plan, guests, hosts))),
    ...guests.map((guest) => emitGuest(guest, hosts.get(guest.key)!, plan)),
    ...plan.inventory.nodes.flatMap(({ name, ip }) => (ip === undefined ? [] : [emitHost(hosts.get(`node/${name}`)!, { ansible_host: ip })])),
    emitApiGroup(plan),
    emitLive(plan),
  ];
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function printHosts(groups: Groups): string {
  const children = [...groups].map(([group, hosts]) => [group, hosts.size === 0 ? {} : { hosts: Object.fromEntries([...hosts].map((host) => [host, {}])) }]);
  return printYaml({ all: { children: Object.fromEntries(children) as Mapping } }, ownedNotice);
}

function emitGuest(guest: Guest, host: string, plan: Plan): EmittedFile {
  const { variables, reason } = connect(guest, plan);
  return emitHost(host, { ...guestFacts(guest), ...variables }, reason);
}

function emitHost(host: string, variables: Mapping, reason?: string): EmittedFile {
  return owned(`host_vars/${host}/pmpc.yml`, printYaml(variables, variablesNotice, reason));
}

function emitApiGroup(plan: Plan): EmittedFile {
  const reason = "For machines that are reached by their agent, through the API (proxmox_qemu_api).";
  return owned(`group_vars/${proxmoxName("all_qemu")}/pmpc.yml`, printYaml(apiOptions(plan), variablesNotice, reason));
}

const owned = (path: string, content: string): EmittedFile => ({ path: `${folder}/${path}`, content, mode: "owned" });
