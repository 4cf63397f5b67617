import { expect } from "chai";
import { Testing } from "cdktf";
import { BackupJob, Container, Duration, Ha, HaGroup, HaResource, HaRule, ProxmoxProvider, ProxmoxStack, Schedule, VirtualMachine } from "../../constructs/index";
import { problemsOf } from "../support/problems";

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- What Terraform is given.
function made(build: (stack: ProxmoxStack) => void): Record<string, Record<string, Record<string, any>>> {
  const stack = new ProxmoxStack(Testing.app(), "home");
  new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006" });
  build(stack);
  return JSON.parse(Testing.synth(stack, true)).resource;
}

const template = { operatingSystem: { type: "debian", template: "nas:vztmpl/debian-13.tar.zst" } } as const;

describe("high availability", () => {
  it("keeps guests, apart or together, and on nodes that they prefer", () => {
    const all = made((stack) => {
      const web = new VirtualMachine(stack, "web", { node: "pve1" });
      const db = new Container(stack, "db", { node: "pve1", ...template });
      Ha.keepApart(stack, "apart", [web, db]);
      Ha.keepTogether(stack, "together", { guests: [web, VirtualMachine.fromVmId(stack, 900)], name: "close", comment: "${x}" });
      Ha.prefer(stack, "rack1", { guests: [web], nodes: { pve1: 2, pve2: 1 }, strict: true });
      web.enableHa({ state: "stopped", maxRestart: 2, maxRelocate: 3, failback: false, comment: "c" });
      db.enableHa();
    });
    const [vm, ct] = ["web", "db"].map((id) => Object.entries(all.proxmox_haresource!).find(([name]) => name.startsWith(id))!);
    expect(vm![1]).to.deep.equal({ resource_id: "vm:${proxmox_virtual_environment_vm.web.vm_id}", state: "stopped", max_restart: 2, max_relocate: 3, failback: false, comment: "c" });
    expect(ct![1]).to.deep.equal({ resource_id: "ct:${proxmox_virtual_environment_container.db.vm_id}", state: "started" });
    const id = ([name]: [string, unknown]) => `\${proxmox_haresource.${name}.resource_id}`;
    expect(all.proxmox_harule!.apart).to.deep.equal({ rule: "apart", type: "resource-affinity", affinity: "negative", resources: [id(vm!), id(ct!)] });
    expect(all.proxmox_harule!.together).to.deep.equal({ rule: "close", type: "resource-affinity", affinity: "positive", comment: "$${x}", resources: [id(vm!), "vm:900"] });
    expect(all.proxmox_harule!.rack1).to.deep.equal({ rule: "rack1", type: "node-affinity", nodes: { pve1: 2, pve2: 1 }, strict: true, resources: [id(vm!)] });
  });

  it("has one class for a rule, whoever writes it, and knows guests that a HaResource keeps", () => {
    const all = made((stack) => {
      const [web, db] = ["web", "db"].map((name) => new VirtualMachine(stack, name, { node: "pve1" })) as [VirtualMachine, VirtualMachine];
      for (const guest of [web, db]) new HaResource(stack, `keep-${guest.node.id}`, { guest });
      expect(Ha.keepApart(stack, "apart", [web, db])).to.be.instanceOf(HaRule);
      new HaRule(stack, "rack", { type: "node-affinity", guests: ["vm:900", web], nodes: ["pve1", { node: "pve2", priority: 2 }] });
      new HaRule(stack, "as-it-is", { type: "resource-affinity", affinity: "positive", guests: [new VirtualMachine(stack, "other", { node: "pve1" })], adopt: true });
    });
    const id = (name: string) => `\${proxmox_haresource.${name}.resource_id}`;
    expect(all.proxmox_harule!.apart!.resources).to.deep.equal([id("keep-web"), id("keep-db")]);
    expect(all.proxmox_harule!.rack).to.deep.include({ resources: ["vm:900", id("keep-web")], nodes: { pve1: null, pve2: 2 } });
    expect(all.proxmox_harule!["as-it-is"]!.resources).to.deep.equal(["vm:${proxmox_virtual_environment_vm.other.vm_id}"]);
  });

  it("fails for guests that it does not keep, and for what it refuses", () => {
    const problems = problemsOf((stack) => {
      const web = new VirtualMachine(stack, "web", { node: "pve1" });
      Ha.keepApart(stack, "a b", [web]);
      web.enableHa({ maxRestart: 50 });
      Ha.prefer(stack, "rack", { guests: [new VirtualMachine(stack, "other", { node: "pve1" })], nodes: { pve1: 5000 } });
      Ha.prefer(stack, "none", { guests: [web], nodes: {} });
    });
    expect(problems).to.have.members([
      "[home/web] enableHa: maxRestart is 50; say a whole number from 0 to 10",
      "[home/a b] guests has 1; say at least 2",
      '[home/a b] name is "a b", which the provider refuses; say two or more letters, digits, - _ .',
      "[home/rack] home/other is not kept by high availability; say enableHa() of it",
      "[home/rack] the priority of pve1 is 5000; say a whole number from 0 to 1000",
      '[home/none] nodes has none; say one such as "pve1"',
    ]);
  });
});

describe("groups of high availability, before Proxmox VE 9", () => {
  it("are nodes that guests are kept on", () => {
    const all = made((stack) => {
      const rack = new HaGroup(stack, "rack-a", { nodes: ["pve1", { node: "pve2", priority: 2 }], restricted: true, noFailback: true, comment: "c" });
      new VirtualMachine(stack, "web", { node: "pve1", vmId: 900 }).enableHa({ group: rack });
      new HaResource(stack, "db", { guest: "ct:901", group: "rack-b" });
    });
    expect(all.proxmox_hagroup!["rack-a"]).to.deep.include({ group: "rack-a", nodes: { pve1: null, pve2: 2 }, restricted: true, no_failback: true, comment: "c" });
    expect(Object.values(all.proxmox_haresource!).map(({ group }) => group)).to.have.members(["${proxmox_hagroup.rack-a.group}", "rack-b"]);
  });

  it("are refused without nodes, and with priorities that there are none of", () => {
    const problems = problemsOf((stack) => {
      new HaGroup(stack, "none", { nodes: [] });
      new HaGroup(stack, "far", { nodes: [{ node: "pve1", priority: 1001 }] });
    });
    expect(problems).to.have.members(['[home/none] nodes has none; say one such as "pve1"', "[home/far] the priority of pve1 is 1001; say a whole number from 0 to 1000"]);
  });
});

describe("replication", () => {
  it("copies the disks of a guest to other nodes", () => {
    const all = made((stack) => {
      const web = new VirtualMachine(stack, "web", { node: "pve1" });
      web.replicateTo("pve2", { every: Duration.minutes(15), rate: 10, comment: "c", disable: false });
      web.replicateTo("pve3", { schedule: Schedule.daily("21:00") });
      new Container(stack, "db", { node: "pve1", ...template }).replicateTo("pve2");
    });
    const number = "${proxmox_virtual_environment_vm.web.vm_id}";
    expect(Object.values(all.proxmox_replication!)).to.have.deep.members([
      { id: `${number}-0`, target: "pve2", type: "local", schedule: "*/15", rate: 10, comment: "c", disable: false },
      { id: `${number}-1`, target: "pve3", type: "local", schedule: "21:00" },
      { id: "${proxmox_virtual_environment_container.db.vm_id}-0", target: "pve2", type: "local" },
    ]);
  });

  it("fails for its own node, and for times that do not divide an hour", () => {
    const problems = problemsOf((stack) => {
      const web = new VirtualMachine(stack, "web", { node: "pve1" });
      web.replicateTo("pve1", { every: Duration.minutes(7) });
      web.replicateTo("pve2", { every: Duration.minutes(5), schedule: "21:00" });
    });
    expect(problems.map((problem) => problem.replace("[home/web] ", ""))).to.have.members([
      "replicateTo: pve1 is the node of the guest itself; say another",
      "replicateTo: every: 7m does not divide an hour or a day; say minutes such as 5, 10, 15, 30, or hours such as 2, 3, 4, 6, 8, 12",
      "replicateTo: every and schedule are both said; say one of them",
    ]);
  });
});

describe("schedules and retention", () => {
  it("are texts of Proxmox VE's calendar", () => {
    expect([Schedule.daily("21:00"), Schedule.weekly("sat", "3:30"), Schedule.weekly(["mon", "fri"], "03:00"), Schedule.monthly(1, "03:00")]).to.deep.equal(["21:00", "sat 3:30", "mon,fri 03:00", "*-*-01 03:00"]);
    expect([Schedule.every(Duration.minutes(15)), Schedule.every(Duration.minutes(60)), Schedule.every(Duration.minutes(120)), Schedule.every(Duration.minutes(1440))]).to.deep.equal(["*/15", "*:00", "0/2:00", "00:00"]);
    expect(() => Schedule.daily("25:00")).to.throw('Schedule: "25:00" is not a time of the day');
    expect(() => Schedule.monthly(32, "01:00")).to.throw("32 is not a day of a month");
  });

  it("are those of a backup job, with its guests", () => {
    const all = made((stack) => {
      const web = new VirtualMachine(stack, "web", { node: "pve1" });
      new BackupJob(stack, "nightly", { storage: "pbs", schedule: Schedule.daily("21:00"), retention: { keepDaily: 7, keepLast: 3 }, guests: [web] });
      new BackupJob(stack, "weekly", { storage: "pbs", schedule: "sat 03:00", retention: { "keep-weekly": "4" }, all: true });
    });
    expect(all.proxmox_backup_job!.nightly).to.deep.include({ schedule: "21:00", storage: "pbs", prune_backups: { "keep-daily": "7", "keep-last": "3" }, vmid: ["${proxmox_virtual_environment_vm.web.vm_id}"] });
    expect(all.proxmox_backup_job!.weekly).to.deep.include({ prune_backups: { "keep-weekly": "4" }, all: true });
  });
});
