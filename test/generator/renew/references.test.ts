import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../../generator/simulator/simulator";
import { check, install, newFolder, paths, pmpc, reach, remove } from "../../bin/command";
import { synthesiseIn } from "../../support/imported";

/** Attributes that name something else, and in which types of resources they say its name. */
const naming: Readonly<Record<string, RegExp>> = {
  datastore_id: /^proxmox_storage_/, storage: /^proxmox_storage_/, storage_id: /^proxmox_storage_/,
  pool_id: /_pool$/, pool: /_pool$/,
  bridge: /_(network_linux_bridge|sdn_vnet)$/, vnet: /_sdn_vnet$/, zone: /_sdn_zone_/,
  role_id: /_role$/, user_id: /_user$/, group_id: /_group$/, groups: /_group$/,
  vm_id: /_vm$/, container_id: /_container$/, vmid: /_(vm|container)$/, resource_id: /_(vm|container)$/, resources: /_(vm|container)$/,
  mapping: /_hardware_mapping_/, security_group: /_security_group$/, source: /_firewall_ipset$/, dest: /_firewall_ipset$/,
  controller: /_sdn_controller_/, fabric: /_sdn_fabric_(openfabric|ospf)$/, fabric_id: /_sdn_fabric_(openfabric|ospf)$/, interface: /_network_linux_/, ports: /_network_linux_/, slaves: /_network_linux_/,
};

type Json = Readonly<Record<string, unknown>>;
type Resources = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/** What a resource is called, in all ways that others may write. */
const namesOf = (type: string, { id, name, pool_id, role_id, user_id, group_id, vm_id }: Json): readonly string[] => {
  const own = [id, name, pool_id, role_id, user_id, group_id].find((one) => typeof one === "string");
  return /_(vm|container)$/.test(type) ? [String(vm_id), `vm:${String(vm_id)}`, `ct:${String(vm_id)}`] : own === undefined ? [] : [String(own), `+dc/${String(own)}`];
};

/** Every place where a resource says the name of another one that is in the code, and does not refer to it. */
function plainNames(resources: Resources): readonly string[] {
  const all = Object.entries(resources).flatMap(([type, named]) => Object.entries(named).map(([id, values]) => ({ type, address: `${type}.${id}`, values })));
  const names = all.flatMap(({ type, address, values }) => namesOf(type, values).map((name) => ({ type, address, name, node: values.node_name })));
  const walk = (value: unknown, attribute: string, address: string, node: unknown): string[] => {
    if (Array.isArray(value)) return value.flatMap((one) => walk(one, attribute, address, node));
    if (typeof value === "object" && value !== null) return Object.entries(value).flatMap(([key, inner]) => walk(inner, key, address, node));
    const kind = naming[attribute];
    const found = names.filter((one) => kind?.test(one.type) && one.name === String(value) && one.address !== address && (!/bridge$/.test(one.type) || one.node === node));
    return found.length === 0 ? [] : [`${address} ${attribute}: ${String(value)}`];
  };
  // A resource's own name is no reference.
  const own = ({ type, values: { id: _, name: __, ...values } }: (typeof all)[number]): Json => Object.fromEntries(Object.entries(values).filter(([key]) => !(naming[key]?.test(type) && key.endsWith("_id"))));
  return all.flatMap((one) => walk(own(one), "", one.address, one.values.node_name));
}

describe("references of a whole cluster", () => {
  let [folder, simulator]: [string, Simulator] = ["", undefined as unknown as Simulator];
  const text = (path: string) => readFileSync(join(folder, path), "utf8");
  const importing = async (...more: readonly string[]) => JSON.parse((await pmpc(["import", ...reach(simulator, simulator.tokens.root), "--out", folder, "--no-verify", "--json", ...more], folder)).stdout) as { readonly files: readonly { readonly path: string; readonly change: string }[]; readonly warnings: readonly string[] };

  before(async () => {
    [folder, simulator] = [newFolder(), await startSimulator({ scenario: "datacentre" })];
    await importing("--scope", "all");
    install(folder, { tsx: false });
  });
  after(async () => {
    await simulator.close();
    remove(folder);
  });

  it("are code that reads like written by hand: constants in their own file, fields of the stack elsewhere", async () => {
    expect(text("cluster.ts")).to.contain("  private readonly storages = storages(this);\n  readonly local = this.storages.local;").and.contain("  readonly db1 = this.rackA1Guests.db1;\n").and.contain('readonly shared = Storage.fromName(this, "shared");');
    expect(text("cluster/storage.ts")).to.contain('  const tank = new ZfsStorage(cluster, "tank", {').and.match(/\n {2}return \{ local, .*\btank\b.*\};\n\}\n$/);
    expect(text("cluster/members.ts")).to.contain("    pool: cluster.racks,\n    guest: cluster.dns1,\n");
    expect(text("cluster/ha.ts")).to.contain("guests: [cluster.db1, cluster.db2],").and.contain('guest: "ct:204",');
    expect(text("cluster/access.ts")).to.contain("groups: [ops],").and.contain("    role: operator,\n");
    expect(text("cluster/sdn.ts")).to.contain("    zone: lab,\n").and.contain("    vnet: labnet,\n");
    expect(text("cluster/firewall.ts")).to.contain("securityGroup: base").and.contain("source: admins").and.contain("virtualMachine: cluster.db1");
    expect(text("cluster/replication.ts")).to.match(/ {4}guest: cluster\.\w+,\n {4}job: 0,/);
    expect(text("cluster/access.ts")).to.match(/ {4}path: cluster\.\w+,/);
    expect(text("cluster/network.ts")).to.match(/ports: \[rack\w+\]/).and.match(/interface: rack\w+/);
    expect(text("cluster/sdn.ts")).to.match(/fabric: \w+,/);
    expect(text("guests/rack-a1.ts")).to.contain("mapping: cluster.gpu").and.contain("bridge: cluster.rackA1Vmbr0").and.not.contain("member of the pool racks: ");
    const { code, stdout } = await check(folder);
    expect([stdout, code]).to.deep.equal(["", 0]);
  });

  it("leave no name of something in the code that is plain text, and lead to what comes before", () => {
    const { resource } = synthesiseIn(folder, join(folder, "cdktf.out")) as { readonly resource: Resources };
    expect(plainNames(resource)).to.deep.equal([]);
    expect(JSON.stringify(resource).match(/\$\{proxmox_\w+\.[\w-]+\.\w+\}/g)).to.have.lengthOf.above(60);
    // An import's id is text: Terraform 1.5 takes nothing else.
    expect(JSON.stringify(JSON.parse(text("cdktf.out/stacks/datacentre/cdk.tf.json")).import)).not.to.contain("${");
  });

  it("stay to the byte when it is imported again, and when less is asked for", async () => {
    const code = () => Object.fromEntries(paths(folder).filter((path) => /^(cluster|guests)\/|^cluster\.ts$/.test(path)).map((path) => [path, text(path).replace(/\n\n {2}\/\/ .* is set aside: .*(\n {2}\/\/ .*)*/g, "")]));
    const before = code();
    const { files, warnings } = await importing();
    expect(files.filter(({ change }) => change !== "unchanged")).to.deep.equal([]);
    expect(warnings.filter((one) => one.includes("/firewall")), "the firewall of a network that does not run yet is nothing that could not be read").to.deep.equal([]);
    await importing("--scope", "guests");
    expect(code()).to.deep.equal(before);
  });

  it("are used by an edit, go on where a guest is forgotten, and keep in the code what others refer to", async () => {
    const difference = async (...args: readonly string[]) => (JSON.parse((await pmpc([...args, "--dry-run", "--json"], folder)).stdout) as { readonly files: readonly { readonly diff: string }[] }).files.map(({ diff }) => diff).join("\n");
    const update = await difference("update", "vm", "103", "--scsi1", "tank:8", "--net2", "virtio,bridge=vmbr0", "--pool", "racks");
    expect(update).to.contain("storage: cluster.tank").and.contain("{ bridge: cluster.rackB2Vmbr0, model").and.contain("pool: cluster.racks,");

    const [stack, guests] = [text("cluster.ts"), text("guests/rack-b2.ts")];
    await pmpc(["forget", "vm", "103"], folder);
    expect(text("cluster.ts")).to.contain("readonly app1 = VirtualMachine.fromVmId(this, 103);");
    expect(text("guests/rack-b2.ts")).not.to.match(/app1|return/);
    const { code, stdout } = await check(folder);
    expect([stdout, code]).to.deep.equal(["", 0]);
    await pmpc(["forget", "vm", "103", "--undo"], folder);
    expect([text("cluster.ts"), text("guests/rack-b2.ts")]).to.deep.equal([stack, guests]);

    // As if the import had been applied.
    const names = text(".proxmox/names.jsonl");
    writeFileSync(join(folder, ".proxmox/names.jsonl"), names.replaceAll(',"adopt":true', ""));
    const kept = JSON.parse((await pmpc(["delete", "vm", "100", "--dry-run", "--json"], folder)).stdout) as { readonly error: { readonly code: string; readonly message: string } };
    expect(kept.error).to.include({ code: "cannot-edit" });
    expect(kept.error.message).to.match(/^cluster\/\w+\.ts:\d+ keeps vm 100 in the code: the code there refers to it$/);
    writeFileSync(join(folder, ".proxmox/names.jsonl"), names);
  });

  it("are in a workspace that had guests alone only a change of the stack: the guests' code stays as it is", async () => {
    const [other, before] = [newFolder(), folder];
    folder = other;
    try {
      await importing("--scope", "guests");
      const guests = text("guests/rack-b1.ts");
      expect(text("cluster.ts")).to.contain('readonly tank = Storage.fromName(this, "tank");');
      writeFileSync(join(folder, "cluster.ts"), text("cluster.ts").replace("  constructor", "  // Ours.\n  readonly answer = 42;\n\n  constructor"));
      await importing("--scope", "cluster");
      // A guest that something refers to has a constant, which the function returns.
      const returned = (code: string) => code.replace(/const \w+ = new/g, "new").replace(/\n\n {2}return \{ .* \};/, "").replace("(cluster: DatacentreCluster) {", "(cluster: DatacentreCluster): void {");
      expect(returned(text("guests/rack-b1.ts"))).to.equal(guests.replace('mapping: "dongle"', "mapping: cluster.dongle"));
      expect(text("cluster.ts")).to.contain("readonly tank = this.storages.tank;").and.contain("readonly answer = 42;").and.not.match(/^ {4}storages\(this\);/m);
      install(folder, { tsx: false });
      const { code, stdout } = await check(folder);
      expect([stdout, code]).to.deep.equal(["", 0]);
      const { resource } = synthesiseIn(folder, join(folder, "cdktf.out")) as { readonly resource: Resources };
      expect(plainNames(resource)).to.deep.equal([]);
    } finally {
      folder = before;
      remove(other);
    }
  });
});
