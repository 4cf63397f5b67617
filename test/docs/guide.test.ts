import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import Module from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import ts from "typescript";

const root = join(__dirname, "../..");
const folder = join(root, "docs/guide");

interface Block {
  readonly name: string;
  /** Where the code would lie: its imports are found from there. */
  readonly path: string;
  readonly code: string;
}

const guides = readdirSync(folder).filter((name) => name.endsWith(".md"));
const blocks: readonly Block[] = guides.flatMap((guide) =>
  [...readFileSync(join(folder, guide), "utf8").matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code], at): Block => ({ name: `${guide} ${at + 1}`, path: join(root, "examples", `${guide.replace(".md", "")}-${at}.ts`), code: code! })),
);

describe("the guides", () => {
  it("have code, and are all in their list", () => {
    expect(blocks).to.have.length.above(8);
    const list = readFileSync(join(folder, "README.md"), "utf8");
    for (const guide of guides.filter((name) => name !== "README.md")) expect(list).to.include(`](${guide})`);
  });

  it("lead to files that are there", () => {
    for (const guide of guides) for (const [, path] of readFileSync(join(folder, guide), "utf8").matchAll(/\]\(([\w-]+\.md)\)/g)) expect(guides, guide).to.include(path);
  });

  it("have code that compiles", () => {
    const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
    const host = ts.createCompilerHost({ ...options, noEmit: true });
    const texts = new Map(blocks.map(({ path, code }) => [path, code]));
    const program = ts.createProgram([...texts.keys()], { ...options, noEmit: true }, {
      ...host,
      fileExists: (path) => texts.has(path) || host.fileExists(path),
      readFile: (path) => texts.get(path) ?? host.readFile(path),
      getSourceFile: (path, ...rest) => (texts.has(path) ? ts.createSourceFile(path, texts.get(path)!, rest[0]) : host.getSourceFile(path, ...rest)),
    });
    const wrong = [...texts.keys()].flatMap((path) => ts.getPreEmitDiagnostics(program, program.getSourceFile(path)).map(({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`));
    expect(wrong).to.deep.equal([]);
  });

  for (const { name, path, code } of blocks) {
    it(`have code that is synthesised as it is: ${name}`, () => {
      const outdir = mkdtempSync(join(tmpdir(), "pmpc-guide-"));
      const { CDKTF_OUTDIR: before } = process.env;
      process.env.CDKTF_OUTDIR = outdir;
      try {
        const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true } });
        const module = new Module(path) as Module & { _compile(text: string, path: string): void };
        module.filename = path;
        module.paths = [join(root, "node_modules")];
        module._compile(outputText, path);
        if (code.includes("app.synth()")) expect(readdirSync(join(outdir, "stacks"))).to.have.length.above(0);
      } finally {
        if (before === undefined) delete process.env.CDKTF_OUTDIR;
        else process.env.CDKTF_OUTDIR = before;
        rmSync(outdir, { recursive: true, force: true });
      }
    });
  }
});
