import { expect } from "chai";
import { nameUnreadable } from "../../../generator/renew/warning";

describe("what could not be read", () => {
  it("is told by the guest that it is of", () => {
    expect(nameUnreadable({ address: "/nodes/pve/qemu/120/agent/network-get-interfaces", message: "its agent does not answer" })).to.equal("vm 120: its agent does not answer");
  });

  it("is told by its address where Proxmox VE alone speaks, which need not say what it was asked for", () => {
    expect(nameUnreadable({ address: "/cluster/sdn/vnets/lab/firewall/rules", message: "Proxmox VE answered 500: no such file" })).to.equal("/cluster/sdn/vnets/lab/firewall/rules: Proxmox VE answered 500: no such file");
    expect(nameUnreadable({ address: "/storage", message: "the storages cannot be seen" })).to.equal("the storages cannot be seen");
  });
});
