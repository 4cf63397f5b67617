import { expect } from "chai";
import { mergeCode } from "../../../../generator/edit/merge/merge";
import { codeGrammar } from "../../../../generator/renew/grammar";

const guest = (body: string) => `import { Size, VirtualMachine } from "pmpc";
import type { Home } from "../cluster";

export function pve1(home: Home): void {
  new VirtualMachine(home, "web", {
    vmId: 101,
${body}  });
}
`;

const tall = (name: string, elements: readonly string[]) => `    ${name}: [\n${elements.map((one) => `      ${one}\n`).join("")}    ],\n`;
const disk = (number: number, inside = " ") => `{${inside}interface: "scsi${number}", storage: "tank" },`;
const net = (number: number, inside = " ") => `{${inside}bridge: "vmbr0", macAddress: "BC:24:11:00:00:0${number}" },`;
const mount = (number: number, inside = " ") => `{${inside}path: "/mnt/${number}", volume: "tank" },`;
const tag = (number: number) => `"t${number}",`;

const lists = { disks: disk, networkDevices: net, mountPoints: mount, tags: tag };
const places: readonly (readonly [string, (element: (inside?: string) => string) => readonly string[]])[] = [
  ["above", (element) => ["// Kim's", element()]],
  ["behind", (element) => [`${element()} // Kim's`]],
  ["before, on its line", (element) => [`/* Kim's */ ${element()}`]],
  ["in", (element) => [element(" /* Kim's */ ")]],
  ["in the lines of", (element) => [element("\n        // Kim's\n        ")]],
];

/** Code without comments, blanks and commas at ends. */
const bare = (text: string) => text.replace(/\/\/.*|\/\*.*?\*\//g, "").replace(/\s+/g, " ").replace(/,? ([\]}])/g, "$1").replace(/([[{]) /g, "$1");

describe("a comment of the user's", () => {
  for (const [name, element] of Object.entries(lists)) {
    for (const [where, write] of places) {
      if (name === "tags" && where.startsWith("in")) continue;
      for (const gone of [0, 1, 2]) {
        // Network devices are numbered: only the last one can go.
        if (name === "networkDevices" && gone < 2) continue;
        it(`${where} one of the ${name} that goes stays (${gone + 1} of 3), in every style`, () => {
          const said = (write: (at: number) => readonly string[]) => guest(tall(name, [0, 1, 2].flatMap(write)));
          const base = said((at) => [element(at)]);
          const fresh = said((at) => (at === gone ? [] : [element(at)]));
          for (const style of [(text: string) => text, (text: string) => text.replace(/^( {2})+/gm, (blanks) => "\t".repeat(blanks.length / 2)).replaceAll("\n", "\r\n"), (text: string) => (/\/\//.test(text) ? text : text.replace(/\[\n\s+/, "[").replace(/,\n\s+\],/, "],").replace(/,\n {6}/g, ", "))]) {
            const mine = style(said((at) => (at === gone ? write((inside) => element(at, inside)) : [element(at)])));
            const merged = mergeCode({ base: new Map([["guests/pve1.ts", base]]), fresh: new Map([["guests/pve1.ts", fresh]]), mine: new Map([["guests/pve1.ts", mine]]) }, codeGrammar, () => false);
            expect([merged.conflicts, [...merged.failed]]).to.deep.equal([[], []]);
            expect(merged.left.map(({ file, text: comment }) => [file, /Kim's/.test(comment)])).to.deep.equal([["guests/pve1.ts", true]]);
            const text = merged.files.get("guests/pve1.ts")!;
            expect(text.split("Kim's")).to.have.lengthOf(2);
            expect(bare(text)).to.equal(bare(fresh));
            expect(/[^\r]\n/.test(text) && text.includes("\r")).to.equal(false);
          }
        });
      }
    }
  }

  const blocks: readonly (readonly [string, base: string, fresh: string, mine: string, after: string])[] = [
    ["in a block that goes", "cpu: { cores: 2 },", "", "cpu: {\n      cores: 2, // Kim's\n    },", "// Kim's"],
    ["in the last of a list that goes", 'tags: ["a"],', "", 'tags: [\n      // Kim\'s\n      "a",\n    ],', "// Kim's"],
    ["in a block on a line with others", "startup: { order: 3 }, onBoot: true,", "onBoot: true,", "startup: { /* Kim's */ order: 3 }, onBoot: true,", "/* Kim's */\n    onBoot: true,"],
    ["in a text that gives way to another", 'description: ["a", "b"].join("\\n"),', 'description: ["a", "c"].join("\\n"),', 'description: [\n      "a",\n      "b", // Kim\'s\n    ].join("\\n"),', '// Kim\'s\n    description: ["a", "c"].join("\\n"),'],
  ];
  for (const [what, base, fresh, mine, after] of blocks) {
    it(`${what} stays`, () => {
      const [was, is, own] = [base, fresh, mine].map((text) => new Map([["guests/pve1.ts", guest(text === "" ? "" : `    ${text}\n`)]])) as [Map<string, string>, Map<string, string>, Map<string, string>];
      const merged = mergeCode({ base: was, fresh: is, mine: own }, codeGrammar, () => false);
      expect([merged.conflicts, [...merged.failed]]).to.deep.equal([[], []]);
      expect(merged.files.get("guests/pve1.ts")).to.equal(guest(`    ${after}\n`));
    });
  }

  it("on a guest that goes stays, and is told with its line; what pmpc wrote there is not", () => {
    const both = (above: string, note: string) => guest("").replace("    vmId: 101,\n  });\n", `    vmId: 101,\n  });\n\n${above}  new VirtualMachine(home, "db", {\n    vmId: 102,${note}\n    // net0 queues 4: the provider does not know it\n  });\n`);
    const at = (text: string) => new Map([["guests/pve1.ts", text]]);
    const merged = mergeCode({ base: at(both("", "")), fresh: at(guest("")), mine: at(both("  // Kim's\n", " // never reuse")) }, codeGrammar, () => true);
    const lines = merged.files.get("guests/pve1.ts")!.split("\n");
    expect(merged.left.map(({ text }) => text)).to.have.members(["// Kim's", "// never reuse"]);
    for (const { line, text } of merged.left) expect(lines[line - 1]).to.contain(text);
  });
});
