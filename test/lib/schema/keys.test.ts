import { expect } from "chai";
import { catalog } from "../../../lib/schema/catalog";
import { keysOf } from "../../../lib/schema/keys";

describe("the keys that may be written where an attribute changes", () => {
  const card = { bridge: "vmbr0" };

  it("are those of the numbers that the code and the guest have", () => {
    expect(keysOf(catalog.qemu, "network_device", { network_device: [card] }, { network_device: [card, card] })).to.deep.equal(["net0", "net1"]);
    expect(keysOf(catalog.qemu, "usb", { usb: [{}] }, { usb: [] })).to.deep.equal(["usb0"]);
    expect(keysOf(catalog.qemu, "hostpci", { hostpci: [{ device: "hostpci3" }] }, { hostpci: [{ device: "hostpci1" }] })).to.have.members(["hostpci1", "hostpci3"]);
    expect(keysOf(catalog.qemu, "numa", { numa: [{ device: "numa1" }, { device: "memory" }] }, {})).to.deep.equal(["numa1"]);
    expect(keysOf(catalog.qemu, "serial_device", {}, { serial_device: [{}, {}] })).to.deep.equal(["serial0", "serial1"]);
    expect(keysOf(catalog.lxc, "mount_point", { mount_point: [{ path: "/a" }] }, { mount_point: [{ path: "/a" }, { path: "/b" }] })).to.deep.equal(["mp0", "mp1"]);
  });

  it("are the cards of a container where its addresses change", () => {
    const two = { network_interface: [card, card] };
    expect(keysOf(catalog.lxc, "initialization", { ...two, initialization: [{ ip_config: [{}] }] }, two)).to.include.members(["net0", "net1", "hostname"]).and.not.include("net2");
    expect(keysOf(catalog.qemu, "initialization", { initialization: [{ ip_config: [{}] }] }, { initialization: [{ ip_config: [{}, {}] }] })).to.include.members(["ipconfig0", "ipconfig1"]).and.not.include("ipconfig2");
  });

  it("are the family's where nothing is known of the guest", () => {
    expect(keysOf(catalog.qemu, "network_device")).to.deep.equal(["net#"]);
    expect(keysOf(catalog.qemu, "memory")).to.include.members(["memory", "balloon"]);
  });
});
