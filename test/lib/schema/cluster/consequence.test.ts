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

  it("says nothing of what does nothing else", () => {
    expect(says("proxmox_storage_nfs", "change", { id: "nas" })).to.equal(undefined);
    expect(says("proxmox_virtual_environment_role", "create", {}, { role_id: "Mine" })).to.equal(undefined);
  });
});
