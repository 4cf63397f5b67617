import type { Plan, PlannedGuest } from "../../plan/plan";
import { ownedNotice } from "../cdktf/guests";
import type { EmittedFile } from "../file";
import { connect } from "./connection";
import { guestFacts } from "./facts";
import { groupHosts, type Groups } from "./group";
import { printYaml, unsafe } from "./yaml";

const folder = "ansible/inventory";
const variablesNotice = `${ownedNotice}\nYour own variables: in another file of this folder; where both say something, the last by name wins.`;

/** The Ansible inventory: hosts in the groups of the live plugin, and a file of variables for each. */
export function emitAnsible(plan: Plan): EmittedFile[] {
  const guests = plan.guests.filter(({ outcome }) => outcome !== "skipped" && outcome !== "unreadable");
  const nodes = nodeHosts(plan, guests);
  const files: EmittedFile[] = [
    { path: `${folder}/hosts.yml`, content: printHosts(groupHosts(plan, guests, nodes)), mode: "owned" },
    ...guests.map((guest) => emitGuest(guest, plan)),
    ...plan.inventory.nodes.flatMap(({ name, ip }) => (ip === undefined ? [] : [emitVariables(nodes.get(name)!, { ansible_host: ip })])),
  ];
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function printHosts(groups: Groups): string {
  const children = [...groups].map(([group, hosts]) => [group, hosts.size === 0 ? {} : { hosts: Object.fromEntries([...hosts].map((host) => [host, {}])) }]);
  return printYaml({ all: { children: Object.fromEntries(children) as unknown } }, ownedNotice);
}

function emitGuest({ guest, host }: PlannedGuest, plan: Plan): EmittedFile {
  const { variables, reason } = connect(guest, plan);
  const facts = Object.entries(guestFacts(guest)).map(([key, value]) => [key, unsafe(value)]);
  return emitVariables(host, { ...(Object.fromEntries(facts) as object), ...variables }, reason);
}

function emitVariables(host: string, variables: Readonly<Record<string, unknown>>, reason?: string): EmittedFile {
  return { path: `${folder}/host_vars/${host}/pmpc.yml`, content: printYaml(variables, variablesNotice, reason), mode: "owned" };
}

/** Nodes by name as hosts. One that a guest is named after gives way: two machines must never be one host. */
function nodeHosts({ inventory }: Plan, guests: readonly PlannedGuest[]): ReadonlyMap<string, string> {
  const taken = new Set([...guests, ...inventory.nodes.map(({ name }) => ({ host: name }))].map(({ host }) => host.toLowerCase()));
  const ofGuests = new Set(guests.map(({ host }) => host.toLowerCase()));
  return new Map(
    inventory.nodes.map(({ name }) => {
      if (!ofGuests.has(name.toLowerCase())) return [name, name];
      let host = `${name}-node`;
      while (taken.has(host.toLowerCase())) host += "-node";
      return [name, host];
    }),
  );
}
