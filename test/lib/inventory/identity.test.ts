import { expect } from "chai";
import { compareMarks, marksOf } from "../../../lib/inventory/identity";

const uuid = "5b0d0c9e-1111-4222-8333-444455556666";
const other = "9a0d0c9e-1111-4222-8333-444455556666";
const vm = { smbios1: `uuid=${uuid}`, meta: "creation-qemu=9.0,ctime=1700000000", net0: "virtio=BC:24:11:00:00:01,bridge=vmbr0", net1: "e1000=bc:24:11:00:00:02", vmgenid: "1" };
const ct = { hostname: "db", rootfs: "local-lvm:vm-202-disk-0,size=8G", net0: "name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:09,ip=dhcp" };
const same = (before: object, now: object) => compareMarks("qemu", marksOf({ type: "qemu", config: { ...before } }), marksOf({ type: "qemu", config: { ...now } }));
const sameContainer = (before: { hostname?: string }, now: { hostname?: string }) =>
  compareMarks("lxc", marksOf({ type: "lxc", name: before.hostname, config: { ...before } }), marksOf({ type: "lxc", name: now.hostname, config: { ...now } }));

describe("the identity of a guest", () => {
  it("is made of what it keeps for life", () => {
    expect(marksOf({ type: "qemu", config: vm })).to.deep.equal({ uuid, created: "1700000000", macs: ["BC:24:11:00:00:01", "BC:24:11:00:00:02"] });
    expect(marksOf({ type: "lxc", name: "db", config: ct })).to.deep.equal({ macs: ["BC:24:11:00:00:09"], root: "local-lvm:vm-202-disk-0", name: "db" });
    expect(marksOf({ type: "qemu" })).to.deep.equal({});
  });

  it("of a virtual machine is its UUID, whatever else changes", () => {
    // A rollback, a restore of its own backup, new cards, another name.
    expect(same(vm, { ...vm, vmgenid: "2", net0: "virtio=BC:24:11:99:99:99", net1: undefined, name: "new", meta: "ctime=1" })).to.equal("same");
    // A backup of another guest, restored over it.
    expect(same(vm, { ...vm, smbios1: `uuid=${other}` })).to.equal("other");
    expect(same(vm, { ...vm, smbios1: `uuid=${uuid.toUpperCase()},manufacturer=QQ==,base64=1` })).to.equal("same");
  });

  it("of a virtual machine without one is its creation time and a hardware address", () => {
    const old = { meta: vm.meta, net0: vm.net0 };
    expect(same(old, { ...old, net0: "e1000=bc:24:11:00:00:01,bridge=vmbr9" })).to.equal("same");
    expect(same(vm, { meta: vm.meta, net1: vm.net1 })).to.equal("same");
    expect(same(old, { meta: "ctime=1800000000", net0: "virtio=BC:24:11:99:99:99" })).to.equal("other");
    expect(same(old, { meta: vm.meta, net0: "virtio=BC:24:11:99:99:99" })).to.equal("unknown");
    expect(same(old, { meta: "ctime=1800000000", net0: vm.net0 })).to.equal("unknown");
    expect(same(old, {})).to.equal("unknown");
    expect(same({ memory: 1 }, { memory: 2 })).to.equal("same");
    // A guest of former times has no creation time; another has no cards.
    expect(same({ net0: vm.net0 }, { net0: vm.net0, memory: 2 })).to.equal("same");
    expect(same({ meta: vm.meta }, { meta: vm.meta, lock: "backup" })).to.equal("same");
    expect(same({ meta: vm.meta }, { meta: "ctime=1800000000" })).to.equal("other");
    expect(same({ net0: vm.net0 }, { net0: "virtio=BC:24:11:99:99:99" })).to.equal("unknown");
    expect(same({ smbios1: "uuid=x", meta: vm.meta }, { meta: vm.meta })).to.equal("same");
    // vmgenid decides nothing.
    expect(same({ ...old, vmgenid: "1" }, { vmgenid: "1" })).to.equal("unknown");
  });

  it("of a container is a hardware address, or its root volume under its name", () => {
    expect(sameContainer(ct, { ...ct, rootfs: "tank:subvol-202-disk-1,size=9G", hostname: "renamed" } as never)).to.equal("same");
    expect(sameContainer(ct, { ...ct, net0: "name=eth0,hwaddr=BC:24:11:99:99:99" } as never)).to.equal("same");
    // Its successor gets a volume of the same name.
    expect(sameContainer(ct, { ...ct, net0: "name=eth0,hwaddr=BC:24:11:99:99:99", hostname: "other" } as never)).to.equal("unknown");
    expect(sameContainer(ct, { hostname: "db" })).to.equal("unknown");
  });
});
