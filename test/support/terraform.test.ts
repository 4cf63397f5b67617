import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { apply, plan, terraformPath, validate } from "./terraform";

describe("terraform with a provider in this process (skipped where neither terraform nor tofu is installed)", () => {
  let folder: string;

  before(function () {
    if (terraformPath === undefined) this.skip();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pmpc-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function write(content: object): void {
    const terraform = { required_providers: { proxmox: { source: "bpg/proxmox" } }, backend: { local: { path: join(folder, "state") } } };
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ terraform, ...content }));
  }
  const guest = (attributes: object = {}): object => ({
    resource: { proxmox_virtual_environment_vm: { web: { node_name: "pve1", vm_id: 100, disk: [{ interface: "scsi0" }], ...attributes } } },
  });
  async function actions(): Promise<string[]> {
    return (await plan(folder)).map(({ address, change }) => `${change.importing ? "import " : ""}${change.actions.join("+")} ${address}`);
  }

  it("finds nothing wrong with what fits the schema", async () => {
    write({ ...guest(), provider: { proxmox: [{ endpoint: "https://pve1:8006" }] }, data: { proxmox_virtual_environment_nodes: { all: {} } } });
    expect(await validate(folder)).to.deep.equal([]);
  });

  it("finds unknown arguments and values of the wrong type", async () => {
    write(guest({ colour: "red", vm_id: "many" }));
    expect((await validate(folder)).map(({ summary }) => summary)).to.have.members(["Extraneous JSON object property", "Incorrect attribute value type"]);
  });

  it("finds values for what only the provider sets", async () => {
    write(guest({ ipv4_addresses: [["10.0.0.1"]] }));
    expect((await validate(folder)).map(({ detail }) => detail)).to.deep.equal(['The provider sets "ipv4_addresses".']);
  });

  it("finds keys that terraform drops without a word", async () => {
    const device = { bridge: "vmbr0", disconnected: null, enabled: true, firewall: null, mac_address: null, model: null, mtu: null, queues: null };
    const devices = [{ ...device, rate_limit: null, trunks: null, vlan_id: null, colour: "red" }];
    write({ resource: { proxmox_vm: { new: { node_name: "pve1", cpu: { cores: 1, kernels: 2 } } }, ...(guest({ network_device: devices }) as { resource: object }).resource } });
    expect((await validate(folder)).map(({ detail }) => detail)).to.deep.equal([
      'The schema has no "proxmox_vm.new.cpu.kernels"; terraform would drop it.',
      'The schema has no "proxmox_virtual_environment_vm.web.network_device.colour"; terraform would drop it.',
    ]);
  });

  it("does not know before it applies what the provider will compute", async () => {
    const resource = {
      web: { node_name: "pve1" },
      // Of the tag, terraform knows its first letter; of the disks, that there is a list.
      db: {
        node_name: "pve1",
        name: "${proxmox_virtual_environment_vm.web.id}-db",
        tags: ["a${proxmox_virtual_environment_vm.web.ipv4_addresses[1][0]}"],
        dynamic: { disk: { for_each: "${proxmox_virtual_environment_vm.web.mac_addresses}", content: [{ interface: "scsi0" }] } },
      },
    };
    write({ resource: { proxmox_virtual_environment_vm: resource }, output: { name: { value: "db-${proxmox_virtual_environment_vm.db.id}" } } });
    expect(await actions()).to.deep.equal(["create proxmox_virtual_environment_vm.db", "create proxmox_virtual_environment_vm.web"]);
  });

  it("plans, applies, and then has nothing left to do", async () => {
    write(guest());
    expect(await actions()).to.deep.equal(["create proxmox_virtual_environment_vm.web"]);
    await apply(folder);
    expect(await actions()).to.deep.equal(["no-op proxmox_virtual_environment_vm.web"]);
  });

  it("imports, destroys what has left the code, and keeps what is forgotten", async () => {
    const output = { id: { value: "${proxmox_virtual_environment_vm.web.id}" } };
    write({ ...guest(), output, import: [{ to: "proxmox_virtual_environment_vm.web", id: "pve1/100" }] });
    expect(await actions()).to.deep.equal(["import update proxmox_virtual_environment_vm.web"]);
    await apply(folder);
    expect(JSON.parse(readFileSync(join(folder, "state"), "utf8")).outputs.id.value).to.equal("100");
    expect(await actions()).to.deep.equal(["no-op proxmox_virtual_environment_vm.web"]);
    write({});
    expect(await actions()).to.deep.equal(["delete proxmox_virtual_environment_vm.web"]);
    write({ removed: [{ from: "proxmox_virtual_environment_vm.web", lifecycle: { destroy: false } }] });
    expect(await actions()).to.deep.equal(["forget proxmox_virtual_environment_vm.web"]);
  });
});
