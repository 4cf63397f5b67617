import { expect } from "chai";
import { planAdoption } from "../../../generator/judge/adoption";
import type { ResourceReport } from "../../../generator/judge/grading";
import { explain, type GuestsNow } from "../../../generator/judge/guest-now";
import type { Project } from "../../../generator/judge/project";
import { askingLists } from "../../../generator/judge/there-now";
import type { StackCode } from "../../../generator/terraform/configuration";
import type { Client } from "../../../generator/transport/client";

const code = (type: string, values: object) => ({ resources: [{ address: `${type}.mine`, type, name: "mine", values }], imported: new Set(), left: new Set(), backend: "local", providers: [] }) as unknown as StackCode;

const lists: Readonly<Record<string, readonly object[]>> = {
  "/storage": [{ storage: "nas", type: "nfs" }],
  "/pools": [{ poolid: "customers" }],
  "/access/roles": [{ roleid: "Operator" }],
  "/access/acl": [{ path: "/", ugid: "kim@pve", roleid: "PVEAdmin", type: "user" }],
  "/cluster/backup": [{ id: "nightly" }],
  "/cluster/firewall/groups": [{ group: "web" }],
  "/pools?poolid=customers": [{ poolid: "customers", members: [{ type: "qemu", vmid: 110, id: "qemu/110" }, { type: "storage", storage: "nas", id: "storage/one/nas" }] }],
  "/nodes/one/storage/local/content": [{ volid: "local:iso/debian.iso", content: "iso" }, { volid: "local:import/noble.img", content: "import" }],
  "/cluster/firewall/rules": [{ pos: 0, type: "in", action: "ACCEPT" }],
  "/nodes/one/firewall/rules": [],
  "/nodes/one/network": [{ iface: "vmbr7", type: "bridge" }],
};
const client = { get: async (address: string) => ({ status: address in lists ? 200 : 403, reason: "", data: lists[address] }) } as unknown as Client;

async function gradeOf(type: string, values: object): Promise<ResourceReport> {
  const resource: ResourceReport = { address: `${type}.mine`, name: "mine", grade: "create", importing: false, changes: [] };
  return explain(resource, { isThere: askingLists(client) } as unknown as GuestsNow, { code: code(type, values) } as Project);
}

describe("what the code declares, and Terraform's state does not have", () => {
  for (const [type, values, name] of [
    ["proxmox_storage_nfs", { id: "nas" }, "storage nas"],
    ["proxmox_virtual_environment_pool", { pool_id: "customers" }, "pool customers"],
    ["proxmox_virtual_environment_role", { role_id: "Operator" }, "role Operator"],
    ["proxmox_backup_job", { id: "nightly" }, "backup-job nightly"],
    ["proxmox_virtual_environment_cluster_firewall_security_group", { name: "web" }, "security-group web"],
    ["proxmox_network_linux_bridge", { node_name: "one", name: "vmbr7" }, "bridge one/vmbr7"],
    ["proxmox_pool_membership", { pool_id: "customers", vm_id: 110 }, "pool-member customers/vm/110"],
    ["proxmox_pool_membership", { pool_id: "customers", storage_id: "nas" }, "pool-member customers/storage/nas"],
    ["proxmox_virtual_environment_firewall_rules", { rule: [{ type: "in", action: "DROP" }] }, "firewall-rules cluster"],
  ] as const) {
    it(`is already there, where the cluster has it (${name})`, async () => {
      const { grade, reason, remedy } = await gradeOf(type, values);
      expect([grade, reason]).to.deep.equal(["already there", `${name} is on the cluster, and Terraform's state does not have it`]);
      expect(remedy).to.contain("adopt: true");
    });
  }

  for (const [title, values] of [["named in the code", { file_name: "debian.iso" }], ["named as its address ends", { url: "https://example.org/debian.iso?x=1" }]] as const) {
    it(`is already there, where it is a file that would be downloaded again (${title})`, async () => {
      const { grade, remedy } = await gradeOf("proxmox_download_file", { node_name: "one", datastore_id: "local", content_type: "iso", ...values });
      expect([grade, remedy]).to.deep.equal(["already there", 'to use the file that is there: Image.fromVolume(this, "local:iso/debian.iso"); to write over it: overwriteUnmanaged: true']);
    });
  }

  for (const [title, type, values] of [
    ["the pool has another member", "proxmox_pool_membership", { pool_id: "customers", vm_id: 111 }],
    ["no rule is there yet", "proxmox_virtual_environment_firewall_rules", { node_name: "one", rule: [{ type: "in", action: "DROP" }] }],
    ["the file is another one", "proxmox_download_file", { node_name: "one", datastore_id: "local", content_type: "iso", file_name: "other.iso" }],
    ["the file is written over", "proxmox_download_file", { node_name: "one", datastore_id: "local", content_type: "iso", file_name: "debian.iso", overwrite_unmanaged: true }],
    ["the cluster has no such thing", "proxmox_storage_nfs", { id: "other" }],
    ["the list may not be read", "proxmox_virtual_environment_user", { user_id: "kim@pve" }],
    ["only Terraform knows its name", "proxmox_storage_nfs", { id: "${random_pet.name.id}" }],
    ["it may be given twice", "proxmox_acl", { path: "/", user_id: "kim@pve", role_id: "PVEAdmin" }],
    ["pmpc does not know its type", "proxmox_unheard_of", { id: "nas" }],
  ] as const) {
    it(`is made, where ${title}`, async () => expect((await gradeOf(type, values)).grade).to.equal("create"));
  }

  it("is taken in where an import wrote it under another name, and moves where the state still has that", () => {
    const [type, key] = ["proxmox_storage_nfs", "storage/nas"] as const;
    const input = { code: code(type, { id: "nas" }), names: new Map(), deleted: new Set<never>(), others: new Map([[`${type}.before`, key]]), tool: { name: "terraform", version: "Terraform v1.11.4" } };
    const { imports, adopted } = planAdoption({ ...input, state: undefined } as never);
    expect([imports, adopted]).to.deep.equal([[{ to: `${type}.mine`, id: "nas" }], [key]]);
    const state = { lineage: "a", serial: 1, resources: [{ mode: "managed", type, name: "before", instances: [{ attributes: { id: "nas" } }] }] };
    const moved = planAdoption({ ...input, state } as never);
    expect([moved.imports, moved.moves]).to.deep.equal([[], [{ from: `${type}.before`, to: `${type}.mine` }]]);
  });
});
