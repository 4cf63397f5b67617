import { expect } from "chai";
import { Fn, TerraformStack, TerraformVariable, Token } from "cdktf";
import {
  BootSource, Bridge, Container, Duration, Image, LvmStorage, Pool, ProxmoxProvider, ProxmoxStack, Size, Snippet, VirtualMachine,
} from "../../constructs/index";
import type { ContainerProps, VirtualMachineProps } from "../../constructs/index";
import { checkValues } from "../../constructs/check/value";
import { checkVirtualMachine } from "../../constructs/check/virtual-machine";
import { catalog } from "../../lib/schema/catalog";
import { placesOf } from "../../lib/schema/places";
import { propPath, toProps } from "../../lib/schema/props";
import { writeGuest } from "../../lib/schema/write";
import { clusterGuests } from "../support/guests";
import { problemsOf } from "../support/problems";
import { synthesise } from "../support/synthesis";

const machine = (props: Partial<VirtualMachineProps>) => problemsOf((stack) => void new VirtualMachine(stack, "web", { node: "pve1", ...props }));
const container = (props: Partial<ContainerProps>) => problemsOf((stack) => void new Container(stack, "db", { node: "pve1", ...(props.clone === undefined && props.operatingSystem === undefined && { operatingSystem: { type: "debian", template: "local:vztmpl/debian-13.tar.zst" } }), ...props }));

describe("the check of a virtual machine", () => {
  it("passes what is well", () => {
    const well: Partial<VirtualMachineProps> = {
      vmId: 100,
      cpu: { cores: 4, type: "x86-64-v2-AES", affinity: "0-3", flags: ["+aes"], hotplugged: 2, numa: true },
      memory: { dedicated: Size.gibibytes(4), floating: Size.gibibytes(2), hugepages: "2" },
      numaNodes: [{ device: "numa0", cpus: "0-3", memory: Size.gibibytes(4) }],
      machine: "q35",
      disks: [{ interface: "scsi0", size: Size.gibibytes(8), ioThread: true }, { interface: "ide0", storage: "", path: "/dev/disk/by-id/x" }],
      cdrom: { image: "none" },
      cloudInit: { ipConfigs: [{ ipv4: { address: "10.0.0.5/24", gateway: "10.0.0.1" }, ipv6: "auto" }], dns: { servers: ["9.9.9.9", "2620:fe::fe"] } },
      bootOrder: ["scsi0", "ide3", "net0"],
      networkDevices: [{ bridge: "vmbr0", macAddress: "BC:24:11:00:00:01", vlanId: 4094, trunks: "10;20" }],
      pciDevices: [{ slot: "hostpci0", mapping: "gpu", pcie: true }],
      smbios: { manufacturer: "Ünicode & sons", uuid: "4f7d9c1e-7b8d-4c86-a2a5-1c1f5b3a2f10" },
      tags: ["web", "prod_1"],
      startup: { order: 1, upDelay: Duration.minutes(1) },
      agent: { enabled: true, timeout: Duration.seconds(10) },
      watchdog: { enabled: true, action: "reset" },
      timeoutClone: 600,
    };
    expect(machine(well)).to.deep.equal([]);
  });

  const wrong: readonly (readonly [string, Partial<VirtualMachineProps>, string])[] = [
    ["a word that was meant otherwise", { onboot: true } as object, "onboot is not known; did you mean onBoot?"],
    ["an option that was meant otherwise", { ignoreChange: [] } as object, "ignoreChange is not known; did you mean ignoreChanges?"],
    ["a word that means nothing", { adpot: true } as object, "adpot is not known; take it away"],
    ["a word of Terraform's that every resource takes", { dependsOn: [] } as object, "dependsOn is not known; say it of the resource underneath: .resource.dependsOn"],
    ["a text of Terraform's that TypeScript changed", { description: Token.asString({ creationStack: [], resolve: () => "x" }).toUpperCase() } as object, "description was made of a text that only Terraform knows, and TypeScript cannot change such a text; say it with Terraform's functions, such as Fn.upper(…)"],
    ["a word inside a block", { cpu: { core: 2 } } as object, "cpu.core is not known; did you mean cores?"],
    ["a word inside an element", { disks: [{ interface: "scsi0", size: Size.gibibytes(1), colour: "red" }] } as object, "disks[0].colour is not known; take it away"],
    ["a number below the least", { vmId: 99 }, "vmId is 99, which the provider refuses; say at least 100"],
    ["a name that Proxmox VE refuses", { name: "my_vm" }, 'name is "my_vm", which the provider refuses; say a domain name'],
    ["a CPU type that the provider rejects", { cpu: { type: "EPYC-Rom" } }, 'cpu.type is "EPYC-Rom", which the provider refuses; did you mean "EPYC-Rome"?'],
    ["a machine type that the provider rejects", { machine: "q36" }, 'machine is "q36", which the provider refuses; say q35, virt, or a version of pc, q35 or virt'],
    ["memory below the least", { memory: Size.mebibytes(32) }, "memory.dedicated is 32M, which the provider refuses; say 64 to 268435456 MiB"],
    ["ballooning above the memory", { memory: { dedicated: Size.gibibytes(1), floating: Size.gibibytes(2) } }, "memory.floating is 2G, above memory.dedicated (1G); a balloon only takes memory away, so say at most that"],
    ["a disk smaller than 1 GiB", { disks: [{ interface: "scsi0", size: Size.mebibytes(512) }] }, "disks[0].size is 512M, which the provider refuses; say at least 1 GiB"],
    ["a disk of a broken size", { disks: [{ interface: "scsi0", size: Size.mebibytes(1536) }] }, "disks[0].size is 1536M, which is not a whole number of GiB; round it"],
    ["a disk interface that is used twice", { disks: [{ interface: "scsi0" }, { interface: "scsi0" }] }, "disks[1] and disks[0] are both scsi0; give one of them another interface"],
    ["a disk where the CD drive is", { disks: [{ interface: "ide3" }], cdrom: { image: "none" } }, "cdrom and disks[0] are both ide3; give one of them another interface"],
    ["a disk where the cloud-init drive is", { disks: [{ interface: "ide2" }], cloudInit: {} }, "cloudInit and disks[0] are both ide2; give one of them another interface"],
    ["a bus that is full", { disks: [{ interface: "sata6" }] }, 'disks[0].interface is "sata6", which Proxmox VE does not have; say ide0 to ide3, sata0 to sata5, scsi0 to scsi30 or virtio0 to virtio15'],
    ["a setting that the bus does not have", { disks: [{ interface: "virtio0", ssd: true }] }, "disks[0].ssd is only for ide and sata and scsi, and the disk is virtio0; take it away"],
    ["a device that is on no storage", { disks: [{ interface: "scsi0", path: "/dev/sdb" }] }, 'disks[0].path passes a device through, which is on no storage; say storage: ""'],
    ["a boot order that names a missing disk", { disks: [{ interface: "scsi0" }], bootOrder: ["scsi1"] }, "bootOrder names scsi1, which the machine does not have; say one of scsi0"],
    ["a boot order that names a missing card", { networkDevices: [{}], bootOrder: ["net1"] }, "bootOrder names net1, which the machine does not have; take it away"],
    ["a boot order that names something twice", { disks: [{ interface: "scsi0" }], bootOrder: ["scsi0", "scsi0"] }, "bootOrder names scsi0 twice; name it once"],
    ["a VLAN that there cannot be", { networkDevices: [{ vlanId: 5000 }] }, "networkDevices[0].vlanId is 5000, which Proxmox VE refuses; say a whole number from 1 to 4094"],
    ["an address of a group of cards", { networkDevices: [{ macAddress: "01:00:5E:00:00:01" }] }, 'networkDevices[0].macAddress is "01:00:5E:00:00:01", which Proxmox VE refuses; say a MAC address of one card: its second digit is even'],
    ["an address without a prefix length", { cloudInit: { ipConfigs: [{ ipv4: "10.0.0.5" }] } }, 'cloudInit.ipConfigs[0].ipv4.address is "10.0.0.5", which Proxmox VE refuses; say dhcp, or an address with its prefix length: 10.0.0.5/24'],
    ["a gateway without an address", { cloudInit: { ipConfigs: [{ ipv4: { gateway: "10.0.0.1" } }] } }, "cloudInit.ipConfigs[0].ipv4 has a gateway and no address; say address, or take gateway away"],
    ["a gateway beside DHCP", { cloudInit: { ipConfigs: [{ ipv4: { address: "dhcp", gateway: "10.0.0.1" } }] } }, 'cloudInit.ipConfigs[0].ipv4 has a gateway beside "dhcp", which brings its own; take gateway away'],
    ["more CPUs plugged in than there are", { cpu: { cores: 2, hotplugged: 4 } }, "cpu.hotplugged is 4, of 2 CPUs (1 × 2); say at most that, or more cores"],
    ["NUMA nodes without NUMA", { numaNodes: [{ device: "numa0", cpus: "0", memory: Size.gibibytes(1) }] }, "numaNodes[0] needs NUMA; say cpu: { numa: true }"],
    ["huge pages without NUMA", { memory: { hugepages: "any" } }, "memory.hugepages needs NUMA; say cpu: { numa: true }"],
    ["PCI Express on the old machine", { pciDevices: [{ slot: "hostpci0", id: "01:00.0", pcie: true }] }, 'pciDevices[0].pcie needs the machine q35; say machine: "q35"'],
    ["a PCI device that is nothing", { pciDevices: [{ slot: "hostpci0" }] }, "pciDevices[0] says neither id nor mapping; say one of them"],
    ["a USB device that is two", { usbDevices: [{ host: "1-2", mapping: "key" }] }, "usbDevices[0] says both host and mapping; say one of them"],
    ["more devices than the provider takes", { usbDevices: ["1-1", "1-2", "1-3", "1-4", "1-5"].map((host) => ({ host })) }, "usbDevices has 5 elements, and the provider takes 4; leave some out"],
    ["a watchdog that would not be there", { watchdog: { action: "reset" } }, "watchdog does not say enabled, so there would be none; say enabled: true"],
    ["a tag with a blank", { tags: ["my tag"] }, 'tags is "my tag", which Proxmox VE refuses; say words of letters, digits and _ - + .'],
    ["a storage that cannot be", { disks: [{ interface: "scsi0", storage: "local lvm" }] }, 'disks[0].storage is "local lvm", which is not the name of a storage; say two or more letters, digits, - _ .'],
    ["a length of time that is no whole number of seconds", { timeoutClone: Duration.milliseconds(1500) }, "timeoutClone is 1500ms, which Proxmox VE refuses; say a whole number"],
    ["what is adopted without a number", { adopt: true }, "adopt needs vmId, the number of the guest in the cluster; add vmId, or take adopt away to create a guest"],
  ];
  for (const [what, props, problem] of wrong) {
    it(`fails for ${what}`, () => expect(machine(props)).to.deep.equal([`[home/web] ${problem}`]));
  }

  it("reads the id of the construct as its name", () => {
    expect(problemsOf((stack) => void new VirtualMachine(stack, "my_vm", { node: "pve1" }))).to.deep.equal(['[home/my_vm] name is "my_vm", which is the id of the construct and the provider refuses; say a domain name, such as name: "my-vm"']);
  });

  it("lets tokens pass", () => {
    const props = (stack: TerraformStack): VirtualMachineProps => {
      const number = new TerraformVariable(stack, "number", { type: "number" });
      const text = new TerraformVariable(stack, "text", { type: "string" });
      return {
        node: text.stringValue,
        vmId: number.numberValue,
        name: `web-${text.stringValue}`,
        cpu: { type: text.stringValue, cores: number.numberValue },
        memory: Size.mebibytes(number.numberValue),
        disks: [{ interface: "scsi0", size: Size.gibibytes(number.numberValue) }],
        networkDevices: [{ macAddress: text.stringValue, vlanId: number.numberValue }],
        tags: Token.asList(text.value),
      };
    };
    expect(problemsOf((stack) => void new VirtualMachine(stack, "web", props(stack)))).to.deep.equal([]);
    const { home } = synthesise((app) => {
      const stack = new ProxmoxStack(app, "home");
      new VirtualMachine(stack, "web", props(stack));
    });
    const { web } = JSON.parse(home!).resource.proxmox_virtual_environment_vm;
    expect(web.memory.dedicated).to.equal("${var.number}");
    expect(web.disk[0].size).to.equal("${var.number}");
  });

  it("fails for a size whose token is in another unit, which nobody could compute", () => {
    const build = (stack: TerraformStack) => void new VirtualMachine(stack, "web", { node: "pve1", memory: Size.gibibytes(new TerraformVariable(stack, "number", {}).numberValue) });
    expect(problemsOf(build)).to.deep.equal(["[home/web] memory.dedicated is a token in another unit than Terraform's; say Size.mebibytes(…)"]);
  });

  it("leaves the devices of a template alone", () => {
    expect(machine({ boot: BootSource.fromClone(9000), bootOrder: ["scsi0"] })).to.deep.equal([]);
  });

  it("takes an adopted guest as it is, save what the provider refuses", () => {
    expect(machine({ vmId: 100, adopt: true, bootOrder: ["scsi7"], memory: { dedicated: Size.gibibytes(1), floating: Size.gibibytes(2) } })).to.deep.equal([]);
    expect(machine({ vmId: 100, adopt: true, cpu: { numa: false }, memory: { hugepages: "2" } })).to.deep.equal([]);
    expect(machine({ vmId: 100, adopt: true, memory: { hugepages: "2" } })).to.have.length(1);
    expect(machine({ vmId: 100, adopt: true, machine: "q36" })).to.have.length(1);
  });

  it("passes every guest of a real cluster as an import writes it", () => {
    const problems = clusterGuests.flatMap(({ name, guest }) => {
      const { rows } = catalog[guest.type];
      const { config, ignore } = writeGuest(guest);
      const props = toProps(catalog[guest.type], config, placesOf(guest));
      const rules = guest.type === "qemu" ? checkVirtualMachine(props as never, ignore.map(({ path }) => propPath(rows, path))) : [];
      return [...checkValues(rows, props), ...rules].map((problem) => `${name}: ${problem}`);
    });
    expect(problems).to.deep.equal([]);
  });
});

describe("the check of a container", () => {
  it("knows no words of Terraform's where the props have others", () => {
    expect(container({ initialization: { hostname: "db" } } as object)).to.deep.equal(["[home/db] initialization is not known; take it away"]);
  });

  it("knows the words of its cards, of their addresses and of its own, and no others", () => {
    expect(container({ networkInterfaces: [{ name: "eth0", ip: "10.0.0.5/24", gateway: "10.0.0.1", netmask: 24 } as object as { name: string }] })).to.deep.equal(["[home/db] networkInterfaces[0].netmask is not known; take it away"]);
  });

  it("passes what is well", () => {
    const well: Partial<ContainerProps> = {
      operatingSystem: { type: "debian", template: "local:vztmpl/debian-13.tar.zst" },
      rootDisk: { storage: "tank", size: Size.gibibytes(8) },
      mountPoints: [{ volume: "tank", size: Size.gibibytes(8), path: "/var/lib/data" }, { volume: "/srv/media", path: "/media" }],
      networkInterfaces: [{ name: "eth0", ip: "10.0.0.5/24", gateway: "10.0.0.1" }, { name: "eth1" }],
      devices: [{ path: "/dev/dri/renderD128", mode: "0660" }],
      userAccount: { keys: ["ssh-ed25519 AAAA kim@lan"] },
      environment: { TZ: "Europe/Vienna" },
    };
    expect(container(well)).to.deep.equal([]);
  });

  const wrong: readonly (readonly [string, Partial<ContainerProps>, string])[] = [
    ["memory below the least", { memory: Size.mebibytes(8) }, "memory is 8M, which the provider refuses; say 16 to 268435456 MiB"],
    ["two cards of one name", { networkInterfaces: [{ name: "eth0" }, { name: "eth0" }] }, "networkInterfaces has two cards named eth0; give one of them another name"],
    ["an address that the provider would give to another card", { networkInterfaces: [{ name: "eth0" }, { name: "eth1", ip: "dhcp" }] }, 'networkInterfaces[0] (eth0) has no address and comes before a card that has one: the provider would give it that; say ip: "manual", or put it last'],
    ["an address that is none", { networkInterfaces: [{ name: "eth0", ip: "10.0.0.300/24" }] }, 'networkInterfaces[0].ip is "10.0.0.300/24", which Proxmox VE refuses; say dhcp, or an address with its prefix length: 10.0.0.5/24'],
    ["two mount points on one path", { mountPoints: [{ volume: "/a", path: "/srv" }, { volume: "/b", path: "/srv/" }] }, "mountPoints has two on /srv/; give one of them another path"],
    ["a new volume without a size", { mountPoints: [{ volume: "tank", path: "/srv" }] }, "mountPoints[0] is to be made on a storage and has no size; say size: Size.gibibytes(…)"],
    ["two origins", { clone: { container: 9000 }, operatingSystem: { type: "debian", template: "local:vztmpl/x.tar.zst" } }, "clone and operatingSystem.template are two origins; say one of them"],
    ["a device elsewhere than below /dev", { devices: [{ path: "/etc/passwd" }] }, 'devices[0].path is "/etc/passwd", which Proxmox VE refuses; say a path below /dev'],
  ];
  for (const [what, props, problem] of wrong) {
    it(`fails for ${what}`, () => expect(container(props)).to.deep.equal([`[home/db] ${problem}`]));
  }
});

describe("the check of what else is managed", () => {
  it("names each construct and what to do", () => {
    const problems = problemsOf((stack) => {
      new Bridge(stack, "vmbr0.100", { node: "pve1" });
      new Pool(stack, "a b");
      new LvmStorage(stack, "first", { name: "1st", volumeGroup: "data" });
      new Image(stack, "cloud", { node: "pve1", storage: "local", url: "https://example.org/noble.img" });
      new Image(stack, "ftp", { node: "pve1", storage: "local", url: "ftp://example.org/a.iso" });
      new Snippet(stack, "user", { node: "pve1", storage: "local", text: "", fileName: "../user.yaml" });
      Image.fromVolume(stack, "debian.iso");
    });
    expect(problems.map((problem) => problem.slice(0, 60))).to.have.members([
      '[home] "debian.iso" is not a volume of a storage; name the storage and the file: local:iso/debian-13.iso',
      '[home/vmbr0.100] name is "vmbr0.100", which the provider refuses; say at most ten letters, digits and underscores',
      '[home/a b] name is "a b", which Proxmox VE refuses; say letters, digits',
      '[home/first] name is "1st", which Proxmox VE refuses; say letters, digits',
      '[home/cloud] the ending of "noble.img" does not tell what it is for',
      '[home/ftp] url is "ftp://example.org/a.iso"; say http:// or https://',
      '[home/user] fileName is "../user.yaml"; say letters, digits, - _ .',
    ].map((problem) => problem.slice(0, 60)));
  });
});

describe("what guests of one app share", () => {
  const card = (macAddress: string) => ({ node: "pve1", networkDevices: [{ macAddress }] });
  const address = (ipv4: string, vlanId?: number): VirtualMachineProps => ({ node: "pve1", networkDevices: [{ vlanId }], cloudInit: { ipConfigs: [{ ipv4 }] } });

  it("fails for every number, MAC and static address that is used twice, at once", () => {
    const problems = problemsOf((stack) => {
      new VirtualMachine(stack, "a", { vmId: 100, ...card("bc:24:11:00:00:01"), cloudInit: { ipConfigs: [{ ipv4: "10.0.0.5/24", ipv6: "fd00::5/64" }] } });
      new VirtualMachine(stack, "b", { vmId: 100, ...card("BC:24:11:00:00:01") });
      new Container(stack, "c", { node: "pve1", vmId: 100, operatingSystem: { type: "debian", template: "local:vztmpl/debian-13.tar.zst" }, networkInterfaces: [{ name: "eth0", ip: "10.0.0.5/16", ip6: "fd00:0:0::0005/64" }] });
      new VirtualMachine(stack, "d", { node: "pve1", name: "d_", cpu: { cores: 0 } });
    });
    expect(problems).to.have.members([
      "[home/b] vmId 100 is also vmId of home/a; give one of them another, or leave it out",
      "[home/b] networkDevices[0].macAddress BC:24:11:00:00:01 is also networkDevices[0].macAddress of home/a; give one of them another, or say sharesAddresses: true where that is meant",
      "[home/c] vmId 100 is also vmId of home/a; give one of them another, or leave it out",
      "[home/c] networkInterfaces[0].ip 10.0.0.5/16 is also cloudInit.ipConfigs[0].ipv4 of home/a; give one of them another, or say sharesAddresses: true where that is meant",
      "[home/c] networkInterfaces[0].ip6 fd00:0:0::0005/64 is also cloudInit.ipConfigs[0].ipv6 of home/a; give one of them another, or say sharesAddresses: true where that is meant",
      '[home/d] name is "d_", which the provider refuses; say a domain name',
      "[home/d] cpu.cores is 0, which the provider refuses; say 1 to 2304",
    ]);
  });

  it("works in a plain stack", () => {
    const build = (stack: TerraformStack): void => ["a", "b"].forEach((id) => new VirtualMachine(stack, id, { node: "pve1", vmId: 100 }));
    expect(problemsOf(build, TerraformStack)).to.deep.equal(["[home/b] vmId 100 is also vmId of home/a; give one of them another, or leave it out"]);
  });

  it("is seen across stacks, whose problems all come at once", () => {
    const problems = problemsOf((stack, app) => {
      const other = new ProxmoxStack(app, "more");
      new ProxmoxProvider(other, { endpoint: "https://pve1.lan:8006/" });
      new VirtualMachine(stack, "a", { node: "pve1", vmId: 100, name: "a_" });
      new VirtualMachine(other, "b", { node: "pve1", vmId: 100, name: "b_" });
    });
    expect(problems).to.deep.equal([
      '[home] more/b: name is "b_", which the provider refuses; say a domain name',
      "[home] more/b: vmId 100 is also vmId of home/a; give one of them another, or leave it out",
      '[home/a] name is "a_", which the provider refuses; say a domain name',
    ]);
  });

  it("is nothing where clusters, networks or VLANs differ", () => {
    const problems = problemsOf((stack, app) => {
      const other = new ProxmoxStack(app, "lab");
      new ProxmoxProvider(other, { endpoint: "https://lab.lan:8006" });
      const aliased = new ProxmoxProvider(stack, { endpoint: "https://third.lan:8006", alias: "third" });
      new VirtualMachine(stack, "a", { vmId: 100, ...address("10.0.0.5/24") });
      new VirtualMachine(stack, "b", { vmId: 101, ...address("10.0.0.5/24", 20) });
      new VirtualMachine(stack, "c", { vmId: 100, ...address("10.0.0.5/24"), provider: aliased });
      new VirtualMachine(other, "d", { vmId: 100, ...address("10.0.0.5/24") });
      new VirtualMachine(stack, "e", address("dhcp"));
      new VirtualMachine(stack, "f", address("dhcp"));
    });
    expect(problems).to.deep.equal([]);
  });

  it("is nothing where it is meant, where one is a template, or where both were there before the code", () => {
    const same = address("10.0.0.5/24");
    expect(problemsOf((stack) => { new VirtualMachine(stack, "a", same); new VirtualMachine(stack, "b", { ...same, sharesAddresses: true }); })).to.deep.equal([]);
    expect(problemsOf((stack) => { new VirtualMachine(stack, "a", { ...same, template: true }); new VirtualMachine(stack, "b", same); })).to.deep.equal([]);
    expect(problemsOf((stack) => [100, 101].forEach((vmId) => new VirtualMachine(stack, `v${vmId}`, { ...same, vmId, adopt: true })))).to.deep.equal([]);
  });
});

describe("a number of Terraform's", () => {
  it("is that of another guest, where TypeScript calculates with it", () => {
    expect(problemsOf((stack) => {
      const web = new VirtualMachine(stack, "web", { node: "pve1" });
      new VirtualMachine(stack, "db", { node: "pve1", vmId: web.vmId + 1 });
      const first = new TerraformVariable(stack, "first", { type: "number" }).numberValue;
      for (const at of [0, 1]) new VirtualMachine(stack, `app${at}`, { node: "pve1", vmId: first + at });
    })).to.deep.equal([
      "[home/db] vmId ${proxmox_virtual_environment_vm.web.vm_id} is also vmId of home/web; give one of them another, or leave it out",
      "[home/app1] vmId ${var.first} is also vmId of home/app0; give one of them another, or leave it out",
    ]);
  });

  it("may be calculated in Terraform, and be the same in two clusters", () => {
    expect(problemsOf((stack) => {
      const web = new VirtualMachine(stack, "web", { node: "pve1" });
      new VirtualMachine(stack, "db", { node: "pve1", vmId: Token.asNumber(Fn.sum([web.vmId, 1])) });
      new VirtualMachine(stack, "twin", { node: "pve1", vmId: web.vmId, provider: new ProxmoxProvider(stack, { alias: "lab", endpoint: "https://lab.lan:8006" }) });
    })).to.deep.equal([]);
  });
});
