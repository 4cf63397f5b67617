import { AssertionError } from "node:assert";
import { expect } from "chai";
import { Testing } from "cdktf";
import { BootSource, Container, ProxmoxProvider, ProxmoxStack, Size, Storage, VirtualMachine } from "../../constructs/index";
import { Match, Template } from "../../constructs/testing";

function home(more: (stack: ProxmoxStack) => void = () => undefined): ProxmoxStack {
  const stack = new ProxmoxStack(Testing.app(), "home");
  new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006" });
  new VirtualMachine(stack, "web", {
    vmId: 101,
    node: "pve1",
    cpu: { cores: 4, type: "host" },
    memory: { dedicated: Size.mebibytes(4096), floating: Size.mebibytes(0) },
    boot: BootSource.fromImage("local:import/debian.qcow2", { storage: Storage.fromName(stack, "fast"), size: Size.gibibytes(32) }),
    networkDevices: [{ bridge: "vmbr0", macAddress: "BC:24:11:00:00:01", vlanId: 20 }, { bridge: "vmbr1" }],
    cloudInit: { storage: "fast", ipConfigs: [{ ipv4: { address: "10.0.0.5/24", gateway: "10.0.0.1" } }] },
    protection: true,
    tags: ["web", "prod"],
  });
  new Container(stack, "db", { vmId: 202, node: "pve1", operatingSystem: { type: "debian", template: "local:vztmpl/debian-13.tar.zst" }, memory: Size.gibibytes(2), rootDisk: { storage: "fast", size: Size.gibibytes(8) }, networkInterfaces: [{ name: "eth0", bridge: "vmbr0", ip: "10.0.0.6/24" }] });
  more(stack);
  return stack;
}

/** What a failing expectation says. */
function complaint(work: () => void): string {
  try {
    work();
  } catch (error) {
    expect(error).to.be.instanceOf(AssertionError);
    return (error as Error).message;
  }
  throw new Error("it did not fail");
}

describe("pmpc/testing", () => {
  const template = Template.fromStack(home());

  it("takes every way to say the same", () => {
    template.hasVirtualMachine("web", { memory: Size.gibibytes(4) });
    template.hasVirtualMachine("web", { memory: { dedicated: Size.gibibytes(4), floating: Size.gibibytes(0) } });
    template.hasVirtualMachine(101, { node: "pve1", name: "web", cpu: { cores: 4 } });
    template.hasVirtualMachine("web", { disks: [{ interface: "scsi0", storage: "fast", importFrom: "local:import/debian.qcow2", size: Size.mebibytes(32768) }] });
    template.hasVirtualMachine("web", { cloudInit: { ipConfigs: [{ ipv4: { address: "10.0.0.5/24" } }] }, removalPolicy: "protect" });
    template.hasContainer("db", { memory: Size.mebibytes(2048), rootDisk: { storage: "fast", size: Size.gibibytes(8) }, networkInterfaces: [{ name: "eth0", ip: "10.0.0.6/24" }] });
    template.hasResource("proxmox_virtual_environment_vm", { vm_id: 101, cpu: { cores: 4 } });
  });

  it("says every value that differs, with what was expected and what the code says", () => {
    expect(complaint(() => template.hasVirtualMachine("web", { memory: Size.gibibytes(8), cpu: { cores: 2, type: "host" }, onBoot: true, networkDevices: [{ vlanId: 30 }, { bridge: "vmbr1" }] }))).to.equal(
      [
        "vm 101 (web) is not as expected:",
        '  memory.dedicated: expected "8G", and the code says "4G"',
        "  cpu.cores: expected 2, and the code says 4",
        "  onBoot: expected true, and the code says nothing",
        "  networkDevices[0].vlanId: expected 30, and the code says 20",
      ].join("\n"),
    );
    expect(complaint(() => template.hasContainer("web"))).to.equal('the stack has no container "web"\n  it has db');
    expect(complaint(() => template.hasVirtualMachine("web", { tags: ["web"] }))).to.contain('tags: expected ["web"], and the code says ["web", "prod"]');
    expect(complaint(() => template.hasResource("proxmox_virtual_environment_vm", { vm_id: 7 }))).to.contain("nearest is web").and.to.contain("vm_id: expected 7, and the code says 101");
  });

  it("has matchers, which take each value as the prop would", () => {
    template.hasVirtualMachine("web", { description: Match.absent(), tags: Match.arrayWith(["prod"]), name: Match.stringMatching(/^w/g), node: Match.oneOf("pve1", "pve2"), pool: Match.not("prod") });
    template.hasVirtualMachine("web", { networkDevices: Match.arrayWith([{ bridge: "vmbr1" }, { vlanId: 20 }]) });
    template.hasVirtualMachine("web", { networkDevices: Match.arrayOf({ bridge: Match.anyValue() }), memory: Match.exact({ dedicated: Size.gibibytes(4), floating: Size.mebibytes(0) }) });
    template.hasVirtualMachine("web", { memory: { shared: Match.absent(), dedicated: Match.oneOf(Size.gibibytes(2), Size.gibibytes(4)) }, agent: { enabled: Match.absent() } });
    const fails = (props: Parameters<Template["hasVirtualMachine"]>[1]) => complaint(() => template.hasVirtualMachine("web", props)).split("\n  ")[1];
    expect(fails({ tags: Match.absent() })).to.equal('tags: expected nothing to be said, and the code says ["web", "prod"]');
    expect(fails({ tags: Match.arrayWith(["db"]) })).to.equal('tags: expected "db" among them, and the code says ["web", "prod"]');
    expect(fails({ name: Match.stringMatching(/^x/) })).to.equal('name: expected a text like /^x/, and the code says "web"');
    expect(fails({ node: Match.oneOf("a", "b") })).to.equal('node: expected one of ["a", "b"], and the code says "pve1"');
    expect(fails({ node: Match.not("pve1") })).to.equal('node: expected anything but "pve1", and the code says "pve1"');
    expect(fails({ description: Match.anyValue() })).to.equal("description: expected something to be said, and the code says nothing");
    expect(fails({ memory: Match.exact({ dedicated: Size.gibibytes(4) }) })).to.equal('memory.floating: expected nothing to be said, and the code says "0"');
  });

  it("counts", () => {
    template.virtualMachineCountIs(1);
    template.containerCountIs(1);
    template.resourceCountIs("proxmox_virtual_environment_vm", 1);
    expect(complaint(() => template.containerCountIs(2))).to.equal("expected 2 containers, and the stack has 1: db");
    expect(complaint(() => template.resourceCountIs("proxmox_virtual_environment_vm", 0))).to.contain("the stack has 1: web");
  });

  it("has rules for all guests, and says who breaks them", () => {
    template.everyGuest({ node: "pve1", name: Match.stringMatching(/^[a-z]+$/), removalPolicy: "protect" });
    expect(complaint(() => template.everyGuest({ protection: true, tags: Match.anyValue() }))).to.equal(
      ["not every guest is as expected:", "  container 202 (db): protection: expected true, and the code says nothing", "  container 202 (db): tags: expected something to be said, and the code says nothing"].join("\n"),
    );
    for (const what of ["vmId", "name", "addresses", "macAddresses"] as const) template.everyGuestDiffersIn(what);
    const twice = Template.fromStack(
      home((stack) => {
        new Container(stack, "copy", { vmId: 101, hostname: "WEB", node: "pve1", networkInterfaces: [{ name: "eth0", bridge: "vmbr0", ip: "10.0.0.6/24", macAddress: "bc:24:11:00:00:01" }] });
        new Container(stack, "elsewhere", { vmId: 204, node: "pve1", networkInterfaces: [{ name: "eth0", bridge: "vmbr9", ip: "10.0.0.6/24" }] });
      }),
      { checks: false },
    );
    expect(complaint(() => twice.everyGuestDiffersIn("vmId"))).to.contain("101: vm 101 (web), container 101 (copy)");
    expect(complaint(() => twice.everyGuestDiffersIn("name"))).to.contain("web: vm 101 (web), container 101 (copy)");
    expect(complaint(() => twice.everyGuestDiffersIn("addresses"))).to.equal("guests share what each is to have alone (addresses):\n  10.0.0.6/24: container 202 (db), container 101 (copy)");
    expect(complaint(() => twice.everyGuestDiffersIn("macAddresses"))).to.contain("BC:24:11:00:00:01: vm 101 (web), container 101 (copy)");
  });

  it("checks the stack as before every synthesis, unless that is switched off", () => {
    const broken = () => home((stack) => void new Container(stack, "other", { vmId: 101, node: "pve1" }));
    expect(() => Template.fromStack(broken())).to.throw(/vmId 101 is also vmId of home\/web/);
    Template.fromStack(broken(), { checks: false }).containerCountIs(2);
  });
});
