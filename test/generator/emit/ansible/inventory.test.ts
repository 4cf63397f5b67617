import { expect } from "chai";
import Ajv from "ajv";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { emitAnsible } from "../../../../generator/emit/ansible/inventory";
import { inventorySchema } from "../../../../generator/emit/ansible/inventory-schema";
import type { FactsChoice } from "../../../../generator/emit/ansible/facts";
import { readKnownHosts, type KnownHosts } from "../../../../generator/emit/ansible/known";
import { proxmoxName } from "../../../../generator/emit/ansible/name";
import { buildPlan } from "../../../../generator/plan/build";
import type { Plan } from "../../../../generator/plan/plan";
import type { Address } from "../../../../lib/pve/address";
import { readInventory, type Guest } from "../../../../lib/inventory/inventory";
import { redacted } from "../../../../lib/pve/secret";
import { clusterB, sharedFixture, whenAll } from "../../../support/fixture";

type Vars = Readonly<Record<string, unknown>>;
interface StatusFile {
  readonly all: { readonly hosts: Readonly<Record<string, Vars>>; readonly children: Readonly<Record<string, { readonly hosts: object }>> };
}
interface Listing {
  readonly _meta: { readonly hostvars: Readonly<Record<string, Vars>> };
  readonly [group: string]: { readonly hosts?: readonly string[] } | Listing["_meta"];
}

/** Every difference from the live plugin that is meant, and why. */
const meant = {
  leftOut: {
    proxmox_digest: "changes with every snapshot",
    proxmox_snapshots: "come and go without a change of the guest",
  },
  added: {
    ansible_connection: "chosen for each guest; the live plugin leaves it to the user",
    ansible_host: "as ansible_connection",
    ansible_user: "as ansible_connection",
    proxmox_addresses: "all by which it is reached, the best first",
    proxmox_shared_addresses: "as proxmox_addresses, of those that others have, too",
    proxmox_pool: "the plugin has it as a group only",
    proxmox_name: "the plugin tells it of every guest since 2.0; the recording is of 1.4",
    proxmox_template: "as proxmox_name",
  },
  changed: {
    proxmox_agent_interfaces: "without docker0, veth12ab34c and their like, which change with each container inside the guest",
  },
} as const;

const documents = new Map(
  Object.entries(clusterB.http).flatMap(([address, { status, body }]): [Address, unknown][] => (status === 200 ? [[address as Address, body?.data]] : [])),
);
const inventory = readInventory({ documents, unreadable: new Map() });

function planOf(guests: readonly Guest[] = inventory.guests, selection: (guest: Guest) => boolean = () => true, known: KnownHosts = new Map()): Plan {
  return buildPlan({
    inventory: { ...inventory, guests },
    permissions: documents.get("/access/permissions" as Address),
    endpoint: "https://pve.example.net:8006",
    insecure: false,
    remembered: new Map(),
    forgotten: [],
    own: new Map(),
    named: { functions: new Map(), fields: [] },
    findings: new Map(),
    released: new Set(),
    deleted: new Set(),
    selection,
    groupBy: "node",
    asideBefore: new Map(),
    known,
    members: new Set(),
  });
}

const container: Guest = { key: "lxc/900", type: "lxc", vmId: 900, node: "pve", name: "ct", status: "running", template: false, tags: [], config: { hostname: "ct" } };
const machine: Guest = { ...container, key: "qemu/901", type: "qemu", vmId: 901, name: "vm", config: { name: "vm", ostype: "l26", agent: "enabled=1" } };

const emit = (plan: Plan, facts: FactsChoice = "full", known: KnownHosts = new Map()) => emitAnsible(plan, { facts, known });
const contentOf = (plan: Plan, path: string) => emit(plan).find((file) => file.path === `ansible/inventory/${path}`)?.content ?? "";
const varsText = (guest: Guest) => contentOf(planOf([guest]), `host_vars/${guest.name}/pmpc.yml`);
const read = (text: string) => parse(text, { version: "1.1", customTags: [{ tag: "!unsafe", resolve: (value: string) => value }] }) as unknown;
const varsOf = (guest: Guest) => read(varsText(guest)) as Vars;
const groupsOf = (plan: Plan) =>
  (read(contentOf(plan, "hosts.yml")) as { all: { children: Record<string, { hosts?: Record<string, object> }> } }).all.children;

const slimFacts = /^(ansible_(host|connection|user)|proxmox_(addresses|name|node|ostype|pool|tags|shared_addresses|tags_parsed|template|vmid|vmtype))$/;

/** What pmpc says itself, with templates where it means them. */
const ours = /^(ansible_connection|proxmox_api_host|proxmox_api_token_(id|secret))$/;
/** Ansible from 2.19 on makes a number of a tagged `"8192"`, so only what could be a template has the tag. */
const harmless = /^(?!#jinja2:)[^{]*$/;

const agentCard = (name: string, mac: string, ...ips: string[]) => ({
  name,
  "hardware-address": mac,
  "ip-addresses": ips.map((ip) => ({ "ip-address": ip, prefix: 24 })),
});

/** What the real ansible-inventory makes of the files; undefined if it is not installed. */
function listWithAnsible(plan: Plan, beside?: { readonly path: string; readonly content: string }, change: (file: { readonly path: string; readonly content: string }) => string = ({ content }) => content): Listing | undefined {
  if (spawnSync("ansible-inventory", ["--version"]).status !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "inventory-"));
  try {
    for (const file of [...emit(plan), ...(beside ? [beside] : [])]) {
      mkdirSync(dirname(join(folder, file.path)), { recursive: true });
      writeFileSync(join(folder, file.path), change(file));
    }
    const environment = { ...process.env, ANSIBLE_LOCALHOST_WARNING: "0", ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED: "1", ANSIBLE_HOME: folder };
    return JSON.parse(execFileSync("ansible-inventory", ["-i", join(folder, "ansible/inventory"), "--list"], { env: environment, encoding: "utf8" })) as Listing;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if ("__ansible_unsafe" in value) return value.__ansible_unsafe;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

const without = (vars: Vars, keys: readonly string[]) => Object.fromEntries(Object.entries(vars).filter(([key]) => !keys.includes(key)));
const membersOf = (listing: Listing) =>
  Object.fromEntries(
    Object.entries(listing).flatMap(([group, value]) => ("hosts" in value && Array.isArray(value.hosts) ? [[group, [...(value.hosts as string[])].sort()]] : [])),
  );

describe("the Ansible inventory", () => {
  it(`has the live plugin's groups and facts${whenAll}`, function () {
    const live = sharedFixture<Listing>("ansible-plugin-inventory.json");
    if (live === undefined) return this.skip();
    // The recording is older than the templates of the cluster.
    const known = inventory.guests.filter(({ name }) => name !== undefined && name in live._meta.hostvars);
    const plan = planOf(known);
    const status = read(contentOf(plan, "status.yml")) as StatusFile;
    const groups = Object.entries({ ...groupsOf(plan), ...status.all.children }).flatMap(([group, { hosts }]) => (hosts && !/^((tag|os)_|no_address$)/.test(group) ? [[group, Object.keys(hosts)]] : []));
    expect(Object.fromEntries(groups)).to.deep.equal(membersOf(live));
    expect(known).to.have.length(14);
    for (const { host } of plan.guests) {
      const vars = { ...(read(contentOf(plan, `host_vars/${host}/pmpc.yml`)) as Vars), ...status.all.hosts[host] };
      const told = plain(live._meta.hostvars[host]) as Vars;
      const interfaces = told.proxmox_agent_interfaces as readonly Vars[] | undefined;
      const steady = interfaces && { proxmox_agent_interfaces: interfaces.filter(({ name }) => !/^(docker|veth)/.test(String(name))) };
      const added = Object.keys(meant.added).filter((key) => !(key in told));
      expect(without(vars, added), host).to.deep.equal({ ...without(told, Object.keys(meant.leftOut)), ...steady });
      // What the slim choice says is the same, and less.
      const slim = read(emit(plan, "slim").find(({ path }) => path.endsWith(`/${host}/pmpc.yml`))!.content) as Vars;
      for (const [fact, value] of Object.entries(slim)) expect(vars[fact], `${host} ${fact}`).to.deep.equal(value);
      expect(Object.keys(slim).filter((fact) => !slimFacts.test(fact)), host).to.deep.equal([]);
    }
    expect(read(contentOf(plan, "host_vars/pve/pmpc.yml"))).to.deep.equal(plain(live._meta.hostvars.pve));
  });

  it("is what the real ansible-inventory reads, with every text of a guest that could be a template unsafe (skipped where it is not installed)", function () {
    const odd: Guest = {
      ...machine,
      key: "qemu/1000",
      vmId: 1000,
      name: "1e3",
      config: { name: "1e3", description: "{{ lookup('pipe', 'id') }}\n\u0000\u007f\u0085\u2028\ufeff\ud800: # yes", args: "<<=a,on=b,1:30=c,\u0090=d", agent: "1" },
    };
    const plan = planOf([...inventory.guests, odd]);
    const listing = listWithAnsible(plan);
    if (listing === undefined) return this.skip();
    const { hostvars } = listing._meta;
    expect(Object.keys(hostvars).sort()).to.deep.equal([...plan.guests.map(({ host }) => host), "pve"].sort());
    expect(hostvars["1e3"]?.proxmox_description).to.deep.equal({ __ansible_unsafe: "{{ lookup('pipe', 'id') }}\n\u0000\u007f\u0085\u2028\ufeff\ufffd: # yes" });
    expect(plain(hostvars["1e3"]?.proxmox_args)).to.deep.equal({ "<<": "a", on: "b", "1:30": "c", "\u0090": "d" });
    const trusted = Object.values(hostvars).flatMap((vars) => Object.entries(vars).filter(([key, value]) => typeof value === "string" && !ours.test(key) && !harmless.test(value) && value !== "{{ inventory_hostname }}.invalid"));
    expect(trusted).to.deep.equal([]);
    expect(plain(hostvars.adguard?.ansible_host)).to.equal("10.20.0.53");
    expect(membersOf(listing).proxmox_all_qemu).to.include("1e3");
    // No play goes by the mere name of a guest.
    const lost = Object.entries(hostvars).filter(([, vars]) => vars.ansible_host === undefined && !String(vars.ansible_connection).endsWith("proxmox_qemu_api"));
    expect(lost.map(([host]) => host)).to.deep.equal([]);
  });

  it("fits its schema, and the schema refuses what Ansible would not take", () => {
    const fits = new Ajv().compile(inventorySchema);
    expect(fits(parse(contentOf(planOf(), "hosts.yml"))), JSON.stringify(fits.errors)).to.equal(true);
    expect(fits(parse(contentOf(planOf(), "status.yml"))), JSON.stringify(fits.errors)).to.equal(true);
    expect(fits({ all: { children: { "proxmox-nodes": {} } } })).to.equal(false);
    expect(fits({ all: { children: {}, groups: {} } })).to.equal(false);
  });

  it("is the same, byte by byte, whatever order the keys came in", () => {
    const reversed = inventory.guests.map((guest) => ({ ...guest, config: guest.config && Object.fromEntries(Object.entries(guest.config).reverse()) }));
    expect(emit(planOf(reversed.reverse()))).to.deep.equal(emit(planOf()));
  });

  it("has a file for every host, written anew while nobody edited it", () => {
    const files = emit(planOf());
    expect(files.filter(({ mode }) => mode === "once").map(({ path }) => path)).to.deep.equal(["ansible/playbooks/site.yml", "ansible/proxmox.yml", "ansible/roles/common/tasks/main.yml"]);
    expect(new Set(files.map(({ path }) => path)).size).to.equal(files.length);
    expect(files.every(({ content }) => content.endsWith("\n"))).to.equal(true);
  });

  it("keeps refused guests and leaves out what was skipped or not read", () => {
    const refused: Guest = { ...machine, key: "qemu/902", vmId: 902, name: "legacy" };
    const unread: Guest = { ...machine, key: "qemu/903", vmId: 903, name: "unread", config: undefined };
    const plan = planOf([container, refused, unread], ({ name }) => name !== "ct");
    const forced = { ...plan, guests: plan.guests.map((one) => (one.guest === refused ? { ...one, outcome: "refused" as const } : one)) };
    expect(Object.keys(groupsOf(forced).proxmox_all_qemu?.hosts ?? {})).to.deep.equal(["legacy"]);
    expect(groupsOf(forced).proxmox_all_lxc).to.deep.equal({});
  });

  it("has a group of those without a known address, so that no play goes to another machine of that name", () => {
    const agentless = { name: "bank", ostype: "l26" };
    const guests: Guest[] = [
      { ...machine, key: "qemu/910", vmId: 910, name: "bank", config: agentless },
      { ...machine, key: "qemu/911", vmId: 911, name: "quiet", config: { ...agentless, agent: "1" }, silent: true },
      { ...machine, key: "qemu/912", vmId: 912, name: "win", config: { name: "win", ostype: "win11" } },
      { ...machine, key: "qemu/913", vmId: 913, name: "fixed", config: { ...agentless, ipconfig0: "ip=192.0.2.13/24" } },
      { ...machine, key: "qemu/914", vmId: 914, name: "asked", config: { ...agentless, agent: "1" } },
      { ...container, key: "lxc/915", vmId: 915, name: "ct915" },
    ];
    const groups = groupsOf(planOf(guests));
    expect(Object.keys(groups.no_address?.hosts ?? {})).to.deep.equal(["bank", "quiet", "win"]);
    for (const group of ["no_address", "proxmox_all_templates"]) expect(read(contentOf(planOf(guests), `group_vars/${group}/pmpc.yml`))).to.deep.equal({ ansible_host: "{{ inventory_hostname }}.invalid" });
  });

  it("has templates in their group only", () => {
    const groups = groupsOf(planOf([{ ...machine, template: true, pool: "lab" }]));
    expect(Object.entries(groups).flatMap(([group, { hosts }]) => (hosts && "vm" in hosts ? [group] : []))).to.deep.equal(["proxmox_all_templates"]);
  });

  it("never makes one host of a node and a guest of the same name", () => {
    const plan = planOf([{ ...container, name: "PVE", config: { hostname: "PVE" } }]);
    expect(Object.keys(groupsOf(plan).proxmox_nodes?.hosts ?? {})).to.deep.equal(["pve"]);
    expect(Object.keys(groupsOf(plan).proxmox_all_lxc?.hosts ?? {})).to.deep.equal(["PVE-900"]);
    expect(contentOf(plan, "host_vars/pve/pmpc.yml")).to.contain('ansible_host: "192.0.2.10"');
  });

  it("has groups by tag and by operating system, which the live plugin makes by its configuration, too (skipped without ansible)", function () {
    const windows: Guest = { ...machine, key: "qemu/904", vmId: 904, name: "win", tags: ["k3s-agent", "a.b"], config: { name: "win", ostype: "win11", tags: "k3s-agent;a.b" } };
    const template: Guest = { ...machine, key: "qemu/905", vmId: 905, name: "base", template: true, tags: ["k3s-agent"], config: { name: "base", ostype: "l26", tags: "k3s-agent" } };
    const bare: Guest = { ...machine, key: "qemu/906", vmId: 906, name: "bare", config: { name: "bare" } };
    const plan = planOf([{ ...container, tags: ["k3s-agent"], config: { hostname: "ct", ostype: "debian", tags: "k3s-agent" } }, machine, windows, template, bare]);
    const byKind = (groups: Readonly<Record<string, readonly string[]>>) => Object.fromEntries(Object.entries(groups).filter(([group]) => /^(tag|os)_/.test(group)));
    const made = byKind(Object.fromEntries(Object.entries(groupsOf(plan)).map(([group, { hosts = {} }]) => [group, Object.keys(hosts).sort()])));
    expect(made).to.deep.equal({ tag_k3s_agent: ["ct", "win"], tag_a_b: ["win"], os_debian: ["ct"], os_linux: ["ct", "vm"], os_l26: ["vm"], os_win11: ["win"], os_windows: ["win"] });
    const live = read(emit(plan).find(({ path }) => path === "ansible/proxmox.yml")!.content) as { keyed_groups: object; groups: object };
    // The live plugin hands these two to the machinery that every inventory plugin has.
    const constructed = { plugin: "ansible.builtin.constructed", use_vars_plugins: true, keyed_groups: live.keyed_groups, groups: live.groups };
    const listing = listWithAnsible(plan, { path: "ansible/inventory/z-constructed.yml", content: JSON.stringify(constructed) }, ({ path, content }) => (path.endsWith("hosts.yml") ? content.replace(/^ {4}(tag|os)_.*\n( {5,}.*\n)*/gm, "") : content));
    if (listing === undefined) return this.skip();
    expect(byKind(membersOf(listing))).to.deep.equal(made);
  });

  it("has what changes by itself in a file of its own, which git ignores and nothing else repeats", () => {
    const files = emit(planOf());
    const passing = files.filter(({ mode }) => mode === "passing").map(({ path }) => path);
    expect(passing).to.deep.equal(["ansible/inventory/status.yml"]);
    expect(files.find(({ path }) => path === "ansible/inventory/.gitignore")!.content).to.match(/^\/status\.yml$/m);
    expect(files.filter(({ content, mode }) => mode !== "passing" && /proxmox_(status|qmpstatus)/.test(content))).to.deep.equal([]);
    expect(Object.values(groupsOf(planOf()).proxmox_all_running ?? {})).to.deep.equal([]);
    const seen = planOf([{ ...machine, status: "running", interfaces: [agentCard("eth0", "", "10.0.0.5")] }]);
    const known = readKnownHosts(new Map(emit(seen).map(({ path, content }) => [path, content])));
    const stopped = planOf([machine], undefined, known);
    const steady = (plan: Plan) => emit(plan, "full", known).filter(({ mode }) => mode === "owned");
    expect(steady(planOf([{ ...machine, status: "stopped" }], undefined, known))).to.deep.equal(steady(seen));
    expect(steady(stopped)).to.deep.equal(steady(seen));
  });

  it("leaves a guest that could not be read as it was: its variables, its groups, its name", () => {
    const twin: Guest = { ...container, key: "lxc/901", vmId: 901 };
    const before: Guest = { ...container, pool: "lab", tags: ["db"], config: { hostname: "ct", tags: "db", ostype: "debian", net0: "name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:03,ip=10.0.0.7/24" } };
    const first = planOf([before, twin]);
    const texts = new Map(emit(first).map(({ path, content }) => [path, content]));
    const known = readKnownHosts(texts);
    const unread: Guest = { ...container, name: undefined, status: "unknown", config: undefined };
    const plan = planOf([unread, twin], undefined, known);
    const now = new Map(emit(plan, "slim", known).map(({ path, content }) => [path, content]));
    const host = "ansible/inventory/host_vars/ct-900/pmpc.yml";
    expect(now.get(host)).to.equal(texts.get(host)).and.to.contain("10.0.0.7");
    expect(now.get("ansible/inventory/hosts.yml")).to.equal(texts.get("ansible/inventory/hosts.yml"));
    // Another one has its address now, and surely.
    const taken = planOf([unread, { ...twin, status: "running", interfaces: [agentCard("eth0", "", "10.0.0.7")] }], undefined, known);
    expect(emit(taken, "slim", known).find(({ path }) => path === host)!.content).not.to.contain("ansible_host");
  });

  it("has a container's environment as a mapping", () => {
    expect(varsOf({ ...container, config: { hostname: "ct", env: "A=b=c,d\0TZ=Europe/Paris\0B=" } }).proxmox_env).to.deep.equal({ A: "b=c,d", TZ: "Europe/Paris", B: "" });
  });

  it("names groups as the live plugin does", () => {
    expect(proxmoxName("pool_Web Shop/eu-1")).to.equal("proxmox_pool_webshop_eu_1");
    expect(proxmoxName("pool_ümlaut 🦆")).to.equal("proxmox_pool__mlaut_");
  });

  it("leaves secrets out, masked ones included", () => {
    const config = { hostname: "ct", env: "DB_PASSWORD=hunter2", cipassword: "**********", lxc: [["lxc.environment", `A=${redacted}`], ["lxc.apparmor.profile", "x"]] };
    const text = varsText({ ...container, config });
    expect(text).not.to.match(/hunter2|redacted|cipassword|\*\*\*/);
    expect(varsOf({ ...container, config }).proxmox_lxc).to.deep.equal({ "apparmor.profile": "x" });
  });
});

describe("the way into a guest", () => {
  const nets = { net0: "virtio=BC:24:11:00:00:01,bridge=vmbr0", net1: "virtio=BC:24:11:00:00:02,bridge=vmbr1" };

  it("is the address of its first device, whatever the agent lists before it", () => {
    const interfaces = [
      agentCard("lo", "00:00:00:00:00:00", "127.0.0.1"),
      agentCard("docker0", "02:42:ac:11:00:01", "172.17.0.1"),
      agentCard("eth1", "bc:24:11:00:00:02", "10.0.1.5"),
      agentCard("eth0", "bc:24:11:00:00:01", "fe80::1", "2001:db8::5", "10.0.0.5"),
    ];
    const guest = { ...machine, config: { ...machine.config, ...nets, ipconfig0: "ip=10.9.9.9/24", ciuser: "kim" }, interfaces };
    expect(varsOf(guest)).to.include({ ansible_host: "10.0.0.5", ansible_user: "kim" }).and.not.to.have.property("ansible_connection");
    expect(varsText(guest)).to.contain("# The address that the guest agent reported.").and.to.contain('ansible_host: "10.0.0.5"');
  });

  it("is the fixed address where none is reported", () => {
    expect(varsOf({ ...machine, config: { ...machine.config, ipconfig0: "ip=dhcp", ipconfig1: "gw=10.0.0.1,ip=10.0.0.7/24" } })).to.include({ ansible_host: "10.0.0.7" });
    const config = { hostname: "ct", net0: "name=eth0,hwaddr=BC:24:11:00:00:03,ip=manual,ip6=2001:db8::7/64" };
    expect(varsOf({ ...container, status: "stopped", config })).to.include({ ansible_host: "2001:db8::7" });
  });

  it("is its name in DNS where it has no address and a search domain", () => {
    const config = { ...machine.config, searchdomain: "lab.example.net example.net" };
    expect(varsOf({ ...machine, config })).to.include({ ansible_host: "vm.lab.example.net" }).and.not.to.have.property("ansible_connection");
    expect(varsText({ ...machine, config })).to.contain("# No address is known: by its name in DNS.");
    expect(varsOf({ ...machine, config: { ...config, searchdomain: "-oProxyCommand=id" } })).to.not.have.property("ansible_host");
  });

  it("is the node for a container without an address, running or not", () => {
    const way = { ansible_connection: "community.proxmox.proxmox_pct_remote", ansible_host: "192.0.2.10", proxmox_vmid: 900 };
    expect(varsOf(container)).to.include(way);
    expect(varsOf({ ...container, status: "stopped" })).to.include(way);
    expect(varsOf({ ...container, node: "pve9" })).to.include({ ansible_host: "pve9" });
  });

  it("is the API for a Linux machine with an agent and without an address", () => {
    const way = { ansible_connection: "community.proxmox.proxmox_qemu_api" };
    expect(varsOf(machine)).to.include(way);
    expect(varsOf({ ...machine, config: { ...machine.config, agent: "fstrim_cloned_disks=1,enabled=1" } })).to.include(way);
    const options = read(contentOf(planOf([machine]), "group_vars/proxmox_all_qemu/pmpc.yml"));
    expect(options).to.include({ proxmox_api_host: "pve.example.net", proxmox_api_port: 8006, proxmox_validate_certs: true });
    expect(varsOf({ ...machine, config: { ...machine.config, agent: "0" } })).not.to.have.property("ansible_connection");
    expect(varsOf({ ...machine, config: { ...machine.config, ostype: "other" } })).not.to.have.property("ansible_connection");
    expect(varsOf({ ...machine, status: "running", silent: true })).not.to.have.property("ansible_connection");
  });

  it("is PowerShell remoting for Windows", () => {
    for (const ostype of ["win11", "w2k8", "wvista", "wxp"]) {
      expect(varsOf({ ...machine, config: { ...machine.config, ostype } })).to.include({ ansible_connection: "ansible.builtin.psrp" }).and.not.to.have.property("ansible_host");
    }
  });

  it("never takes options of ssh for an address or a user", () => {
    const config = { ...machine.config, ipconfig0: "ip=-oProxyCommand=id", ciuser: "-oProxyCommand=id" };
    expect(varsOf({ ...machine, status: "stopped", config })).not.to.have.any.keys("ansible_host", "ansible_user");
  });
});
