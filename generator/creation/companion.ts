import { decideAddresses } from "../../lib/inventory/address-book";
import type { Guest } from "../../lib/inventory/inventory";
import { hostNames } from "../../lib/inventory/host-name";
import { printGuestKey, type GuestType } from "../../lib/pve/address";
import { catalog } from "../../lib/schema/catalog";
import type { Project } from "../edit/project";
import { ownedNotice } from "../emit/cdktf/guests";
import { printGuestTest } from "../emit/cdktf/guest-test";
import { writeValue } from "../emit/cdktf/value";
import { changeInventory } from "../emit/ansible/hosts";
import { emitNewHost, hostsPath } from "../emit/ansible/inventory";
import { printPlaybook } from "../emit/ansible/playbook";
import { literal } from "../emit/typescript/syntax";
import type { FactsChoice } from "../emit/ansible/facts";
import { printInventory } from "../emit/ansible/hosts";
import { stackFile, referenceName, type Place } from "./code";
import type { Decision } from "./decide";
import { forms } from "./forms";
import type { Ground } from "./ground";
import { inOrder } from "./props";

const yours = "pmpc wrote this file once and will not change it: it is yours.";

/** The host of a new guest, by the name that an import would give it. */
function newcomerOf({ type, vmId, name, node, props }: Decision, { inventory }: Ground): { readonly guest: Guest; readonly host: string } {
  const tags = Array.isArray(props.tags) ? (props.tags as readonly string[]) : [];
  const pool = referenceName(props.pool);
  const key = printGuestKey({ type, vmId });
  const guest: Guest = { key, type, vmId, node, name, status: "stopped", template: false, tags, ...(pool === undefined ? {} : { pool }), config: { ...configOf(type, props), ...(tags.length === 0 ? {} : { tags: tags.join(";") }) } };
  return { guest, host: hostNames([...inventory.guests, guest], inventory.nodes.map((one) => one.name)).get(key)! };
}

/** What a guest is called among the files beside its code. */
export const hostOf = (name: string, type: GuestType, key: string): string => hostNames([{ key, type, vmId: Number(key.split("/")[1]), name }]).get(key)!;

/** What Ansible is told of it, in Proxmox VE's words. */
function configOf(type: Decision["type"], props: Decision["props"]): Readonly<Record<string, unknown>> {
  const system = props.operatingSystem as string | { readonly type?: string } | undefined;
  const ostype = typeof system === "object" ? system.type : system;
  return { ...(ostype === undefined ? {} : { ostype }), ...forms[type].config(props) };
}

/** Where its playbook lies; `site.yml` is that of all hosts. */
const playbookOf = (host: string) => `ansible/playbooks/${host.toLowerCase() === "site" ? `${host}-host` : host}.yml`;

/** The files beside a new guest's code. */
export interface Companions {
  /** Files that are the user's from the first day. */
  readonly own: ReadonlyMap<string, string>;
  /** Files that an import renews. */
  readonly owned: ReadonlyMap<string, string>;
  readonly host: string;
  readonly playbook: string;
  /** Where its test is; undefined if it is not known how the stack is made. */
  readonly test?: string;
}

/** Host, playbook and test of a new guest. `hosts` is the file of hosts as it is. */
export function companionsOf(decision: Decision, place: Place, project: Project, ground: Ground, { hosts, facts }: { readonly hosts: string | undefined; readonly facts: FactsChoice }): Companions {
  const { guest, host } = newcomerOf(decision, ground);
  const { inventory } = ground;
  const { groups, path, content } = emitNewHost(guest, host, { inventory, addresses: decideAddresses([...inventory.guests, guest], inventory.nodes, new Map()) }, facts);
  const listed = hosts && changeInventory(hosts, ownedNotice, (all) => {
    for (const group of groups) all.set(group, new Set([...(all.get(group) ?? []), host]));
  });
  const test = testOf(decision, place, project, host);
  return {
    host,
    playbook: playbookOf(host),
    owned: new Map([[path, content], ...(listed ? ([[hostsPath, listed]] as const) : [])]),
    own: new Map([
      [playbookOf(host), printPlaybook(host, yours)],
      // Somebody has edited the list of hosts: it stays as it is.
      ...(listed ? [] : ([[`ansible/inventory/${host}.yml`, printInventory(new Map(groups.map((group) => [group, new Set([host])])), yours)]] as const)),
      ...(test === undefined ? [] : [test]),
    ]),
    ...(test === undefined ? {} : { test: test[0] }),
  };
}

function testOf({ type, id, props }: Decision, { stack }: Place, project: Project, host: string): readonly [string, string] | undefined {
  const file = stackFile(project, stack);
  if (stack === undefined || file === undefined || !file.plain) return undefined;
  // What `pmpc update` changes every day is left to the code: the test is the user's, and would have to follow.
  const said = inOrder(type, props).filter(([prop]) => prop === "vmId" || prop === "node");
  const expectations = said.map(([prop, value]) => [prop, writeValue(value, (_, named) => literal(named))] as const);
  const text = printGuestTest({ construct: catalog[type].construct, id, props: expectations, stack: { className: stack, from: `../../${file.path.replace(/\.tsx?$/, "")}` } }, yours);
  return [`tests/guests/${host}.test.ts`, text];
}
