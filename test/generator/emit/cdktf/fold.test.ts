import { expect } from "chai";
import { constructsIn } from "../../../../generator/edit/construct";
import { withoutConstruct, withoutProperty } from "../../../../generator/edit/remove";
import { emitGroup } from "../../../../generator/emit/cdktf/guests";
import { printExpression } from "../../../../generator/emit/typescript/print";
import { readStatement } from "../../../../generator/emit/typescript/read";
import { foldsIn } from "../../../../generator/session/fold";
import type { Guest } from "../../../../lib/inventory/inventory";
import { guestOf, inventoryOf, planOf } from "../../../support/plan";

const web = (vmId: number, more: Readonly<Record<string, unknown>> = {}, tags: readonly string[] = []): Guest => {
  const guest = guestOf(vmId, { name: `web-${vmId}`, tags: [...tags] });
  return { ...guest, config: { ...guest.config, onboot: 1, agent: "1", description: "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n", serial0: "socket", vga: "serial0", startup: "order=2", scsi0: `local-lvm:vm-${vmId}-disk-0,size=32G,discard=on`, boot: "order=scsi0", net0: `virtio=BC:24:11:00:00:${vmId - 100},bridge=vmbr0,tag=10`, ...more } };
};

const emit = (guests: readonly Guest[], more: Parameters<typeof planOf>[1] = {}) => {
  const plan = planOf(inventoryOf(guests), { fold: true, ...more });
  return emitGroup(plan.groups[0]!, plan).content;
};
const rowsIn = (text: string) => constructsIn(text).flatMap(({ id, row }) => (row ? [id] : []));
const folded = (text: string) => ({ named: { functions: new Map(), fields: [], folds: new Map([["guests/pve1.ts", foldsIn(text)]]) } });

describe("guests that are equal but for a few values", () => {
  const three = [web(111), web(112, { memory: "2048" }), web(113, { cores: 4 })];

  it("are a typed row each, in a table by number, and one function", () => {
    const text = emit([three[2]!, three[0]!, three[1]!]);
    expect(text).to.contain("interface WebMachine {\n  readonly name: string;\n  readonly vmId: number;\n  readonly cores: number;\n  readonly memory: Size;\n  readonly macAddress: string;\n}\n");
    expect(text.match(/^ {2}\{ name: .*$/gm)).to.deep.equal([
      '  { name: "web-111", vmId: 111, cores: 2, memory: Size.gibibytes(1), macAddress: "BC:24:11:00:00:11" },',
      '  { name: "web-112", vmId: 112, cores: 2, memory: Size.gibibytes(2), macAddress: "BC:24:11:00:00:12" },',
      '  { name: "web-113", vmId: 113, cores: 4, memory: Size.gibibytes(1), macAddress: "BC:24:11:00:00:13" },',
    ]);
  });

  it("are said one by one where they are fewer than three, where too much differs, or where what differs is not a value of a row", () => {
    expect(rowsIn(emit(three.slice(0, 2)))).to.deep.equal([]);
    const many = [1, 2, 3].map((at) => web(110 + at, { cores: at, memory: String(1024 * at), startup: `order=${at}`, scsi0: `local-lvm:vm-1-disk-0,size=${at}G`, net0: `virtio=BC:24:11:00:00:1${at},bridge=vmbr0,tag=${at}` }));
    expect(rowsIn(emit(many))).to.deep.equal([]);
    expect(rowsIn(emit([web(111, { ostype: "win11" }), three[1]!, three[2]!]))).to.deep.equal([]);
    expect(rowsIn(emit(three, { fold: false }))).to.deep.equal([]);
  });

  it("share a tag where their names differ", () => {
    const named = three.map((guest, at) => ({ ...guest, name: ["alpha", "beta", "gamma"][at]!, tags: ["swarm"], config: { ...guest.config, name: ["alpha", "beta", "gamma"][at]!, tags: "swarm" } }));
    const text = emit(named);
    expect(rowsIn(text)).to.deep.equal(["alpha", "beta", "gamma"]);
    expect(text).to.contain("for (const machine of swarmMachines) swarmMachine(cluster, machine);");
  });

  it("stay a table as long as they fit it; a new one that fits joins it, and one that does not leaves alone", () => {
    const before = emit(three);
    expect(emit(three, folded(before))).to.equal(before);
    const after = emit([web(111, { startup: "order=7" }), three[1]!, three[2]!, web(114, { cores: 8 })], folded(before));
    expect(rowsIn(after)).to.deep.equal(["web-112", "web-113", "web-114"]);
    expect(after).to.contain('new VirtualMachine(cluster, "web-111", {');
    // Two are a table still, where three are needed for a new one.
    expect(rowsIn(emit(three.slice(0, 2), folded(before)))).to.deep.equal(["web-111", "web-112"]);
  });

  it("say which of them are adopted, where not all are", () => {
    const before = emit(three);
    const remembered = new Map([["qemu/111", { id: "web-111", file: "guests/pve1.ts", adopt: false, code: () => undefined }]] as const);
    const text = emit(three, { ...folded(before), remembered: remembered as never });
    expect(text).to.contain("readonly adopt?: boolean;").and.match(/name: "web-112", vmId: 112, adopt: true/).and.not.match(/name: "web-111", vmId: 111, adopt/);
    expect(rowsIn(text)).to.have.length(3);
  });

  it("are read as what they would be alone", () => {
    const alone = emit(three, { fold: false });
    for (const { id, row } of constructsIn(emit(three))) {
      expect(alone).to.contain(`${row!.alone.split("\n").join("\n  ")};`, id);
      expect(printExpression(readStatement(`${row!.alone};`)!)).to.equal(row!.alone);
    }
  });

  it("lose their import together, and their rows one by one", () => {
    const text = emit(three);
    const names = ["web-111", "web-112", "web-113"].map((id) => ({ className: "VirtualMachine", id }));
    expect(withoutProperty(text, "adopt", names.slice(0, 2))).to.equal(text);
    expect(withoutProperty(text, "adopt", names)).to.equal(text.replace("    adopt: true,\n", ""));
    expect(rowsIn(withoutConstruct(text, names[1]!)!)).to.deep.equal(["web-111", "web-113"]);
  });
});
