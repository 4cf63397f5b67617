import { expect } from "chai";
import { gradeProject, type ResourceReport } from "../../../generator/judge/grading";
import { labelOf, viewPlan } from "../../../generator/judge/plan-view";
import type { Terraform } from "../../../generator/terraform/terraform";
import type { PlanDocument } from "../../../generator/terraform/plan";

type Values = Readonly<Record<string, unknown>>;

/** What a plan says of resources, each as it is and as it would be. */
async function graded(...changes: readonly (readonly [address: string, before: Values | null, after: Values | null, importing?: string])[]): Promise<readonly ResourceReport[]> {
  const actions = (before: unknown, after: unknown) => (before === null ? ["create"] : after === null ? ["delete"] : JSON.stringify(before) === JSON.stringify(after) ? ["no-op"] : ["update"]);
  const document = {
    resource_changes: changes.map(([address, before, after, id]) => {
      const [type, name] = address.split(".");
      return { address, type, name, mode: "managed", change: { actions: actions(before, after), before, after, ...(id === undefined ? {} : { importing: { id } }) } };
    }),
  } as unknown as PlanDocument;
  const terraform = { plan: () => Promise.resolve({ document, problems: [], unread: [], timedOut: false }) } as unknown as Terraform;
  return (await gradeProject(terraform, 60)).resources;
}

describe("what a plan says of what is not a guest", () => {
  it("is under the word that people have for it, as in a list", async () => {
    const found = await graded(
      ["proxmox_storage_nfs.nas-1", { id: "nas_1", server: "a" }, { id: "nas_1", server: "b" }],
      ["proxmox_acl.ops-admin", { id: "/?ops?PVEAdmin", path: "/", group_id: "ops", role_id: "PVEAdmin" }, null],
      ["proxmox_virtual_environment_firewall_rules.firewall-rules", { id: "cluster", rule: [] }, { id: "cluster", rule: [{ action: "DROP" }] }],
      ["proxmox_virtual_environment_firewall_rules.of-db", { node_name: "pve1", vm_id: 100, rule: [] }, { node_name: "pve1", vm_id: 100, rule: [{ action: "DROP" }] }],
      ["proxmox_network_linux_bridge.pve1-vmbr0", { id: "pve1:vmbr0", node_name: "pve1", name: "vmbr0", mtu: 1 }, { id: "pve1:vmbr0", node_name: "pve1", name: "vmbr0", mtu: 2 }],
      ["proxmox_pool_membership.web-in-lab", { id: "lab/vm/100", pool_id: "lab", vm_id: 100 }, null],
    );
    expect(Object.fromEntries(found.map((one) => [one.address.split(".")[1], labelOf(one)]))).to.deep.equal({
      "nas-1": "storage nas_1", "ops-admin": "acl /?ops?PVEAdmin", "firewall-rules": "firewall-rules cluster", "of-db": "vm-firewall-rules pve1/100", "pve1-vmbr0": "bridge pve1/vmbr0", "web-in-lab": "pool-member lab/vm/100",
    });
  });

  it("is called as in the code while it has no name yet, and by its address where there is no word for it", async () => {
    const found = await graded(["proxmox_pool_membership.web-in-lab", null, { pool_id: "lab", vm_id: 100 }], ["random_pet.name", null, { length: 2 }], ["proxmox_backup_job.nightly", null, { id: "nightly", storage: "nas" }]);
    expect(found.map(labelOf).sort()).to.deep.equal(["backup-job nightly", "pool-member web-in-lab", "random_pet.name"]);
  });

  it("is refused where the provider plans what it cannot do, with what does it instead", async () => {
    const rule = { rule: "apart", type: "resource-affinity", disable: true, comment: "a" };
    const [refused] = await graded(["proxmox_harule.apart", rule, { ...rule, disable: false }]);
    expect(refused).to.deep.include({ grade: "refused", label: "ha-rule apart", remedy: "pvesh set /cluster/ha/rules/apart --type resource-affinity --delete disable" });
    expect(refused!.changes[0]).to.deep.include({ says: "the provider cannot switch a rule on that is disabled" });
    const [changed] = await graded(["proxmox_harule.apart", rule, { ...rule, comment: "b" }]);
    expect(changed).to.deep.include({ grade: "live change" }).and.not.to.have.property("remedy");
  });
});

describe("what a plan does not mention", () => {
  const refused = { address: "proxmox_storage_nfs.nas", type: "proxmox_storage_nfs", name: "nas", mode: "managed", change: { actions: ["update"], before: { id: "nas", server: "a" }, after: { id: "nas", server: "b" } } };
  const planning = (errored: boolean, ...addresses: readonly string[]) =>
    ({ plan: () => Promise.resolve({ document: { errored, resource_changes: [refused, { ...refused, address: 'proxmox_backup_job.many["a"]', type: "proxmox_backup_job", name: "many" }] }, problems: [], unread: [], timedOut: false }), addresses: () => Promise.resolve(addresses) }) as unknown as Terraform;

  it("is told where it was broken off: what depends on something that is refused", async () => {
    const grading = await gradeProject(planning(true, "proxmox_storage_nfs.nas", "proxmox_backup_job.many", "proxmox_virtual_environment_firewall_rules.web", "random_pet.name"), 60);
    expect(grading).to.deep.include({ complete: false, unplanned: ["firewall-rules web", "random_pet.name"] });
    const report = { ...grading, types: undefined, undecided: undefined } as unknown as Parameters<typeof viewPlan>[0];
    expect(JSON.stringify(viewPlan(report))).to.include("firewall-rules web, random_pet.name").and.include("because it depends on what is refused");
  });

  it("is nothing where the plan is whole, where it has all, and where only a part was asked for", async () => {
    const code = ["proxmox_storage_nfs.nas", "proxmox_backup_job.many", "proxmox_backup_job.other"];
    expect(await gradeProject(planning(false, ...code), 60)).not.to.have.property("unplanned");
    expect(await gradeProject(planning(true, ...code.slice(0, 2)), 60)).not.to.have.property("unplanned");
    expect(await gradeProject(planning(true, ...code), 60, ["proxmox_storage_nfs.nas"])).not.to.have.property("unplanned");
  });
});
