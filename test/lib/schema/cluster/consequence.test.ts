import { expect } from "chai";
import { consequenceOfResource, type Deed } from "../../../../lib/schema/cluster/consequence";

const own = ["pmpc@pve!import"];

const says = (type: string, deed: Deed, before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>> = deed === "destroy" ? {} : before) => consequenceOfResource(type, deed, before, after, own);

describe("what a change of the cluster does, in an admin's words", () => {
  const acl = { path: "/vms", role_id: "PVEVMAdmin", propagate: true };

  it("says whose rights are touched, and that they are one's own", () => {
    expect(says("proxmox_acl", "destroy", { ...acl, user_id: "kim@pve" })).to.equal("takes a right from kim@pve on /vms");
    expect(says("proxmox_acl", "create", {}, { ...acl, group_id: "ops" })).to.equal("gives a right to ops on /vms");
    expect(says("proxmox_acl", "destroy", { ...acl, token_id: "pmpc@pve!import" })).to.equal("takes rights from this very token (pmpc@pve!import): what comes after it in the apply may be refused");
    // A token has at most the rights of its user.
    expect(says("proxmox_acl", "change", { ...acl, user_id: "pmpc@pve" }, { ...acl, user_id: "pmpc@pve", role_id: "NoAccess" })).to.match(/^takes rights from this very token/);
    expect(says("proxmox_virtual_environment_user", "destroy", { user_id: "pmpc@pve" })).to.match(/^takes rights from this very token/);
    expect(says("proxmox_virtual_environment_user", "change", { user_id: "kim@pve", enabled: true }, { user_id: "kim@pve", enabled: false })).to.equal("locks kim@pve out");
    expect(says("proxmox_virtual_environment_user", "change", { user_id: "kim@pve", enabled: false }, { user_id: "kim@pve", enabled: false, comment: "left" })).to.equal(undefined);
    expect(says("proxmox_acl", "destroy", { ...acl, token_id: "pmpc@pve!other" })).to.equal("takes a right from pmpc@pve!other on /vms");
  });

  it("says which network is reloaded, and when a virtual one comes into effect", () => {
    expect(says("proxmox_network_linux_bridge", "change", { node_name: "pve2", name: "vmbr1" })).to.equal("reloads the network of pve2, with everything that waits there");
    expect(says("proxmox_sdn_vnet", "create", {}, { id: "net1" })).to.equal("comes into effect when the software-defined network is applied, which reloads the network of every node");
  });

  it("says what locks everybody out", () => {
    expect(says("proxmox_virtual_environment_cluster_firewall", "change", { enabled: false }, { enabled: true, input_policy: "DROP" })).to.match(/where no rule lets ports 22 and 8006 in, it locks everybody out of all nodes$/);
    expect(says("proxmox_virtual_environment_cluster_firewall", "destroy", { enabled: true })).to.equal("switches the firewall of the whole cluster off: everything is open");
    expect(says("proxmox_virtual_environment_firewall_rules", "change", { node_name: "pve1" })).to.match(/^decides what reaches pve1; where no rule lets ports 22 and 8006 in, it locks everybody out of pve1$/);
    expect(says("proxmox_virtual_environment_firewall_rules", "destroy", { node_name: "pve1", vm_id: 101 })).to.equal("decides what reaches guest 101: its rules go");
    expect(says("proxmox_virtual_environment_firewall_ipset", "change", { name: "management" })).to.match(/who reaches ports 22 and 8006/);
  });

  it("says what becomes of guests: those that start, stop, move, or cannot start", () => {
    expect(says("proxmox_haresource", "change", { resource_id: "vm:103", state: "disabled" }, { resource_id: "vm:103", state: "started" })).to.equal("starts vm:103, if it does not run");
    expect(says("proxmox_haresource", "create", {}, { resource_id: "vm:103" })).to.equal("starts vm:103, if it does not run");
    expect(says("proxmox_haresource", "change", { resource_id: "ct:200", state: "started" }, { resource_id: "ct:200", state: "stopped" })).to.equal("shuts ct:200 down");
    expect(says("proxmox_haresource", "change", { resource_id: "ct:200", state: "started" }, { resource_id: "ct:200", state: "ignored" })).to.equal("ct:200 stays down when its node fails");
    expect(says("proxmox_haresource", "change", { resource_id: "ct:200", state: "started", comment: "a" }, { resource_id: "ct:200", state: "started", comment: "b" })).to.equal(undefined);
    expect(says("proxmox_haresource", "destroy", { resource_id: "ct:200", state: "started" })).to.equal("ct:200 stays down when its node fails");
    const rule = { rule: "apart", resources: ["vm:100", "vm:101"], affinity: "negative" };
    expect(says("proxmox_harule", "change", rule, { ...rule, affinity: "positive" })).to.equal("may move vm:100, vm:101 to other nodes at once");
    expect(says("proxmox_harule", "change", rule, { ...rule, disable: true })).to.equal("vm:100, vm:101 may run anywhere from now on");
    expect(says("proxmox_harule", "destroy", { ...rule, disable: true })).to.equal(undefined);
    expect(says("proxmox_hardware_mapping_usb", "destroy", { name: "dongle" })).to.equal("guests that use dongle do not start any more");
    expect(says("proxmox_hardware_mapping_pci", "change", { name: "gpu", map: [{ path: "a" }] }, { name: "gpu", map: [{ path: "b" }] })).to.equal("guests that use gpu get what it names when they start next");
    expect(says("proxmox_virtual_environment_firewall_options", "change", { node_name: "n", vm_id: 100, enabled: true }, { node_name: "n", vm_id: 100, enabled: false })).to.equal("opens guest 100: none of its rules count any more");
    expect(says("proxmox_virtual_environment_firewall_options", "change", { node_name: "n", container_id: 200, enabled: true }, { node_name: "n", container_id: 200, enabled: true, input_policy: "ACCEPT" })).to.equal("decides what reaches guest 200");
  });

  it("says what becomes of data and its copies", () => {
    const nas = { id: "nas", nodes: [], content: ["images", "backup"], disable: false };
    expect(says("proxmox_storage_nfs", "destroy", nas)).to.match(/^Proxmox VE no longer knows the storage nas: guests with disks on it do not start.*; what is on it stays$/);
    expect(says("proxmox_storage_nfs", "change", nas, { ...nas, disable: true })).to.match(/^nobody can use it any more/);
    expect(says("proxmox_storage_nfs", "change", nas, { ...nas, nodes: ["a"] })).to.equal("takes it from all nodes but a: guests there with disks on it do not start");
    expect(says("proxmox_storage_nfs", "change", { ...nas, nodes: ["a", "b"] }, { ...nas, nodes: ["b"], content: ["images"] })).to.equal("takes it from a: guests there with disks on it do not start; it may hold no backup any more: what is there stays, and is not listed");
    for (const now of [{ ...nas, nodes: ["a", "b"] }, { ...nas, nodes: [] }]) expect(says("proxmox_storage_nfs", "change", { ...nas, nodes: ["a", "b"], disable: true }, now), JSON.stringify(now)).to.equal(undefined);
    const job = { id: "nightly", enabled: true, vmid: ["100", "101"], prune_backups: { "keep-last": "7" }, remove: true };
    expect(says("proxmox_backup_job", "destroy", job)).to.equal("what it backs up is not backed up any more");
    expect(says("proxmox_backup_job", "change", job, { ...job, enabled: false, vmid: ["101"] })).to.equal("what it backs up is not backed up any more; no longer backs up 100");
    expect(says("proxmox_backup_job", "change", job, { ...job, prune_backups: { "keep-last": "1" } })).to.equal("backups that it does not keep are removed when it runs next");
    expect(says("proxmox_backup_job", "change", job, { ...job, schedule: "daily" })).to.equal(undefined);
    expect(says("proxmox_replication", "destroy", { id: "101-0", target: "pve2" })).to.equal("deletes the copy of guest 101 on pve2");
    expect(says("proxmox_replication", "change", { id: "101-0", target: "pve2" }, { id: "101-0", target: "pve2", disable: true })).to.equal("the copy of guest 101 on pve2 is not renewed any more");
    expect(says("proxmox_acme_account", "destroy", { name: "default" })).to.match(/^deactivates the account default/);
    expect(says("proxmox_pool_membership", "destroy", { pool_id: "racks", vm_id: 200 })).to.equal("takes rights on guest 200 from whoever has them by the pool racks, and from its backup jobs");
  });

  it("says nothing of what does nothing else", () => {
    expect(says("proxmox_storage_nfs", "change", { id: "nas" })).to.equal(undefined);
    for (const [type, before] of [["proxmox_harule", { rule: "apart", resources: ["vm:1"] }], ["proxmox_hardware_mapping_pci", { name: "gpu", map: [{ path: "a" }] }], ["proxmox_virtual_environment_firewall_ipset", { name: "management", cidr: [{ name: "10.0.0.0/8" }] }]] as const) expect(says(type, "change", before, { ...before, comment: "new" }), type).to.equal(undefined);
    expect(says("proxmox_virtual_environment_role", "create", {}, { role_id: "Mine" })).to.equal(undefined);
  });
});
