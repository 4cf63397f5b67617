import { expect } from "chai";
import { createGuests } from "../../../generator/creation/create";
import { readGround } from "../../../generator/creation/ground";
import { readWanted } from "../../../generator/creation/wanted";
import { constructsIn } from "../../../generator/edit/construct";
import { mergeCode } from "../../../generator/edit/merge/merge";
import { withoutConstruct } from "../../../generator/edit/remove";
import { readProject } from "../../../generator/edit/project";
import { withProtection } from "../../../generator/revise/protection";
import { putBackMember, takeOut } from "../../../generator/edit/take-out";
import { codeGrammar } from "../../../generator/renew/grammar";
import { findGuest, guestConstructs } from "../../../generator/revise/find";
import { readSaid } from "../../../generator/revise/options";
import { camel } from "../../../lib/schema/setting/find";
import { reviseGuest } from "../../../generator/revise/revise";
import { plain, runCode } from "./recorded-code";

/** A file as `pmpc import --fold` writes one. */
const file = `import { Size, VirtualMachine } from "pmpc";
import type { Home } from "../cluster";

interface WebMachine {
  readonly name: string;
  readonly vmId: number;
  readonly memory: Size;
  readonly cores?: number;
  readonly address: string;
}

const webMachines: readonly WebMachine[] = [
  { name: "web-1", vmId: 101, memory: Size.gibibytes(4), address: "10.0.0.1/24" },
  { name: "web-2", vmId: 102, memory: Size.gibibytes(4), cores: 8, address: "10.0.0.2/24" }, // the big one
  { name: "web-3", vmId: 103, memory: Size.gibibytes(8), address: "10.0.0.3/24" },
];

export function pveGuests(home: Home): void {
  for (const machine of webMachines) webMachine(home, machine);
}

function webMachine(home: Home, { name, vmId, memory, cores, address }: WebMachine): void {
  new VirtualMachine(home, name, {
    vmId,
    node: home.pve,
    onBoot: true,
    cpu: { cores },
    memory,
    cloudInit: { ipConfigs: [{ ipv4: { address, gateway: "10.0.0.254" } }] },
    networkDevices: [{ bridge: home.lan }],
  });
}
`;
const path = "guests/pve.ts";

/** What the code makes when it runs: id → props. */
const made = (text: string) => Object.fromEntries(runCode(new Map([[path, text]]), path).map(({ id, props }) => [id, plain(props)])) as Record<string, Record<string, unknown>>;
const rows = (text: string) => constructsIn(text).flatMap(({ id, row }) => (row ? [id] : []));

function revised(vmId: number, options: Readonly<Record<string, unknown>>, unset: readonly string[] = []) {
  const said = readSaid("qemu", Object.fromEntries(Object.entries(options).map(([name, value]) => [camel(name), value])));
  const { files, ...others } = reviseGuest({ code: new Map([[path, file]]), key: `qemu/${vmId}`, type: "qemu", label: `vm ${vmId}`, names: new Map() }, said, unset);
  return { ...others, text: files.get(path) ?? file };
}

describe("a row of a table", () => {
  it("says what its column takes, and is a row still", () => {
    for (const [options, unset, props] of [
      [{ memory: "16GiB" }, [], { memory: `${16 * 2 ** 30} bytes` }],
      [{ cores: "2" }, [], { cpu: { cores: 2 } }],
      [{}, ["cores"], { cpu: {} }],
    ] as const) {
      const { text } = revised(102, options, unset);
      expect(rows(text), JSON.stringify(options)).to.have.lengthOf(3);
      expect(made(text)).to.deep.equal({ ...made(file), "web-2": { ...made(file)["web-2"], ...props } });
      expect(text).to.contain("// the big one");
    }
  });

  it("is a statement of its own for what the type of the table does not take", () => {
    for (const [options, unset, props] of [
      // With less memory, the balloon of before would be larger.
      [{ memory: "2GiB" }, [], { memory: { dedicated: `${2 * 2 ** 30} bytes`, floating: `${2 * 2 ** 30} bytes` } }],
      [{ balloon: "1GiB" }, [], { memory: { dedicated: `${4 * 2 ** 30} bytes`, floating: `${2 ** 30} bytes` } }],
      [{ memory: "8GiB", balloon: "1GiB" }, [], { memory: { dedicated: `${8 * 2 ** 30} bytes`, floating: `${2 ** 30} bytes` } }],
      [{}, ["memory"], { memory: undefined }],
      [{ protection: true }, [], { protection: true }],
    ] as const) {
      const { text, changes } = revised(102, options, unset);
      expect(rows(text), JSON.stringify(options)).to.deep.equal(["web-1", "web-3"]);
      expect(made(text)).to.deep.equal(plain({ ...made(file), "web-2": { ...made(file)["web-2"], ...props } }));
      expect(changes.length).to.be.at.least(1);
    }
  });

  it("is refused where it can be no statement of its own, as in a helper of the user's", () => {
    const own = file.replace("for (const machine of webMachines) webMachine(home, machine);", "webMachines.forEach((machine) => webMachine(home, machine));");
    const revise = (options: Record<string, unknown>) => reviseGuest({ code: new Map([[path, own]]), key: "qemu/101", type: "qemu", label: "vm 101", names: new Map() }, readSaid("qemu", options));
    expect(() => revise({ balloon: "1GiB" })).to.throw(/vm 101 cannot be changed as asked/);
    expect(revise({ memory: "2GiB" }).files.get(path)).to.contain("memory: Size.gibibytes(2)");
  });

  it("takes what changed on the cluster where its type takes it, and is a statement of its own otherwise, also in a file that was edited", () => {
    const alone = revised(101, { balloon: "1GiB" }).text;
    const mine = file.replace("// the big one", "// the largest one");
    const { files, conflicts } = mergeCode({ base: new Map([[path, file]]), fresh: new Map([[path, alone]]), mine: new Map([[path, mine]]) }, codeGrammar, () => false);
    expect(conflicts).to.deep.equal([]);
    const text = files.get(path)!;
    expect(rows(text)).to.deep.equal(["web-2", "web-3"]);
    expect(made(text)).to.deep.equal(made(alone));
    expect(text).to.contain("// the largest one");
  });

  it("gets what all of them are to have in one place", () => {
    const protect = (text: string, wanted: boolean | undefined, numbers: readonly number[] = [101, 102, 103]) => withProtection(new Map([[path, text]]), new Map(numbers.map((vmId) => [`qemu/${vmId}` as const, wanted])), new Map()).files.get(path) ?? text;
    const all = protect(file, true);
    expect(rows(all)).to.have.lengthOf(3);
    expect(all.replace(/\n *protection: true,/, "")).to.equal(file);
    expect(protect(all, false)).to.equal(all.replace("protection: true", "protection: false"));
    expect(protect(all, true)).to.equal(all);
    expect(protect(all, undefined)).to.equal(file);
    expect(rows(protect(file, true, [102, 103]))).to.deep.equal(["web-1"]);
  });

  it("goes back to its place once it was taken out, byte for byte", () => {
    const shapes = [file, file.replace("  { name: \"web-3\"", "  // last\n  { name: \"web-3\""), file.replaceAll("\n", "\r\n"), file.replace(/\[\n {2}(\{ name.*),\n {2}(\{.*\}),.*\n {2}(.*),\n\];/, "[$1, $2, $3];"), file.replace("10.0.0.3/24\" },\n", "10.0.0.3/24\" }\n")];
    for (const text of shapes) {
      for (const vmId of [101, 102, 103]) {
        const project = readProject(new Map([[path, text]]));
        const taken = takeOut(project, guestConstructs, findGuest(project, `qemu/${vmId}`, new Map(), ""));
        if ("why" in taken) throw new Error(taken.why);
        expect(taken.member).to.deep.include({ of: "webMachines", at: vmId - 101 });
        const back = putBackMember(taken.project, path, taken.member!, taken.text)!.source(path)!.text;
        expect(made(back)).to.deep.equal(made(text));
        expect(back.replace(/,(?=\s*\];)/, "")).to.equal(text.replace(/,(?=\s*\];)/, ""));
      }
    }
  });

  it("takes its comments along, and leaves those of other rows", () => {
    const text = file.replace('  { name: "web-2"', '  // Ask Kim first.\n  { name: "web-2"').replace('.3/24" },', '.3/24" } /* old */');
    const project = readProject(new Map([[path, text]]));
    for (const [vmId, gone] of [[101, []], [102, ["Ask Kim first", "the big one"]], [103, ["old"]]] as const) {
      const taken = takeOut(project, guestConstructs, findGuest(project, `qemu/${vmId}`, new Map(), ""));
      if ("why" in taken) throw new Error(taken.why);
      const left = taken.project.source(path)!.text;
      for (const words of ["Ask Kim first", "the big one", "old"]) expect(left.includes(words), `${vmId} ${words}`).to.equal(!(gone as readonly string[]).includes(words));
      expect(left).to.not.match(/^\s*(?:\/\/ the|\/\* old)/m);
      const commas = (one: string) => one.replace(/\},/g, "}");
      expect(commas(withoutConstruct(text, { className: "VirtualMachine", id: `web-${vmId - 100}` })!)).to.equal(commas(left));
    }
  });

  it("is not where a new guest goes: a copy has no number, address or UUID of Proxmox VE's yet, and is a statement beside the table", async () => {
    const observation = {
      documents: new Map<string, unknown>([
        ["/cluster/resources", [{ type: "node", node: "pve", status: "online", maxmem: 2 ** 40, mem: 2 ** 30 }, ...[101, 102, 103].map((vmid) => ({ type: "qemu", vmid, node: "pve", name: `web-${vmid - 100}`, status: "running" }))]],
        ["/storage", [{ storage: "fast", type: "lvmthin", content: "images,rootdir" }]],
        ["/nodes/pve/network", [{ iface: "vmbr0", type: "bridge" }]],
      ]),
      unreadable: new Map(),
    } as never;
    const { project } = await createGuests([readWanted("qemu", { name: "web-4", memory: "4GiB" }, { keys: [] })], {
      project: readProject(new Map([[path, file], ["cluster.ts", 'import { ProxmoxProvider, ProxmoxStack } from "pmpc";\nimport { pveGuests } from "./guests/pve";\n\nexport class Home extends ProxmoxStack {\n  constructor() {\n    super();\n    new ProxmoxProvider(this, {});\n    pveGuests(this);\n  }\n}\n']])),
      groundOf: (now) => readGround(observation, now, { names: new Map(), ownNames: new Map(), forgotten: new Map() }),
      library: { on: () => Promise.resolve({ volumes: [] }), snapshots: () => Promise.resolve({ names: [] }), guest: () => Promise.resolve({}), close: () => undefined },
      hosts: undefined,
      facts: "slim",
    });
    const text = project.source(path)!.text;
    expect(text).to.match(/for \(const machine of webMachines\) webMachine\(home, machine\);\n\n {2}new VirtualMachine\(home, "web-4", \{\n {4}vmId: 100,/);
    expect(made(text)).to.deep.include(made(file));
  });
});
