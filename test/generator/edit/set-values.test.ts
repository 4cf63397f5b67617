import { expect } from "chai";
import fc from "fast-check";
import { setValues } from "../../../generator/edit/edit";
import { readProject } from "../../../generator/edit/project";
import type { Step } from "../../../generator/edit/assignment";
import { restyle } from "../../../generator/edit/restyle";
import type { Style } from "../../../generator/edit/style";
import { plain, runCode } from "./recorded-code";

const kinds = [{ className: "VirtualMachine", key: "vmId" }, { className: "Container", key: "vmId" }];

const tables = `export const workers = [
  { name: "w1", vmId: 110, cores: 2 },
  { name: "w2", vmId: 111, cores: 4 }, // the big one
];
`;

const guests = `import { Container, Size, VirtualMachine as Machine } from "pmpc";
import { workers } from "./tables";

export function pve(home: Home): void {
  // The one that everything hangs on.
  new Machine(home, "web", {
    vmId: 100,
    node: home.pve, // for now
    memory: Size.gibibytes(2),
    disks: [{ interface: "scsi0", storage: home.fast, size: Size.gibibytes(8) }],
    // A note at the end.
  });
  const db = new Machine(home, "db", { vmId: 101, node: home.pve, cpu: big });
  for (const { name, vmId, cores, memory = Size.gibibytes(1) } of workers) new Machine(home, name, { vmId, node: home.pve, cpu: { cores }, memory });
  machine(home, "m1", 120, { cores: 2 });
  machine(home, "m2", 121, { cores: 3 });
  Object.entries(table).forEach(([id, row]) => new Container(home, id, { ...common, vmId: row.vmId, memory: row.memory }));
  new K3s(home, "k1", { vmId: 400, onBoot: true });
  new K3s(home, "k2", { vmId: 401 });
  new Container(home, "raw", {
    vmId: 302,
    memory: Size.gibibytes(home.size),
    cpu: { cores: 2 * 2 },
  });
}

const big = { cores: 8 };
const common = { unprivileged: true };
const table = {
  "c-1": { vmId: 300, memory: Size.gibibytes(1) },
  c2: { vmId: 301, memory: Size.gibibytes(2) },
};

function machine(scope: Home, id: string, vmId: number, cpu: Cpu) {
  return new Machine(scope, id, { vmId, cpu, onBoot: true });
}

class K3s extends Machine {
  constructor(scope: Home, id: string, props: Partial<Props>) {
    super(scope, id, { cpu: { cores: 2 }, ...props });
  }
}
`;

const code = new Map([["guests.ts", guests], ["tables.ts", tables]]);
const cores: Step[] = [{ prop: "cpu" }, { prop: "cores" }];
const memory: Step[] = [{ prop: "memory", short: "dedicated" }, { prop: "dedicated" }];

function set(vmId: number, ...values: readonly (readonly [readonly Step[], string | undefined])[]) {
  const { files, undecided } = setValues(readProject(code), kinds, ({ key }) => key === vmId, values.map(([path, text]) => ({ path, ...(text === undefined ? {} : { code: () => text }) })));
  const after = new Map([...code, ...files]);
  return {
    changed: [...after].flatMap(([path, text]) => linesOf(code.get(path)!, text).map((line) => `${path} ${line}`)),
    refused: undecided.map(({ file, line, why, write }) => `${file}:${line} ${why}: ${write ?? ""}`),
    made: runCode(after, "guests.ts").find(({ props }) => props.vmId === vmId)!,
    others: runCode(after, "guests.ts").filter(({ props }) => props.vmId !== vmId),
  };
}

/** `- old`, `+ new` */
function linesOf(before: string, after: string): string[] {
  const [old, fresh] = [before.split("\n"), after.split("\n")];
  return [...old.filter((line) => !fresh.includes(line)).map((line) => `- ${line.trim()}`), ...fresh.filter((line) => !old.includes(line)).map((line) => `+ ${line.trim()}`)];
}

const untouched = (vmId: number) => plain(runCode(code, "guests.ts").filter(({ props }) => props.vmId !== vmId));

describe("a value of a guest", () => {
  const found: readonly (readonly [string, number, readonly (readonly [readonly Step[], string | undefined])[], readonly string[]])[] = [
    ["in its own object", 100, [[memory, "Size.gibibytes(4)"]], ["guests.ts - memory: Size.gibibytes(2),", "guests.ts + memory: Size.gibibytes(4),"]],
    ["that is new, at its place and with others of its block", 100, [[[{ prop: "cpu", before: ["vmId", "node"] }, { prop: "cores" }], "6"], [[{ prop: "cpu", before: ["vmId", "node"] }, { prop: "type" }], '"host"']], ["guests.ts + cpu: { cores: 6, type: \"host\" },"]],
    ["of an element of a list", 100, [[[{ prop: "disks" }, { by: "interface", is: "scsi0" }, { prop: "size" }], "Size.gibibytes(16)"]], ["guests.ts - disks: [{ interface: \"scsi0\", storage: home.fast, size: Size.gibibytes(8) }],", "guests.ts + disks: [{ interface: \"scsi0\", storage: home.fast, size: Size.gibibytes(16) }],"]],
    ["of a new element", 100, [[[{ prop: "disks" }, { by: "interface", is: "scsi1" }, { prop: "size" }], "Size.gibibytes(1)"]], ["guests.ts - disks: [{ interface: \"scsi0\", storage: home.fast, size: Size.gibibytes(8) }],", "guests.ts + disks: [{ interface: \"scsi0\", storage: home.fast, size: Size.gibibytes(8) }, { interface: \"scsi1\", size: Size.gibibytes(1) }],"]],
    ["beside one that stood for the whole block", 100, [[[{ prop: "memory", short: "dedicated" }, { prop: "floating" }], "Size.gibibytes(1)"]], ["guests.ts - memory: Size.gibibytes(2),", "guests.ts + memory: { dedicated: Size.gibibytes(2), floating: Size.gibibytes(1) },"]],
    ["that goes, with its comment left", 100, [[[{ prop: "node" }], undefined]], ["guests.ts - node: home.pve, // for now", "guests.ts + // for now"]],
    ["of an object that only it uses", 101, [[cores, "6"]], ["guests.ts - const big = { cores: 8 };", "guests.ts + const big = { cores: 6 };"]],
    ["in the row of a table that a loop goes over", 110, [[cores, "6"]], ["tables.ts - { name: \"w1\", vmId: 110, cores: 2 },", "tables.ts + { name: \"w1\", vmId: 110, cores: 6 },"]],
    ["that a row leaves to the default of the loop", 111, [[memory, "Size.gibibytes(4)"]], ["tables.ts - { name: \"w2\", vmId: 111, cores: 4 }, // the big one", "tables.ts + import { Size } from \"pmpc\";", "tables.ts + { name: \"w2\", vmId: 111, cores: 4, memory: Size.gibibytes(4) }, // the big one"]],
    ["that a helper is given", 121, [[cores, "6"]], ["guests.ts - machine(home, \"m2\", 121, { cores: 3 });", "guests.ts + machine(home, \"m2\", 121, { cores: 6 });"]],
    ["in an entry of an object", 301, [[[{ prop: "memory" }], "Size.gibibytes(7)"]], ["guests.ts - c2: { vmId: 301, memory: Size.gibibytes(2) },", "guests.ts + c2: { vmId: 301, memory: Size.gibibytes(7) },"]],
    ["that a class of the user's own passes on", 400, [[[{ prop: "onBoot" }], "false"]], ["guests.ts - new K3s(home, \"k1\", { vmId: 400, onBoot: true });", "guests.ts + new K3s(home, \"k1\", { vmId: 400, onBoot: false });"]],
  ];
  for (const [where, vmId, values, lines] of found) {
    it(`is set ${where}`, () => {
      const { changed, refused, others } = set(vmId, ...values);
      expect({ changed, refused }).to.deep.equal({ changed: lines, refused: [] });
      expect(plain(others)).to.deep.equal(untouched(vmId));
    });
  }

  const refused: readonly (readonly [string, number, readonly Step[], string, string])[] = [
    ["what a loop says for all of its rows", 110, [{ prop: "onBoot" }], "true", "guests.ts:14 it decides several: onBoot: true"],
    ["what a helper says for all of its calls", 120, [{ prop: "onBoot" }], "false", "guests.ts:35 it decides several: onBoot: false"],
    ["what is spread into several", 301, [{ prop: "unprivileged" }], "false", "guests.ts:28 it decides several: unprivileged: false"],
    ["what a class says for all of its objects", 401, cores, "6", "guests.ts:40 it decides several: cores: 6"],
    ["what is computed", 302, cores, "6", "guests.ts:23 it is computed there: cores: 6"],
  ];
  for (const [what, vmId, path, text, says] of refused) {
    it(`is not set where it is ${what}, and the line is told`, () => {
      expect(set(vmId, [path, text])).to.deep.include({ changed: [], refused: [says] });
    });
  }

  const imports: readonly (readonly [string, before: string, after: string, said: string])[] = [
    ["another name", 'import { Size as Amount, VirtualMachine } from "pmpc";', 'import { Size as Amount, VirtualMachine } from "pmpc";', "Amount.gibibytes(8)"],
    ["one name for the whole package", 'import * as pmpc from "pmpc";\nimport { VirtualMachine } from "pmpc";', 'import * as pmpc from "pmpc";\nimport { VirtualMachine } from "pmpc";', "pmpc.Size.gibibytes(8)"],
    ["no name", 'import { VirtualMachine } from "pmpc";', 'import { Size, VirtualMachine } from "pmpc";', "Size.gibibytes(8)"],
    ["a type only", 'import type { Size, IStorage } from "pmpc";\nimport { VirtualMachine } from "pmpc";', 'import { Size, type IStorage } from "pmpc";\nimport { VirtualMachine } from "pmpc";', "Size.gibibytes(8)"],
    ["a type among others", 'import { type Size, VirtualMachine } from "pmpc";', 'import { Size, VirtualMachine } from "pmpc";', "Size.gibibytes(8)"],
  ];
  for (const [how, before, after, said] of imports) {
    it(`is said in a file that knows the class of the value by ${how}`, () => {
      const rest = (value: string) => `\nnew VirtualMachine(home, "Size.gibibytes(1)", { vmId: 1${value} });\n`;
      const { files } = setValues(readProject(new Map([["a.ts", before + rest("")]])), kinds, () => true, [{ path: memory, code: () => "Size.gibibytes(8)" }]);
      expect(files.get("a.ts")).to.equal(after + rest(`, memory: ${said}`));
    });
  }

  it("is set in any style, exactly there, with every comment and line end as it was", () => {
    const style = fc.record<Style>({ quote: fc.constantFrom('"' as const, "'" as const), step: fc.constantFrom("  ", "    ", "\t"), spaced: fc.boolean(), trailingComma: fc.boolean(), semicolon: fc.boolean(), lineEnd: fc.constantFrom("\n" as const, "\r\n" as const) });
    const edits = fc.subarray(
      [
        [memory, "Size.gibibytes(6)"],
        [[{ prop: "memory", short: "dedicated" }, { prop: "floating" }], "Size.gibibytes(1)"],
        [[{ prop: "cpu", before: ["vmId", "node"] }, { prop: "cores" }], "7"],
        [[{ prop: "name" }], '"it\'s \\"web\\""'],
        [[{ prop: "description" }], '[\n  "one",\n  "two",\n].join("\\n")'],
        [[{ prop: "disks" }, { by: "interface", is: "scsi0" }, { prop: "size" }], "Size.gibibytes(16)"],
        [[{ prop: "disks" }, { by: "interface", is: "scsi2" }, { prop: "discard" }], "true"],
        [[{ prop: "tags" }], '["a", "b"]'],
        [[{ prop: "node" }], undefined],
      ] as [Step[], string | undefined][],
      { minLength: 1 },
    );
    fc.assert(
      fc.property(style, edits, (how, values) => {
        const styled = new Map([...code].map(([path, text]) => [path, restyle(text, how, "", "statements") + how.lineEnd]));
        const { files, undecided } = setValues(readProject(styled), kinds, ({ key }) => key === 100, values.map(([path, text]) => ({ path, ...(text === undefined ? {} : { code: () => text }) })));
        expect(undecided).to.deep.equal([]);
        const text = files.get("guests.ts")!;
        expect(text.replaceAll("\r\n", "")).to.not.match(how.lineEnd === "\n" ? /\r/ : /\n/);
        // The same edit in the house style, restyled, says the same.
        const plainFiles = setValues(readProject(code), kinds, ({ key }) => key === 100, values.map(([path, one]) => ({ path, ...(one === undefined ? {} : { code: () => one }) }))).files;
        expect(text).to.equal(restyle(plainFiles.get("guests.ts")!, how, "", "statements") + how.lineEnd);
        expect(plain(runCode(new Map([...styled, ...files]), "guests.ts"))).to.deep.equal(plain(runCode(new Map([...code, ...plainFiles]), "guests.ts")));
      }),
      { numRuns: 12 },
    );
  });
});
