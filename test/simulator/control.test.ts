import { expect } from "chai";
import { controlOf } from "../../simulator/control";
import { askerOf, small } from "./asker";

const files = {
  "nodes/pve1/qemu-server/100.conf": "#hello\nname: one\nonboot: 1\n\n[snap]\nname: old\n",
  "nodes/pve2/lxc/200.conf": "memory: 512\n",
};

describe("control", () => {
  const start = () => {
    const asker = askerOf(small(files));
    return { ...asker, control: controlOf(asker.cluster) };
  };

  it("takes nodes down and up", () => {
    const { control, get } = start();
    control.setNodeOnline("pve2", false);
    expect(get("/nodes/pve2/lxc/200/config").status).to.equal(595);
    control.setNodeOnline("pve2", true);
    expect(get("/nodes/pve2/lxc/200/config").status).to.equal(200);
  });

  it("moves a guest, which runs on", () => {
    const { control, get, data } = start();
    control.migrate(100, "pve2");
    expect(get("/nodes/pve1/qemu/100/config").status).to.equal(500);
    expect(data("/nodes/pve2/qemu/100/status/current")).to.include({ status: "running" });
    expect(() => control.migrate(100, "pve9")).to.throw("the simulated cluster has no node pve9");
  });

  it("renames a guest, and not its snapshots", () => {
    const { control, data } = start();
    control.rename(100, "two");
    expect(data("/nodes/pve1/qemu/100/config")).to.include({ name: "two" });
    expect(control.text(100)).to.equal("#hello\nname: two\nonboot: 1\n\n[snap]\nname: old\n");
    control.rename(100, "$&");
    expect(control.text(100)).to.contain("name: $&\n");
    control.rename(200, "box");
    expect(data("/nodes/pve2/lxc/200/config")).to.include({ hostname: "box", memory: 512 });
  });

  it("edits, adds and removes", () => {
    const { control, data, get } = start();
    const before = data("/nodes/pve1/qemu/100/config").digest;
    control.edit(100, (text) => text.replace("onboot: 1", "onboot: 0"));
    expect(data("/nodes/pve1/qemu/100/config")).to.include({ onboot: 0 }).and.to.have.property("digest").not.equal(before);
    control.add("pve1", "lxc", 201, "hostname: new\n");
    expect(control.guests()).to.deep.equal([100, 200, 201]);
    control.remove(201);
    expect(get("/nodes/pve1/lxc/201/config").status).to.equal(500);
    expect(() => control.stop(201)).to.throw("the simulated cluster has no guest 201");
  });

  it("puts everything back to how it was", () => {
    const { control, data, get, post } = start();
    const all = () => ["/cluster/resources", "/pools", "/cluster/tasks", "/nodes/pve1/qemu/100/config", "/nodes/pve2/lxc/200/config"].map((address) => get(address));
    const before = all();
    const putBack = control.keep();
    post("/pools", { poolid: "new" });
    post("/nodes/pve1/qemu", { vmid: "101" });
    control.edit(100, (text) => text.replace("one", "two"));
    control.migrate(100, "pve2");
    control.remove(200);
    control.setNodeOnline("pve2", false);
    putBack();
    expect(all()).to.deep.equal(before);
    expect(data("/nodes/pve1/qemu/100/config")).to.include({ name: "one" });
  });

  it("starts and stops", () => {
    const { control, data } = start();
    control.stop(100);
    expect(data("/nodes/pve1/qemu/100/status/current")).to.include({ status: "stopped" });
    control.start(100);
    expect(data("/nodes/pve1/qemu/100/status/current")).to.include({ status: "running", uptime: 1 });
  });
});
