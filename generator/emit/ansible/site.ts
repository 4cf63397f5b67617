import type { EmittedFile } from "../file";
import { plainName } from "./name";
import type { PlannedGuest } from "../../plan/plan";

const yours = "# pmpc wrote this file once and will not change it: it is yours.";

/** A first playbook: what is common to all Linux guests, and a play for each role that tags and names tell. */
export function emitSite(guests: readonly PlannedGuest[]): EmittedFile[] {
  const running = guests.filter(({ guest }) => !guest.template);
  const tags = new Map([...new Set(running.flatMap(({ guest }) => guest.tags))].sort().map((tag) => [`tag_${plainName(tag)}`, running.filter(({ guest }) => guest.tags.includes(tag)).map(({ host }) => host)]));
  const families = familiesOf(running.map(({ host }) => host));
  const plays = new Map<string, readonly [name: string, hosts: string]>();
  // Of several that mean the same hosts, the first is enough.
  const add = (hosts: readonly string[], name: string, pattern: string) => plays.has(hosts.join()) || plays.set(hosts.join(), [name, pattern]);
  for (const [group, hosts] of tags) add(hosts, group.slice("tag_".length), group);
  for (const [stem, hosts] of families) add(hosts, stem.replace(/-+$/, ""), `~^${stem}[0-9]+$`);
  const site = [
    yours,
    "# ansible-playbook -i ansible/inventory ansible/playbooks/site.yml",
    "",
    "- name: Common to all Linux guests",
    "  hosts: os_linux",
    "  roles:",
    "    - ../roles/common",
    ...[...plays.values()].flatMap(([name, hosts]) => ["", `- name: ${quoted(name)}`, `  hosts: ${quoted(hosts)}`, "  tasks: []"]),
    "",
  ];
  const common = [yours, "", "- name: Check that the guest answers", "  ansible.builtin.ping:", ""];
  return [once("ansible/playbooks/site.yml", site), once("ansible/roles/common/tasks/main.yml", common)];
}

/** Guests that are numbered through: `k3s-agent-1` and `k3s-agent-2` are `k3s-agent-`. */
function familiesOf(hosts: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const families = new Map<string, string[]>();
  for (const host of hosts) {
    const [, stem] = /^([a-z][a-z0-9-]*?[a-z-])\d+$/.exec(host) ?? [];
    if (stem !== undefined) families.set(stem, [...(families.get(stem) ?? []), host]);
  }
  return new Map([...families].filter(([, members]) => members.length > 1).sort());
}

// Groups and stems have nothing in them that YAML or Ansible takes for more than letters, but for what a tag is called: `on`, `1e3`.
const quoted = (word: string) => `"${word}"`;

const once = (path: string, lines: readonly string[]): EmittedFile => ({ path, content: lines.join("\n"), mode: "once" });
