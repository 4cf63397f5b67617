import { expect } from "chai";
import { checkNumbers, checkRevision } from "../../../generator/revise/check";
import { findGuest } from "../../../generator/revise/find";
import { readSaid } from "../../../generator/revise/options";
import { reviseGuest } from "../../../generator/revise/revise";
import { readProject } from "../../../generator/edit/project";
import { readInventory } from "../../../lib/inventory/inventory";
import { camel } from "../../../lib/schema/setting/find";
import { thrown } from "../../support/thrown";

const code = new Map([["guests.ts", `import { Container, Size, Storage, VirtualMachine } from "pmpc";

export function pve(home: Home): void {
  new VirtualMachine(home, "web", {
    vmId: 101,
    node: "pve1",
    cpu: { cores: 2 },
    memory: { dedicated: Size.gibibytes(4), floating: Size.gibibytes(1) },
    disks: [{ interface: "scsi0", storage: Storage.fromName(home, "fast"), size: Size.gibibytes(32) }],
    bootOrder: ["scsi0"],
  });
  new VirtualMachine(home, "odd", { vmId: 102, node: home.pve, memory: { dedicated: Size.gibibytes(1), floating: Size.gibibytes(2) } });
  new Container(home, "dns", { vmId: 200, node: home.pve, rootDisk: { storage: "fast", size: Size.gibibytes(8) } });
}
`]]);

const seen = readInventory({
  documents: new Map<string, unknown>([
    ["/cluster/resources", ["pve1", "pve2"].map((node) => ({ type: "node", node, status: "online" }))],
    ["/storage", ["fast", "nas"].map((storage) => ({ storage, type: "dir", content: "images" }))],
    ["/pools", [{ poolid: "prod" }]],
  ]),
  unreadable: new Map(),
});

function check(key: "qemu/101" | "qemu/102" | "lxc/200", options: Readonly<Record<string, unknown>>): void {
  const type = key === "lxc/200" ? "lxc" : "qemu";
  const of = { code, key, type, label: "the guest", names: new Map() } as const;
  const said = readSaid(type, Object.fromEntries(Object.entries(options).map(([name, value]) => [camel(name), value])));
  checkRevision(of, reviseGuest(of, said).files, said, seen);
}

describe("what is asked for of a guest's code", () => {
  const refused: readonly (readonly [string, Parameters<typeof check>[0], Readonly<Record<string, unknown>>, says: string, remedy: string])[] = [
    ["a balloon above the memory", "qemu/101", { balloon: "8GiB" }, "a balloon (8192 MiB) that is larger than the memory (4096 MiB)", "pmpc update the guest --memory 4096MiB --floating 4096MiB"],
    ["more CPUs plugged in than there are", "qemu/101", { hotplugged: "3" }, "3 CPUs plugged in (vcpus) of 2", "--hotplugged 2"],
    ["a disk in the boot order that is not there", "qemu/101", { boot: "order=scsi4" }, "the boot order names scsi4", "change bootOrder and disks.interface together"],
    ["a smaller disk", "qemu/101", { scsi: "0=size=16GiB" }, "disks[scsi0] has 32G, and Proxmox VE does not shrink disks", "say a larger size"],
    ["a smaller root disk", "lxc/200", { rootfs: "size=4GiB" }, "rootDisk has 8G", "say a larger size"],
    ["a node that is not there", "qemu/101", { node: "pve7" }, "there is no node pve7", "say one of pve1, pve2"],
    ["a storage that is not there", "qemu/101", { scsi: "1=far:8" }, "there is no storage far", "say one of fast, nas"],
    ["a pool that is not there", "qemu/101", { pool: "lab" }, "there is no pool lab", "say one of prod"],
  ];
  for (const [what, key, options, says, remedy] of refused) {
    it(`is refused where it is ${what}`, async () => {
      const error = await thrown(Promise.resolve().then(() => check(key, options)));
      expect(error).to.deep.include({ code: "cannot-edit", exit: 6 });
      expect(error.message).to.include(says);
      expect(error.hint).to.include(remedy).and.include("nothing was written");
    });
  }

  it("is written where it fits, also where the code had what does not before", () => {
    check("qemu/101", { memory: "512MiB" });
    check("qemu/101", { scsi: ["0=size=64GiB", "1=nas:8"], boot: "order=scsi1", cores: "4", hotplugged: "3", pool: "prod", node: "pve2" });
    check("qemu/102", { cores: "4" });
    check("lxc/200", { rootfs: "size=16GiB", memory: "1GiB" });
  });

  it("names the guest of the other kind that has the number", async () => {
    const error = await thrown(Promise.resolve().then(() => findGuest(readProject(code), "lxc/101", new Map(), "container 101")));
    expect([error.message, error.hint]).to.deep.equal(["container 101 is not declared in the code", "vm 101 is, in guests.ts:4"]);
  });
});

describe("one of a list, by its number", () => {
  const guests = readInventory({
    documents: new Map<string, unknown>([
      ["/cluster/resources", [{ type: "node", node: "pve1", status: "online" }, { type: "lxc", vmid: 200, node: "pve1", status: "running" }, { type: "qemu", vmid: 101, node: "pve1", status: "running" }]],
      ["/nodes/pve1/lxc/200/config", { hostname: "dns", net1: "name=eth1,bridge=vmbr0", net3: "name=eth3,bridge=vmbr0", mp0: "/srv,mp=/srv" }],
      ["/nodes/pve1/qemu/101/config", { name: "web", net0: "virtio,bridge=vmbr0", net2: "virtio,bridge=vmbr1", scsi3: "fast:vm-101-disk-0", ipconfig2: "ip=dhcp", usb0: "spice" }],
    ]),
    unreadable: new Map(),
  });
  const of = (type: "qemu" | "lxc") => ({ type, label: "the guest", key: type === "lxc" ? "lxc/200" : "qemu/101" }) as const;
  const checked = (type: "qemu" | "lxc", options: Readonly<Record<string, unknown>>, unsaid: readonly string[] = []) => () => checkNumbers(of(type), readSaid(type, options), unsaid, guests);

  it("is another one in the code where the numbers have a gap, and is refused", () => {
    expect(checked("lxc", { net: "1=tag=5" })).to.throw("net1, net3: change it in Proxmox VE");
    expect(checked("lxc", { net: "3=tag=5" })).to.throw("net1, net3");
    expect(checked("lxc", {}, ["net1.tag"])).to.throw("net1, net3");
    expect(checked("qemu", { net: "2=tag=5" })).to.throw("net0, net2");
  });

  it("is meant where there is no gap, or the device says its own name", () => {
    checked("lxc", { mp: "0=backup=1", cores: "2" }, ["tags"])();
    checked("qemu", { scsi: "3=backup=0", usb: "0=usb3=1", ipconfig: "2=ip=dhcp" })();
    checkNumbers(of("lxc"), readSaid("lxc", { net: "1=tag=5" }), [], undefined);
  });
});
