import { expect } from "chai";
import { clusterTableOf } from "../../../../lib/schema/cluster/all";
import type { Document } from "../../../../lib/schema/cluster/table";
import { isAside, writeDocument } from "../../../../lib/schema/cluster/write";

const asideOf = (terraform: string, document: Document) => {
  const writing = writeDocument(clusterTableOf(terraform)!, document);
  return isAside(writing) ? writing : undefined;
};

/** What Proxmox VE takes and the provider does not. */
const cases: readonly (readonly [what: string, terraform: string, document: Document, reason: string, remedy: string])[] = [
  ["a bond without interfaces", "proxmox_network_linux_bond", { node: "pve1", iface: "bond1", type: "bond", slaves: "", bond_mode: "balance-xor", autostart: 1 }, "no interface is in it", "give it interfaces in Proxmox VE, or leave it"],
  ["fractions of seconds of a fabric", "proxmox_sdn_fabric_openfabric", { id: "under", protocol: "openfabric", ip_prefix: "10.0.0.0/24", hello_interval: 2.5, csnp_interval: 30 }, "hello_interval is 2.5, and the provider takes whole seconds", "pvesh set /cluster/sdn/fabrics/fabric/under --protocol openfabric --hello_interval 3"],
  ["a node of a fabric without an address", "proxmox_sdn_fabric_node_openfabric", { fabric_id: "under", node_id: "pve1", protocol: "openfabric", interfaces: [] }, "no address in the fabric", "leave it to Proxmox VE"],
  ["an older word for a state of high availability", "proxmox_haresource", { sid: "vm:101", type: "vm", state: "enabled" }, "the newer word", "ha-manager set vm:101 --state started"],
  ["more restarts than the provider takes", "proxmox_haresource", { sid: "vm:101", type: "vm", max_restart: 11 }, "max_restart is 11", "change it in Proxmox VE, or leave it to Proxmox VE"],
  ["a rule about one guest", "proxmox_harule", { rule: "apart", type: "resource-affinity", affinity: "negative", resources: "vm:101" }, "fewer than two guests", "it has no effect"],
  ["a share without a user", "proxmox_storage_cifs", { storage: "pub", type: "cifs", server: "nas", share: "pub" }, "username is not set", "leave it to Proxmox VE"],
  ["a user beyond ASCII", "proxmox_virtual_environment_user", { userid: "früh@pve", enable: 1 }, "letters beyond ASCII", "leave it to Proxmox VE"],
];

describe("what cannot be taken into code", () => {
  for (const [what, terraform, document, reason, remedy] of cases)
    it(`has its reason and a way out: ${what}`, () => {
      const aside = asideOf(terraform, document);
      expect(aside?.reason).to.include(reason);
      expect(aside?.remedy).to.include(remedy);
    });

  it("is taken once it is as the provider wants it", () => {
    expect(asideOf("proxmox_network_linux_bond", { node: "pve1", iface: "bond1", type: "bond", slaves: "eno1 eno2", bond_mode: "balance-xor", autostart: 1 })).to.equal(undefined);
    expect(asideOf("proxmox_sdn_fabric_openfabric", { id: "under", protocol: "openfabric", ip_prefix: "10.0.0.0/24", hello_interval: 3 })).to.equal(undefined);
    expect(asideOf("proxmox_haresource", { sid: "vm:101", type: "vm", state: "started" })).to.equal(undefined);
  });

  it("names several settings of the network that wait in the plural", () => {
    const vnet = (pending: Document) => writeDocument(clusterTableOf("proxmox_sdn_vnet")!, { vnet: "lab", zone: "z", type: "vnet", tag: 7, state: "changed", pending });
    expect(vnet({ tag: 7 })).to.have.property("notes").that.deep.equals(["tag waits to be applied: what runs is as it was before"]);
    expect(vnet({ alias: "x", tag: 7 })).to.have.property("notes").that.deep.equals(["alias, tag wait to be applied: what runs is as it was before"]);
  });
});
