import { expect } from "chai";
import { Construct } from "constructs";
import { TerraformIterator, TerraformOutput, Testing } from "cdktf";
import { BootSource, Container, Image, Node, Pool, ProxmoxProvider, ProxmoxStack, Role, Size, Snippet, Storage, User, VirtualMachine, type VirtualMachineProps } from "../../constructs/index";
import { problemsOf } from "../support/problems";
import { synthesise } from "../support/synthesis";

interface Made {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- What Terraform is given.
  readonly resource: Record<string, Record<string, Record<string, any>>>;
  readonly output?: Record<string, { readonly value: unknown }>;
}

function made(build: (stack: ProxmoxStack) => void, checks = true): Made {
  const stack = new ProxmoxStack(Testing.app(), "home");
  new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006" });
  build(stack);
  return JSON.parse(Testing.synth(stack, checks));
}

const template = { operatingSystem: { type: "debian", template: "nas:vztmpl/debian-13.tar.zst" } } as const;

describe("a guest that is added to", () => {
  it("has the disks and cards that are added, behind its own", () => {
    const { web } = made((stack) => {
      const machine = new VirtualMachine(stack, "web", { node: "pve1", disks: [{ interface: "scsi0", size: Size.gibibytes(8) }] });
      machine.addDisk({ storage: "tank", size: Size.gibibytes(16) });
      machine.addDisk({ interface: "virtio0", size: Size.gibibytes(4) });
      machine.addNetworkDevice({ bridge: "vmbr1", vlanId: 20 });
    }).resource.proxmox_virtual_environment_vm!;
    expect(web!.disk).to.deep.equal([{ interface: "scsi0", size: 8 }, { interface: "scsi1", datastore_id: "tank", size: 16 }, { interface: "virtio0", size: 4 }]);
    expect((web!.network_device as { bridge: string; vlan_id: number }[])[0]).to.include({ bridge: "vmbr1", vlan_id: 20 });
  });

  it("has the mount points and cards of a container, with their addresses", () => {
    const { db } = made((stack) => {
      const container = new Container(stack, "db", { node: "pve1", ...template });
      container.addMountPoint({ volume: "tank", size: Size.gibibytes(8), path: "/srv" });
      container.addNetworkInterface({ name: "eth0", ip: "10.0.0.5/24" });
      container.addNetworkInterface({ name: "eth1", ip: "dhcp" });
    }).resource.proxmox_virtual_environment_container!;
    expect(db!.mount_point).to.deep.equal([{ volume: "tank", size: "8G", path: "/srv" }]);
    expect((db!.network_interface as { name: string }[]).map(({ name }) => name)).to.deep.equal(["eth0", "eth1"]);
    expect(db!.initialization).to.deep.include({ hostname: "db", ip_config: [{ ipv4: { address: "10.0.0.5/24" } }, { ipv4: { address: "dhcp" } }] });
  });

  it("is checked with what was added", () => {
    const problems = problemsOf((stack) => {
      const machine = new VirtualMachine(stack, "web", { node: "pve1", disks: [{ interface: "scsi0" }] });
      machine.addDisk({ interface: "scsi0" });
      machine.addDisk({ interface: "scsi1", size: 8 as never });
      machine.addNetworkDevice({ vlanId: 5000 });
      new Container(stack, "db", { node: "pve1", ...template }).addMountPoint({ volume: "tank", path: "/srv" });
    });
    expect(problems).to.have.members([
      "[home/web] disks[1] and disks[0] are both scsi0; give one of them another interface",
      "[home/web] disks[2].size: expected a size such as Size.gibibytes(8), got 8",
      "[home/web] networkDevices[0].vlanId is 5000, which Proxmox VE refuses; say a whole number from 1 to 4094",
      "[home/db] mountPoints[0] is to be made on a storage and has no size; say size: Size.gibibytes(…)",
    ]);
  });
});

describe("one construct for many guests", () => {
  const guests = { a: { address: "10.0.0.5/24" }, "b-1": { address: "10.0.0.6/24" } };

  it("names each of them, and knows the address of each", () => {
    const { resource, output } = made((stack) => {
      const each = TerraformIterator.fromMap(guests);
      const web = new VirtualMachine(stack, "web", { node: "pve1", forEach: each, cloudInit: { ipConfigs: [{ ipv4: each.getString("address") }] } });
      const db = new Container(stack, "db", { node: "pve1", ...template, forEach: each, pool: "prod", networkInterfaces: [{ name: "eth0", ip: "dhcp" }] });
      new TerraformOutput(stack, "web-a", { value: web.each("a").ipv4Address });
      new TerraformOutput(stack, "db-b", { value: db.each("b-1").ipv4Address });
      new TerraformOutput(stack, "number", { value: `vm-${web.each("b-1").vmIdText}-x` });
    });
    const { web } = resource.proxmox_virtual_environment_vm!;
    expect(web).to.deep.include({ for_each: guests, name: "web-${each.key}" });
    expect(output!["web-a"]!.value).to.match(/^\$\{try\(.*proxmox_virtual_environment_vm\.web\["a"\]\.mac_addresses/).and.not.contain("*");
    expect(output!["db-b"]!.value).to.equal('${try(proxmox_virtual_environment_container.db["b-1"].ipv4[proxmox_virtual_environment_container.db["b-1"].network_interface[0].name], null)}');
    expect(output!.number!.value).to.equal('vm-${proxmox_virtual_environment_vm.web["b-1"].vm_id}-x');
    expect(Object.values(resource.proxmox_pool_membership!)[0]).to.include({ vm_id: "${proxmox_virtual_environment_container.db[each.key].vm_id}" }).and.have.property("for_each");
  });

  it("has no rights, no firewall and no number that would be those of one", () => {
    const several = (use: (web: VirtualMachine) => unknown) => problemsOf((stack) => void use(new VirtualMachine(stack, "web", { node: "pve1", forEach: TerraformIterator.fromMap(guests) })));
    const uses: Readonly<Record<string, (web: VirtualMachine) => unknown>> = {
      grant: (web) => web.grant(new User(web.node.scope!, "kim"), Role.VM_USER), enableHa: (web) => web.enableHa(), replicateTo: (web) => web.replicateTo("pve2"), firewall: (web) => web.firewall.enable(),
      vmId: (web) => web.vmId, vmIdText: (web) => new Pool(web.node.scope!, "prod", { comment: web.vmIdText }),
    };
    for (const [what, use] of Object.entries(uses)) expect(several(use), what).to.deep.equal([`[home/web] ${what} is of one guest, and forEach makes several; make the guests in a loop, or say each("key").vmId where their numbers are all that is wanted`]);
  });

  it("has no number for all of them", () => {
    expect(problemsOf((stack) => void new VirtualMachine(stack, "web", { node: "pve1", vmId: 100, forEach: TerraformIterator.fromMap(guests) }))).to.deep.equal([
      '[home/web] vmId is 100 for each of the guests; say one for each, such as iterator.getNumber("vmId"), or leave it out',
    ]);
  });
});

describe("what is known of a guest", () => {
  it("is whether it is one, across copies of the package", () => {
    made((stack) => {
      const web = new VirtualMachine(stack, "web", { node: "pve1" });
      const db = new Container(stack, "db", { node: "pve1", ...template });
      expect([web, db, stack, undefined, null, "web"].map(VirtualMachine.isVirtualMachine)).to.deep.equal([true, false, false, false, false, false]);
      expect([web, db, {}].map(Container.isContainer)).to.deep.equal([false, true, false]);
      expect(Symbol.for("pmpc.VirtualMachine") in web).to.equal(true);
    });
  });

  it("is its node and its name, of one that is not managed here: a clone finds it from another node", () => {
    const { a, b } = made((stack) => {
      const golden = VirtualMachine.fromVmId(stack, 9000, { node: Node.fromName(stack, "pve2"), name: "golden" });
      expect(golden).to.deep.include({ vmId: 9000, nodeName: "pve2", name: "golden", haId: "vm:9000", aclPath: "/vms/9000", vmIdText: "9000" });
      expect(Container.fromVmId(stack, 200).haId).to.equal("ct:200");
      new VirtualMachine(stack, "a", { node: "pve1", boot: BootSource.fromClone(golden) });
      new VirtualMachine(stack, "b", { node: "pve2", boot: BootSource.fromClone(golden) });
    }).resource.proxmox_virtual_environment_vm!;
    expect(a!.clone).to.deep.equal({ vm_id: 9000, node_name: "pve2" });
    expect(b!.clone).to.deep.equal({ vm_id: 9000 });
  });

  it("is the address of an interface, and what a container is called", () => {
    const { output } = made((stack) => {
      const web = new VirtualMachine(stack, "web", { node: "pve1" });
      const db = new Container(stack, "db", { node: "pve1", ...template, networkInterfaces: [{ name: "eth1", ip6: "fd00::5/64" }] });
      const values = { one: web.addressOf("eth1"), six: web.addressOf("eth1", "ipv6"), ct: db.addressOf("eth1"), ct6: db.addressOf("eth1", "ipv6"), odd: db.addressOf('e"${x}'), host: db.hostname, all: db.ipv4Addresses };
      for (const [name, value] of Object.entries(values)) new TerraformOutput(stack, name, { value });
    });
    const said = Object.fromEntries(Object.entries(output!).map(([name, { value }]) => [name, value]));
    const [vm, ct] = ["proxmox_virtual_environment_vm.web", "proxmox_virtual_environment_container.db"];
    expect(said).to.include({
      one: `\${try([for at, name in ${vm}.network_interface_names : ${vm}.ipv4_addresses[at] if name == "eth1"][0][0], null)}`,
      ct: `\${try(${ct}.ipv4["eth1"], null)}`,
      ct6: `\${try(${ct}.ipv6["eth1"], "fd00::5")}`,
      odd: `\${try(${ct}.ipv4["e\\"$\${x}"], null)}`,
      host: `\${${ct}.initialization[0].hostname}`,
      all: `\${values(${ct}.ipv4)}`,
    });
    expect(said.six).to.include('!startswith(lower(address), "fe80:")');
  });
});

describe("a machine of Windows", () => {
  const lifecycle = (props: Partial<VirtualMachineProps>) => made((stack) => void new VirtualMachine(stack, "web", { node: "pve1", ...props })).resource.proxmox_virtual_environment_vm!.web!.lifecycle as { ignore_changes: string[] };

  it("keeps the version of its machine that Proxmox VE gives it, unless the code says one", () => {
    expect(lifecycle({ operatingSystem: "win11", machine: "q35" }).ignore_changes).to.include("machine");
    expect(lifecycle({ operatingSystem: { type: "w2k8" } }).ignore_changes).to.include("machine");
    expect(lifecycle({ operatingSystem: "win11", machine: "pc-q35-9.2" }).ignore_changes).to.not.include("machine");
    expect(lifecycle({ operatingSystem: "l26", machine: "q35" }).ignore_changes).to.not.include("machine");
    expect(lifecycle({ operatingSystem: "win11", machine: "q35", adopt: true, vmId: 100 }).ignore_changes).to.not.include("machine");
  });
});

describe("the checks of guests", () => {
  it("know the words of ignoreChanges: props, and Terraform's", () => {
    const ignoring = (...ignoreChanges: string[]) => problemsOf((stack) => void new VirtualMachine(stack, "web", { node: "pve1", ignoreChanges })).map((problem) => problem.replace("[home/web] ", ""));
    expect(ignoring("disks", "disks[0].size", "disk[0].size", "network_device", "cpu.cores", "cpu[0].cores", "cloudInit", "initialization", "timeout_clone", "all", "tags", "memory")).to.deep.equal([]);
    expect(ignoring("dsks")).to.deep.equal(['ignoreChanges has "dsks", which is not a property; did you mean "disks"?']);
    expect(ignoring("memory.dedicated", "memory[0].dedicated", "disks[0].ioThread", "disk[0].iothread", "cdrom.enabled", "initialization[0].ip_config[0].ipv4", "cloudInit.ipConfigs[0].ipv4.address", "smbios.uuid")).to.deep.equal([]);
    expect(ignoring("memory.dedicatd", "disks[0].sizes", "network_device[0].bridg")).to.deep.equal([
      'ignoreChanges has "memory.dedicatd", which is not a property; did you mean "memory.dedicated"?',
      'ignoreChanges has "disks[0].sizes", which is not a property; did you mean "disks.size"?',
      'ignoreChanges has "network_device[0].bridg", which is not a property; did you mean "network_device.bridge"?',
    ]);
    const db = (...ignoreChanges: string[]) => problemsOf((stack) => void new Container(stack, "db", { node: "pve1", vmId: 200, adopt: true, ignoreChanges })).map((problem) => problem.replace("[home/db] ", ""));
    expect(db("environmentVariables.PATH", "environment_variables", "networkInterfaces[0].ip", "initialization[0].ip_config", "rootDisk.size", "disk[0].size", "memory", "memory[0].dedicated", "features.nesting")).to.deep.equal([]);
    const prod = (...ignoreChanges: string[]) => problemsOf((stack) => void new Pool(stack, "prod", { ignoreChanges }));
    expect(prod("comment", "all")).to.deep.equal([]);
    expect(prod("coment")).to.deep.equal(['[home/prod] ignoreChanges has "coment", which is not a property; did you mean "comment"?']);
    expect(ignoring("colour")).to.deep.equal(['ignoreChanges has "colour", which is not a property; take it away']);
  });

  it("ignore everything in Terraform's own word, which is no path", () => {
    const { home } = synthesise((app) => {
      const stack = new ProxmoxStack(app, "home");
      new VirtualMachine(stack, "web", { node: "pve1", ignoreChanges: ["tags", "all"] });
      new Pool(stack, "prod", { ignoreChanges: ["all"] });
    });
    const { resource } = JSON.parse(home!) as { resource: Readonly<Record<string, Readonly<Record<string, { lifecycle: { ignore_changes: unknown } }>>>> };
    expect(Object.values(resource).flatMap((ones) => Object.values(ones).map(({ lifecycle }) => lifecycle.ignore_changes))).to.deep.equal(["all", "all"]);
  });

  it("find a container that is made from nothing", () => {
    expect(problemsOf((stack) => void new Container(stack, "db", { node: "pve1", operatingSystem: "debian" }))).to.deep.equal(['[home/db] nothing says what it is made from; say operatingSystem: { type: "debian", template: … }, or clone']);
    expect(problemsOf((stack) => void new Container(stack, "db", { node: "pve1", vmId: 200, adopt: true }))).to.deep.equal([]);
  });

  it("find an image and a snippet that only another node has", () => {
    const problems = problemsOf((stack) => {
      const image = new Image(stack, "debian", { node: "pve2", storage: "local", url: "https://example.org/debian.qcow2" });
      const user = new Snippet(stack, "user", { node: "pve2", storage: Storage.fromName(stack, "tank", { shared: false }), text: "#cloud-config\n" });
      const shared = new Image(stack, "shared", { node: "pve2", storage: Storage.fromName(stack, "nas"), url: "https://example.org/debian.qcow2" });
      new VirtualMachine(stack, "web", { node: "pve1", boot: BootSource.fromImage(image), cloudInit: { userData: user } });
      new VirtualMachine(stack, "same", { node: "pve2", boot: BootSource.fromImage(image) });
      new VirtualMachine(stack, "fine", { node: "pve1", boot: BootSource.fromImage(shared) });
    });
    const remedy = "lies on a storage of pve2 alone, and the guest is made on pve1; have an image for pve1, or put it on a shared storage";
    expect(problems).to.have.members([`[home/web] disks[0].importFrom ${remedy}`, `[home/web] cloudInit.userData ${remedy}`]);
  });

  it("find features of a container that no token may set", () => {
    const problems = (unprivileged: boolean, features: object, provider: object) => {
      const stack = new ProxmoxStack(Testing.app(), "home");
      new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006", ...provider });
      new Container(stack, "db", { node: "pve1", ...template, unprivileged, features });
      try {
        Testing.synth(stack, true);
        return [];
      } catch (error) {
        return (error as Error).message.split("\n").filter((line) => line.includes("[home/db]"));
      }
    };
    const token = { apiToken: "pmpc@pve!x=1" };
    expect(problems(true, { keyctl: true, nesting: true }, token)[0]).to.include("features.keyctl can only be set by root@pam, and Proxmox VE refuses every token");
    expect(problems(false, { nesting: true }, token)[0]).to.include("or say unprivileged: true");
    expect(problems(true, { nesting: true, keyctl: false }, token)).to.deep.equal([]);
    expect(problems(true, { keyctl: true }, { username: "root@pam" })).to.deep.equal([]);
  });

  it("say where a name comes from that Proxmox VE refuses", () => {
    const problems = problemsOf((stack) => {
      const group = new Construct(stack, "my_group");
      new VirtualMachine(group, "web", { node: "pve1" });
      new Container(stack, "d b", { node: "pve1", ...template });
      new VirtualMachine(stack, "x", { node: "pve1", name: "a_b" });
    });
    expect(problems).to.have.members([
      '[home/my_group/web] name is "my_group-web", which is the path of the construct and the provider refuses; say a domain name, such as name: "my-group-web"',
      '[home/d b] hostname is "d b", which is the id of the construct and the provider refuses; say a domain name, such as hostname: "d-b"',
      '[home/x] name is "a_b", which the provider refuses; say a domain name',
    ]);
  });
});
