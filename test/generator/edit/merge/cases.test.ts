import { expect } from "chai";
import { mergeCode } from "../../../../generator/edit/merge/merge";
import type { Merge } from "../../../../generator/edit/merge/sides";
import { codeGrammar } from "../../../../generator/renew/grammar";

const cluster = `import type { Construct } from "constructs";
import { Bridge, Node, ProxmoxProvider, ProxmoxStack, Storage } from "pmpc";
import { pve1 } from "./guests/pve1";

export class Home extends ProxmoxStack {
  readonly pve1 = Node.fromName(this, "pve1");
  readonly lan = Bridge.fromName(this, "vmbr0");
  readonly fast = Storage.fromName(this, "local-lvm");

  constructor(scope: Construct) {
    super(scope, "home", { adopted: true });
    new ProxmoxProvider(this, { endpoint: "https://pve1.lan:8006" }); // token: PROXMOX_VE_API_TOKEN
    pve1(this);
  }
}
`;

const guests = `import { Container, Size, VirtualMachine } from "pmpc";
import type { Home } from "../cluster";

export function pve1(home: Home): void {
  // ---- virtual machines ----

  new VirtualMachine(home, "web", {
    vmId: 101,
    node: home.pve1,
    memory: Size.gibibytes(4),
    disks: [{ interface: "scsi0", storage: home.fast, size: Size.gibibytes(8) }],
    tags: ["a"],
    // key 1: the provider does not know it
  });

  new VirtualMachine(home, "db", {
    vmId: 105,
    node: home.pve1,
    memory: Size.gibibytes(8),
  });

  // ---- containers ----

  new Container(home, "dns", {
    vmId: 200,
    node: home.pve1,
  });
}
`;

const fresh = `  new VirtualMachine(home, "new", {
    vmId: 103,
    node: home.pve1,
    memory: Size.gibibytes(2),
    disks: [{ interface: "scsi0", storage: home.fast, size: Size.gibibytes(8) }],
  });

`;
const db = guests.slice(guests.indexOf('  new VirtualMachine(home, "db"'), guests.indexOf("  // ---- containers"));
const own = `import { VirtualMachine, Size } from 'pmpc'
import type { Home } from '../cluster'

export function large(stack: Home) {
\tnew VirtualMachine(stack, 'db', { vmId: 105, node: stack.pve1, memory: Size.gibibytes(8) }) // Kim's
}
`;

type Files = Readonly<Record<string, string>>;

const base: Files = { "cluster.ts": cluster, "guests/pve1.ts": guests };
const merge = (now: Files, mine: Files, gone: readonly string[] = []) => mergeCode({ base: new Map(Object.entries(base)), fresh: new Map(Object.entries({ ...base, ...now })), mine: new Map(Object.entries({ ...base, ...mine })) }, codeGrammar, (key) => gone.includes(key));
const pve1 = (text: string): Files => ({ "guests/pve1.ts": text });
const textOf = ({ files }: Merge, path = "guests/pve1.ts") => files.get(path);

describe("a merge", () => {
  it("puts a new guest where it would stand, in the words and the style of the file", () => {
    const mine = guests.replaceAll("home", "stack").replace("stack: Home", "stack: Home").replaceAll('"', "'").replace(/^( {2})+/gm, (blanks) => "\t".repeat(blanks.length / 2)).replaceAll("\n", "\r\n");
    const merged = merge(pve1(guests.replace(db, fresh + db)), pve1(mine));
    expect(merged).to.deep.include({ conflicts: [], deleted: [] });
    const lines = fresh.replaceAll("home", "stack").replaceAll('"', "'").replace(/^( {2})+/gm, (blanks) => "\t".repeat(blanks.length / 2)).replaceAll("\n", "\r\n");
    expect(textOf(merged)).to.equal(mine.replace("\tnew VirtualMachine(stack, 'db'", () => `${lines}\tnew VirtualMachine(stack, 'db'`));
  });

  it("changes exactly the values that changed, wherever the guest is", () => {
    const mine = { ...pve1(guests.replace(db, "")), "guests/large.ts": own, "cluster.ts": cluster.replace("pve1(this);", "pve1(this);\n    large(this);").replace('import { pve1 }', 'import { large } from "./guests/large";\nimport { pve1 }') };
    const merged = merge(pve1(guests.replace("Size.gibibytes(8),\n  });", 'Size.gibibytes(16),\n    description: "x",\n  });')), mine);
    expect(merged.conflicts).to.deep.equal([]);
    expect([...merged.files]).to.deep.equal([["guests/large.ts", own.replace("gibibytes(8)", "gibibytes(16), description: 'x'")]]);
  });

  it("leaves deleted what the user deleted, and says so", () => {
    const merged = merge(pve1(guests.replace("gibibytes(8),\n  });", "gibibytes(16),\n  });").replace("gibibytes(4)", "gibibytes(5)")), pve1(guests.replace(db, "")));
    expect(merged).to.deep.include({ conflicts: [], deleted: ["VirtualMachine 105"] });
    expect(textOf(merged)).to.equal(guests.replace(db, "").replace("gibibytes(4)", "gibibytes(5)"));
  });

  it("says a new name under the old id", () => {
    const mine = guests.replace('["a"]', '["a", "mine"]');
    expect(textOf(merge(pve1(guests.replace("vmId: 101,", 'vmId: 101,\n    name: "www",')), pve1(mine)))).to.equal(mine.replace("vmId: 101,", 'vmId: 101,\n    name: "www",'));
  });

  it("takes a guest out that has left the cluster, however its code was edited, and keeps what the user remarked", () => {
    const mine = guests.replace(db, "  // Ask Kim first.\n" + db.replace("memory: Size.gibibytes(8),", "memory: Size.gibibytes(9), // too much?"));
    const now = { ...pve1(guests.replace(db, "")), "cluster.ts": cluster.replace("pve1(this);\n", 'pve1(this);\n    this.forget("proxmox_virtual_environment_vm.db"); // qemu/105 is no longer in the cluster\n') };
    const merged = merge(now, pve1(mine), ["VirtualMachine 105"]);
    expect(merged.conflicts).to.deep.equal([]);
    expect(textOf(merged)).to.equal(guests.replace(db, "  // Ask Kim first.\n  // too much?\n\n"));
    expect(textOf(merged, "cluster.ts")).to.equal(now["cluster.ts"]);
  });

  it("leaves a guest that is generated no longer, without a proof, where it was edited", () => {
    const merged = merge(pve1(guests.replace(db, "")), pve1(guests.replace("gibibytes(8),\n  });", "gibibytes(9),\n  });")));
    expect(merged.conflicts).to.deep.equal([{ key: "VirtualMachine 105", title: "", file: "guests/pve1.ts", line: 16, why: "it is generated no longer, and you have changed it" }]);
    expect(textOf(merged)).to.equal(undefined);
  });

  const conflicts: readonly (readonly [string, (text: string) => string, (text: string) => string, object])[] = [
    ["both changed", (text) => text.replace("gibibytes(4)", "gibibytes(6)"), (text) => text.replace("gibibytes(4)", "gibibytes(5)"), { title: "memory", base: "Size.gibibytes(4)", fresh: "Size.gibibytes(6)", mine: "Size.gibibytes(5)" }],
    ["the user computes", (text) => text.replace("gibibytes(4)", "gibibytes(6)"), (text) => text.replace("gibibytes(4)", "gibibytes(2 * 2)"), { title: "memory", base: "Size.gibibytes(4)", fresh: "Size.gibibytes(6)", mine: "Size.gibibytes(2 * 2)" }],
    ["the user took out", (text) => text.replace("gibibytes(4)", "gibibytes(6)"), (text) => text.replace("    memory: Size.gibibytes(4),\n", ""), { title: "memory", base: "Size.gibibytes(4)", fresh: "Size.gibibytes(6)" }],
    ["is that of a device", (text) => text.replace("size: Size.gibibytes(8)", "size: Size.gibibytes(10)"), (text) => text.replace("size: Size.gibibytes(8)", "size: Size.gibibytes(9)"), { title: "disks[scsi0].size", base: "Size.gibibytes(8)", fresh: "Size.gibibytes(10)", mine: "Size.gibibytes(9)" }],
  ];
  for (const [what, theirs, ours, told] of conflicts) {
    it(`has a conflict about a value that ${what}, and leaves it the user's`, () => {
      const mine = ours(guests);
      const merged = merge(pve1(theirs(guests).replace("vmId: 200,", "vmId: 200,\n    onBoot: true,")), pve1(mine));
      expect(merged.conflicts).to.have.lengthOf(1);
      expect(merged.conflicts[0]).to.deep.include({ key: "VirtualMachine 101", file: "guests/pve1.ts", ...told });
      expect(textOf(merged)).to.equal(mine.replace("    vmId: 200,\n    node: home.pve1,\n", "    vmId: 200,\n    onBoot: true,\n    node: home.pve1,\n"));
    });
  }

  const apart: readonly (readonly [string, base: string, fresh: string, mine: string, title: string, why: string])[] = [
    ["less memory than the user's balloon", "memory: Size.gibibytes(4),", "memory: Size.gibibytes(2),", "memory: { dedicated: Size.gibibytes(4), floating: Size.gibibytes(3) },", "memory.dedicated", "a balloon (3072 MiB) that is larger than the memory (2048 MiB)"],
    ["a balloon that is larger than the user's memory", "memory: { dedicated: Size.gibibytes(4), floating: Size.gibibytes(1) },", "memory: { dedicated: Size.gibibytes(4), floating: Size.gibibytes(3) },", "memory: { dedicated: Size.gibibytes(2), floating: Size.gibibytes(1) },", "memory.floating", "larger than the memory"],
    ["fewer cores than the user has plugged in", "cpu: { cores: 4 },", "cpu: { cores: 2 },", "cpu: { cores: 4, hotplugged: 3 },", "cpu.cores", "3 CPUs plugged in (vcpus) of 2"],
    ["a CD drive where the user has a disk", "cdrom: {},", 'cdrom: { interface: "scsi1" },', 'cdrom: {}, disks: [{ interface: "scsi1", storage: home.fast, size: Size.gibibytes(1) }],', "cdrom.interface", "two drives are both scsi1"],
    ["no disk that the user boots from", 'bootOrder: ["scsi0"], disks: [{ interface: "scsi0", storage: home.fast, size: Size.gibibytes(1) }, { interface: "scsi1", storage: home.fast, size: Size.gibibytes(1) }],', 'bootOrder: ["scsi0"], disks: [{ interface: "scsi0", storage: home.fast, size: Size.gibibytes(1) }],', 'bootOrder: ["scsi1"], disks: [{ interface: "scsi0", storage: home.fast, size: Size.gibibytes(1) }, { interface: "scsi1", storage: home.fast, size: Size.gibibytes(1) }],', "disks[scsi1]", "the boot order names scsi1"],
    ["another chipset than the user's card needs", 'machine: "q35",', 'machine: "pc",', 'machine: "q35", pciDevices: [{ slot: "hostpci0", id: "0000:01:00.0", pcie: true }],', "machine", "needs the machine q35"],
    ["no NUMA for the user's huge pages", "cpu: { cores: 2, numa: true },", "cpu: { cores: 2 },", 'cpu: { cores: 2, numa: true }, memory: { dedicated: Size.gibibytes(2), hugepages: "2" },', "cpu.numa", "huge pages only with NUMA"],
  ];
  for (const [what, was, is, own, title, why] of apart) {
    it(`has a conflict about ${what}, and takes the rest over`, () => {
      const said = (text: string, more = "") => new Map(Object.entries({ ...base, ...pve1(guests.replace("    memory: Size.gibibytes(8),\n", `    ${text}\n${more}`)) }));
      const merged = mergeCode({ base: said(was), fresh: said(is, "    onBoot: true,\n"), mine: said(own) }, codeGrammar, () => false);
      expect([...merged.failed]).to.deep.equal([]);
      expect(merged.conflicts.map((one) => [one.key, one.title, one.why?.includes(why)])).to.deep.equal([["VirtualMachine 105", title, true]]);
      const [others, text] = [own.replace(/,$/, ""), textOf(merged)!];
      expect(text).to.include("onBoot: true");
      expect(text.replace(/\s*onBoot: true,/, "").replace(/\s+/g, " ")).to.include(others);
    });
  }

  it("has no conflict where the user has changed nothing, or what both say does not go together on one side already", () => {
    const said = (text: string) => new Map(Object.entries({ ...base, ...pve1(guests.replace("memory: Size.gibibytes(8)", text)) }));
    const [old, odd] = ["memory: { dedicated: Size.gibibytes(4), floating: Size.gibibytes(3) }", "memory: { dedicated: Size.gibibytes(2), floating: Size.gibibytes(3) }"];
    const merged = mergeCode({ base: said(old), fresh: said(odd), mine: said(`${old}, tags: ["mine"]`) }, codeGrammar, () => false);
    expect(merged.conflicts).to.deep.equal([]);
    expect(textOf(merged)).to.include(`${odd}, tags: ["mine"]`);
  });

  it("knows a class by the name that it was imported by", () => {
    const mine = guests.replace('import { Container, Size, VirtualMachine } from "pmpc";', 'import * as pmpc from "pmpc";\nimport { Container, Size as Amount, VirtualMachine as Machine } from "pmpc";').replaceAll("Size.", "Amount.").replaceAll("new VirtualMachine", "new Machine").replace("Amount.gibibytes(8),\n  });", "pmpc.Size.gibibytes(8),\n  });");
    const merged = merge(pve1(guests.replace(db, fresh + db).replace("gibibytes(4)", "gibibytes(6)").replace("Size.gibibytes(8),\n  });", "Size.gibibytes(16),\n  });")), pve1(mine));
    expect(merged.conflicts).to.deep.equal([]);
    expect(textOf(merged)).to.include("memory: Amount.gibibytes(6)").and.include("memory: Amount.gibibytes(16)").and.include('new Machine(home, "new"').and.not.match(/[^.]Size\./);
  });

  it("has no conflict where the user wrote what is meant without it", () => {
    const before = guests.replace(db, db.replace(/\n {2}\}\);/, "\n    cpu: { cores: 2 },\n  });"));
    const [now, mine] = [guests, before.replace("cpu: { cores: 2 }", "cpu: { cores: 1 }")];
    expect(before).to.contain("cpu: { cores: 2 }");
    const sides = (text: string) => new Map(Object.entries({ ...base, ...pve1(text) }));
    expect(mergeCode({ base: sides(before), fresh: sides(now), mine: sides(mine) }, codeGrammar, () => false)).to.deep.include({ conflicts: [] });
    const other = before.replace("cpu: { cores: 2 }", "cpu: { cores: 3 }");
    expect(mergeCode({ base: sides(before), fresh: sides(now), mine: sides(other) }, codeGrammar, () => false).conflicts).to.have.lengthOf(1);
  });

  it("merges what both changed in different devices, tags and blocks", () => {
    const mine = guests.replace('["a"]', '["a", "mine"]').replace("size: Size.gibibytes(8)", "size: Size.gibibytes(9)").replace("Size.gibibytes(4)", "{ dedicated: Size.gibibytes(4), hugepages: 2 }");
    const now = guests.replace('["a"]', '["a", "b"]').replace("gibibytes(8) }]", 'gibibytes(8) }, { interface: "scsi1", storage: home.fast, size: Size.gibibytes(1) }]').replace("Size.gibibytes(4)", "{ dedicated: Size.gibibytes(4), floating: Size.gibibytes(2) }");
    const merged = merge(pve1(now), pve1(mine));
    expect(merged.conflicts).to.deep.equal([]);
    expect(textOf(merged)).to.equal(mine.replace('"mine"]', '"mine", "b"]').replace("gibibytes(9) }]", 'gibibytes(9) }, { interface: "scsi1", storage: home.fast, size: Size.gibibytes(1) }]').replace("gibibytes(4), hugepages", "gibibytes(4), floating: Size.gibibytes(2), hugepages"));
  });

  it("brings its own comments up to date, and leaves the user's", () => {
    const mine = guests.replace("    tags:", "    // mine\n    tags:");
    const merged = merge(pve1(guests.replace("// key 1: the provider does not know it", "// key 2: the provider does not know it")), pve1(mine));
    expect(textOf(merged)).to.equal(mine.replace("// key 1", "// key 2"));
  });

  it("adds a storage that is new to the class that the user renamed things in", () => {
    const mine = { "cluster.ts": cluster.replace("readonly fast", "readonly ssd").replace("class Home", "class House"), ...pve1(guests.replaceAll("home.fast", "home.ssd").replaceAll("Home }", "House }").replace("home: Home", "home: House")) };
    const now = { "cluster.ts": cluster.replace('"local-lvm");', '"local-lvm");\n  readonly tank = Storage.fromName(this, "tank");'), ...pve1(guests.replace("gibibytes(8) }]", 'gibibytes(8) }, { interface: "scsi1", storage: home.tank, size: Size.gibibytes(1) }]')) };
    const merged = merge(now, mine);
    expect(merged.conflicts).to.deep.equal([]);
    expect(textOf(merged, "cluster.ts")).to.equal(mine["cluster.ts"].replace('"local-lvm");', '"local-lvm");\n  readonly tank = Storage.fromName(this, "tank");'));
    expect(textOf(merged)).to.contain('storage: home.ssd, size: Size.gibibytes(8) }, { interface: "scsi1", storage: home.tank');
  });

  const gone: readonly (readonly [string, mine: string, cluster: boolean])[] = [
    ["takes a field out of the stack with the last disk that it stands for, whatever else the user edited", `// mine\n${guests}`, true],
    ["keeps a field of the stack that a guest of the user's own reads", guests.replace("  // ---- containers", '  new VirtualMachine(home, "own", { vmId: 900, node: home.pve1, disks: [{ interface: "scsi0", storage: home.fast }] });\n\n  // ---- containers'), false],
    ["keeps a field of the stack that a disk reads which the user has changed", guests.replace("gibibytes(8) }", "gibibytes(9) }"), false],
  ];
  for (const [what, mine, goes] of gone) {
    it(what, () => {
      const stack = cluster.replace('  readonly fast = Storage.fromName(this, "local-lvm");\n', "").replace(", Storage }", " }");
      const without = (text: string) => text.replace(/\n {4}disks: .*home\.fast, size: Size\.gibibytes\(8\) \}\],/, "");
      expect(stack).to.not.include("Storage");
      const merged = merge({ "cluster.ts": stack, ...pve1(without(guests)) }, pve1(mine));
      expect(merged.conflicts.map(({ title }) => title)).to.deep.equal(mine.includes("gibibytes(9)") ? ["disks"] : []);
      expect(textOf(merged) ?? mine).to.equal(mine.includes("gibibytes(9)") ? mine : without(mine));
      expect(textOf(merged, "cluster.ts")).to.equal(goes ? stack : undefined);
    });
  }

  it("keeps the file of a guest that moved to another node, and calls it there only", () => {
    const second = guests.replace("pve1(home", "pve2(home").replace(/ {2}new VirtualMachine\(home, "web"[^]*?\}\);\n\n/, "").replace(/ {2}\/\/ ---- containers[^]*?\}\);\n/, "").replaceAll("pve1,", "pve2,");
    const called = cluster.replace("pve1(this);", "pve1(this);\n    pve2(this);").replace('import { pve1 } from "./guests/pve1";', 'import { pve1 } from "./guests/pve1";\nimport { pve2 } from "./guests/pve2";').replace('"pve1");\n', '"pve1");\n  readonly pve2 = Node.fromName(this, "pve2");\n');
    const mine = guests.replace("gibibytes(8),\n  });", "gibibytes(9),\n  });");
    const merged = merge({ ...pve1(guests.replace(db, "")), "guests/pve2.ts": second, "cluster.ts": called }, pve1(mine));
    expect(merged.conflicts).to.deep.equal([]);
    expect(textOf(merged)).to.equal(mine.replace("vmId: 105,\n    node: home.pve1", "vmId: 105,\n    node: home.pve2"));
    expect(textOf(merged, "guests/pve2.ts")).to.not.contain("db");
  });

  it("touches nothing where a file does not parse, and says which", () => {
    const merged = merge(pve1(guests.replace("gibibytes(4)", "gibibytes(6)")), pve1(guests.replace("vmId: 101,", "vmId: 101,,")));
    expect([...merged.failed]).to.deep.equal([["guests/pve1.ts", "it does not parse"]]);
    expect(merged.files.size).to.equal(0);
  });
});
