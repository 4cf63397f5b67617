import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { kinds } from "../../../../lib/schema/kind/all";
import { joinKinds, printImport, terraformTypeOf, type ResourceId } from "../../../../lib/schema/kind/kinds";

const idOf = (prefix: string, parts: Record<string, string>): ResourceId => ({ kind: kinds.of(prefix)!, parts });

/** Key, name and import id of one resource of each kind. */
const known: readonly [ResourceId, string, string, string?][] = [
  [idOf("qemu", { vmid: "101" }), "qemu/101", "vm 101"],
  [idOf("lxc", { vmid: "202" }), "lxc/202", "container 202"],
  [idOf("node", { node: "pve1" }), "node/pve1", "node pve1"],
  [idOf("storage", { storage: "local-lvm" }), "storage/local-lvm", "storage local-lvm"],
  [idOf("bridge", { node: "pve1", iface: "vmbr0" }), "bridge/pve1/vmbr0", "bridge pve1/vmbr0"],
  [idOf("pool", { poolid: "customers/acme" }), "pool/customers/acme", "pool customers/acme"],
  [idOf("user", { userid: "q?r&s@pve" }), "user/q?r&s@pve", "user q?r&s@pve"],
  [idOf("token", { userid: "q?r@pve", tokenid: "ci" }), "token/q?r@pve!ci", "token q?r@pve!ci"],
  [idOf("acl", { path: "/pool/a/b", ugid: "q?r@pve!ci", roleid: "PVEVMUser" }), "acl//pool/a/b?q?r@pve!ci?PVEVMUser", "acl /pool/a/b?q?r@pve!ci?PVEVMUser"],
  [idOf("image", { storage: "local", file: "iso/debian.iso" }), "image/local:iso/debian.iso", "image local:iso/debian.iso"],
];

describe("names of resources", () => {
  for (const [id, key, name] of known) {
    it(`${key} is "${name}", both ways`, () => {
      expect(kinds.printKey(id)).to.equal(key);
      expect(kinds.parseKey(key)).to.deep.equal(id);
      expect(kinds.printName(id)).to.equal(name);
      expect(kinds.parseName(name)).to.deep.equal(id);
    });
  }

  it("every kind has a key, a list, and writes within its own addresses", () => {
    for (const { prefix, id, reads, writes, terraform } of kinds.all) {
      const parts = Object.fromEntries([...id.matchAll(/\{(\w+)\*?\}/g)].map(([, name]) => [name!, name === "vmid" ? "101" : name!]));
      const key = kinds.printKey({ kind: kinds.of(prefix)!, parts });
      expect(kinds.parseKey(key)?.parts, prefix).to.deep.equal(parts);
      expect(reads.list, prefix).to.match(/^\//);
      for (const { address } of writes) expect(address, prefix).to.match(/^\//);
      for (const { type, importId } of terraform) {
        if (importId === undefined) expect(kinds.ofTerraform(type)).not.to.equal(undefined);
        else expect(kinds.parseImport(type, importId.replaceAll("{vmid}", "101").replace(/[{}*]/g, ""))?.kind.prefix, importId).to.equal(prefix);
      }
    }
  });

  it("what Terraform's state has of each importable type says which resource it is", () => {
    for (const { prefix, id, terraform } of kinds.all) {
      const parts = [...id.matchAll(/\{(\w+)\*?\}/g)].map(([, name]) => name!);
      for (const { type, importId, attributes, says = {} } of terraform) {
        // Of these the provider's own id is the whole identity.
        if (importId === undefined || parts.length === 0 || parts.includes("file") || ["apt-repository", "pool-member"].includes(prefix)) continue;
        const saying = { ...attributes, ...says };
        const values = Object.fromEntries(parts.flatMap((part) => [saying[part] ?? []].flat().slice(0, 1).map((attribute) => [attribute, part === "vmid" ? "101" : part])));
        expect(Object.keys(kinds.ofValues(type, values)?.parts ?? {}), `${prefix} ${type}`).to.include.members(parts);
      }
    }
    const subnet = { id: "lab-2001:db8:44::-64", vnet: "labnet", cidr: "2001:db8:44::/64" };
    expect(kinds.printKey(kinds.ofValues("proxmox_sdn_subnet", subnet)!)).to.equal("subnet/labnet/lab-2001:db8:44::-64");
  });

  it("every type of Terraform's is one of the provider's", () => {
    const { resource_schemas: types } = Object.values((JSON.parse(readFileSync(join(__dirname, "../../../../provider/schema.json"), "utf8")) as { provider_schemas: Record<string, { resource_schemas: Record<string, unknown> }> }).provider_schemas)[0]!;
    for (const { terraform } of kinds.all) for (const { type, aliases = [], attributes } of terraform) {
      for (const name of [type, ...aliases]) expect(types, name).to.have.property(name);
      const { block } = types[type] as { block: { attributes: Record<string, unknown> } };
      for (const attribute of Object.values(attributes).flat()) expect(block.attributes, type).to.have.property(attribute);
    }
  });

  it("what people type is understood", () => {
    for (const typed of ["ct 202", "CT 202", "lxc/202", "pct 202", " container 202 ", "containers 202"]) expect(kinds.parseName(typed), typed).to.deep.equal(idOf("lxc", { vmid: "202" }));
    for (const typed of ["virtual machine 101", "qm 101", "qemu/101", "Vm 101"]) expect(kinds.parseName(typed), typed).to.deep.equal(idOf("qemu", { vmid: "101" }));
    for (const typed of ["vm", "vm 99", "vm web", "banana 101", "qemu/0101", "", "constructor/1"]) expect(kinds.parseName(typed), typed).to.equal(undefined);
    expect(kinds.ofWord("virtual machines")).to.equal(kinds.of("qemu"));
    expect(kinds.ofWord("toString")).to.equal(undefined);
  });

  it("an import id names a resource and its place, both ways", () => {
    const cases = [
      ["proxmox_virtual_environment_vm", "pve1/101", "qemu", { node: "pve1", vmid: "101" }],
      ["proxmox_virtual_environment_container", "pve1/202", "lxc", { node: "pve1", vmid: "202" }],
      ["proxmox_network_linux_bridge", "pve1:vmbr0", "bridge", { node: "pve1", iface: "vmbr0" }],
      ["proxmox_virtual_environment_network_linux_bridge", "pve1:vmbr0", "bridge", { node: "pve1", iface: "vmbr0" }],
      ["proxmox_storage_nfs", "tank", "storage", { storage: "tank" }],
      ["proxmox_virtual_environment_pool", "customers/acme", "pool", { poolid: "customers/acme" }],
    ] as const;
    for (const [type, id, prefix, parts] of cases) {
      const found = kinds.parseImport(type, id);
      expect(found?.kind.prefix, type).to.equal(prefix);
      expect(found?.parts, type).to.deep.equal(parts);
      expect(printImport(found!.type, parts)).to.equal(id);
    }
    expect(kinds.parseImport("proxmox_virtual_environment_vm", "101")).to.equal(undefined);
    expect(kinds.parseImport("random_pet", "pve1/101")).to.equal(undefined);
  });

  it("Proxmox VE's type decides what a resource is in Terraform", () => {
    expect(terraformTypeOf(kinds.of("storage")!, { type: "lvmthin" })?.type).to.equal("proxmox_storage_lvmthin");
    expect(terraformTypeOf(kinds.of("storage")!, { type: "rbd" })).to.equal(undefined);
    expect(terraformTypeOf(kinds.of("bridge")!, { type: "OVSBridge" })).to.equal(undefined);
    expect(terraformTypeOf(kinds.of("qemu")!, {})?.type).to.equal("proxmox_virtual_environment_vm");
  });

  it("any key is read as it was printed", () => {
    const part = fc.stringMatching(/^[^/?&:]+$/);
    fc.assert(
      fc.property(fc.constantFrom("bridge", "pool", "image", "storage"), part, part, fc.stringMatching(/^[^?&]+$/), (prefix, node, iface, path) => {
        const kind = kinds.of(prefix)!;
        const all: Record<string, Record<string, string>> = { bridge: { node, iface }, pool: { poolid: path }, image: { storage: node, file: path }, storage: { storage: iface } };
        const parts = all[prefix]!;
        expect(kinds.parseKey(kinds.printKey({ kind, parts }))?.parts).to.deep.equal(parts);
      }),
    );
  });

  it("two kinds of one name are told at once", () => {
    const first = kinds.of("node")!;
    expect(() => joinKinds([first, first])).to.throw('two kinds of resources are called "node"');
    expect(() => joinKinds([first, { ...kinds.of("qemu")!, word: { ...first.word, short: "vm" } }])).to.throw('two kinds of resources are called "node"');
  });
});
