import { expect } from "chai";
import { changeRows } from "../../../generator/judge/change-rows";
import type { ChangeReport } from "../../../generator/judge/grading";

const change = (attribute: string, before: unknown, after: unknown, more: Partial<ChangeReport> = {}): ChangeReport => ({ prop: attribute.replace(/\[0\]/g, ""), attribute, before, after, grade: "live change", says: "at once", ...more });
const rows = (...changes: ChangeReport[]) => changeRows({ key: "qemu/101", address: "proxmox_virtual_environment_vm.web", changes }).map(([prop, text]) => `${prop}: ${text}`);

describe("what changes of a guest", () => {
  it("is said value by value in the code's words", () => {
    expect(rows(change("cpu[0].cores", 2, 1, { prop: "cpu.cores" }), change("tags", ["a"], ["a", "b"]))).to.deep.equal(["cpu.cores: 2 → 1", "tags: a → a, b"]);
  });

  it("leaves out what the provider fills in by itself, where anything else is said", () => {
    const ofStorage = (...changes: ChangeReport[]) => changeRows({ address: "proxmox_storage_zfspool.tank", changes }).map(([prop, text]) => `${prop}: ${text}`);
    const filled = [change("nodes", null, null, { unknown: true }), change("shared", false, null, { unknown: true })];
    expect(ofStorage(...filled, change("thin_provision", null, true, { prop: "thinProvision" }))).to.deep.equal(["thinProvision: nothing → true"]);
    // What code takes from another resource is said, though it is not known yet.
    expect(ofStorage(...filled, change("zfs_pool", "a", null, { prop: "pool", unknown: true }))).to.deep.equal(["pool: a → (known after apply)"]);
    expect(ofStorage(...filled)).to.have.lengthOf(2);
  });

  it("of a block that comes or goes is each of its values", () => {
    expect(rows(change("cpu", [{ cores: 2, sockets: 1, flags: [], type: "host" }], []))).to.deep.equal(["cpu.cores: 2 → nothing", "cpu.sockets: 1 → nothing", "cpu.type: host → nothing"]);
    expect(rows(change("agent", null, [{ enabled: true, timeout: "15m" }]))).to.deep.equal(["agent.enabled: nothing → true", "agent.timeout: nothing → 15m"]);
  });

  it("of one block among several is that one, by its name", () => {
    const disk = (bus: string, size: number) => ({ interface: bus, size, datastore_id: "local", file_format: "" });
    expect(rows(change("disk", [disk("scsi0", 8), disk("scsi1", 32)], [disk("scsi0", 9)], { prop: "disks" }))).to.deep.equal([
      "disks scsi0 size: 8 → 9",
      "disks scsi1: interface scsi1, size 32, storage local → removed",
    ]);
    expect(rows(change("disk", [disk("scsi0", 8)], [disk("scsi0", 8), disk("scsi1", 4)], { prop: "disks" }))).to.deep.equal(["disks scsi1: new: interface scsi1, size 4, storage local"]);
  });

  it("of a block without a name is that in its place", () => {
    const card = (bridge: string) => ({ bridge, model: "virtio" });
    expect(rows(change("network_device", [card("vmbr0")], [card("vmbr0"), card("vmbr1")], { prop: "networkDevices" }))).to.deep.equal(["networkDevices 1: new: bridge vmbr1, model virtio"]);
  });

  it("of a block whose place another one takes names each value", () => {
    const card = (bridge: string, vlan_id: number) => ({ bridge, model: "virtio", vlan_id });
    const cards = change("network_device", [card("vmbr0", 10), card("vmbr1", 20)], [card("vmbr1", 20)], { prop: "networkDevices" });
    expect(rows(cards)).to.deep.equal([
      "networkDevices 0 bridge: vmbr0 → vmbr1",
      "networkDevices 0 vlanId: 10 → 20",
      "networkDevices 1: bridge vmbr1, model virtio, vlanId 20 → removed",
    ]);
  });

  describe("in a list that is read in order", () => {
    const rule = (comment: string, dport: string, pos: number) => ({ type: "in", action: "ACCEPT", comment, dport, pos });
    const ofRules = (before: object[], after: object[]) =>
      changeRows({ address: "proxmox_virtual_environment_firewall_rules.rules", changes: [change("rule", before, after, { prop: "rules" })] }).map(([prop, text]) => `${prop}: ${text}`);

    it("is the rule that comes or goes, and none below it", () => {
      const before = [rule("a", "1", 0), rule("b", "2", 1), rule("c", "3", 2)];
      const after = [rule("new", "9", 0), rule("a", "1", 1), rule("b", "2", 2), rule("c", "3", 3)];
      expect(ofRules(before, after)).to.deep.equal(["rules 0: new: direction in, action ACCEPT, comment new, port 9"]);
      expect(ofRules(after, before)).to.deep.equal(["rules 0: direction in, action ACCEPT, comment new, port 9 → removed"]);
      expect(ofRules(before, before.slice(0, 2))).to.deep.equal(["rules 2: direction in, action ACCEPT, comment c, port 3 → removed"]);
    });

    it("is also the value that changes in another rule", () => {
      expect(ofRules([rule("hand", "9", 0), rule("a", "1", 1), rule("b", "2", 2)], [rule("a", "1", 0), rule("b", "2,4", 1)])).to.deep.equal([
        "rules 0: direction in, action ACCEPT, comment hand, port 9 → removed",
        "rules 1 port: 2 → 2,4",
      ]);
    });
  });

  it("never shows Terraform's JSON, whatever the value is", () => {
    const odd = [null, "", [], {}, [1, 2], { a: { b: [{ c: 1 }] } }, true, "x\ny", "z".repeat(200)];
    for (const before of odd) for (const after of odd) expect(rows(change("args", before, after)).join("\n")).not.to.match(/[{}"[\]]/);
    expect(rows(change("password", null, null, { hidden: true }), change("name", "1", null, { unknown: true }))).to.deep.equal(["password: (hidden)", "name: 1 → (known after apply)"]);
  });
});
