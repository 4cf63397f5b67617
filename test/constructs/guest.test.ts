import { expect } from "chai";
import { Testing } from "cdktf";
import { Bridge, Container, Image, Node, Pool, ProxmoxProvider, ProxmoxStack, Size, Storage, VirtualMachine } from "../../constructs/index";

interface Synthesised {
  readonly import?: readonly { to: string; id: string }[];
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

function synthesise(build: (stack: ProxmoxStack) => void): Synthesised {
  const stack = new ProxmoxStack(Testing.app(), "home");
  new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006" });
  build(stack);
  return JSON.parse(Testing.synth(stack)) as Synthesised;
}

const machine = (json: Synthesised) => json.resource.proxmox_virtual_environment_vm!.web!;
const container = (json: Synthesised) => json.resource.proxmox_virtual_environment_container!.web!;

describe("guests", () => {
  it("write every kind of reference by its name", () => {
    const json = synthesise((stack) => {
      new VirtualMachine(stack, "web", {
        node: Node.fromName(stack, "pve1"),
        pool: Pool.fromName(stack, "prod"),
        disks: [{ interface: "scsi0", storage: Storage.fromName(stack, "tank"), size: Size.gibibytes(32), discard: true }],
        cdrom: { image: Image.fromVolume(stack, "local:iso/debian.iso"), interface: "ide2" },
        networkDevices: [{ bridge: Bridge.fromName(stack, "vmbr7") }],
      });
    });
    expect(machine(json)).to.deep.include({ node_name: "pve1", pool_id: "prod", name: "web", on_boot: false });
    expect(machine(json).disk).to.deep.equal([{ interface: "scsi0", datastore_id: "tank", size: 32, discard: "on" }]);
    expect(machine(json).cdrom).to.deep.equal({ file_id: "local:iso/debian.iso", interface: "ide2" });
    expect((machine(json).network_device as { bridge: string }[])[0]!.bridge).to.equal("vmbr7");
  });

  it("write every key of a network device, for Terraform wants them all", () => {
    const json = synthesise((stack) => void new VirtualMachine(stack, "web", { node: "pve1", networkDevices: [{ bridge: "vmbr0", vlanId: 10 }] }));
    const [device] = machine(json).network_device as Record<string, unknown>[];
    expect(Object.keys(device!)).to.have.length(11);
    expect(device).to.include({ bridge: "vmbr0", vlan_id: 10, mac_address: null });
  });

  it("give the addresses of a container's cards to those cards: the provider counts only what has some", () => {
    const json = synthesise((stack) => {
      new Container(stack, "web", {
        node: "pve1",
        rootDisk: { storage: Storage.fromName(stack, "tank"), size: Size.gibibytes(8) },
        networkInterfaces: [{ name: "eth0", bridge: "vmbr0" }, { name: "eth1", ip: "10.0.0.5/24", gateway: "10.0.0.1" }, { name: "eth2" }],
      });
    });
    expect(container(json).disk).to.deep.equal({ datastore_id: "tank", size: 8 });
    expect(container(json).initialization).to.deep.equal({
      hostname: "web",
      ip_config: [{ ipv4: { address: "manual" } }, { ipv4: { address: "10.0.0.5/24", gateway: "10.0.0.1" } }],
    });
  });

  it("are protected, and leave power and node where they began", () => {
    const json = synthesise((stack) => {
      new VirtualMachine(stack, "web", { node: "pve1" });
      new Container(stack, "web2", { node: "pve1" });
    });
    expect(machine(json).lifecycle).to.deep.equal({ prevent_destroy: true, ignore_changes: ["started", "node_name"] });
    expect(json.resource.proxmox_virtual_environment_container!.web2!.lifecycle).to.deep.include({ prevent_destroy: true });
  });

  it("are enforced where the user asks, and may be destroyed where the user says so", () => {
    const json = synthesise((stack) => void new VirtualMachine(stack, "web", { node: "pve1", started: true, migrate: true, removalPolicy: "destroy" }));
    expect(machine(json)).to.include({ started: true, migrate: true });
    expect(machine(json).lifecycle).to.deep.equal({ prevent_destroy: false, ignore_changes: [] });
  });

  it("are adopted by an import block, and ignore what only an import must", () => {
    const json = synthesise((stack) => void new Container(stack, "web", { node: "pve1", vmId: 202, adopt: true, ignoreChanges: ["memory"] }));
    expect(json.import).to.deep.equal([{ to: "proxmox_virtual_environment_container.web", id: "pve1/202" }]);
    expect((container(json).lifecycle as { ignore_changes: string[] }).ignore_changes).to.include.members(["timeout_create", "timeout_start", "memory"]);
  });

  it("keep templates of other languages as text", () => {
    const json = synthesise((stack) => void new VirtualMachine(stack, "web", { node: "pve1", description: '${file("/etc/passwd")} %{ if } $${x}' }));
    expect(machine(json).description).to.equal('$${file("/etc/passwd")} %%{ if } $$${x}');
  });
});
