import { execFileSync, spawnSync } from "node:child_process";
import { expect } from "chai";
import fc from "fast-check";
import { label } from "../../../../generator/emit/docs/mermaid";
import { printSvg } from "../../../../generator/emit/docs/svg";
import { xml } from "../../../../lib/xml";
import type { Drawing } from "../../../../generator/emit/docs/drawing";
import { printMermaid } from "../../../../generator/emit/docs/mermaid";

const drawing = (names: readonly string[]): Drawing => ({
  title: names[0] ?? "pve",
  nodes: [{ name: names[0] ?? "pve", guests: names.map((name, at) => ({ key: `qemu/${100 + at}`, name, label: `vm ${100 + at}`, template: false, uses: ["bridge/vmbr0"], from: at === 0 ? [] : ["qemu/100"] })) }],
  shelves: [{ title: "Bridges", items: [{ id: "bridge/vmbr0", name: "vmbr0", users: names.length }] }],
});
const reads = (text: string) => execFileSync("python3", ["-c", "import sys, xml.dom.minidom as m; d = m.parse(sys.stdin.buffer); print(sorted({e.tagName for e in d.getElementsByTagName('*')}))"], { input: text, encoding: "utf8" }).trim();

describe("the picture of a cluster", () => {
  const hasPython = spawnSync("python3", ["--version"]).status === 0;
  (hasPython ? it : it.skip)(`${hasPython ? "" : "(skipped: no python3, whose XML parser reads it) "}is XML with nothing in it but boxes and text, whatever a guest is called`, () => {
    const odd = ["<script>alert(1)</script>", "\"'&]]>", "a\u0000\u001b[2Jb\ud800c\uffff", "<!-- -->", "&amp;", "x".repeat(500)];
    expect(reads(printSvg(drawing(odd)))).to.equal("['rect', 'style', 'svg', 'text']");
    fc.assert(fc.property(fc.string({ unit: "binary" }), (name) => !/[<>"'\u0000-\u001f]|&(?!(?:amp|lt|gt|quot|apos|#10|#9);)/.test(xml(name))));
  });

  it("says in Mermaid what a guest is called, and no word of it is Mermaid's", () => {
    expect(label('end"] --> x; %%{init}%% `a`', "vm 100")).to.equal('"end#34;#93; --#62; x#59; #37;#37;#123;init#125;#37;#37; #96;a#96;<br/>vm 100"');
    fc.assert(fc.property(fc.string({ unit: "binary" }), (name) => /^"(?:[\p{L}\p{N} ._/:,+()-]|#\d+;)*"$/u.test(label(name))));
    const lines = printMermaid(drawing(['x"]\nclick n0 "javascript:alert(1)"', "web"]));
    expect(lines.filter((line) => /[\r\n]|click n0 "/.test(line))).to.deep.equal([]);
    expect(lines).to.include("  g1 --- s0").and.include("  g1 -.-> g0");
  });

  it("counts guests where there are more of them than lines can be followed", () => {
    const lines = printMermaid(drawing(Array.from({ length: 200 }, (_, at) => `web-${at}`)));
    expect(lines).to.have.lengthOf.below(12).and.include("  n0 -- 200 --- s0");
    expect(lines.join("\n")).to.contain('n0["web-0<br/>200 guests"]');
  });
});
