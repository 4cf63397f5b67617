import { join } from "node:path";
import { expect } from "chai";
import ts from "typescript";

const fixture = join(__dirname, "fixture/constructs.ts");

describe("the types of the constructs", () => {
  it("refuse what is wrong in words that say what is wrong, and nothing else", () => {
    const program = ts.createProgram([fixture], { strict: true, noEmit: true, module: ts.ModuleKind.Node20, target: ts.ScriptTarget.ES2022, lib: ["lib.es2023.d.ts"], skipLibCheck: true, types: ["node"] });
    const file = program.getSourceFile(fixture)!;
    const lines = file.text.split("\n");
    const refused = new Map(
      ts.getPreEmitDiagnostics(program).map(({ messageText, start = 0, file: where }) => {
        expect(where).to.equal(file);
        return [file.getLineAndCharacterOfPosition(start).line, ts.flattenDiagnosticMessageText(messageText, "\n")];
      }),
    );
    const expected = new Map(lines.flatMap((line, at) => (line.includes(" // ✗ ") ? [[at, line.split(" // ✗ ")[1]!] as const] : [])));
    expect(expected.size).to.be.above(20);
    expect([...refused.keys()].filter((at) => !expected.has(at)).map((at) => `${lines[at]}: ${refused.get(at)}`)).to.deep.equal([]);
    for (const [at, message] of expected) expect(refused.get(at), lines[at]).to.include(message);
  });
});
