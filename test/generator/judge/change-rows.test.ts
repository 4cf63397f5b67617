import { expect } from "chai";
import { changeRows } from "../../../generator/judge/change-rows";
import type { ChangeReport } from "../../../generator/judge/grading";

const change = (attribute: string, before: unknown, after: unknown, more: Partial<ChangeReport> = {}): ChangeReport => ({ prop: attribute.replace(/\[0\]/g, ""), attribute, before, after, grade: "live change", says: "at once", ...more });
const rows = (...changes: ChangeReport[]) => changeRows({ key: "qemu/101", changes }).map(([prop, text]) => `${prop}: ${text}`);

describe("what changes of a guest", () => {
  it("is said value by value in the code's words", () => {
    expect(rows(change("cpu[0].cores", 2, 1, { prop: "cpu.cores" }), change("tags", ["a"], ["a", "b"]))).to.deep.equal(["cpu.cores: 2 → 1", "tags: a → a, b"]);
  });

  it("of a block that comes or goes is each of its values", () => {
    expect(rows(change("cpu", [{ cores: 2, sockets: 1, flags: [], type: "host" }], []))).to.deep.equal(["cpu.cores: 2 → nothing", "cpu.sockets: 1 → nothing", "cpu.type: host → nothing"]);
    expect(rows(change("agent", null, [{ enabled: true, timeout: "15m" }]))).to.deep.equal(["agent.enabled: nothing → true", "agent.timeout: nothing → 15m"]);
  });

  it("of one block among several is that one, by its name", () => {
    const disk = (bus: string, size: number) => ({ interface: bus, size, datastore_id: "local", file_format: "" });
    expect(rows(change("disk", [disk("scsi0", 8), disk("scsi1", 32)], [disk("scsi0", 9)], { prop: "disks" }))).to.deep.equal([
      "disks scsi0: 8 → 9",
      "disks scsi1: interface scsi1, size 32, datastore_id local → removed",
    ]);
    expect(rows(change("disk", [disk("scsi0", 8)], [disk("scsi0", 8), disk("scsi1", 4)], { prop: "disks" }))).to.deep.equal(["disks scsi1: new: interface scsi1, size 4, datastore_id local"]);
  });

  it("of a block without a name is that in its place", () => {
    const card = (bridge: string) => ({ bridge, model: "virtio" });
    expect(rows(change("network_device", [card("vmbr0")], [card("vmbr0"), card("vmbr1")], { prop: "networkDevices" }))).to.deep.equal(["networkDevices 1: new: bridge vmbr1, model virtio"]);
  });

  it("never shows Terraform's JSON, whatever the value is", () => {
    const odd = [null, "", [], {}, [1, 2], { a: { b: [{ c: 1 }] } }, true, "x\ny", "z".repeat(200)];
    for (const before of odd) for (const after of odd) expect(rows(change("args", before, after)).join("\n")).not.to.match(/[{}"[\]]/);
    expect(rows(change("password", null, null, { hidden: true }), change("id", "1", null, { unknown: true }))).to.deep.equal(["password: (hidden)", "id: 1 → (known after apply)"]);
  });
});
