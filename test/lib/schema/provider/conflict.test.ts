import { expect } from "chai";
import { alongside, conflictIn, misnumbered } from "../../../../lib/schema/provider/conflict";

const memory = (dedicated: number, floating = 0, more: object = {}) => ({ memory: [{ dedicated, floating, hugepages: "", ...more }] });
const cpu = (cores: number, more: object = {}) => ({ cpu: [{ cores, sockets: 1, hotplugged: 0, numa: false, ...more }] });
const numa = (...cpus: string[]) => ({ numa: cpus.map((one, at) => ({ device: `numa${at}`, cpus: one, memory: 1024 })) });

// The truth is qemu-server: API2/Qemu.pm of an update, QemuServer/Memory.pm and QemuServer.pm of a start.
describe("values of a machine that do not go together after a change", () => {
  const conflicts: readonly (readonly [shows: string, path: string, after: object, says: string, options?: string])[] = [
    ["less memory than the balloon leaves", "memory[0].dedicated", memory(1024, 2048), "a balloon (2048 MiB) that is larger than the memory (1024 MiB)", "--memory 1024MiB --floating 1024MiB"],
    ["a balloon above the memory", "memory[0].floating", memory(1024, 2048), "larger than the memory"],
    ["another memory than that of the NUMA nodes", "memory[0].dedicated", { ...memory(4096), ...cpu(2, { numa: true }), ...numa("0", "1") }, "NUMA nodes have 2048 MiB together, and its memory is 4096 MiB"],
    ["a NUMA node that goes", "numa", { ...memory(2048), ...cpu(2, { numa: true }), ...numa("0-1") }, "1024 MiB together"],
    ["too little memory for memory hotplug", "memory[0].dedicated", { ...memory(512), hotplug: "network,memory" }, "at least 1024 MiB", "--memory 1024MiB"],
    ["memory hotplug for too little memory", "hotplug", { ...memory(512), hotplug: "memory" }, "at least 1024 MiB"],
    ["half a huge page", "memory[0].dedicated", memory(1536, 0, { hugepages: "1024" }), "not made of whole huge pages of 1024 MiB", "--memory 2048MiB"],
    ["fewer CPUs than are plugged in", "cpu[0].cores", cpu(2, { hotplugged: 3 }), "3 CPUs plugged in (vcpus) of 2", "--hotplugged 2"],
    ["more plugged in than there are", "cpu[0].hotplugged", cpu(4, { hotplugged: 6 }), "6 CPUs plugged in (vcpus) of 4"],
    ["fewer CPUs than a NUMA node names", "cpu[0].cores", { ...cpu(2, { numa: true }), ...numa("0-1", "2-3") }, "its numa1 has CPU 3, and the guest has CPUs 0 to 1 only"],
    ["another chipset under PCI Express", "machine", { machine: "pc-i440fx-9.2", hostpci: [{ device: "hostpci0", pcie: true }] }, "hostpci0 is attached as PCI Express", "--machine q35"],
    ["two drives in one slot", "cdrom[0].interface", { disk: [{ interface: "scsi1" }], cdrom: [{ interface: "scsi1" }] }, "two drives are both scsi1 (one is the CD drive)"],
    ["a boot order with a disk that is not there", "boot_order", { disk: [{ interface: "scsi0" }], boot_order: ["scsi1", "ide0", "net0"] }, "the boot order names scsi1"],
    ["NUMA nodes without NUMA", "cpu[0].numa", { ...cpu(2), ...numa("0") }, "takes NUMA nodes only with NUMA", "--numa"],
    ["huge pages without NUMA", "memory[0].hugepages", { ...cpu(2), ...memory(2048, 0, { hugepages: "2" }) }, "takes huge pages only with NUMA", "--numa"],
    ["a gateway beside what brings its own", "initialization[0].ip_config[0].ipv4[0].address", { initialization: [{ ip_config: [{ ipv4: [{ address: "dhcp", gateway: "10.0.0.1" }] }] }] }, 'the gateway 10.0.0.1 beside "dhcp"'],
  ];
  for (const [shows, path, after, says, options] of conflicts) {
    it(`are ${shows}`, () => {
      const conflict = conflictIn("qemu", path, after as never);
      expect(conflict?.says).to.include(says);
      if (options !== undefined) expect(conflict?.options).to.equal(options);
    });
  }

  it("are none where they do, or where the change is about something else", () => {
    const fine: readonly (readonly [path: string, after: object])[] = [
      ["memory[0].dedicated", memory(2048, 2048)],
      ["memory[0].dedicated", { ...memory(4096), ...cpu(2), ...numa("0", "1") }],
      ["memory[0].dedicated", { ...memory(2048), ...cpu(2, { numa: true }), ...numa("0", "1") }],
      ["memory[0].dedicated", { ...memory(512), hotplug: "network,disk,usb" }],
      ["cpu[0].cores", cpu(4, { hotplugged: 4 })],
      ["machine", { machine: "q35", hostpci: [{ device: "hostpci0", pcie: true }] }],
      ["machine", { machine: "pc", hostpci: [{ device: "hostpci0", pcie: false }] }],
      ["tags", memory(1024, 2048)],
      ["disk[0].interface", { disk: [{ interface: "scsi0" }], cdrom: [{ interface: "ide2" }], initialization: [{ interface: "" }], boot_order: ["scsi1"] }],
      ["boot_order", { disk: [{ interface: "virtio0" }], boot_order: ["virtio0", "net0"] }],
    ];
    for (const [path, after] of fine) expect(conflictIn("qemu", path, after as never), path).to.equal(undefined);
    expect(conflictIn("lxc", "memory[0].dedicated", memory(1024, 2048) as never)).to.equal(undefined);
  });
});

describe("what is written beside a change of a machine", () => {
  it("switches ballooning off where neither the code nor the guest says a balloon", () => {
    expect(alongside("qemu", "memory[0].dedicated", memory(4096) as never, { memory: "2048" })).to.include("switches ballooning off");
    expect(alongside("qemu", "memory[0].dedicated", memory(4096) as never, { memory: "2048", balloon: 0 })).to.equal(undefined);
    expect(alongside("qemu", "memory[0].dedicated", memory(4096, 4096) as never, { memory: "2048" })).to.equal(undefined);
    expect(alongside("qemu", "tags", memory(4096) as never, { memory: "2048" })).to.equal(undefined);
    expect(alongside("qemu", "memory[0].dedicated", memory(4096) as never, undefined)).to.equal(undefined);
  });

  it("gives a virtio card the memory of another", () => {
    expect(alongside("qemu", "vga[0].type", { vga: [{ type: "virtio", memory: 16 }] } as never, { vga: "std" })).to.include("memory=16");
    expect(alongside("qemu", "vga[0].type", { vga: [{ type: "virtio", memory: 256 }] } as never, {})).to.equal(undefined);
    expect(alongside("qemu", "vga[0].type", { vga: [{ type: "virtio", memory: 16 }] } as never, { vga: "std,memory=16" })).to.equal(undefined);
  });
});

describe("a list whose numbers have a gap", () => {
  it("cannot be changed, because the provider would write over other devices", () => {
    for (const [type, path, config] of [
      ["lxc", "mount_point[0].backup", { mp1: "tank:a,mp=/a", mp3: "/b,mp=/b" }],
      ["lxc", "network_interface[1].vlan_id", { net0: "name=eth0", net2: "name=eth2" }],
      ["lxc", "initialization[0].ip_config[0].ipv4[0].address", { net1: "name=eth1,ip=dhcp" }],
      ["lxc", "device_passthrough[0].mode", { dev1: "/dev/null" }],
      ["qemu", "usb[0].usb3", { usb1: "host=1234:5678" }],
      ["qemu", "virtiofs", { virtiofs2: "share" }],
      ["qemu", "network_device[0].vlan_id", { net0: "virtio", net10: "virtio", net2: "virtio" }],
    ] as const) expect(misnumbered(type, path, config), path).to.include(`others of ${Object.keys(config).sort((a, b) => a.length - b.length || (a < b ? -1 : 1)).join(", ")}:`);
  });

  it("is in nobody's way where there is no gap, where devices have names, or where something else changes", () => {
    for (const [type, path, config] of [
      ["lxc", "mount_point[0].backup", { mp0: "tank:a,mp=/a", mp1: "/b,mp=/b" }],
      ["lxc", "mount_point", {}],
      ["lxc", "mount_point", undefined],
      ["lxc", "memory[0].dedicated", { mp1: "tank:a,mp=/a" }],
      ["lxc", "initialization[0].hostname", { net1: "name=eth1,ip=dhcp" }],
      ["qemu", "disk[0].backup", { scsi2: "tank:a" }],
      ["qemu", "hostpci[0].pcie", { hostpci1: "0000:01:00.0" }],
      ["qemu", "serial_device[0].device", { serial1: "socket" }],
      ["qemu", "initialization[0].ip_config[0].ipv4[0].address", { ipconfig1: "ip=dhcp" }],
    ] as const) expect(misnumbered(type, path, config), path).to.equal(undefined);
  });
});
