import { expect } from "chai";
import { wayBack } from "../../../generator/revise/undo";

const words = (type: "qemu" | "lxc", asked: Record<string, unknown>, before: Record<string, unknown>) => {
  const { said, unset, left } = wayBack(type, asked, before);
  return { said: said.map((one) => (one.is === "value" ? one.setting.names[0] : `${one.setting.names[0]}${one.number ?? ""} ${one.values.map(({ field, value }) => `${field.words[0]}=${typeof value === "object" ? JSON.stringify(value) : String(value)}`).join(",")}`)), unset, left: left.map(({ key }) => key) };
};

describe("the way back from a change of a guest", () => {
  it("is what the change replaced, and nothing of what it left alone", () => {
    expect(words("qemu", { request: "PUT /nodes/pve/qemu/100/config", name: "web", cores: "4", onboot: "1" }, { name: "web", cores: 2, memory: "2048", onboot: 0 })).to.deep.equal({ said: ["cores", "on-boot"], unset: [], left: [] });
  });

  it("takes out what it brought, down to a part of a card, and brings back what it took", () => {
    const before = { net0: "virtio=BC:24:11:00:00:01,bridge=vmbr0", description: "hello" };
    const { said, unset } = words("qemu", { net0: "virtio=BC:24:11:00:00:01,bridge=vmbr1,tag=20", tags: "a", delete: "description" }, before);
    expect(unset).to.deep.equal(["net0.tag", "tags"]);
    expect(said[0]).to.match(/^net0 .*bridge=.*vmbr0/);
    expect(said[1]).to.equal("description");
  });

  it("says what code cannot bring back: disks, and what it cannot say at all", () => {
    expect(words("qemu", { scsi0: "tank:vm-100-disk-0,size=8G", delete: "scsi1", "no-such-key": "1" }, { scsi0: "local:vm-100-disk-0,size=8G", scsi1: "local:vm-100-disk-1", "no-such-key": "0" })).to.deep.equal({ said: [], unset: [], left: ["scsi0", "no-such-key", "scsi1"] });
  });
});
