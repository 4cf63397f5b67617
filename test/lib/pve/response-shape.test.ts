import { expect } from "chai";
import { shapeFault } from "../../../lib/pve/response-shape";
import { clusterB } from "../../support/recorded-server";

const good = Object.entries({ ...clusterB.http, ...clusterB.httpLow }).filter(([, { status }]) => status === 200);

describe("the shape of an answer", () => {
  it("is right in everything that Proxmox VE answered", () => {
    for (const [address, { body }] of good) expect(shapeFault(address, (body as { data: unknown }).data), address).to.equal(undefined);
  });

  const addresses = [
    "/version", "/cluster/resources", "/cluster/resources?type=vm", "/cluster/status", "/nodes", "/storage", "/pools", "/access/permissions", "/nodes/a/network", "/nodes/a/qemu/100/config",
    "/nodes/a/lxc/100/config?current=1", "/nodes/a/lxc/100/status/current", "/nodes/a/lxc/100/interfaces", "/nodes/a/qemu/100/agent/network-get-interfaces",
    "/nodes/a/tasks/UPID:a:1:2:3:qmstart:100:root@pam:/status", "/nodes/a/tasks/UPID:a:1:2:3:qmstart:100:root@pam:/log?start=0", "/cluster/nextid?vmid=100", "/nodes/a/qemu?full=1",
  ];
  for (const address of addresses) {
    it(`of ${address} is not one of another kind`, () => {
      for (const junk of ["hello", [null], [[]], ["x"], true, [{}, null], -1]) {
        if (address.endsWith("/interfaces") && JSON.stringify(junk) === "[{},null]") continue;
        expect(shapeFault(address, junk), JSON.stringify(junk)).to.be.a("string");
      }
      if (address !== "/access/permissions") expect(shapeFault(address, {})).to.be.a("string");
    });
  }

  it("of a list is wrong where one row is, and of a configuration where one value is", () => {
    const row = { type: "qemu", vmid: 100, node: "a" };
    expect(shapeFault("/cluster/resources", [row])).to.equal(undefined);
    for (const junk of [{ ...row, vmid: "x" }, { ...row, vmid: null }, { ...row, node: undefined }, { vmid: 100 }, { type: "node" }]) expect(shapeFault("/cluster/resources", [row, junk]), JSON.stringify(junk)).to.be.a("string");
    const config = { cores: 1, name: "web", lxc: [["lxc.a", "b"]] };
    expect(shapeFault("/nodes/a/lxc/100/config", config)).to.equal(undefined);
    for (const junk of [{ cores: null }, { cores: {} }, { net0: ["x"] }, { lxc: ["lxc.a"] }, { lxc: [["a", {}]] }]) expect(shapeFault("/nodes/a/lxc/100/config", { ...config, ...junk }), JSON.stringify(junk)).to.be.a("string");
  });
});
