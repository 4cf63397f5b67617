import { expect } from "chai";
import { camel } from "../../../lib/schema/setting/find";
import { readSaid } from "../../../generator/revise/options";
import { reviseGuest } from "../../../generator/revise/revise";

/** What becomes of the code of a machine, by its props on one line each. */
function revised(props: string, options: Readonly<Record<string, unknown>>, unset: readonly string[] = []) {
  const text = `import { Size, VirtualMachine } from "pmpc";\n\nnew VirtualMachine(home, "web", {\n  vmId: 100,\n  node: "pve",\n${props.split("\n").map((line) => `  ${line}\n`).join("")}});\n`;
  const said = readSaid("qemu", Object.fromEntries(Object.entries(options).map(([name, value]) => [camel(name), value])));
  const { files, ...others } = reviseGuest({ code: new Map([["guests.ts", text]]), key: "qemu/100", type: "qemu", label: "vm 100", names: new Map() }, said, unset);
  return { ...others, text: files.get("guests.ts") ?? text };
}

describe("what is said beside what somebody asked for", () => {
  const followed: readonly (readonly [shows: string, before: string, memory: string, after: string])[] = [
    ["a balloon that nobody said", "memory: Size.gibibytes(4),", "2GiB", "memory: { dedicated: Size.gibibytes(2), floating: Size.gibibytes(2) },"],
    ["also for more memory", "memory: Size.gibibytes(4),", "8GiB", "memory: { dedicated: Size.gibibytes(8), floating: Size.gibibytes(8) },"],
    ["also where the code said no memory", "onBoot: true,", "2GiB", "memory: { dedicated: Size.gibibytes(2), floating: Size.gibibytes(2) },"],
    ["a balloon that would be larger", "memory: { dedicated: Size.gibibytes(4), floating: Size.gibibytes(2) },", "1GiB", "memory: { dedicated: Size.gibibytes(1), floating: Size.gibibytes(1) },"],
    ["a balloon that was as large", "memory: { dedicated: Size.gibibytes(4), floating: Size.mebibytes(4096) },", "8GiB", "memory: { dedicated: Size.gibibytes(8), floating: Size.gibibytes(8) },"],
  ];
  for (const [shows, before, memory, after] of followed) {
    it(`is ${shows}`, () => {
      const { text, changes } = revised(before, { memory });
      expect(text).to.include(after);
      expect(changes.find(({ prop }) => prop === "memory.floating")?.because).to.be.a("string");
    });
  }

  it("is nothing where the balloon fits, is off, or was said", () => {
    expect(revised("memory: { dedicated: Size.gibibytes(4), floating: Size.gibibytes(1) },", { memory: "2GiB" }).text).to.include("{ dedicated: Size.gibibytes(2), floating: Size.gibibytes(1) }");
    expect(revised("memory: { dedicated: Size.gibibytes(4), floating: Size.mebibytes(0) },", { memory: "2GiB" }).text).to.include("{ dedicated: Size.gibibytes(2), floating: Size.mebibytes(0) }");
    expect(revised("memory: Size.gibibytes(4),", { memory: "2GiB", floating: "1GiB" }).text).to.include("{ dedicated: Size.gibibytes(2), floating: Size.gibibytes(1) }");
  });

  it("is nothing where that is what the code says already", () => {
    for (const memory of ["memory: Size.gibibytes(4),", "memory: { dedicated: Size.gibibytes(4) },"]) {
      const { text, changes } = revised(memory, { memory: "4GiB" });
      expect(text).to.include(memory);
      expect(changes).to.deep.equal([]);
    }
  });

  it("is a balloon again where the way back would take it out", () => {
    expect(revised("memory: { dedicated: Size.gibibytes(8), floating: Size.gibibytes(8) },", { memory: "4GiB" }, ["balloon"]).text).to.include("{ dedicated: Size.gibibytes(4), floating: Size.gibibytes(4) }");
  });

  it("is the memory of another graphics card", () => {
    expect(revised('vga: "std",', { vga: "virtio" }).text).to.include('vga: { memory: Size.mebibytes(256), type: "virtio" }');
    expect(revised('vga: "virtio",', { vga: "std" }).text).to.include('vga: { memory: Size.mebibytes(16), type: "std" }');
    expect(revised('vga: "std",', { vga: "qxl" }).text).to.include('vga: "qxl"');
    expect(revised('vga: { memory: Size.mebibytes(64), type: "std" },', { vga: "virtio" }).text).to.include('vga: { memory: Size.mebibytes(64), type: "virtio" }');
  });
});

describe("what ignoreChanges keeps from the cluster", () => {
  const ignoring = (...entries: string[]) => ["ignoreChanges: [", ...entries.map((entry) => `  ${entry}`), "],"].join("\n");

  it("is enforced where nothing else changes with it, with the comment on the entry", () => {
    const { text, enforced, ignored } = revised(`cpu: { cores: 1, type: "kvm64" },\n${ignoring('"cpu", // without cpu', '"scsiHardware", // without scsihw')}`, { cores: "2" });
    expect(text).to.include('cpu: { cores: 2, type: "kvm64" }').and.include('"scsiHardware", // without scsihw').and.not.include("without cpu");
    expect(enforced).to.deep.equal(["cpu"]);
    expect(ignored).to.deep.equal([]);
  });

  for (const [entry, options] of [["memory.dedicated", { memory: "2GiB" }], ["operatingSystem.type", { ostype: "l26" }], ["startup.order", { startup: "order=3" }], ["memory[0].dedicated", { memory: "2GiB" }], ["operating_system", { ostype: "l26" }]] as const) {
    it(`is enforced: ${entry}`, () => {
      const { text, enforced } = revised(ignoring(`"${entry}", // why`), options);
      expect(text).to.not.include("ignoreChanges");
      expect(enforced).to.have.lengthOf(1);
    });
  }

  it("stays where the provider would count cards anew, take another drive, or lose what it refuses; and is told", () => {
    const cases: readonly (readonly [entry: string, props: string, options: Readonly<Record<string, unknown>>, prop: string])[] = [
      ["networkDevices", "networkDevices: [{ bridge: \"vmbr0\" }],", { net: ["0=tag=20"] }, "networkDevices[0].vlanId"],
      ["disks", "disks: [{ interface: \"scsi0\", storage: \"a\", size: Size.gibibytes(8) }],", { scsi: ["0=size=16"] }, "disks[scsi0].size"],
      ["cdrom", "onBoot: true,", { cdrom: "none" }, "cdrom.image"],
      ["tags", "tags: [\"a\"],", { tags: "a,b" }, "tags"],
    ];
    for (const [entry, props, options, prop] of cases) {
      const { text, enforced, ignored } = revised(`${props}\n${ignoring(`"${entry}", // why`)}`, options);
      expect(text, entry).to.include(`"${entry}", // why`);
      expect(enforced, entry).to.deep.equal([]);
      expect(ignored, entry).to.deep.include({ prop, by: entry });
    }
  });

  it("is nothing where the entry is about something else", () => {
    const { enforced, ignored } = revised(ignoring('"memory.floating",', '"cpu.type",', '"description",'), { cores: "4" });
    expect([enforced, ignored]).to.deep.equal([[], []]);
  });
});
