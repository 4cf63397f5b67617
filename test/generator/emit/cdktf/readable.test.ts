import { expect } from "chai";
import { emitCluster } from "../../../../generator/emit/cdktf/cluster";
import { emitGroup } from "../../../../generator/emit/cdktf/guests";
import { constantsIn } from "../../../../generator/edit/constant";
import { constructsIn } from "../../../../generator/edit/construct";
import type { Plan } from "../../../../generator/plan/plan";
import type { Guest } from "../../../../lib/inventory/inventory";
import { guestOf, inventoryOf, planOf } from "../../../support/plan";

const textOf = (plan: Plan) => plan.groups.map((group) => emitGroup(group, plan).content).join("\n");
const key = `ssh-ed25519 ${"A".repeat(60)} kim@desk`;
const withKey = (vmId: number): Guest => guestOf(vmId, { config: { name: `guest-${vmId}`, scsihw: "virtio-scsi-pci", ostype: "l26", memory: "1024", cores: 2, ide2: "local-lvm:vm-100-cloudinit,media=cdrom", sshkeys: encodeURIComponent(key), ciuser: "kim" } });

describe("code that is read", () => {
  it("has names that no reader takes for one another, also where node and cluster are called the same", () => {
    const plan = planOf(inventoryOf([guestOf(100, { node: "pve" })], { name: "pve", nodes: [{ name: "pve", online: true }] }));
    const [cluster, guests] = [emitCluster(plan).content, textOf(plan)];
    expect(cluster).to.contain("export class PveCluster extends ProxmoxStack").and.contain("pveGuests(this);").and.contain('super(scope, "pve"');
    expect(guests).to.contain("export function pveGuests(cluster: PveCluster): void").and.contain("node: cluster.pve,");
  });

  it("has what earlier imports called the stack and its functions", () => {
    const named = { stack: { className: "Home", id: "home", variable: "home" }, functions: new Map([["guests/pve1.ts", "pve1"]]), fields: [] };
    const plan = planOf(inventoryOf([guestOf(100)]), { named });
    expect(textOf(plan)).to.contain("export function pve1(home: Home): void");
  });

  it("has virtual machines, containers and templates apart, in that order, under titles that no construct takes along", () => {
    const guests = [guestOf(100, { type: "lxc" }), guestOf(101, { template: true }), guestOf(102), guestOf(103, { type: "lxc" })];
    const text = textOf(planOf(inventoryOf(guests)));
    const order = [...text.matchAll(/^ {2}(?:\/\/ ---- (.*) ----|new \w+\(\w+, "(.*?)")/gm)].map(([, title, id]) => title ?? id);
    expect(order).to.deep.equal(["virtual machines", "guest-102", "containers", "guest-100", "guest-103", "templates", "guest-101"]);
    for (const { statement } of constructsIn(text)) expect(text.slice(statement!.start)).to.match(/^new /);
    expect(textOf(planOf(inventoryOf([guestOf(100), guestOf(101)])))).not.to.contain("----");
  });

  it("says where a guest that is set aside would stand, in a comment that its text cannot leave", () => {
    const aside = { repairs: [], aside: { reason: "the provider cannot read it\n process.exit()", remedy: "qm set 101 --agent 0" } };
    const plan = planOf(inventoryOf([guestOf(100), guestOf(101, { name: "silent" }), guestOf(102)]), { findings: new Map([["qemu/101", aside]]) });
    const text = textOf(plan);
    expect(text).to.match(/"guest-100"[^]*\n\n {2}\/\/ vm 101 silent is set aside: the provider cannot read it process\.exit\(\)\. To import it: qm set 101 --agent 0\n\n {2}new VirtualMachine\(cluster, "guest-102"/);
    expect(constructsIn(text)).to.have.lengthOf(2);
  });

  it("keeps that comment, and who is among the templates, while they cannot be read", () => {
    const unread = { config: undefined, status: "unknown" };
    const carried = { text: '  new VirtualMachine(cluster, "base", {});', imports: ["VirtualMachine"], fields: [], names: [], constants: new Map(), template: true };
    const remembered = new Map([["qemu/102", { id: "base", file: "guests/pve1.ts", adopt: false, code: () => carried }]]);
    const comment = "  // vm 101 silent is set aside: the provider cannot read it";
    const asideBefore = new Map([["qemu/101", { file: "guests/pve1.ts", text: comment, template: false }]]);
    const text = textOf(planOf(inventoryOf([guestOf(100, { type: "lxc" }), guestOf(101, unread), guestOf(102, unread)]), { remembered, asideBefore }));
    expect(text).to.match(/---- virtual machines ----\n\n {2}\/\/ vm 101 silent is set aside: the provider cannot read it\n\n[^]*---- templates ----\n\n {2}new VirtualMachine\(cluster, "base"/);
  });

  it("names a long text that four guests have, and writes it out where fewer have it", () => {
    const four = textOf(planOf(inventoryOf([100, 101, 102, 103].map(withKey))));
    expect(four.split(key)).to.have.lengthOf(2);
    expect(four.match(/keys: \[sshKey\]/g)).to.have.lengthOf(4);
    expect([...constantsIn(four)]).to.deep.equal([["sshKey", key]]);
    const three = textOf(planOf(inventoryOf([100, 101, 102].map(withKey))));
    expect(three.split(key)).to.have.lengthOf(4);
  });

  it("keeps the name of a text that code carries over", () => {
    const carried = { text: '  new VirtualMachine(cluster, "old", { userAccount: { keys: [sshKey] } });', imports: ["VirtualMachine"], fields: [], names: [], constants: new Map([["sshKey", "old key"]]) };
    const remembered = new Map([["qemu/199", { id: "old", file: "guests/pve1.ts", adopt: false, code: () => carried }]]);
    const text = textOf(planOf(inventoryOf([100, 101, 102, 103].map(withKey)), { remembered }));
    expect([...constantsIn(text)]).to.deep.equal([["sshKey", "old key"], ["sshKey2", key]]);
    expect(text).to.contain(carried.text);
  });

  it("writes every text of several lines in one way", () => {
    const notes = (description: string) => textOf(planOf(inventoryOf([guestOf(100, { config: { ...guestOf(100).config, description } })])));
    for (const text of ["a\nb", "a\n\nb\n", `${"long ".repeat(40)}\nb`]) expect(notes(text)).to.match(/description: \[\n( {6}"[^\n]*",\n)+ {4}\]\.join\("\\n"\),/);
    expect(notes("one\n")).to.contain('description: "one\\n",');
  });
});
